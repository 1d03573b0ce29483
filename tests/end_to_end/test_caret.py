"""A11: the terminal's own cursor is always where the focus is, and shown where the settings ask for it."""

import re
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import demo, sign_in


def marked_line(terminal: Terminal) -> int:
    """The line of the focus mark."""
    return next(number for number, line in enumerate(terminal.lines) if "›" in line and not line.startswith(" OMI"))


@pytest.mark.parametrize(
    ("setting", "hidden"), [({"OMI_CURSOR": "show"}, False), ({"OMI_ACCESSIBLE": "1"}, False), ({}, True)]
)
def test_a11_the_cursor_follows_the_focus(setting: dict[str, str], hidden: bool, tmp_path: Path) -> None:
    """A braille display on a console reads a hidden cursor too, so it follows the focus where it is not shown."""
    with demo(tmp_path, "--memory", **setting) as terminal:
        sign_in(terminal)

        def follows() -> bool:
            cursor = terminal.screen.cursor
            return cursor.hidden is hidden and cursor.y == marked_line(terminal)

        for key in ("Down", "Down", "Up", "End"):
            terminal.press(key)
            terminal.wait(follows, f"the cursor on the chosen line after {key}")
        terminal.press("1").wait_for("› Policy start date").type("t").press("Enter").wait_for("› Policy end date")
        terminal.wait(follows, "the cursor in the field")
        terminal.type("8d").press("Enter").wait_for("› [x]")
        terminal.wait(follows, "the cursor on the tick")
        if "OMI_ACCESSIBLE" in setting:
            assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", bytes(terminal.raw)), "the terminal's own colours"
