"""The database: one writer, whole transactions, and a file that is recognised."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import VERSION, accounts, counters
from omi_tui.fake_server.store import MEMORY, Store, UnknownDatabaseError


def count(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(counters)).scalar_one()


def pragma(name: str) -> Callable[[Connection], Any]:
    return lambda conn: conn.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.fixture(params=["file", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return MEMORY if request.param == "memory" else f"sqlite:///{tmp_path}/data/insurer.sqlite"


async def test_both_kinds_are_the_same_machine(url: str) -> None:
    store = Store(url)
    for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("user_version", VERSION)):
        assert await store.read(pragma(name)) == value
        assert await store.write(pragma(name)) == value
    store.close()


async def test_what_raises_leaves_nothing(url: str) -> None:
    store = Store(url)

    def broken(conn: Connection) -> None:
        conn.execute(insert(counters).values(stream="x", n=1))
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(broken)
    assert await store.read(count) == 0
    store.close()


async def test_a_reader_sees_one_state_while_the_writer_goes_on(url: str) -> None:
    store = Store(url)
    loop, looked, written = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def look(conn: Connection) -> tuple[int, int]:
        before = count(conn)
        loop.call_soon_threadsafe(looked.set)
        asyncio.run_coroutine_threadsafe(written.wait(), loop).result()
        return before, count(conn)

    reading = asyncio.create_task(store.read(look))
    await looked.wait()
    await store.write(lambda conn: conn.execute(insert(counters).values(stream="x", n=1)).rowcount)
    written.set()
    assert await reading == (0, 0)
    assert await store.read(count) == 1
    store.close()


async def test_writes_come_one_after_the_other(url: str) -> None:
    store = Store(url)

    def add(conn: Connection) -> int:
        number = count(conn)
        conn.execute(insert(counters).values(stream=str(number), n=number))
        return number

    assert sorted(await asyncio.gather(*(store.write(add) for _ in range(30)))) == list(range(30))
    store.close()


async def test_the_pulse_misses_no_write(url: str) -> None:
    store = Store(url)
    pulse = store.pulse
    await store.write(count)
    assert pulse.is_set()
    assert not store.pulse.is_set()
    store.close()


def test_a_file_keeps_its_rows_and_is_sown_once(tmp_path: Path) -> None:
    path = str(tmp_path / "insurer.sqlite")
    for _ in range(2):
        services = open_insurer(path, data="demo")
        people = services.store.write_now(lambda conn: conn.scalars(select(accounts.c.email)).all())
        services.store.close()
        assert people == ["agent@example.test"]
        assert Path(path).stat().st_mode & 0o077 == 0


def test_a_passing_database_is_gone_afterwards() -> None:
    store = Store(MEMORY)
    assert store.new
    folder = store._folder
    assert folder is not None
    store.close()
    assert not Path(folder.name).exists()


def test_what_a_killed_process_left_behind_is_removed() -> None:
    leave = (
        "import os, signal; from omi_tui.fake_server.store import MEMORY, Store; "
        "store = Store(MEMORY); print(store._folder.name, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    left = Path(subprocess.run([sys.executable, "-c", leave], stdout=subprocess.PIPE, text=True).stdout.strip())
    assert left.is_dir()
    first, second = Store(MEMORY), Store(MEMORY)
    assert not left.exists()
    assert first._folder is not None
    assert Path(first._folder.name).is_dir()
    first.close()
    second.close()


def test_a_file_of_another_version_or_kind_is_refused(tmp_path: Path) -> None:
    for version in (1, 99):
        other = tmp_path / f"version-{version}.sqlite"
        with sqlite3.connect(other) as raw:
            raw.execute(f"PRAGMA user_version = {version}")
        raw.close()
        with pytest.raises(UnknownDatabaseError, match=r"made by another version.* Name another file, or delete"):
            Store(str(other))
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE something (x)")
    with pytest.raises(UnknownDatabaseError, match="made by another version"):
        Store(str(foreign))
    with pytest.raises(UnknownDatabaseError, match="SQLite file"):
        Store("postgresql://localhost/omi")
    text = tmp_path / "text.sqlite"
    text.write_text("this is no database, and long enough to be told from one" * 20)
    with pytest.raises(UnknownDatabaseError, match="cannot be opened"):
        Store(str(text))
    raw.close()
