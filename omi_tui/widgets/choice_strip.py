"""A short closed list on one line: ``(•) Female  ( ) Male``; where that is too wide, the chosen one alone."""

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from omi_tui.forms.field import Choice
from omi_tui.text.i18n import _
from omi_tui.text.width import cell_len, fit


class ChoiceStrip(Widget, can_focus=True):
    """Left, Right, Space or a digit choose; Enter ends the field; Down asks for the list."""

    DEFAULT_CSS = """
    ChoiceStrip { height: 1; width: 1fr; color: $foreground; }
    ChoiceStrip:focus { color: $omi-focus-text; background: $omi-focus-strip; text-style: $omi-focus-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("enter", "end", show=False),
        Binding("down", "ask_list", show=False),
    ]
    value = reactive("")

    @dataclass(eq=False, repr=False)
    class Turned(Message):
        """Another choice was made."""

        strip: "ChoiceStrip"

    @dataclass(eq=False, repr=False)
    class Ended(Message):
        """Enter was pressed."""

        strip: "ChoiceStrip"

    @dataclass(eq=False, repr=False)
    class ListWanted(Message):
        """The list of answers was asked for."""

        strip: "ChoiceStrip"

    def __init__(self, choices: tuple[Choice, ...], value: str) -> None:
        super().__init__()
        self.choices = choices
        self.set_reactive(ChoiceStrip.value, value)

    def _row(self) -> str:
        codes = [choice.code for choice in self.choices]
        row = "  ".join(f"{'(•)' if choice.code == self.value else '( )'} {_(choice.label)}" for choice in self.choices)
        if cell_len(row) > self.size.width:
            place = codes.index(self.value) + 1 if self.value in codes else 0
            label = _(self.choices[place - 1].label) if place else _("not chosen")
            row = fit(f"{'(•)' if place else '( )'} {label}  {place}/{len(codes)}", self.size.width)
        return row

    def render(self) -> Text:
        return Text(self._row(), end="", no_wrap=True)

    @property
    def caret(self) -> Offset:
        """Where the terminal's cursor stands in it: in the brackets of the choice, or in the first ones."""
        before = self._row().partition("(•)")
        return Offset(cell_len(before[0]) + 1 if before[1] else 1, 0)

    def action_turn(self, step: int) -> None:
        """Choose the next or the previous one."""
        codes = [choice.code for choice in self.choices]
        place = codes.index(self.value) + step if self.value in codes else (0 if step > 0 else -1)
        self._take(codes[place % len(codes)])

    def on_key(self, event: events.Key) -> None:
        if event.key.isdigit() and 0 < int(event.key) <= len(self.choices):
            event.stop()
            self._take(self.choices[int(event.key) - 1].code)

    def _take(self, code: str) -> None:
        self.value = code
        self.post_message(self.Turned(self))

    def action_end(self) -> None:
        """End the field."""
        self.post_message(self.Ended(self))

    def action_ask_list(self) -> None:
        """Ask for the list of answers."""
        self.post_message(self.ListWanted(self))
