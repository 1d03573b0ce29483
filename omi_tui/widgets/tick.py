"""A tick: ``[x]`` or ``[ ]`` and its sentence, told apart without colour."""

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from omi_tui.text.width import wrap


class Tick(Widget, can_focus=True):
    """Space sets or clears it; Enter ends the field."""

    DEFAULT_CSS = """
    Tick { height: auto; width: 1fr; color: $foreground; }
    Tick:focus { color: $omi-focus-text; background: $omi-focus-strip; text-style: $omi-focus-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "flip", show=False),
        Binding("enter", "end", show=False),
    ]
    on = reactive(False, layout=True)
    caret = Offset(3, 0)
    """Where the terminal's cursor stands in it: between the brackets."""

    @dataclass(eq=False, repr=False)
    class Toggled(Message):
        """The tick was set or cleared."""

        tick: "Tick"

    @dataclass(eq=False, repr=False)
    class Ended(Message):
        """Enter was pressed on the tick."""

        tick: "Tick"

    def __init__(self, label: str, on: bool) -> None:
        super().__init__()
        self.label = label
        self.set_reactive(Tick.on, on)

    def _lines(self, width: int) -> list[str]:
        return wrap(self.label, max(8, width - 6)) or [""]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Text:
        lines = self._lines(self.size.width)
        mark = "›" if self.has_focus else " "
        head = f"{mark} {'[x]' if self.on else '[ ]'} "
        return Text("\n".join([head + lines[0], *(" " * 6 + line for line in lines[1:])]), end="", no_wrap=True)

    def action_flip(self) -> None:
        """Set or clear."""
        self.on = not self.on
        self.post_message(self.Toggled(self))

    def action_end(self) -> None:
        """End the field."""
        self.post_message(self.Ended(self))

    def on_click(self) -> None:
        self.action_flip()
