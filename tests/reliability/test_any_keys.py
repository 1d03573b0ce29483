"""Whatever keys are pressed, and however fast: no report of a fault is written, and every page still takes keys.

``OMI_SWEEP=full`` presses them at any moment, on every data set and scenario; the sample waits after each handful.
"""

import os
import random
import time
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from omi_tui import exit_codes
from omi_tui.fake_server.scenario_names import files
from tests.end_to_end.terminal import KEYS, Gone, Terminal
from tests.end_to_end.wizard import EMAIL, PASSWORD, demo

FULL = os.environ.get("OMI_SWEEP") == "full"
WALKS = range(40 if FULL else 2)
HANDFULS = 400 if FULL else 60
NAMED = sorted({*KEYS} - {"Ctrl+Z", "Ctrl+C", "Ctrl+M", "Ctrl+J", "Ctrl+I"})
"""Every key that has a name, but two that are meant to stop the program, and Enter and Tab once more."""
OFTEN = ("Enter", "Enter", "Enter", "Esc", "Tab", "Up", "Down", "PgDn", "Space", "F1", "F8", "F9", "F10")
TYPED = (
    *"1234567890/?+-adjé汉",
    *("kowalska", "14.7.86", "+5", "14d", "31.12.2027", "99.99", "pol", "yes", "zz", "1234567", "%s", "[b]x"),
    *("x" * 50, "P<POLKOWALSKA<<MAGDALENA<<<<<<<<<<<<<<<<<<<<<<\rZZ12345678POL8607140F310520586071400000<<<08\r"),
)
DATES = ("1", "+5", "Enter", "14d", "Enter")
BEGINNINGS = ((), ("1",), DATES, (*DATES, "F10"), ("3",), ("3", "F10", "2"), ("4", "Enter"), ("6",), ("7",), ("8",))
"""Where a walk begins: the first menu, or what these keys lead to."""
SIZES = ((80, 24), (40, 12), (132, 50), (20, 6))


def handful(chance: random.Random) -> list[str]:
    """A few keys, as the terminal sends them."""
    keys = [(*OFTEN, *NAMED, *TYPED), OFTEN, TYPED]
    return [chance.choice(chance.choice(keys)) for _key in range(chance.randint(1, 6))]


def walk(terminal: Terminal, chance: random.Random) -> None:
    """Press keys until there were enough. Raises Gone where the program ends."""
    terminal.wait_for("Login")
    if chance.random() < 0.9:
        terminal.type(EMAIL).press("Enter").type(PASSWORD).press("Enter").settle(1.0)
    terminal.press(*chance.choice(BEGINNINGS))
    for _handful in range(HANDFULS):
        terminal.press(*handful(chance))
        if FULL and chance.random() < 0.05:
            terminal.resize(*chance.choice(SIZES))
        if FULL:
            time.sleep(chance.choice((0, 0, 0.01, 0.03, 0.1, 0.4)))
        else:
            terminal.settle(0.05)
    terminal.press("Esc").settle(1.0)  # whatever is waited for is given up
    before = terminal.settle().text
    terminal.press("Ctrl+Y").wait(lambda: terminal.text != before, "another language")


@pytest.mark.parametrize("seed", WALKS)
def test_every_page_takes_every_key(seed: int, home: Path) -> None:
    chance = random.Random(seed)
    ways = [("--data", "demo"), ("--data", "hostile"), ("--scenario", chance.choice(list(files())))]
    way = ways[seed % len(ways)] if FULL else ways[seed]
    with demo(home, "--memory", *way) as terminal:
        code, gone = pressed(terminal, chance)
    reports = [report.read_text() for report in home.rglob("crash-*")]
    assert not reports, reports[0]
    assert code in (None, exit_codes.DONE, exit_codes.SAVED), gone


def pressed(terminal: Terminal, chance: random.Random) -> tuple[int | None, str]:
    """The exit code where a key ended the program, else none, and its last screen. Raises Gone where it hangs."""
    try:
        walk(terminal, chance)
    except Gone as gone:
        try:
            return terminal.wait_end(5), str(gone)
        except TimeoutExpired:
            raise gone from None
    return None, ""
