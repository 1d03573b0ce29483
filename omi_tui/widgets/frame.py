"""The frame, the same on every screen: where I am, who serves me; the hint and the keys at the bottom."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.widget import Widget
from textual.widgets import Static

from omi_tui.text.i18n import _, language
from omi_tui.text.width import cell_len, fit, wrap

DROPPED_FIRST = ("Ctrl+Y", "F3", "Enter", "F10", "Esc")
"""Keys that the last line does without where it is short, in that order."""


class TopLine(Widget):
    """Product, place, step, insurer and language, on one line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"top--demo", "top--muted"}
    DEFAULT_CSS = """
    TopLine { height: 2; dock: top; color: $foreground; border-bottom: solid $omi-rule; }
    TopLine > .top--demo { color: $omi-demo; text-style: bold; }
    TopLine > .top--muted { color: $omi-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.place: tuple[str, ...] = ()
        self.position: tuple[int, int] | None = None
        self.insurer = ""
        self.fake = False

    def show(self, place: Sequence[str], position: tuple[int, int] | None, insurer: str, *, fake: bool) -> None:
        """Show another place."""
        self.place, self.position, self.insurer, self.fake = tuple(place), position, insurer, fake
        self.refresh()

    def render(self) -> Text:
        width = self.size.width
        narrow = width < 60
        step = ""
        if self.position:
            words = "{step}/{steps}" if narrow else _("step {step} of {steps}")
            step = words.format(step=self.position[0], steps=self.position[1])
        insurer = fit(self.insurer, 12 if narrow else 30)
        right = Text.assemble(
            (step + ("  " if narrow else "   ") if step else "", self.get_component_rich_style("top--muted")),
            (insurer, self.get_component_rich_style("top--demo" if self.fake else "top--muted")),
            (" · " if insurer else "") + language()[:2].upper() + " ",
        )
        place = " › ".join(self.place[-1:] if narrow else self.place)
        left = fit(f" OMI  {place}", max(4, width - right.cell_len - 1))
        return Text.assemble(left, " " * max(0, width - cell_len(left) - right.cell_len), right, end="", no_wrap=True)


class BottomLines(Widget):
    """The hint of what has the focus, one or two lines, and the keys of this moment."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bottom--key", "bottom--hint"}
    DEFAULT_CSS = """
    BottomLines { height: 4; dock: bottom; color: $foreground; border-top: solid $omi-rule; }
    BottomLines > .bottom--key { text-style: bold; color: $foreground; }
    BottomLines > .bottom--hint { color: $omi-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.hint = ""
        self.keys: list[tuple[str, str]] = []

    def show(self, hint: str, keys: Sequence[tuple[str, str]]) -> None:
        """Show another hint, and the keys with their words."""
        self.hint, self.keys = hint, list(keys)
        self.refresh()

    def render(self) -> Text:
        width = self.size.width
        room = max(1, self.size.height - 1)
        hint = wrap(self.hint, max(10, width - 4))[:room] if self.hint else []
        text = Text(end="", no_wrap=True)
        for line in (*hint, *[""] * (room - len(hint))):
            text.append(f"  {line}\n", self.get_component_rich_style("bottom--hint"))
        text.append(" ")
        for place, (key, words) in enumerate(self._fitting(width - 1)):
            text.append(" · " if place else "")
            text.append(key, self.get_component_rich_style("bottom--key")).append(f" {words}")
        return text

    def _fitting(self, room: int) -> list[tuple[str, str]]:
        """The keys that fit; help, menu and back stay longest."""
        keys = list(self.keys)
        for key in DROPPED_FIRST:
            if sum(cell_len(name) + cell_len(words) + 4 for name, words in keys) - 3 <= room:
                break
            keys = [pair for pair in keys if pair[0] != key]
        return keys


class Paragraphs(Static):
    """Sentences, each on lines of its own, never read as markup."""

    DEFAULT_CSS = "Paragraphs { width: 100%; height: auto; padding: 0 2; }"

    def __init__(self, sentences: Sequence[str], *, classes: str | None = None, widget_id: str | None = None) -> None:
        super().__init__("\n".join(sentences), markup=False, classes=classes, id=widget_id)
        self.display = bool(sentences)

    def show(self, sentences: Sequence[str]) -> None:
        """Show other sentences; none at all hides the paragraph."""
        self.display = bool(sentences)
        self.update("\n".join(sentences))
