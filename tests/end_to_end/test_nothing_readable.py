"""What a desk without a keyring leaves on its disk and in its process's public papers, when it is killed at work."""

import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.wizard import EMAIL, OTHER, PASSWORD, at, dates, fill_labels, insurer, other_person, sign_in

PERSONAL = (EMAIL, PASSWORD, "KOWALSKA", "MAGDALENA", "1234567", "86071400000", "LIPOWA", "600000000")


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder as the system makes it at login: ours alone, without a disk."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def files_below(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def personal_in(content: bytes) -> list[str]:
    """Which of PERSONAL stand in *content*, in whatever case and encoding."""
    texts = [content.decode(code, "replace").casefold() for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [each for each in PERSONAL if any(each.casefold() in text for text in texts)]


def test_sec_19_20_21_23_24_25_a_killed_desk_leaves_nothing_to_read(home: Path, runtime: Path) -> None:
    """Signed in, another person's form filled in, then killed: files, their modes, the command line, the limits."""
    assert OTHER["Passport number"] in PERSONAL
    with insurer() as running:
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).press("9").wait_for("is kept for this run only, because this system has no keyring")
            other_person(dates(terminal.press("Esc").wait_for("Welcome to your account")))
            process = Path(f"/proc/{terminal.process.pid}")
            assert personal_in((process / "cmdline").read_bytes()) == []
            if os.access(process / "environ", os.R_OK):  # only root may, since no core dump may be written
                assert personal_in((process / "environ").read_bytes()) == []
            (core,) = (line for line in (process / "limits").read_text().splitlines() if "core file" in line)
            assert core.split()[4:6] == ["0", "0"]
            terminal.process.send_signal(signal.SIGKILL)
            terminal.wait_end()
        found = files_below(home, runtime)
        assert {"journal.sqlite3", "omi.log"} <= {path.name for path in found}
        assert [path for path in found if path.suffix == ".rec"]
        assert {path.name: said for path in found if (said := personal_in(path.read_bytes()))} == {}
        assert {str(path): oct(mode) for path in found if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077} == {}
        assert {
            str(path): oct(mode)
            for folder in (home / "omi", runtime)
            for path in (folder, *folder.rglob("*"))
            if path.is_dir() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077
        } == {}
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            fill_labels(terminal, {"Login": EMAIL, "Password": PASSWORD})
            terminal.wait_for("This was typed on", "KOWALSKA")
            assert personal_in((home / "omi" / "data" / "omi.log").read_bytes()) == []
