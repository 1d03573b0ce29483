"""What support needs to know of the calls to the insurer: JSON lines without anything personal.

What a line may hold is the signature of :meth:`Log.note`, and each value has a form that it must have: a word that is
not on the list, a number in an address or a text of the insurer cannot get in.
"""

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from omi_tui.desk import files
from omi_tui.desk.paths import own_folder

LARGEST = 1_000_000
"""Bytes after which the file becomes ``….1`` and a new one begins."""
EVENTS = ("program.start", "program.end")
WORDS = frozenset(
    "v1 accounts activation resend password-resets sessions current refresh me personal-info passport settings "
    "password email reference quotes drafts cart items orders policies document operations verify _omi about".split()
)
"""The words of the API's addresses; whatever else stands in one is a name, a number or a ticket."""
_CODE = re.compile(r"[a-z][a-z_]{0,31}(\.[a-z_]{1,32}){0,2}")
_REQUEST = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Log:
    """The log at *path*, only ours to read (0600). A log that cannot be written stops nothing."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now

    def note(
        self,
        operation: str,
        *,
        status: int | None = None,
        code: str = "",
        attempt: int | None = None,
        request_id: str = "",
        ms: float | None = None,
    ) -> None:
        """Write one line: *operation* is one of EVENTS or a method and a path; *ms* are milliseconds."""
        line = {
            "time": self._now().astimezone(UTC).isoformat(timespec="milliseconds"),
            "operation": _operation(operation),
            "status": int(status) if status is not None and 0 <= status <= 999 else None,
            "code": (code if _CODE.fullmatch(code) else "other") if code else None,
            "attempt": int(attempt) if attempt is not None and 0 <= attempt <= 999 else None,
            "request_id": request_id if _REQUEST.fullmatch(request_id) else None,
            "ms": round(min(ms, 1e7), 1) if ms is not None else None,
        }
        with suppress(OSError):
            self._write(json.dumps({key: value for key, value in line.items() if value is not None}).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        own_folder(self._path.parent)
        with suppress(FileNotFoundError):
            if self._path.lstat().st_size + len(line) > LARGEST:
                os.replace(self._path, self._path.with_name(f"{self._path.name}.1"))
        handle = files.open_to_append(self._path)
        try:
            os.write(handle, line)  # one write, so that two programs cannot mix their lines
        finally:
            os.close(handle)


def _operation(text: str) -> str:
    if text in EVENTS:
        return text
    method, _space, path = text.partition(" ")
    if method not in _METHODS:
        return "other"
    return f"{method} " + "/".join(part if part in WORDS or not part else "{}" for part in path.split("/"))
