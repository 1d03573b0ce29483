"""Killing a program within this process: at any suspension point of any of its tasks, and around each durable write.

A killed program runs nothing more but the closing of its sockets, which a real kill leaves to the kernel: what it
would write after that is refused, and the refusal is kept to be found.
"""

import asyncio
import contextlib
import contextvars
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from omi_tui.client.call import new_id
from omi_tui.desk.journal import Journal, Kind, State

_CURRENT: contextvars.ContextVar["Fuse | None"] = contextvars.ContextVar("fuse", default=None)


class Killed(BaseException):
    """What a killed program's code meets: no ``except Exception`` of the program can hold it back."""


class Fuse:
    """Counts the points at which a run can be killed, and kills it at the point number *at* (from 1; None: never)."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0
        self.blown = False
        self.wrote_after: list[str] = []
        self.still_running: list[str] = []
        """What the run had not ended when it came to its end by itself."""
        self._tasks: list[_Task] = []
        self._sockets: list[asyncio.BaseTransport] = []

    def point(self) -> None:
        """A point of the run. Raises Killed where the run ends here."""
        if self.blown:
            raise Killed
        self.count += 1
        if self.count == self.at:
            self.blow()
            raise Killed

    def blow(self) -> None:
        """Kill the run: every task of it meets Killed at once, one that has not begun when it first suspends."""
        self.blown = True
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()

    def durable(self, name: str) -> None:
        """A point before or after a durable write called *name*; after the kill it is noted as a fault."""
        if self.blown:
            self.wrote_after.append(name)
        self.point()

    async def run(self, program: Coroutine[Any, Any, None]) -> bool:
        """Run *program* until it ends or is killed; say whether it came to its end. Its exceptions are raised."""
        loop, context, threads = asyncio.get_running_loop(), contextvars.copy_context(), ThreadPoolExecutor(4)
        context.run(_CURRENT.set, self)
        loop.set_default_executor(threads)
        ended: asyncio.Task[None] = loop.create_task(program, context=context)
        await asyncio.wait({ended})
        self.still_running = [repr(task.get_coro()) for task in self._tasks if not task.done()]
        self.blow()  # the process ends: what it left running ends with it
        while running := {task for task in self._tasks if not task.done()}:
            await asyncio.wait(running)
        for transport in self._sockets:
            transport.close() if not isinstance(transport, asyncio.WriteTransport) else transport.abort()
        threads.shutdown()  # what was being written is written: half a file is tried elsewhere
        loop.set_default_executor(ThreadPoolExecutor(1))
        for task in self._tasks:
            if not task.cancelled():
                task.exception()  # asked for, so that nobody complains of a killed task
        if ended.cancelled() or _is_kill(ended.exception()):
            return False
        ended.result()
        return True

    def adopt(self, loop: asyncio.AbstractEventLoop, program: Any, **options: Any) -> "asyncio.Task[Any]":
        """A task of the run."""
        task = _Task(self._stepped(program), loop=loop, **options)
        self._tasks.append(task)
        return task

    def holds(self, transport: asyncio.BaseTransport) -> None:
        """A socket of the run: the kernel closes it."""
        self._sockets.append(transport)

    async def _stepped(self, program: Coroutine[Any, Any, Any]) -> Any:
        task = asyncio.current_task()
        assert isinstance(task, _Task)
        task.begun = True
        return await _Steps(program, self)


def _is_kill(error: BaseException | None) -> bool:
    """Whether *error* is a kill, or several at once out of a group of tasks."""
    return isinstance(error, Killed) or (isinstance(error, BaseExceptionGroup) and error.split(Killed)[1] is None)


class _Task(asyncio.Task[Any]):
    """A task that is not cancelled before it has begun, or what it was made with would never be awaited."""

    begun = False

    def cancel(self, msg: Any = None) -> bool:
        return self.begun and super().cancel(msg)


class _Steps:
    """Steps a coroutine and asks the fuse each time that it suspends."""

    def __init__(self, program: Coroutine[Any, Any, Any], fuse: Fuse) -> None:
        self._program = program
        self._fuse = fuse

    def __await__(self) -> Generator[Any, Any, Any]:
        error: BaseException | None = None
        told = False
        while True:
            try:
                awaited = self._program.throw(error) if error is not None else self._program.send(None)
            except StopIteration as end:
                return end.value
            error = None
            if not told:
                try:
                    self._fuse.point()
                except Killed:
                    if not isinstance(awaited, asyncio.Future):
                        error, told = Killed(), True
                        continue
                    awaited.cancel()  # as a task is cancelled: what watches the socket lets go of it first
            try:
                yield awaited
            except BaseException as thrown:
                error = thrown
            if self._fuse.blown and not told:
                error, told = Killed(), True


class Esc:
    """Somebody who stops waiting for an act at its suspension number *at*, counted over all acts of a run."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0

    async def waiting(self, act: Awaitable[Any]) -> Any:
        """Wait for *act*, or cancel it as the screen does."""
        return await _Waited(act, self)


