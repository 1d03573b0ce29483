"""The one-line input of a field: a strip whose length is seen, no blinking, pastes cleaned, secrets not copied."""

import re
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input

from omi_tui.text.clean import clean
from omi_tui.text.width import cell_len

PASTE_LIMIT = 2000
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


class FieldInput(Input):
    """A compact input. Enter ends the field; Down (or F4) asks for the list of answers."""

    DEFAULT_CSS = """
    FieldInput, FieldInput.-textual-compact { background: $surface; color: $foreground; }
    FieldInput:focus, FieldInput.-textual-compact:focus {
        background: $omi-focus-strip;
        background-tint: transparent 0%;
        color: $omi-focus-text;
    }
    FieldInput.-textual-compact > .input--cursor, FieldInput.-textual-compact:focus > .input--cursor {
        background: $input-cursor-background;
        color: $input-cursor-foreground;
        text-style: $input-cursor-text-style;
    }
    FieldInput.-textual-compact > .input--selection {
        background: $input-selection-background;
        color: $input-selection-foreground;
        text-style: $omi-selection-style;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "ask_list", show=False)]

    @dataclass(eq=False, repr=False)
    class Ended(Message):
        """Enter was pressed in the field."""

        input: "FieldInput"

    @dataclass(eq=False, repr=False)
    class ListWanted(Message):
        """The list of answers was asked for."""

        input: "FieldInput"

    # A field has a fixed place: no letter moves anything, so none needs the whole screen laid out again.
    value = reactive("", init=False)
    virtual_size = reactive(Size(0, 0))

    def __init__(self, *, secret: bool = False, replaced: bool = False) -> None:
        """*replaced*: what is typed takes the place of the answer that is there, as in a list of choices."""
        super().__init__(password=secret, compact=True, select_on_focus=replaced)
        self.cursor_blink = False
        self.goes_on = False
        """Whether a letter may move the focus, so that the next one has to wait for it."""

    def render_line(self, y: int) -> Strip:
        """Underline the whole strip, so that its length is seen where colours are not."""
        strip = super().render_line(y).extend_cell_length(self.size.width, self.rich_style)  # an empty one is short
        return strip.apply_style(Style(underline=True))

    def on_focus(self) -> None:
        self._show_caret()

    def on_resize(self) -> None:
        self._show_caret()

    def _show_caret(self) -> None:
        """Scroll an answer that is longer than the field to its caret: Textual does so only when the caret moves."""
        self.scroll_to_region(Region(self._cells_before(), 0, 1, 1), force=True, animate=False)

    @property
    def caret(self) -> Offset:
        """Where the terminal's cursor stands in it: Textual's own place is a cell too far behind the last letter."""
        return Offset(self._cells_before() - self.scroll_offset.x, 0)

    def _cells_before(self) -> int:
        return self.cursor_position if self.password else cell_len(self.value[: self.cursor_position])

    def on_unmount(self) -> None:
        """Keep nothing of the answer in a field that is off the screen: the form has it."""
        with self.prevent(FieldInput.Changed):
            self.value = ""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        pasted = event.text[:PASTE_LIMIT]
        # a password may hold anything that can be typed, blanks at its ends as well
        text = clean(pasted).strip() if not self.password else _CONTROLS.sub("", pasted)
        start, end = self.selection
        self.replace(text, *sorted((start, end)))

    def action_copy(self) -> None:
        """Copy the selection; never from a secret."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut the selection; never from a secret."""
        if not self.password:
            super().action_cut()

    async def action_submit(self) -> None:
        """End the field."""
        self.post_message(self.Ended(self))

    def action_ask_list(self) -> None:
        """Ask for the list of answers."""
        self.post_message(self.ListWanted(self))
