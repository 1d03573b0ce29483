"""Concluding and paying need a key of their own, a burst of Enter does neither; and the terminal is left clean."""

import signal
import time
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import answer, conclude, dates, demo, insurer, order, sign_in
from tests.end_to_end.wizard import at as wizard_at
from tests.scanned import passport


def test_f05_twenty_times_enter_concludes_nothing(home: Path) -> None:
    with insurer() as running, wizard_at(home, running.url) as terminal:
        sign_in(terminal)
        dates(terminal).press("Enter").wait_for("› Country of residence").press("Enter")
        terminal.wait_for("› [ ] I confirm").press("Space", *["Enter"] * 20).settle()
        terminal.press("F10", *["Enter"] * 20).settle()
        made = running.control("GET", "/requests?operation=POST%20/v1/drafts").json()["items"]
        assert not made, terminal.picture()


def test_f05_twenty_times_enter_pays_nothing(home: Path) -> None:
    with insurer() as running, wizard_at(home, running.url) as terminal:
        sign_in(terminal).press("3").wait_for("Total:")
        terminal.press("F10", *["Enter"] * 20).settle()
        terminal.press("Tab", *["Enter"] * 20).settle()
        made = running.control("GET", "/requests?operation=POST%20/v1/orders").json()["items"]
        assert not made, terminal.picture()


def test_f05_a_scan_where_none_is_wanted_concludes_nothing(home: Path) -> None:
    """The next passport came too early: its rows end in Enter, and its figures are those of a question's answers."""
    with insurer() as running, wizard_at(home, running.url) as terminal:
        sign_in(terminal)
        dates(terminal).press("Enter").wait_for("› Country of residence").press("Enter")
        terminal.wait_for("› [ ] I confirm").press("Space").wait_for("› [x] I confirm")
        rows = passport(number="ZZ2222222", personal="22222222222222")
        slowly(terminal, rows).wait_for("A passport is scanned where", "› [x] I confirm", "ANNA IVANOVA")
        terminal.press("F10").wait_for("Do you really want to conclude").settle()
        slowly(terminal, rows).settle()
        assert "› 1 Keep editing" in terminal.text
        slowly(
            terminal,
            ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
        )
        assert "› 1 Keep editing" in terminal.settle().text
        made = running.control("GET", "/requests?operation=POST%20/v1/drafts").json()["items"]
        assert not made, terminal.picture()


def slowly(terminal: Terminal, rows: tuple[str, ...]) -> Terminal:
    """Scan *rows* so slowly that a question which their first Enter opens is painted before the rest comes."""
    for character in "".join(f"{row}\r" for row in rows):
        terminal.send(character.encode())
        time.sleep(0.008)
    return terminal


def test_f05_a_question_is_answered_only_after_it_was_painted(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        sign_in(terminal)
        dates(terminal).press("Enter").wait_for("› Country of residence").press("Enter")
        terminal.wait_for("› [ ] I confirm").press("Space", "F10", "2", "Down", "Enter", "2")
        terminal.wait_for("Do you really want to conclude an insurance contract?").settle()
        assert "› 1 Keep editing" in terminal.text
        answer(terminal, "Do you really want to conclude", "1").wait_for("› [x] I confirm")


def test_the_window_may_change_at_any_moment(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        sign_in(terminal)
        terminal.press("1").wait_for("› Policy start date").type("+5")
        terminal.resize(40, 12)
        terminal.wait_for("› Policy start date", "+5").type("0").wait_for("+50")
        terminal.resize(100, 30)
        terminal.wait_for("step 1 of 4", "+50")


def test_an_order_survives_the_window_and_the_idle_program_writes_nothing(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        sign_in(terminal).wait_for("in force").settle(1.0)
        before = terminal.received
        terminal.settle(3.0)
        assert terminal.received == before
        dates(terminal).press("Enter").wait_for("› Country of residence").press("Enter")
        conclude(terminal)
        order(terminal)
        terminal.resize(40, 12)
        terminal.settle().resize(80, 24)
        terminal.wait_for("waiting for payment until")


def test_the_terminal_is_left_as_it_was(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        terminal.wait_for("› Login").press("F3")
        assert terminal.wait_end() == 0
        assert _restored(terminal)
    with demo(home, "--memory") as terminal:
        terminal.wait_for("› Login").process.send_signal(signal.SIGTERM)
        assert terminal.wait_end() == 130
        assert _restored(terminal)


def _restored(terminal: Terminal) -> bool:
    """The main screen is back and the cursor is shown."""
    tail = bytes(terminal.raw[-400:])
    return b"\x1b[?1049l" in tail and b"\x1b[?25h" in tail
