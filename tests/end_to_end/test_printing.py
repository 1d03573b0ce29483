"""A sold policy in the hand: printed with one key from the paid page, and again from its own; then counted."""

import sys
from pathlib import Path

from tests.desk.test_printing import HAND_OVER, program
from tests.end_to_end.wizard import (
    conclude,
    dates,
    demo,
    digit_of,
    order,
    pay_by_test_card,
    sign_in,
)


def with_printer(home: Path) -> tuple[str, Path]:
    """A folder with an ``lp`` in it for the path, and where that notes what it was given."""
    taken = home / "taken"
    program(home / "bin" / "lp", HAND_OVER.format(python=sys.executable, taken=str(taken)))
    return f"{home / 'bin'}:/usr/bin:/bin", taken


def test_a_policy_is_printed_reprinted_and_stands_in_the_day_book(home: Path) -> None:
    path, taken = with_printer(home)
    with demo(home, "--memory", PATH=path) as terminal:
        sign_in(terminal)
        dates(terminal).press("F10").wait_for("Check what you are about to conclude")
        conclude(terminal)
        order(terminal)
        pay_by_test_card(terminal, "Paid at once").wait_for("is paid: ", "The policies are saved in")
        terminal.press(digit_of(terminal, "Print the policies")).wait_for("2 files were sent to the printer.")
        dashes, *files = taken.read_text().split("\n")
        assert dashes == "--"
        assert [Path(file).read_bytes()[:5] for file in files] == [b"%PDF-"] * 2

        terminal.press("PgDn").press(digit_of(terminal, "Save all policies in one file"))
        terminal.wait_for("OMI-policies-").press("Ctrl+O").wait_for(
            "Welcome to your account", "today: 2 policies, 22.00"
        )
        terminal.press("4").wait_for("Insurance policies").press("1").wait_for("State")
        terminal.press(digit_of(terminal, "Print the policy")).wait_for("1 file was sent to the printer.")
        terminal.press("2").wait_for("[ Print the help card ]").press("F10").press("PgUp")
        terminal.wait_for("Help card", "1 file was sent to the printer.")
        assert taken.read_text().endswith(".txt")

        terminal.press("Ctrl+O").wait_for("Welcome to your account").press("8")
        terminal.wait_for("By agent and day", "agent@example.test", "2 policies, 22.00")
