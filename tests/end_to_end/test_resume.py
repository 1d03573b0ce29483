"""Killed, told to end, or left with F3 in the middle of typing: the next start goes on with every letter."""

import os
import signal
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from omi_tui.model.period import minsk_today
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import EMAIL, OTHER, PASSWORD, at, dates, fill_labels, insurer, sign_in

DAYS = {
    "Policy start date": f"{minsk_today() + timedelta(days=5):%d.%m.%Y}",
    "Policy end date": f"{minsk_today() + timedelta(days=12):%d.%m.%Y}",
}
PERSON = {**OTHER, "Date of birth": "14.07.1986", "Country of residence": "POL", "Citizenship": "POL"}
STOOD = 2.0
"""Seconds after which a letter has to be on disk, though its field was not left."""


@pytest.fixture
def runtime() -> Iterator[Path]:
    """The folder that a system empties at logout: in memory, for us alone. There is no keyring here."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def moments() -> list[tuple[int, bool]]:
    """After how many letters the program is killed, and whether the field was left by then."""
    letters = sum(map(len, (*DAYS.values(), *PERSON.values())))
    every = [(place * letters // 40 + 1, place % 2 == 0) for place in range(40)]
    return every if os.environ.get("OMI_SWEEP") == "full" else [every[place] for place in (1, 18, 37)]


def typed(terminal: Terminal, letters: int, *, leave: bool) -> dict[str, str]:
    """Type that many letters of a purchase for another person; what stands in the fields then."""
    stands: dict[str, str] = {}
    for label, text in (DAYS | PERSON).items():
        if label == "Last name in Latin":
            terminal.wait_for("Who is insured?", "› [x]").press("Space")
            terminal.wait_for("› [ ]", "Last name in Latin").press("Enter")
        stands[label] = text[:letters]
        terminal.wait_for(f"› {label}")
        if label == "Country of residence":
            terminal.press(*["Backspace"] * 3).wait_gone("Belarus")
        terminal.type(text[:letters])
        letters -= len(text)
        if letters <= 0:
            terminal.wait_for(stands[label])
            if leave:
                terminal.press("Shift+Tab").wait_gone(f"› {label}")
            return stands
        terminal.press("Enter")
    return stands


def go_on(terminal: Terminal) -> Terminal:
    """Sign in again; the wizard goes into what was typed by itself."""
    fill_labels(terminal, {"Login": EMAIL, "Password": PASSWORD})
    return terminal.wait_for("This was typed on")


@pytest.mark.parametrize(("letters", "leave"), moments())
def test_inv_10_what_was_typed_outlives_a_kill(home: Path, runtime: Path, letters: int, leave: bool) -> None:
    """F07: killed in the middle of a form; the next start goes on in it with every letter."""
    with insurer() as running:
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).press("1")
            stands = typed(terminal, letters, leave=leave)
            terminal.settle(0.5 if leave else STOOD)
            terminal.process.kill()
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            terminal.resize(80, 40)
            go_on(terminal).settle()
            step = DAYS if set(stands) <= set(DAYS) else PERSON
            shown = terminal.text.casefold()
            for label, text in stands.items():
                assert label not in step or text.strip().casefold() in shown, f"{label}\n{terminal.picture()}"
            if step is PERSON:
                terminal.press("Esc").wait_for(*DAYS.values())


@pytest.mark.parametrize("way", ["F3", "SIGTERM", "SIGHUP"])
def test_inv_10_every_way_out_saves(home: Path, runtime: Path, way: str) -> None:
    with insurer() as running:
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).press("7").wait_for("› Last name").press(*["Tab"] * 7)
            terminal.wait_for("› Address").type(", door 3").wait_for("door 3")
            if way == "F3":
                terminal.press("F3")
                assert terminal.wait_end() == 3
                assert b"Saved. Start the program again" in terminal.raw
            else:
                terminal.process.send_signal(signal.Signals[way])
                assert terminal.wait_end() == 130
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            go_on(terminal).wait_for("Minsk, Lipova 1, flat 7, door 3").press("F10")
            terminal.wait_for("Personal information is saved.").press("F3")
            assert terminal.wait_end() == 0


def test_inv_11_a_draft_that_was_shown_is_there_after_a_kill(home: Path, runtime: Path) -> None:
    with insurer() as running:
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).wait_for("to pay")
            dates(terminal, begin="+40").press("Enter").wait_for("› Country of residence").press("Enter")
            terminal.wait_for("› [ ] I confirm").press("Space").wait_for("› [x] I confirm").press("F10")
            terminal.wait_for("Do you really want to conclude").settle().press("2")
            terminal.wait_for("The contract draft is successfully formed").process.kill()
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).wait_for("3 to pay")
            assert "This was typed on" not in terminal.text


def test_what_was_given_up_does_not_come_back(home: Path, runtime: Path) -> None:
    with insurer() as running:
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).press("1").wait_for("› Policy start date").type("+5").press("Enter").settle(STOOD)
            terminal.process.kill()
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            go_on(terminal).press("Esc").wait_for("It is lost when you leave.").settle().press("2")
            terminal.wait_for("Welcome to your account").settle().press("F3")
            assert terminal.wait_end() == 0
        with at(home, running.url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
            sign_in(terminal).wait_for("to pay")
            assert "This was typed on" not in terminal.text


def test_sec_19_a_passphrase_protects_what_was_typed(home: Path) -> None:
    """Without a keyring and without a folder in memory."""
    with insurer() as running:
        with at(home, running.url) as terminal:
            sign_in(terminal).press("9").wait_for("this computer offers no safe place for a key")
            terminal.press(*["Tab"] * 5).wait_for("›[ Set a passphrase").press("Enter")
            fill_labels(terminal, {"New passphrase": "three quiet rivers", "Passphrase again": "three quiet rivers"})
            terminal.wait_for("protected by your passphrase from now on").press("Esc")
            terminal.wait_for("Welcome to your account").press("1").wait_for("› Policy start date")
            terminal.type("+5").press("Enter").wait_for("› Policy end date").settle(0.5).process.kill()
        with at(home, running.url) as terminal:
            terminal.wait_for("What you typed earlier is locked", "› Passphrase").type("wrong").press("Enter")
            terminal.wait_for("The passphrase is not right.").press("Enter").wait_for("› Passphrase")
            terminal.type("three quiet rivers").press("Enter").wait_for("› Login")
            go_on(terminal)


def test_two_windows_of_one_profile(home: Path, runtime: Path) -> None:
    with insurer() as running, at(home, running.url) as first:
        sign_in(first)
        with at(home, running.url) as second:
            second.wait_for("Another window of this program is open here.", "only to look")
            sign_in(second).press("1").wait_for("Nothing can be changed from this window")
            second.press("4").wait_for("Update policies list").press("Esc").wait_for("Welcome to your account")
            second.press("7").wait_for("› Last name").type("x").press("F10")
            second.wait_for("Nothing can be changed from this window")
        first.press("F3")
        assert first.wait_end() == 0
        with at(home, running.url) as third:
            assert "only to look" not in sign_in(third).text
