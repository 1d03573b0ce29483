import hashlib
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from omi_tui import __version__
from omi_tui.desk.journal import KEY_LIFE, Journal, ReadOnlyDesk, StaleIntent

DEMO = "demo"


@dataclass
class Clock:
    time: float = 1_000_000.0

    def __call__(self) -> float:
        self.time += 1
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    journal = Journal(tmp_path / "data" / "journal.sqlite3", DEMO, now=clock)
    yield journal
    journal.close()


def test_nothing_is_touched_before_the_first_use(tmp_path: Path, journal: Journal) -> None:
    assert list(tmp_path.glob("data")) == []


def test_an_intent_is_there_until_its_end_is_known(tmp_path: Path, journal: Journal) -> None:
    key = journal.intent("draft", "f1")
    assert UUID(key).version == 4
    assert [(one.key, one.kind, one.state) for one in journal.open_operations()] == [(key, "draft", "intent")]
    journal.result(key, "unknown")
    assert journal.open_operations()[0].state == "unknown"
    journal.result(key, "done", "d1")
    assert journal.open_operations() == []
    file = tmp_path / "data" / "journal.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_same_intent_keeps_its_key(journal: Journal) -> None:
    key = journal.intent("draft", "f1")
    assert journal.intent("draft", "f1") == key
    assert journal.intent("draft", "f2") != key
    assert journal.intent("order", "f1") != key
    journal.result(key, "unknown")
    assert journal.intent("draft", "f1") == key
    journal.result(key, "failed")
    assert journal.intent("draft", "f1") != key


def test_no_fingerprint_is_never_the_same(journal: Journal) -> None:
    assert journal.intent("sign_up", "") != journal.intent("sign_up", "")


def test_inv_04_a_key_that_the_insurer_has_forgotten_is_looked_up_first(journal: Journal, clock: Clock) -> None:
    key = journal.intent("draft", "f1")
    journal.result(key, "unknown")
    clock.time += KEY_LIFE + 1
    for _again in range(2):
        with pytest.raises(StaleIntent) as stale:
            journal.intent("draft", "f1")
        assert stale.value.operation.key == key
        assert [one.key for one in journal.open_operations()] == [key]
    assert journal.intent("draft", "another") != key
    journal.result(key, "failed")
    assert journal.intent("draft", "f1") != key


def test_inv_04_what_another_login_left_behind_long_ago_is_another_intent(journal: Journal, clock: Clock) -> None:
    key = journal.intent("draft", "f1", "ann@example.test")
    clock.time += KEY_LIFE + 1
    with pytest.raises(StaleIntent):
        journal.intent("draft", "f1", "Ann@example.test")
    with pytest.raises(StaleIntent):
        journal.intent("draft", "f1")  # who is signed in is not known
    assert journal.intent("draft", "f1", "ben@example.test") != key
    assert key in [one.key for one in journal.open_operations()], "for whoever can look it up"


def test_inv_04_a_clock_that_was_put_back_does_not_make_a_key_young(tmp_path: Path) -> None:
    wall, ran = Clock(), Clock(50.0)
    journal = Journal(tmp_path / "journal.sqlite3", DEMO, now=wall, monotonic=ran)
    journal.intent("draft", "f1")
    wall.time -= 3600
    with pytest.raises(StaleIntent):
        journal.intent("draft", "f1")
    wall.time += 3600
    assert journal.intent("draft", "f1")
    ran.time += KEY_LIFE
    with pytest.raises(StaleIntent):
        journal.intent("draft", "f1")
    ran.time = 1.0  # the machine was started anew
    assert journal.intent("draft", "f1")
    journal.close()


def test_who_may_only_read_writes_nothing(tmp_path: Path, journal: Journal) -> None:
    key = journal.intent("order", "f1")
    journal.result(journal.intent("order", "f2"), "done", "208047")
    reader = Journal(tmp_path / "data" / "journal.sqlite3", DEMO, read_only=True)
    assert [one.key for one in reader.open_operations()] == [key]
    assert reader.open_orders() == ["208047"]
    for write in (lambda: reader.intent("order", "f1"), lambda: reader.result(key, "done"), lambda: reader.settle("1")):
        with pytest.raises(ReadOnlyDesk):
            write()
    reader.close()
    nothing_there = Journal(tmp_path / "elsewhere" / "journal.sqlite3", DEMO, read_only=True)
    assert nothing_there.open_operations() == []
    assert nothing_there.read_only
    assert not (tmp_path / "elsewhere" / "journal.sqlite3").exists()


