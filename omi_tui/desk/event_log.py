"""The event log: how often a key was pressed, and which pages and fields there were. Never a value, never which key."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from omi_tui.desk import files


class EventLog:
    """JSON lines at the end of *path*, ours alone to read, open as long as the program runs.

    Raises OSError where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._handle = files.open_to_append(path)

    def note(self, kind: str, **facts: str) -> None:
        """Write a line. A log that is full stops nothing."""
        line = json.dumps({"t": round(time.monotonic(), 4), "event": kind, **facts})
        with suppress(OSError):
            os.write(self._handle, f"{line}\n".encode())
