"""Paying in the same terminal: the wizard steps aside for w3m, comes back, and tells what became of the order."""

from pathlib import Path

from tests.end_to_end.wizard import answer, conclude, dates, demo, order, sign_in


def test_the_card_page_opens_in_this_terminal_and_the_wizard_comes_back(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory") as terminal:
        sign_in(terminal)
        dates(terminal)
        terminal.press("Enter", "Enter")
        conclude(terminal)
        order(terminal).press("2")
        answer(terminal, "This is the whole link: http://127.0.0.1:", "2")
        terminal.wait_for("Training page of the bundled insurer", "Card number").settle().press("q", "y")
        terminal.wait_for("You are back from the card page", "page opened")
        terminal.press("4").wait_for("Paid at once").press("1").wait_for("is paid")