class _Waited:
    """Steps an act and cancels it at its point, once."""

    def __init__(self, act: Awaitable[Any], esc: Esc) -> None:
        self._act = act.__await__()
        self._esc = esc

    def __await__(self) -> Generator[Any, Any, Any]:
        error: BaseException | None = None
        while True:
            try:
                awaited = self._act.throw(error) if error is not None else next(self._act)
            except StopIteration as end:
                return end.value
            error = None
            self._esc.count += 1
            stopped = self._esc.count == self._esc.at
            if stopped and isinstance(awaited, asyncio.Future):
                awaited.cancel()
            try:
                yield awaited
            except BaseException as thrown:
                error = thrown
            if stopped:
                error = asyncio.CancelledError()


@contextlib.contextmanager
def killable(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Within this block every task and every connection that a run makes belongs to the run."""
    tasks, connect = loop.get_task_factory(), loop.create_connection

    def make(loop: asyncio.AbstractEventLoop, program: Any, **options: Any) -> "asyncio.Task[Any]":
        context: contextvars.Context | None = options.get("context")
        fuse = context.run(_CURRENT.get) if context is not None else _CURRENT.get()
        return fuse.adopt(loop, program, **options) if fuse is not None else asyncio.Task(program, loop=loop, **options)

    async def connected(*given: Any, **options: Any) -> Any:
        transport, protocol = await connect(*given, **options)
        if fuse := _CURRENT.get():
            fuse.holds(transport)
        return transport, protocol

    loop.set_task_factory(make)
    loop.create_connection = connected  # type: ignore[method-assign]  # nothing else is told of each connection
    try:
        yield
    finally:
        loop.set_task_factory(tasks)
        loop.create_connection = connect  # type: ignore[method-assign]  # what stood there before


class KillableJournal(Journal):
    """The real journal, with a point before and after each of its writes."""

    def __init__(self, *given: Any, fuse: Fuse, **options: Any) -> None:
        super().__init__(*given, **options)
        self._fuse = fuse

    def _around(self, name: str, write: Callable[[], Any]) -> Any:
        self._fuse.durable(name)
        written = write()
        self._fuse.point()
        return written

    def intent(self, kind: Kind, fingerprint: str, owner: str = "") -> str:
        write = super().intent
        key: str = self._around(f"intent {kind}", lambda: write(kind, fingerprint, owner))
        return key

    def result(self, key: str, state: State, server_id: str | None = None) -> None:
        write = super().result
        self._around(f"result {state}", lambda: write(key, state, server_id))

    def settle(self, order_number: str) -> None:
        write = super().settle
        self._around("settle", lambda: write(order_number))


class FreshKeysJournal(KillableJournal):
    """Broken on purpose, for the control: every call gets a key of its own, and none is remembered."""

    def intent(self, kind: Kind, fingerprint: str, owner: str = "") -> str:
        return new_id()

    def result(self, key: str, state: State, server_id: str | None = None) -> None:
        return
