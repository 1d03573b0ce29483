"""A button, in brackets so that it is one without colour too."""

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from omi_tui.text.width import cell_len, wrap


class ActionButton(Widget, can_focus=True):
    """``[ Continue ]``. Enter or Space presses it; a click does too."""

    DEFAULT_CSS = """
    ActionButton { height: auto; width: auto; max-width: 100%; margin: 0 2 0 0; color: $foreground; }
    ActionButton.-main { background: $omi-button; color: $omi-button-text; text-style: bold; }
    ActionButton:focus { color: $omi-focus-text; background: $omi-focus-strip; text-style: $omi-focus-style; }
    ActionButton.-main:focus { background: $omi-focus; color: $background; text-style: $omi-focus-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]
    caret = Offset(3, 0)
    """Where the terminal's cursor stands in it: on the first letter."""

    @dataclass(eq=False, repr=False)
    class Pressed(Message):
        """The button was pressed."""

        button: "ActionButton"

    def __init__(self, action: str, label: str, *, main: bool = False) -> None:
        super().__init__(classes="-main" if main else None)
        self.deed = action
        self.label = label

    def render(self) -> Text:
        mark = "›" if self.has_focus else " "
        lines = "\n   ".join(self._lines(self.size.width))
        return Text(f"{mark}[ {lines} ] ", end="", no_wrap=True)

    def _lines(self, width: int) -> list[str]:
        return wrap(self.label, max(8, width - 6)) or [""]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def get_content_width(self, *_: object) -> int:
        return cell_len(self.label) + 6

    def action_press(self) -> None:
        self.post_message(self.Pressed(self))

    def on_click(self) -> None:
        self.action_press()


class ButtonRow(Horizontal):
    """Buttons side by side, or one below another where the line is too short for them."""

    DEFAULT_CSS = """
    ButtonRow { height: auto; width: 100%; }
    ButtonRow.-stacked { layout: vertical; }
    """

    def on_resize(self) -> None:
        labels = [cell_len(button.label) for button in self.query(ActionButton)]
        self.set_class(sum(labels) + 8 * len(labels) - 2 > self.size.width, "-stacked")
