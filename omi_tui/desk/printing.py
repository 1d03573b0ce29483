"""Files to a printer: handed to the system's own program for that, ``lp`` where the settings name no other."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from omi_tui.text.clean import visible

SECONDS = 30.0
"""How long the program may take to accept the files."""
_LONGEST = 200


class NotPrinted(Exception):
    """The files were not taken: the program is not there, it refused (``said`` is why), or it does not answer."""

    def __init__(self, why: Literal["missing", "refused", "slow"], said: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.said = said


def print_files(paths: Sequence[Path], command: Sequence[str], seconds: float = SECONDS) -> None:
    """Hand *paths* to *command* as one job. Blocks until they are accepted. Raises NotPrinted.

    The names stand behind ``--`` and are whole, so that none is taken for an option; no shell reads them. The program
    has no terminal: one that asks for a password fails and does not write over the screen.
    """
    words = [*command, "--", *(str(path.absolute()) for path in paths)]
    try:
        ended = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, start_new_session=True, check=False
        )
    except OSError:
        raise NotPrinted("missing") from None
    except subprocess.TimeoutExpired:
        raise NotPrinted("slow") from None
    if ended.returncode:
        said = next((line for line in ended.stderr.decode(errors="replace").splitlines() if line.strip()), "")
        raise NotPrinted("refused", visible(said).strip()[:_LONGEST])
