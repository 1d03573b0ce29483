"""The terminal's own cursor, where the settings ask for it: shown, and always where the focus is (A11)."""

from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import demo, sign_in


def marked_line(terminal: Terminal) -> int:
    """The line of the focus mark."""
    return next(number for number, line in enumerate(terminal.lines) if "›" in line and not line.startswith(" OMI"))


def test_the_cursor_follows_the_focus(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", OMI_CURSOR="show") as terminal:
        sign_in(terminal)

        def follows() -> bool:
            return not terminal.screen.cursor.hidden and terminal.screen.cursor.y == marked_line(terminal)

        for key in ("Down", "Down", "Up", "End"):
            terminal.press(key)
            terminal.wait(follows, f"the cursor on the chosen line after {key}")
        terminal.press("1").wait_for("› Policy start date").type("t").press("Enter").wait_for("› Policy end date")
        terminal.wait(follows, "the cursor in the field")
        terminal.type("8d").press("Enter").wait_for("› [x]")
        terminal.wait(follows, "the cursor on the tick")
