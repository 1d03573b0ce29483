"""The one thread that writes. What waits together is committed together: one trip to the disk for all of it."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
LARGEST = 64
"""So many works share a transaction at most."""
_POINT = "one_work"


def undo(conn: Connection) -> None:
    """Undo what the present work has written so far, and go on."""
    conn.exec_driver_sql(f"ROLLBACK TO {_POINT}")


class _Work(NamedTuple):
    work: Callable[[Connection], Any]
    raw: bool
    future: "asyncio.Future[Any] | Future[Any]"


class Writer:
    """Runs works one after the other on *engine*'s one connection, each undone alone where it raises."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="omi-writer", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Run *work*; returns when what it wrote is safe on the disk."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        # Soon, not now: the thread starts when this round's calls are all heard, and takes turns with none of them.
        loop.call_soon(self._queue.put, _Work(work, False, future))
        return await future

    def do_now(self, work: Callable[[Connection], T]) -> T:
        """As :meth:`do`, for callers outside the event loop."""
        future: Future[T] = Future()
        self._queue.put(_Work(work, False, future))
        return future.result()

    async def between(self, work: Callable[[Any], T]) -> T:
        """Run *work* on the driver's connection, outside every transaction."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put(_Work(work, True, future))
        return await future

    def close(self) -> None:
        """Finish what waits, and let the connection go."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        conn: Connection | None = None
        going = True
        while going:
            batch = self._waiting()
            going = None not in batch
            works = [work for work in batch if work is not None]
            try:
                conn = conn or self._engine.connect()
            except Exception as error:
                _tell(works, [(None, error)] * len(works))
                continue
            plain = [work for work in works if not work.raw]
            if plain:
                _tell(plain, _commit(conn, plain))
            for work in works:
                if work.raw:
                    _tell([work], [_outcome(work.work, conn.connection.driver_connection)])
        if conn:
            conn.close()

    def _waiting(self) -> list[_Work | None]:
        """At least one work; what follows a raw one, or the end, waits for the next turn."""
        batch = [self._queue.get()]
        with suppress(Empty):
            while len(batch) < LARGEST and batch[-1] is not None and not batch[-1].raw:
                batch.append(self._queue.get_nowait())
        return batch


Outcome = tuple[Any, BaseException | None]


def _outcome(work: Callable[[Any], Any], conn: Any) -> Outcome:
    try:
        return work(conn), None
    except BaseException as error:  # it belongs to whoever waits for the work
        return None, error


def _commit(conn: Connection, works: list[_Work]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        with conn.begin():
            raw: Any = conn.connection.driver_connection
            for work in works:
                raw.execute(f"SAVEPOINT {_POINT}")
                outcome = _outcome(work.work, conn)
                if outcome[1]:
                    raw.execute(f"ROLLBACK TO {_POINT}")
                raw.execute(f"RELEASE {_POINT}")
                outcomes.append(outcome)
    except BaseException as error:  # the commit failed, so nothing of all this was kept
        return [(None, error)] * len(works)
    return outcomes


def _tell(works: list[_Work], outcomes: list[Outcome]) -> None:
    """Hand the outcomes to those who wait, with one call for each event loop."""
    loops: defaultdict[asyncio.AbstractEventLoop, list[tuple[Any, Outcome]]] = defaultdict(list)
    for work, outcome in zip(works, outcomes, strict=True):
        if isinstance(work.future, Future):
            _settle([(work.future, outcome)])
        else:
            loops[work.future.get_loop()].append((work.future, outcome))
    for loop, settled in loops.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[Any, Outcome]]) -> None:
    for future, (result, error) in settled:
        if future.done():
            continue
        if error:
            future.set_exception(error)
        else:
            future.set_result(result)
