"""The request log: what was asked, by whom, with which end. No address, no body, no name.

New entries wait in memory and go into the database a hundred at a time, when somebody reads the log, and when the
server stops: a commit for each request would be felt.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, Text, delete, func, select

from omi_tui.fake_server.columns import Instant
from omi_tui.fake_server.schema import metadata
from omi_tui.fake_server.store import Store

RING = 1000
BATCH = 100
KEPT = 20_000
Entry = dict[str, Any]

request_log = Table(
    "request_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("operation", Text, nullable=False),
    Column("nearest", Text),
    Column("status", Integer, nullable=False),
    Column("code", Text),
    Column("fault", Text),
    Column("account_id", Text),
    Column("request_id", Text),
    Column("operation_id", Text),
    Column("attempt", Text),
)


class RequestLog:
    """The newest entries, oldest first; iterating gives those of this run, at most a thousand."""

    def __init__(self) -> None:
        self._ring: deque[Entry] = deque(maxlen=RING)
        self._waiting: list[Entry] = []
        self._pulse: asyncio.Event | None = None
        self.number = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._ring)

    def __getitem__(self, place: int) -> Entry:
        return self._ring[place]

    def __repr__(self) -> str:
        return repr(self._ring)

    @property
    def due(self) -> bool:
        """Whether enough has gathered to be saved."""
        return len(self._waiting) >= BATCH

    def add(self, at: datetime, operation: str, status: int, **more: Any) -> None:
        """Note the end of a request."""
        self.number += 1
        entry = {"id": self.number, "at": at, "operation": operation, "status": status} | more
        self._ring.append(entry)
        self._waiting.append(entry)
        pulse, self._pulse = self._pulse, None
        if pulse:
            pulse.set()

    def clear(self) -> None:
        """Forget all entries of this run, saved or not."""
        self._ring.clear()
        self._waiting.clear()

    def open(self, conn: Connection) -> None:
        """Go on after the last entry of *conn*'s database, which may be older than this table."""
        request_log.create(conn, checkfirst=True)
        self.number = conn.scalar(select(func.max(request_log.c.id))) or 0

    def save(self) -> Callable[[Connection], None]:
        """What puts the waiting entries into the database, for Store.write; they wait no longer."""
        waiting, self._waiting = self._waiting, []

        def work(conn: Connection) -> None:
            if waiting:
                conn.execute(request_log.insert(), waiting)
                conn.execute(delete(request_log).where(request_log.c.id <= waiting[-1]["id"] - KEPT))

        return work

    async def read(self, store: Store, operation: str | None, after: int | None, wait: float) -> list[Entry]:
        """The last thousand entries of *operation*, or the first thousand after the number *after*.

        Where there are none it waits for one, *wait* seconds at most.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + wait
        while True:
            pulse = self._pulse = self._pulse or asyncio.Event()
            await store.write(self.save())
            found = await store.read(lambda conn: _find(conn, operation, after))
            if found or loop.time() >= end:
                return found
            try:
                await asyncio.wait_for(pulse.wait(), end - loop.time())
            except TimeoutError:
                continue


def _find(conn: Connection, operation: str | None, after: int | None) -> list[Entry]:
    query = select(request_log)
    if operation is not None:
        query = query.where(request_log.c.operation == operation)
    if after is not None:
        query = query.where(request_log.c.id > after).order_by(request_log.c.id)
    else:
        query = query.order_by(request_log.c.id.desc())
    rows = [dict(row._mapping) for row in conn.execute(query.limit(RING))]
    return rows if after is not None else rows[::-1]
