"""When an insurer is left alone: after five failures in a row nothing is sent until one small question is answered."""

import random
from collections.abc import Callable

FAILURES = 5
FIRST_PAUSE, LONGEST_PAUSE = 4.0, 30.0


class Circuit:
    """Counts failures in a row, over all calls. Seconds on a clock of the caller's; pauses double and are jittered.

    The jitter is half of the pause: desks that failed in one moment come back spread over many seconds.
    """

    def __init__(self, random: Callable[[], float] = random.random) -> None:
        self._random = random
        self._straight = 0
        self._until: float | None = None
        self.pauses = 0
        """Pauses since the last success."""

    @property
    def closed(self) -> bool:
        """Whether calls may go out."""
        return self._until is None

    def left(self, now: float) -> float:
        """Seconds of the pause that are left."""
        return 0.0 if self._until is None else max(self._until - now, 0.0)

    def succeeded(self) -> None:
        """The insurer answered, if only with a refusal."""
        self._straight = self.pauses = 0
        self._until = None

    def failed(self, now: float) -> None:
        """A call failed. What was under way when the pause began changes nothing in it."""
        self._straight += 1
        if self.closed and self._straight >= FAILURES:
            self.pause(now)

    def pause(self, now: float) -> None:
        """Begin the next pause."""
        self._until = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**self.pauses) * (0.5 + self._random() / 2)
        self.pauses += 1
