"""The terminal's own cursor, shown where the focus is: braille displays and speech readers follow it.

Textual moves the cursor for inputs only, and hides it (measured on 8.2.8). The one private name used here is the
driver, which has no public way to write.
"""

from textual.app import App
from textual.geometry import Offset
from textual.widgets import Input

from omi_tui.widgets.numbered_list import NumberedList


def place(app: App[int]) -> None:
    """Put the cursor into the widget that has the focus, on the chosen line of a list, and show it."""
    focused = app.focused
    if focused is None:
        return
    if isinstance(focused, Input):
        app.cursor_position = focused.cursor_screen_offset  # it moves with the view, not with its text alone
    else:
        line = focused.line_of(focused.index)[0] if isinstance(focused, NumberedList) else 0
        indent = focused.indent if isinstance(focused, NumberedList) else 2
        app.cursor_position = focused.content_region.offset + Offset(indent, line)
    column, row = app.cursor_position
    driver = app._driver
    if driver is not None and not app.is_headless:
        driver.write(f"\x1b[{row + 1};{column + 1}H\x1b[?25h")
        driver.flush()
