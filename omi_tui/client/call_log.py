"""What may be written down of a call and its end: no body, no address with a name in it, no text of the insurer."""

from collections.abc import Callable
from typing import Protocol

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import ClientError

Ended = Callable[[Call, str, "Reply | ClientError | None", float], None]
"""Told of each call when it has ended: the call, the id of this attempt, its end (None: given up here), seconds."""


class Note(Protocol):
    """Where it is written down; it takes care itself of what a path or a code may not hold."""

    def __call__(
        self, operation: str, *, status: int | None, code: str, attempt: int, request_id: str, ms: float
    ) -> None:
        """Write one line. Never raises."""


def noting(note: Note) -> Ended:
    """What tells *note* of each call."""

    def ended(call: Call, request_id: str, end: "Reply | ClientError | None", seconds: float) -> None:
        status: int | None = getattr(end, "status", None)
        if isinstance(end, Reply):
            code = str(end.body.get("code", "")) if end.status >= 300 and isinstance(end.body, dict) else ""
        else:
            code = end.code if end else "cancelled"
        operation = f"{call.method} {call.path}"
        note(operation, status=status, code=code, attempt=call.attempt, request_id=request_id, ms=seconds * 1000)

    return ended
