"""A12, A13, A22 in a real terminal: nothing is written while nobody types, little when somebody does."""

import sys
from contextlib import ExitStack
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import conclude, dates, demo, order, sign_in

IDLE = 5.0
TYPED, MOVED = 1500, 8000


def test_a12_nothing_is_written_while_nobody_types(tmp_path: Path) -> None:
    """The sign-in form, the menu, a form with what was typed, and the payment between its looks and over them."""
    with ExitStack() as stack:
        front, menu, form, pay = (
            stack.enter_context(demo(tmp_path / name, "--memory", OMI_ACCESSIBLE="1"))
            for name in ("front", "menu", "form", "pay")
        )
        front.wait_for("› Login").type("agent@")
        sign_in(menu).wait_for("in force")
        sign_in(form).press("1").wait_for("› Policy start date").type("+5").press("Enter").wait_for("› Policy end date")
        sign_in(pay)
        dates(pay).press("Enter").wait_for("› Country of residence").press("Enter")
        conclude(pay)
        order(pay)
        each = {"sign-in": front, "menu": menu, "dates": form, "payment": pay}
        for terminal in each.values():
            terminal.settle(2.5)  # what was typed is kept 1.5 s later, and the payment looked at 2 s later
        before = {name: terminal.received for name, terminal in each.items()}
        front.settle(IDLE)
        written = {name: terminal.settle(0.01).received - before[name] for name, terminal in each.items()}
    sys.stdout.write(f"bytes in {IDLE:g} s: {written}\n")
    assert set(written.values()) == {0}, written


def wrote(terminal: Terminal, key: str) -> int:
    before = terminal.received
    return terminal.press(key).settle(0.25).received - before


def test_a13_a_letter_and_a_move_write_little(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory") as terminal:
        sign_in(terminal).press("7").wait_for("Personal information", "IVANOVA").settle(1.0)
        terminal.type("x").press("Tab").settle(
            2.0
        )  # what is told once when something is kept first is no answer to a key
        moves = [wrote(terminal, "Tab") for _place in range(6)]
        letters = [wrote(terminal, letter) for letter in "abc"]
        moves += [wrote(terminal, "Shift+Tab")]
    sys.stdout.write(f"at most {max(letters)} bytes a letter, {max(moves)} a move\n")
    assert 0 < max(letters) <= TYPED
    assert 0 < max(moves) <= MOVED


def test_a22_the_title_is_set_when_the_page_changes_and_given_back(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory") as terminal:
        sign_in(terminal).press("1").wait_for("› Policy start date").press("F10").wait_for(
            "There is a problem"
        ).settle()
        assert terminal.titles[-1] == "Error: Dates · step 1 of 4 · Buy policy · OMI"
        dates_of(terminal)
        assert terminal.titles[-1] == "Insured person · step 2 of 4 · Buy policy · OMI"
        assert all(one != other for one, other in zip(terminal.titles, terminal.titles[1:], strict=False))
        assert bytes(terminal.raw).index(b"\x1b[22;2t") < bytes(terminal.raw).index(b"\x1b]2;")
        terminal.end()
        assert terminal.titles[-1] == ""
        assert all(terminal.restored.values()), terminal.restored


def dates_of(terminal: Terminal) -> None:
    """Mend the dates."""
    terminal.press("Enter").wait_for("› Policy start date").type("+5").press("Enter").wait_for("› Policy end date")
    terminal.type("14d").press("Enter").wait_for("Who is insured?").settle()


def test_a22_a_console_without_a_window_gets_no_title(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", TERM="linux") as terminal:
        sign_in(terminal).press("F3")
        terminal.wait_end()
        assert terminal.titles == []
        assert b"2t" not in bytes(terminal.raw)
