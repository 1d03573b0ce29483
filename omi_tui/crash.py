"""A crash report that holds places in the code and nothing else: no values, no texts, no local variables."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from omi_tui import __version__
from omi_tui.desk import files
from omi_tui.desk.paths import private_folder


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