def test_an_attempt_is_counted_and_the_version_noted(journal: Journal) -> None:
    journal.intent("draft", "f1")
    journal.intent("draft", "f1")
    (operation,) = journal.open_operations()
    assert (operation.attempt, operation.app_version) == (2, __version__)
    assert operation.monotonic


def test_a_result_of_nothing(journal: Journal) -> None:
    with pytest.raises(KeyError):
        journal.result("no such key", "done")


def test_open_orders_are_those_not_settled_newest_first(journal: Journal) -> None:
    for number in ("208047", "208048", "208049"):
        journal.result(journal.intent("order", number), "done", number)
    journal.result(journal.intent("draft", "f"), "done", "d1")
    journal.result(journal.intent("order", "g"), "failed")
    journal.settle("208048")
    assert journal.open_orders() == ["208049", "208047"]


def test_insurers_are_kept_apart(tmp_path: Path, journal: Journal) -> None:
    other = Journal(tmp_path / "data" / "journal.sqlite3", "https://insurer.test")
    key = journal.intent("order", "f1")
    assert other.open_operations() == []
    assert other.intent("order", "f1") != key
    journal.result(key, "done", "208047")
    other.settle("208047")
    assert journal.open_orders() == ["208047"]
    assert other.open_orders() == []
    other.close()


def test_closing_twice_and_going_on(journal: Journal) -> None:
    key = journal.intent("draft", "f1")
    journal.close()
    journal.close()
    assert journal.open_operations()[0].key == key


def test_what_is_written_is_really_on_disk(journal: Journal, tmp_path: Path) -> None:
    journal.intent("draft", "f1")
    database = journal._database()
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_intent_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    program = (
        "import os, sys, signal; from pathlib import Path; from omi_tui.desk.journal import Journal; "
        f"print(Journal(Path({str(path)!r}), 'demo').intent('order', 'f1'), flush=True); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL
    journal = Journal(path, DEMO)
    assert [one.key for one in journal.open_operations()] == [run.stdout.strip()]
    journal.close()


def test_there_is_no_place_for_personal_data(journal: Journal) -> None:
    journal.intent("draft", "f1")
    columns = [row[1] for row in journal._database().execute("PRAGMA table_info(operations)")]
    expected = ["key", "backend", "kind", "fingerprint", "state", "server_id", "settled", "created", "updated"]
    expected += ["attempt", "monotonic", "app_version", "owner"]
    assert journal.open_operations()[0].fingerprint not in ("f1", hashlib.sha256(b"f1").hexdigest())
    assert columns == expected
    with pytest.raises(sqlite3.IntegrityError):
        journal.result(journal.intent("draft", "f1"), "anything")  # type: ignore[arg-type]  # the table says no as well


def test_an_operation_is_known_by_its_key_what_it_is_about_and_whose_it_is(journal: Journal) -> None:
    operation = journal.operation(journal.intent("order", "f1", "agent@example.test"))
    assert journal.is_about(operation, "f1")
    assert not journal.is_about(operation, "f2")
    assert journal.is_of(operation, "agent@example.test")
    assert not journal.is_of(operation, "")
    assert "agent" not in operation.owner
    assert journal.is_of(journal.operation(journal.intent("sign_up", "f1")), "")
    with pytest.raises(KeyError):
        journal.operation("none")


def test_two_programs_at_one_desk(tmp_path: Path, journal: Journal, clock: Clock) -> None:
    other = Journal(tmp_path / "data" / "journal.sqlite3", DEMO, now=clock)
    keys = {journal.intent("draft", "f1"), other.intent("draft", "f1")}
    assert len(keys) == 1
    other.close()
