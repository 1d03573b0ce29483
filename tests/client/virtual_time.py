"""An event loop whose clock moves only when everybody waits: minutes pass at once, and always in the same order."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Value = TypeVar("Value")


class _Idle(selectors.SelectSelector):
    """Instead of blocking, it lets the loop's clock move."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits for something that never happens"
            self.passed += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """For coroutines that neither use sockets nor threads."""

    def __init__(self) -> None:
        self._idle = _Idle()
        super().__init__(self._idle)

    def time(self) -> float:
        return self._idle.passed


def run(main: Coroutine[Any, Any, Value]) -> Value:
    """Run *main*; its loop's time begins at 0."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


def now() -> float:
    return asyncio.get_running_loop().time()
