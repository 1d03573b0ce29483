"""What stood in one field before, for undo and redo. Letters typed in one go are taken back a word at a time."""

from collections import deque

LIMIT = 100
"""Steps that are remembered."""


class History:
    """The texts that one field had, on either side of the one that it has."""

    def __init__(self) -> None:
        self._past: deque[str] = deque(maxlen=LIMIT)
        self._future: list[str] = []
        self._run = ("", "")
        """How the last letters came, and the text that they led to."""

    def note(self, before: str, after: str) -> None:
        """*before* was changed into *after* by the person."""
        kind = {1: "typed", -1: "taken"}.get(len(after) - len(before), "")
        goes_on = kind and self._run == (kind, before) and not (kind == "typed" and before.endswith(" "))
        if not goes_on:
            self._past.append(before)
        self._run = ("typed" if len(after) == 1 else kind, after)  # a letter that replaced all begins a word
        self._future.clear()

    def undo(self, now: str) -> str | None:
        """The text before the last step; None where there was none."""
        if not self._past:
            return None
        self._future.append(now)
        self._run = ("", "")
        return self._past.pop()

    def redo(self, now: str) -> str | None:
        """The text that was taken back last; None where there is none."""
        if not self._future:
            return None
        self._past.append(now)
        self._run = ("", "")
        return self._future.pop()
