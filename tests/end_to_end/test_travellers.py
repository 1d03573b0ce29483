"""Saved travellers in a terminal: there after a kill, readable by nobody else, and four keys fill in a form."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_nothing_readable import files_below, personal_in
from tests.end_to_end.wizard import answer, at, conclude, dates, insurer, other_person, sign_in


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder as the system makes it at login: ours alone, without a disk."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def test_a_saved_traveller_outlives_a_kill_and_goes_at_once_when_deleted(home: Path, runtime: Path) -> None:
    """Formed, saved, killed; signed in again, three letters and Down, the next traveller's cart; then deleted."""
    with insurer() as running:
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            other_person(dates(sign_in(terminal))).wait_for("› [ ] I confirm").press("Space", "F10")
            answer(terminal, "Do you really want to conclude an insurance contract?", "2")
            terminal.wait_for("›[ Add to the shopping cart ]", "[ Save this traveller ]")
            terminal.press("Tab", "Tab", "Tab").wait_for("›[ Save this traveller ]").press("Enter")
            answer(terminal, "Ask them whether they agree.", "2").wait_for("The traveller is saved.")
            terminal.process.send_signal(signal.SIGKILL)
            terminal.wait_end()
        assert {
            path.name: said for path in files_below(home, runtime) if (said := personal_in(path.read_bytes()))
        } == {}
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).wait_for("6 Travellers 1")
            dates(terminal, "+40", "8d").press("Space", "Enter").wait_for("› Last name in Latin").type("kow")
            terminal.wait_for("Down fills in everything.").press("Down").wait_for(
                "KOWALSKA", "MAGDALENA", "ZZ", "saved"
            )
            conclude(terminal.press("F10"))
            terminal.press("Ctrl+O").wait_for("6 Travellers 1").press("6")
            terminal.wait_for("1 KOWALSKA MAGDALENA").press("1").wait_for("Insure this traveller").press("Tab", "Enter")
            answer(terminal, "is removed from this computer", "2").wait_for("Nobody is saved.")


def test_a_policy_is_prolonged_by_seven_keys(home: Path) -> None:
    """K: 4, 1, 3, Space, F10, 2, Enter from the first menu to the entry in the cart."""
    with insurer() as running, at(home, running.url) as terminal:
        sign_in(terminal).press("4").wait_for("Insurance policies").wait_for("› 1").press("1")
        terminal.wait_for("Save the policy").press("3").wait_for("Check what you are about to conclude")
        terminal.wait_for("Insurance premium")
        conclude(terminal)
