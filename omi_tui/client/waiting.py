"""What a call waits for, told while it waits, so that the wait can be shown in words and be given up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

Reason = Literal["retrying", "overloaded", "pausing", "signing-in-again"]


class Waiting(NamedTuple):
    """A wait of so many ``seconds`` (0: nobody knows how long) before the attempt numbered ``attempt``, from 1.

    ``retrying``: the last attempt failed. ``overloaded``: the insurer asked for a pause. ``pausing``: it has failed
    so often that it is left alone. ``signing-in-again``: the session is being renewed.
    """

    seconds: float
    attempt: int
    reason: Reason


class Waits:
    """The wait of the moment, and whoever wants to be told of each as it begins."""

    def __init__(self, listener: Callable[[Waiting], None] | None = None) -> None:
        self.listener = listener
        self.current: Waiting | None = None

    @contextmanager
    def told(self, waiting: Waiting) -> Iterator[None]:
        """Tell of *waiting*, and forget it when the block is left, in whichever way."""
        self.current = waiting
        if self.listener:
            self.listener(waiting)
        try:
            yield
        finally:
            if self.current is waiting:
                self.current = None
