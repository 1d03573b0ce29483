"""The journal's file after a bad day: cut anywhere, damaged, of another version, or somebody else's."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterable
from pathlib import Path

import pytest

from omi_tui.desk.journal import Journal, JournalUnwritable, ReadOnlyDesk

FULL = os.environ.get("OMI_SWEEP") == "full"
NAME = "journal.sqlite3"
OLD_TABLE = """
CREATE TABLE operations (
    key TEXT PRIMARY KEY, backend TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sign_up', 'draft', 'order')), fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'done', 'failed', 'unknown')), server_id TEXT,
    settled INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, updated REAL NOT NULL
) STRICT
"""


def journal(folder: Path, *, read_only: bool = False) -> Journal:
    return Journal(folder / NAME, "demo", read_only=read_only, now=lambda: 1_000_000.0, monotonic=lambda: 5.0)


class Written:
    """A journal with five operations, as a killed program leaves it and as an orderly end does."""

    def __init__(self, folder: Path) -> None:
        self.live, self.closed = folder / "live", folder / "closed"
        writing = journal(folder / "writing")
        self.states: list[dict[str, tuple[str, str | None]]] = [{}]
        for number in range(5):
            key = writing.intent("order", f"f{number}")
            self.states.append({**self.states[-1], key: ("intent", None)})
            if number % 2:
                writing.result(key, "done", f"20804{number}")
                self.states.append({**self.states[-1], key: ("done", f"20804{number}")})
        shutil.copytree(folder / "writing", self.live)
        writing.close()
        shutil.copytree(folder / "writing", self.closed)


@pytest.fixture
def written(quick_folder: Path) -> Written:
    return Written(quick_folder)


def cuts(size: int, edges: Iterable[int]) -> list[int]:
    """Every byte; in a sample those around each edge and some between."""
    near = {edge + away for edge in edges for away in range(-2, 27)}
    return [at for at in range(size) if FULL or at in near or not at % 211]


def after_the_cut(source: Path, name: str, at: int, work: Path) -> tuple[dict[str, tuple[str, str | None]], str]:
    """What the journal says when *name* was cut *at* a byte: every operation, and the notice. It can be used again."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, work)
    os.truncate(work / name, at)
    opened = journal(work)
    key = opened.intent("draft", "the next one")
    assert key in [one.key for one in opened.open_operations()]
    rows = opened._database().execute("SELECT key, state, server_id FROM operations WHERE kind = 'order'").fetchall()
    found, notice = {row[0]: (row[1], row[2]) for row in rows}, opened.notice
    opened.close()
    return found, notice


def test_inv_19_the_log_cut_at_any_byte_leaves_whole_records_in_their_order(
    written: Written, quick_folder: Path
) -> None:
    size = (written.live / f"{NAME}-wal").stat().st_size
    page = int.from_bytes((written.live / NAME).read_bytes()[16:18], "big")
    reached = 0
    for at in cuts(size, range(32, size, page + 24)):
        found, notice = after_the_cut(written.live, f"{NAME}-wal", at, quick_folder / "work")
        assert found in written.states, at
        assert written.states.index(found) >= reached, at
        assert notice == "", at
        reached = written.states.index(found)
    assert reached >= len(written.states) - 2


@pytest.mark.parametrize("kind", ["live", "closed"])
def test_inv_19_the_file_cut_at_any_byte_is_kept_and_whole_records_count(
    written: Written, quick_folder: Path, kind: str
) -> None:
    """What the file still has is taken over, never a part of a record; whatever is lost is told."""
    source = written.live if kind == "live" else written.closed
    size, last = (source / NAME).stat().st_size, written.states[-1]
    rescued = 0
    for at in cuts(size, range(0, size + 1, 4096)):
        work = quick_folder / "work"
        found, notice = after_the_cut(source, NAME, at, work)
        assert found.items() <= last.items(), at
        assert found == last or notice, at
        if notice:
            assert f"{NAME}.broken-1" in notice, at
            assert (work / f"{NAME}.broken-1").exists(), at
            rescued += found == last
    assert rescued
    assert after_the_cut(source, NAME, size, quick_folder / "work") == (last, "")


