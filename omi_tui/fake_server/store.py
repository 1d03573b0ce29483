"""The insurer's database: SQLite behind SQLAlchemy Core, one writer, many readers, every write one transaction."""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from omi_tui.fake_server import schema
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.writer import Writer

T = TypeVar("T")
MEMORY = "sqlite://"
before_write: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("before_write", default=None)
"""Awaited before a write of the present request; what it raises comes instead of the write."""
_READERS = 4
_CALLERS = 4
"""Threads that run an event loop on this store, each with a connection for its own short looks."""
_PREFIX = "omi-insurer-"


class UnknownDatabaseError(Exception):
    """The file is no database of this version of the fake insurer; the message says so in a sentence."""


class Store:
    """A database at *url*: a path, ``sqlite:///path``, or ``sqlite://`` for one that is gone when it is closed.

    The passing kind is a file as well, in a private folder that lives in memory where the machine has such a
    place: the same journal and the same locks as in earnest. ``new`` says whether the tables were just made.
    Raises UnknownDatabaseError for a file of another version or of another program.
    """

    def __init__(self, url: str) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if url == MEMORY:
            root = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())
            _sweep(root)
            self._folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=root)
            path = Path(self._folder.name) / "insurer.sqlite"
        else:
            path = Path(url.removeprefix("sqlite:///")).expanduser()
            if "://" in url.removeprefix("sqlite:///"):
                raise UnknownDatabaseError("The fake insurer keeps its data in an SQLite file. Name a file.")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(0o600)  # SQLite gives the files beside it the same rights
        self._pulse: asyncio.Event | None = None
        self._here = threading.local()
        self._open: list[Connection] = []
        self._writer = _engine(path, "BEGIN IMMEDIATE", 1)
        self._reader = _engine(path, "BEGIN", _READERS + _CALLERS)
        self._writing = Writer(self._writer)
        self._reading = ThreadPoolExecutor(_READERS, "omi-reader")
        try:
            self.new = self._prepare(path)
        except BaseException:
            self.close()
            raise

    def _prepare(self, path: Path) -> bool:
        def look(conn: Connection) -> tuple[int, int]:
            tables = conn.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
            return conn.exec_driver_sql("PRAGMA user_version").scalar_one(), tables

        try:
            version, tables = self.write_now(look)
        except Exception as error:
            raise UnknownDatabaseError(f"{path} cannot be opened as a database of the fake insurer.") from error
        if version == schema.VERSION:
            return False
        if version or tables:
            raise UnknownDatabaseError(
                f"{path} was made by another version of the fake insurer. Name another file, or delete this one."
            )

        def make(conn: Connection) -> None:
            schema.metadata.create_all(conn)
            conn.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")

        self.write_now(make)
        return True

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run *work* in a transaction on the writer's thread: committed when it returns, undone when it raises."""
        if ask := before_write.get():
            await ask()
        try:
            return await self._writing.do(work)
        finally:
            self._beat()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run *work* on one consistent view of the database, on a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._run, self._reader, work)

    def peek(self, statement: Prepared, **values: Any) -> Any:
        """The first row of one short statement, read at once on this thread: a trip to another costs far more."""
        return statement.first(self._connection(self._reader), **values)

    def glance(self, work: Callable[[Connection], T]) -> T:
        """As :meth:`read`, at once on this thread: for a few short prepared statements."""
        return self._run(self._reader, work)

    def write_now(self, work: Callable[[Connection], T]) -> T:
        """As :meth:`write`, for callers outside the event loop."""
        return self._writing.do_now(work)

    @property
    def pulse(self) -> asyncio.Event:
        """An event that the next write sets. Take it, read, and then wait for it: no write is missed."""
        self._pulse = self._pulse or asyncio.Event()
        return self._pulse

    async def snapshot(self) -> sqlite3.Connection:
        """A copy of everything, in memory."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        await self._raw(lambda raw: raw.backup(copy))
        return copy

    async def restore(self, copy: sqlite3.Connection) -> None:
        """Put *copy*, a snapshot, in the place of everything."""
        await self._raw(copy.backup)
        self._beat()

    def _run(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        conn = self._connection(engine)
        with conn.begin():
            return work(conn)

    def _connection(self, engine: Engine) -> Connection:
        """This thread's connection: each of our threads serves one engine, and fetching one each time costs."""
        found: Connection | None = getattr(self._here, "connection", None)
        if found is None:
            found = self._here.connection = engine.connect()
            self._open.append(found)
        return found

    def _beat(self) -> None:
        pulse, self._pulse = self._pulse, None
        if pulse:
            pulse.set()

    async def _raw(self, work: Callable[[Any], None]) -> None:
        await self._writing.between(work)

    def close(self) -> None:
        """Finish what runs and let go of the files."""
        self._writing.close()
        self._reading.shutdown()
        for connection in self._open:
            connection.close()
        self._reader.dispose()
        self._writer.dispose()
        if self._folder:
            self._folder.cleanup()


def _sweep(root: Path) -> None:
    """Remove the passing databases that killed processes of ours left behind."""
    for folder in root.glob(f"{_PREFIX}*-*"):
        with contextlib.suppress(OSError, ValueError):
            if folder.stat().st_uid != os.getuid():
                continue
            try:
                os.kill(int(folder.name.split("-")[2]), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)


def _engine(path: Path, begin: str, size: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # an exception's text must not carry a passport number
    )

    @event.listens_for(engine, "connect")
    def connect(raw: sqlite3.Connection, record: object) -> None:
        raw.isolation_level = None  # transactions are ours: the driver would begin them late, and without the lock
        for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(conn: Connection) -> None:
        conn.exec_driver_sql(begin)

    return engine
