"""How the program ends: told to, interrupted, or with its terminal taken away; the bundled insurer ends with it."""

import os
import select
import signal
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import demo, sign_in


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in found.stdout.split()]


def ends(pid: int) -> bool:
    """Whether the process is gone, or goes within some seconds."""
    try:
        waiting = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ready = select.select([waiting], [], [], 15)[0]
    os.close(waiting)
    return bool(ready)


def state_of(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def started(home: Path) -> tuple[Terminal, int]:
    terminal = demo(home, "--memory")
    sign_in(terminal)
    (insurer,) = children(terminal.process.pid)
    return terminal, insurer


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a28_a_signal_restores_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    terminal, insurer = started(tmp_path)
    with terminal:
        assert not terminal.restored["echo"], "the program has taken the terminal"
        os.kill(terminal.process.pid, number)
        assert terminal.wait_end() == 130
        assert all(terminal.restored.values()), terminal.restored
        assert ends(insurer), "the bundled insurer ends too"


def test_a_terminal_that_is_taken_away_ends_the_program_and_frees_the_desk(tmp_path: Path) -> None:
    """Again and again: what is being written at that moment differs."""
    for _time in range(3):
        terminal, insurer = started(tmp_path)
        with terminal:
            terminal.press("1")
            assert terminal.hang_up() in (130, 120), "or Python's own, for it cannot flush its output"
            assert ends(insurer), "the bundled insurer ends too"
    with demo(tmp_path, "--memory") as terminal:
        sign_in(terminal)
        assert "only to look" not in terminal.text


def test_a28_leaving_restores_the_terminal(tmp_path: Path) -> None:
    terminal, _insurer = started(tmp_path)
    with terminal:
        terminal.press("F3")
        assert terminal.wait_end() == 0
        assert all(terminal.restored.values()), terminal.restored


def test_a28_and_so_does_being_suspended(tmp_path: Path) -> None:
    """The title comes back with the program, and the cursor with the settings."""
    with demo(tmp_path, "--memory", OMI_ACCESSIBLE="1") as terminal:
        sign_in(terminal).settle()
        os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.wait(lambda: state_of(terminal.process.pid) == "T", "the stop").settle()
        assert all(terminal.restored.values()), terminal.restored
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.wait_for("The desk is locked").settle()
        assert terminal.titles[-1] == "Locked · OMI"
        assert not terminal.screen.cursor.hidden


def test_ctrl_c_twice_ends_and_once_does_not(tmp_path: Path) -> None:
    terminal, insurer = started(tmp_path)
    with terminal:
        terminal.press("Ctrl+C").wait_for("Press Ctrl+C once more to stop the program.").press("Ctrl+C")
        assert terminal.wait_end() == 130
        assert ends(insurer), "the bundled insurer ends too"


def test_a_killed_program_leaves_no_insurer_behind(tmp_path: Path) -> None:
    terminal, insurer = started(tmp_path)
    with terminal:
        terminal.process.kill()
        terminal.process.wait()
        assert ends(insurer), "the bundled insurer ends too"


def test_a_change_that_is_given_up_leaves_the_keys_alive(tmp_path: Path) -> None:
    terminal, _insurer = started(tmp_path)
    with terminal:
        terminal.press("1").wait_for("› Policy start date").type("t").press("Enter").type("8d").press("Enter")
        terminal.wait_for("Who is insured?").press("F10").wait_for("› [ ] I confirm")
        terminal.press("Up", "1").wait_for("› Policy start date").type("never").press("Esc")
        terminal.wait_for("Check what you are about to conclude", "8 days").press("F1").wait_for("Help:")
