"""A crash report that holds places in the code and nothing else: no values, no texts, no local variables."""

import asyncio
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from omi_tui import __version__
from omi_tui.desk import files
from omi_tui.desk.paths import private_folder
from omi_tui.text.clean import clean
from omi_tui.text.i18n import _


def write_report(folder: Path, error: BaseException | None) -> Path:
    """Write the places that *error* passed through into a new file of *folder*; return the file's path."""
    now = datetime.now(UTC)
    lines = [f"omi {__version__}, {now:%Y-%m-%d %H:%M:%S} UTC"]
    while error is not None:
        lines.append(type(error).__qualname__)
        for frame in traceback.extract_tb(error.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        error = error.__cause__ or error.__context__
    path = private_folder(folder) / f"crash-{now:%Y%m%d-%H%M%S}.txt"
    files.write(path, ("\n".join(lines) + "\n").encode())
    return path


def told(folder: Path, error: BaseException | None) -> str:
    """Write a report, and say in two lines that the program stopped and where the report is."""
    text = _("The program had to stop because of a mistake of its own. Drafts and orders are safe with the insurer.")
    try:
        report = write_report(folder, error)
    except OSError:
        return text
    where = _("Report: {path}").format(path=clean(str(report)))
    return f"{text}\n{where}"


def guard(folder: Path) -> None:
    """From now on no traceback is printed, whoever fails: before the screen, beside it in a thread, or after it."""

    def ended(kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            sys.stderr.write(told(folder, error) + "\n")

    def beside(failed: Any) -> None:
        told(folder, failed.exc_value)

    sys.excepthook = ended
    threading.excepthook = sys.unraisablehook = beside


def guard_loop(folder: Path) -> None:
    """The same for tasks that nobody waits for."""

    def failed(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if "exception" in context:
            told(folder, context["exception"])

    asyncio.get_running_loop().set_exception_handler(failed)