@pytest.mark.parametrize(
    "content",
    [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["empty", "text", "a head and noise"],
)
def test_inv_19_what_is_no_journal_is_moved_aside_each_time(tmp_path: Path, content: bytes) -> None:
    for number in (1, 2):
        (tmp_path / NAME).write_bytes(content)
        (tmp_path / NAME).chmod(0o600)
        opened = journal(tmp_path)
        assert opened.open_operations() == []
        assert f"{NAME}.broken-{number}" in opened.notice
        assert opened.intent("draft", "f1")
        opened.close()
        assert (tmp_path / f"{NAME}.broken-{number}").read_bytes() == content
    again = journal(tmp_path)
    assert len(again.open_operations()) == 1
    assert again.notice == ""
    again.close()


def test_inv_19_a_log_without_its_file_is_kept_and_does_not_become_another_files(written: Written) -> None:
    (written.live / NAME).unlink()
    opened = journal(written.live)
    assert opened.open_operations() == []
    assert f"{NAME}.broken-1-wal" in opened.notice
    key = opened.intent("draft", "f1")
    opened.close()
    again = journal(written.live)
    assert [one.key for one in again.open_operations()] == [key]
    assert again.notice == ""
    again.close()


def test_a_damaged_journal_is_left_alone_by_who_may_only_read(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"damaged")
    opened = journal(tmp_path, read_only=True)
    assert opened.open_operations() == []
    assert opened.notice
    assert (tmp_path / NAME).read_bytes() == b"damaged"
    opened.close()


def test_a_full_disk_does_not_make_a_journal_broken(tmp_path: Path) -> None:
    """What cannot be noted is an error of its own, before a call and after it; what was noted stays."""
    first = journal(tmp_path)
    key = first.intent("draft", "f")
    (pages,) = first._database().execute("PRAGMA page_count").fetchone()
    first._database().execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalUnwritable) as before:
        sum(len(first.intent("draft", f"f{number}")) for number in range(1000))
    assert not before.value.sent
    with pytest.raises(JournalUnwritable) as after:
        first.result(key, "done", "d" * 100_000)
    assert after.value.sent
    first.close()
    again = journal(tmp_path)
    assert again.open_operations()[0].key == key
    assert again.notice == ""
    again.close()


def test_a_folder_that_cannot_be_used_is_an_error_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"a file is here")
    for use in (lambda each: each.intent("draft", "f1"), Journal.open_operations):
        with pytest.raises(JournalUnwritable) as before:
            use(journal(tmp_path / "data"))
        assert not before.value.sent


def test_a_journal_that_somebody_holds_is_not_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = journal(tmp_path)
    first.intent("draft", "f1")
    first.close()
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *where, **how: connect(*where, **{**how, "timeout": 0.01}))
    holder = connect(tmp_path / NAME, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(JournalUnwritable):
        journal(tmp_path).open_operations()
    holder.close()
    again = journal(tmp_path)
    assert len(again.open_operations()) == 1
    assert again.notice == ""
    again.close()


def test_the_first_journals_are_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as old:
        old.execute(OLD_TABLE)
        old.execute(
            "INSERT INTO operations VALUES ('k1', 'demo', 'draft', 'f1', 'unknown', NULL, 0, 999999.0, 999999.0)"
        )
        old.execute("INSERT INTO operations VALUES ('k2', 'demo', 'order', 'f2', 'done', '208047', 0, 1.0, 1.0)")
    old.close()
    (tmp_path / NAME).chmod(0o600)
    reader = journal(tmp_path, read_only=True)
    assert reader.open_operations() == []
    reader.close()
    opened = journal(tmp_path)
    assert opened.intent("draft", "f1") == "k1"
    assert opened.open_orders() == ["208047"]
    assert opened.notice == ""
    opened.close()
    assert journal(tmp_path).intent("draft", "f1") == "k1"


@pytest.mark.parametrize("known", [True, False])
def test_a_newer_versions_journal_is_kept_and_only_read(tmp_path: Path, known: bool) -> None:
    first = journal(tmp_path)
    first.intent("draft", "f1")
    first.close()
    with sqlite3.connect(tmp_path / NAME) as newer:
        newer.execute("PRAGMA user_version = 9")
        if not known:
            newer.execute("ALTER TABLE operations RENAME TO deeds")
    newer.close()
    opened = journal(tmp_path)
    assert len(opened.open_operations()) == known
    assert opened.read_only
    assert "newer version" in opened.notice
    with pytest.raises(ReadOnlyDesk):
        opened.intent("draft", "f1")
    opened.close()
    assert [path.name for path in tmp_path.iterdir() if "broken" in path.name] == []


def test_sec_24_a_journal_that_others_can_change_is_not_believed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / NAME).symlink_to(victim)
    opened = journal(folder)
    assert opened.intent("draft", "f1")
    assert victim.read_bytes() == b"precious"
    assert opened.notice
    opened.close()
    (folder / NAME).chmod(0o666)
    again = journal(folder)
    assert again.open_operations() == []
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    again.close()
