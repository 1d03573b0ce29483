"""The frame, the same on every screen: where I am, who serves me; the hint and the keys at the bottom."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from omi_tui.text.i18n import _, language
from omi_tui.text.width import cell_len, fit, wrap

DROPPED_FIRST = ("language", "leave", "next", "forward", "back")
"""Commands whose keys the last line does without where it is short, in that order."""


class Shown(NamedTuple):
    """A key of the last line: its command's id, what the key is called, and what it does."""

    command: str
    key: str
    words: str


class Served(NamedTuple):
    """Who serves here: the insurer's short name, what hinders just now, and the word for the fake where it is one."""

    name: str = ""
    hindrances: tuple[str, ...] = ()
    fake: str = ""


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
        self.served = Served()
        self._shown: tuple[object, ...] = ()

    def show(self, place: Sequence[str], position: tuple[int, int] | None, served: Served) -> None:
        """Show another place; the same one again is not drawn again."""
        shown = tuple(place), position, served, language()
        if shown != self._shown:
            self._shown = shown
            self.place, self.position, self.served = tuple(place), position, served
            self.refresh()

    def render(self) -> Text:
        width = self.size.width
        narrow = width < 60
        step = ""
        if self.position:
            words = "{step}/{steps}" if narrow else _("step {step} of {steps}")
            step = words.format(step=self.position[0], steps=self.position[1])
        insurer = self._insurer(narrow)
        served = Text.assemble(
            (step + ("  " if narrow else "   ") if step else "", self.get_component_rich_style("top--muted")),
            (insurer, self.get_component_rich_style("top--demo" if self.served.fake else "top--muted")),
        )
        right = Text.assemble(served, (" · " if insurer else "") + language()[:2].upper() + " ")
        left = next((each for each in self._places(narrow) if cell_len(each) < width - right.cell_len), None)
        if left is None:  # rather than cut where we are, leave out the language
            right = Text.assemble(served, " ")
            left = fit(f" {''.join(self.place[-1:])}", max(4, width - right.cell_len - 1))
        return Text.assemble(left, " " * max(0, width - cell_len(left) - right.cell_len), right, end="", no_wrap=True)

    def _insurer(self, narrow: bool) -> str:
        """What hinders, and that this is the fake, is never cut: a long name makes room for it.

        In a small window the whole name gives way to what hinders.
        """
        name, hindrances, fake = self.served
        if narrow and hindrances:
            return hindrances[0]
        told = "".join((f" {fake}" if name and fake else fake, *(f", {each}" for each in hindrances)))
        return fit(name, max(8, (12 if narrow else 30) - cell_len(told))) + told

    def _places(self, narrow: bool) -> Iterator[str]:
        """Where we are, in ever fewer words."""
        for first in range(max(0, len(self.place) - 1) if narrow else 0, max(1, len(self.place))):
            yield " OMI  " + " › ".join(self.place[first:])
        yield " " + "".join(self.place[-1:])


class BottomLines(Widget, can_focus=True):
    """The hint of what has the focus, one or two lines (more in a small window), and the keys of this moment.

    It is the last place that Tab comes to: Enter opens the menu there, for keyboards whose keys for it go elsewhere.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bottom--key", "bottom--hint", "bottom--focus"}
    DEFAULT_CSS = """
    BottomLines { height: 4; dock: bottom; color: $foreground; border-top: solid $omi-rule; }
    BottomLines > .bottom--key { text-style: bold; color: $foreground; }
    BottomLines > .bottom--hint { color: $omi-muted; }
    BottomLines > .bottom--focus { color: $omi-focus-text; background: $omi-focus-strip; text-style: $omi-focus-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "app.command('menu')", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.hint = ""
        self.keys: list[Shown] = []
        self._menu = 0

    @property
    def caret(self) -> Offset:
        """Where the menu's key stands."""
        return Offset(self._menu, self.size.height - 1)

    def show(self, hint: str, keys: Sequence[Shown]) -> None:
        """Show another hint, and the keys with their words; without a menu there is nothing to come to."""
        self.can_focus = any(shown.command == "menu" for shown in keys)
        if (hint, list(keys)) != (self.hint, self.keys):
            self.hint, self.keys = hint, list(keys)
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """Take a line more where a hint needs it, so that none is cut off."""
        lines = len(wrap(self.hint, max(10, self.size.width - 4))) if self.hint and self.size.width else 0
        usual = 1 if self.screen.has_class("-link") else 2
        self.styles.height = lines + 2 if lines > usual else None

    def render(self) -> Text:
        width = self.size.width
        room = max(1, self.size.height - 1)
        hint = wrap(self.hint, max(10, width - 4))[:room] if self.hint else []
        text = Text(end="", no_wrap=True)
        for line in (*hint, *[""] * (room - len(hint))):
            text.append(f"  {line}\n", self.get_component_rich_style("bottom--hint"))
        text.append(" ")
        before = text.cell_len
        for place, (command, key, words) in enumerate(self._fitting(width - 1)):
            here = command == "menu" and self.has_focus
            text.append(" › " if here else " · " if place else "")
            if command == "menu":
                self._menu = text.cell_len - before + 1
            style = self.get_component_rich_style("bottom--focus" if here else "bottom--key")
            text.append(key, style).append(f" {words}", style if here else None)
        return text

    def _fitting(self, room: int) -> list[Shown]:
        """The keys that fit; help, menu and back stay longest."""
        keys = list(self.keys)
        for dropped in DROPPED_FIRST:
            if sum(cell_len(shown.key) + cell_len(shown.words) + 4 for shown in keys) - 3 <= room:
                break
            keys = [shown for shown in keys if shown.command != dropped]
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
