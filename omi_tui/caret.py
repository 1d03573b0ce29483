"""Where the terminal's own cursor belongs: in what has the focus, for braille displays and speech readers follow it.

Textual moves the cursor for inputs only (measured on 8.2.8). Here its place is worked out whenever something is
painted, so that no key, scroll or resize can leave it behind.
"""

from textual.app import App
from textual.containers import VerticalScroll
from textual.geometry import Offset
from textual.screen import Screen

from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.frame import BottomLines
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.tick import Tick

_MARKED = FieldInput | NumberedList | ChoiceStrip | Tick | ActionButton | BottomLines


def place(screen: Screen[object]) -> Offset:
    """Column and row: the caret of a field, the chosen line of a list, the mark of a tick.

    Where nothing has the focus, or a page was scrolled on so that it is out of sight: the first line that is shown.
    """
    focused = screen.focused
    if focused is None:
        texts = screen.query(VerticalScroll)
        return (texts.first() if texts else next(iter(screen.children), screen)).content_region.offset
    here = focused.content_region.offset + (focused.caret if isinstance(focused, _MARKED) else Offset(0, 0))
    scrolled = (parent for parent in focused.ancestors if isinstance(parent, VerticalScroll))
    shown = next((parent.content_region for parent in scrolled), None)
    return here if shown is None or shown.contains_point(here) else shown.offset


class Caret(App[int], inherit_bindings=False):
    """An application whose cursor is where the focus is, each time that it paints, whether it is shown or not."""

    shows_cursor = False

    @property
    def cursor_position(self) -> Offset:
        """Where Textual puts the terminal's cursor behind everything that it paints."""
        return place(self.screen)

    @cursor_position.setter
    def cursor_position(self, _told: Offset) -> None:
        """Textual's inputs tell where their caret is; a field that has lost the focus may do so too."""
