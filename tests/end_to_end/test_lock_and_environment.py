"""The lock in a real terminal, and a start in the environment of somebody who wants to know too much."""

import os
import signal
from pathlib import Path

import pytest

from tests.end_to_end.lines import answer
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import EMAIL, PASSWORD, demo, sign_in
from tests.test_surroundings import VARIABLES

WELCOME, LOCKED = "Welcome to your account", "The desk is locked"


def unlock(terminal: Terminal) -> None:
    terminal.wait_for(LOCKED, "› Password").type(PASSWORD).press("Enter").wait_for(WELCOME)


def state_of(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def test_sec_26_a_suspended_program_comes_back_locked(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory") as terminal:
        sign_in(terminal)
        os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.wait(lambda: state_of(terminal.process.pid) == "T", "the stop")
        seen = len(terminal.raw)
        os.kill(terminal.process.pid, signal.SIGCONT)
        unlock(terminal)
        back = bytes(terminal.raw[seen:])
        assert back.index(LOCKED.encode()) < back.index(WELCOME.encode())


def test_sec_26_and_so_does_one_that_was_stopped_unasked(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory") as terminal:
        sign_in(terminal)
        os.kill(terminal.process.pid, signal.SIGSTOP)
        terminal.wait(lambda: state_of(terminal.process.pid) == "T", "the stop")
        os.kill(terminal.process.pid, signal.SIGCONT)
        unlock(terminal)


def test_sec_26_lines_of_text_come_back_locked_too(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", "--plain") as terminal:
        answer(terminal, "Login (e-mail), 1 of 2:", EMAIL)
        answer(terminal, "Password, 2 of 2:", PASSWORD)
        answer(terminal, "Sign in, yes, or a number [yes]:", "")
        answer(terminal, "Type a number:")
        os.kill(terminal.process.pid, signal.SIGSTOP)
        terminal.wait(lambda: state_of(terminal.process.pid) == "T", "the stop")
        terminal.type("7").press("Enter")
        os.kill(terminal.process.pid, signal.SIGCONT)
        answer(terminal, "Password:", PASSWORD)
        assert "IVANOVA" not in terminal.text
        answer(terminal, "Unlock, yes, or a number [yes]:", "")
        answer(terminal, "Type a number:", "/save")
        assert terminal.wait_end() == 0


def test_nobody_reads_the_terminal_twice_after_a_stop(tmp_path: Path) -> None:
    """Of two readers one would take keys from the other, and outlive the program."""
    with demo(tmp_path, "--memory") as terminal:
        terminal.wait_for("Login").settle()
        before = threads_of(terminal.process.pid)
        for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGSTOP):
            os.kill(terminal.process.pid, number)
            terminal.wait(lambda: state_of(terminal.process.pid) == "T", "the stop")
            os.kill(terminal.process.pid, signal.SIGCONT)
            terminal.wait_for("Login").settle()
        after = threads_of(terminal.process.pid)
        assert after <= before + 1, "each reader has a writer; another thread may have begun to serve the files"
        sign_in(terminal)
        terminal.press("F3")
        assert terminal.wait_end() == 0
        assert all(terminal.restored.values()), terminal.restored


def threads_of(process: int) -> int:
    """How many threads read or write the terminal, or do anything else."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def test_sec_27_the_lock_clears_the_screen_and_the_end_leaves_nothing_on_it(tmp_path: Path) -> None:
    passing = tmp_path / "tmp"
    passing.mkdir()
    with demo(tmp_path, "--memory", TMPDIR=str(passing)) as terminal:
        sign_in(terminal).press("7").wait_for("Personal information", "IVANOVA")
        terminal.press("F12").wait_for(LOCKED).settle()
        assert "IVANOVA" not in terminal.text
        terminal.press("F3")
        terminal.wait_end()
        ending = bytes(terminal.raw)
    assert ending.rindex(b"\x1b[?1049l") > ending.rindex(b"\x1b[?1049h")
    assert list(passing.iterdir()) == []


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the environment of a child is read from /proc")
def test_sec_33_a_stranger_s_environment_does_nothing(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    strange = {name: value.format(trap=trap) for name, value in VARIABLES.items() if name != "PYTHONPATH"}
    with demo(tmp_path, "--memory", **strange) as terminal:
        sign_in(terminal)
        children = children_of(terminal.process.pid)
        assert children
        for child in children:
            given = {
                pair.partition(b"=")[0].decode() for pair in Path(f"/proc/{child}/environ").read_bytes().split(b"\0")
            }
            assert not given & strange.keys()
        terminal.press("F3")
        assert terminal.wait_end() == 0
    assert list(trap.iterdir()) == []


def test_sec_33_a_developer_is_told_that_the_environment_counts(tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    with demo(tmp_path, "--memory", "--developer", TEXTUAL_LOG=str(log)) as terminal:
        terminal.wait_for("Developer mode: the environment is used as it is, so what you type may be recorded.")
    assert log.exists()
