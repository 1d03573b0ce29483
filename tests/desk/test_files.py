import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from omi_tui.desk import files
from omi_tui.desk.downloads import save_policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_ours_alone_and_replaced_whole(folder: Path) -> None:
    path = folder / "file"
    files.write(path, b"one")
    files.write(path, b"two")
    assert files.read(path) == b"two"
    assert mode(path) == 0o600
    assert list(folder.iterdir()) == [path]


def test_a_link_is_replaced_and_not_followed(folder: Path) -> None:
    victim = folder / "victim"
    victim.write_bytes(b"precious")
    path = folder / "file"
    path.symlink_to(victim)
    files.write(path, b"ours")
    assert victim.read_bytes() == b"precious"
    assert not path.is_symlink()


def test_what_cannot_be_written_leaves_nothing(folder: Path) -> None:
    path = folder / "inner"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        files.write(path, b"x")
    assert list(folder.iterdir()) == [path]


def test_a_full_disk_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_unique(folder, "file", ".pdf", b"x")
    assert list(folder.iterdir()) == []


def test_only_what_nobody_else_can_change_is_read(folder: Path) -> None:
    path = folder / "file"
    with pytest.raises(FileNotFoundError):
        files.read(path)
    path.write_bytes(b"x" * 10)
    with pytest.raises(files.UnsafeFile):
        files.read(path, limit=9)
    path.chmod(0o662)
    with pytest.raises(files.UnsafeFile):
        files.read(path)
    path.chmod(0o644)
    assert files.read(path) == b"x" * 10
    link = folder / "link"
    link.symlink_to(path)
    with pytest.raises(files.UnsafeFile):
        files.read(link)
    with pytest.raises(files.UnsafeFile):
        files.read(folder)
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(files.UnsafeFile):
        files.read(pipe)


def test_somebody_elses_file_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "file"
    path.write_bytes(b"x")
    os.chmod(path, 0o600)
    owner = os.getuid()
    if owner == 0:
        os.chown(path, 12345, -1)
    else:
        monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    with pytest.raises(files.UnsafeFile):
        files.read(path)
    monkeypatch.setattr(sys, "platform", "win32")
    assert files.read(path) == b"x"


def test_sec_24_whoever_is_faster_gets_nothing_through_a_link(folder: Path) -> None:
    """Somebody puts a link in the place of the file again and again while it is written and read."""
    victim, path, other = folder / "victim", folder / "file", folder / "other"
    victim.write_bytes(b"precious")
    victim.chmod(0o600)
    done = threading.Event()

    def swap() -> None:
        while not done.is_set():
            other.symlink_to(victim)
            os.replace(other, path)

    enemy = threading.Thread(target=swap)
    enemy.start()
    try:
        seen = set()
        for number in range(300):
            files.write(path, b"ours %d" % number)
            try:
                seen.add(files.read(path).split()[0])
            except files.UnsafeFile:
                seen.add(b"refused")
    finally:
        done.set()
        enemy.join()
    assert victim.read_bytes() == b"precious"
    assert seen <= {b"ours", b"refused"}


def test_sec_24_a_new_file_never_takes_the_place_of_another(folder: Path) -> None:
    """Also where the file system knows no hard links."""
    taken, made = folder / "taken", folder / "made"
    taken.write_bytes(b"precious")
    made.write_bytes(b"new")
    with pytest.raises(FileExistsError):
        files.name_new(made, taken)
    assert taken.read_bytes() == b"precious"
    files.name_new(made, folder / "free")
    assert (folder / "free").read_bytes() == b"new"


def test_sec_24_a_new_file_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_old: Path, _new: Path) -> None:
        raise PermissionError(1, "no hard links here")

    monkeypatch.setattr(os, "link", unknown)
    taken, made = folder / "taken", folder / "made"
    taken.write_bytes(b"precious")
    made.write_bytes(b"new")
    with pytest.raises(FileExistsError):
        files.name_new(made, taken)
    files.name_new(made, folder / "free")
    assert [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] == [
        ("free", b"new"),
        ("taken", b"precious"),
    ]


PDF = b"%PDF-1.7\n..."


def test_a_policy_has_our_name_and_is_ours_alone(folder: Path) -> None:
    path = save_policy(folder / "policies", "BS", "1234567", PDF)
    assert path == folder / "policies" / "OMI-BS-1234567.pdf"
    assert path.read_bytes() == PDF
    assert mode(path) == 0o600


def test_nothing_is_overwritten(folder: Path) -> None:
    first = save_policy(folder, "BS", "1", PDF)
    assert save_policy(folder, "BS", "1", PDF) == first
    second = save_policy(folder, "BS", "1", PDF + b"newer")
    assert second.name == "OMI-BS-1-2.pdf"
    assert save_policy(folder, "BS", "1", PDF + b"newer") == second
    assert first.read_bytes() == PDF


def test_a_link_that_lies_in_wait_is_left_alone(folder: Path) -> None:
    victim = folder / "victim"
    (folder / "OMI-BS-1.pdf").symlink_to(victim)
    assert save_policy(folder, "BS", "1", PDF).name == "OMI-BS-1-2.pdf"
    assert not victim.exists()


@pytest.mark.parametrize(
    ("series", "number", "name"),
    [
        ("../../etc", "passwd", "OMI-etc-passwd.pdf"),
        ("/etc/", "\x00shadow", "OMI-etc-shadow.pdf"),
        ("..", "..", "OMI.pdf"),
        ("", "7", "OMI-7.pdf"),
        ("C:\\", "nul.", "OMI-C-nul.pdf"),
        ("БС", "12 34", "OMI-1234.pdf"),
        ("-rf", "~", "OMI-rf.pdf"),
        ("B" * 300, "1", f"OMI-{'B' * 32}-1.pdf"),
        ("BS\n", "\x1b[2J1", "OMI-BS-2J1.pdf"),
    ],
)
def test_a_name_cannot_lead_elsewhere(folder: Path, series: str, number: str, name: str) -> None:
    assert save_policy(folder, series, number, PDF) == folder / name


@pytest.mark.parametrize("content", [b"", b"<html>", b" %PDF-1.7", b"MZ"])
def test_only_a_pdf_is_saved(folder: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        save_policy(folder, "BS", "1", content)
    assert list(folder.iterdir()) == []


def test_inv_11_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_before_we_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told to be saved is still there after a power cut, and never half of it."""
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "content")
        fsync(handle)

    def renamed(old: Path, new: Path) -> None:
        done.append("name")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    files.write(folder / "file", b"x")
    assert done == ["content", "name", "folder"]


def test_sec_24_what_is_added_to_is_ours_alone_and_no_link(folder: Path) -> None:
    path = folder / "log"
    path.write_bytes(b"one\n")
    path.chmod(0o666)
    handle = files.open_to_append(path)
    os.write(handle, b"two\n")
    os.close(handle)
    assert (path.read_bytes(), mode(path)) == (b"one\ntwo\n", 0o600)
    (folder / "link").symlink_to(path)
    os.mkfifo(folder / "pipe")
    for other in ("link", "pipe"):
        with pytest.raises(OSError, match=other):
            files.open_to_append(folder / other)
    reading = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(files.UnsafeFile):
        files.open_to_append(folder / "pipe")
    os.close(reading)
