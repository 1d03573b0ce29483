"""What a journey shows at one moment, as plain data in the current language, and what an act leads to.

A view knows no toolkit: the full screen draws it, the plain face prints it. Texts from outside are already clean.
Named tuples, for the first screen waits until they are made: a data class takes seven times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.journey import Journey


class Action(NamedTuple):
    """Something that can be done now. ``main`` is the one accented button; ``entry`` is a numbered line of a menu."""

    id: str
    label: str
    role: Literal["main", "plain", "entry"] = "plain"
    note: str = ""
    """What stands behind a menu entry, such as a count or an amount."""
    digit: str = ""
    """The digit that chooses a menu entry; numbered from 1 where it is empty."""


class Row(NamedTuple):
    """A label and its value. ``change`` is the act that leads to where the value is changed."""

    label: str
    value: str
    change: str = ""


class Table(NamedTuple):
    """A small table of a record: title, names of the columns, rows, and what to say where there are none."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


class Entry(NamedTuple):
    """One line of a list; choosing it acts ``open:<id>``."""

    id: str
    cells: tuple[str, ...]


class Listing(NamedTuple):
    """A long list. ``entries`` are those fetched so far of ``total``; acting ``more`` fetches further ones."""

    columns: tuple[str, ...]
    entries: Sequence[Entry]
    total: int
    empty: str
    widths: tuple[int, ...] = ()
    """Cells for each column at 80 columns; the last takes what is left."""

    @property
    def more(self) -> bool:
        """Whether the insurer has entries that were not fetched yet."""
        return len(self.entries) < self.total


class View(NamedTuple):
    """One moment of a journey."""

    id: str
    """Unique within the journey; a new id moves the focus to the top."""
    heading: str
    place: tuple[str, ...] = ()
    """Where I am: the crumbs of the frame's first line."""
    title: str = ""
    """Stands in the window's title, where everybody sees it, in place of a last crumb that names a person."""
    position: tuple[int, int] | None = None
    """Step and number of steps."""
    lead: tuple[str, ...] = ()
    """Paragraphs above the form."""
    form: "Form | None" = None
    focus: str = ""
    """The field to begin in; empty for the first."""
    rows: tuple[Row, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences to be read before the form is answered; they may come after the rest of the page."""
    tables: tuple[Table, ...] = ()
    listing: Listing | None = None
    notes: tuple[str, ...] = ()
    """Sentences below the form; they follow the answers (the price, the Minsk note)."""
    actions: tuple[Action, ...] = ()
    foot: tuple[str, ...] = ()
    """Quiet lines at the end: the demo account, the insurer's phones."""
    link: str = ""
    """A payment link to show as a QR code."""
    poll: float = 0.0
    """Seconds after which the face acts ``poll`` by itself; 0 for never."""
    known: bool = False
    """Whether the form shows what is known already, and is opened to be looked at as much as to be changed."""

    def main(self) -> Action | None:
        """The main action, what F10 does."""
        return next((action for action in self.actions if action.role == "main"), None)


class Question(NamedTuple):
    """A dialog: the act as title, the consequence as body, the safe verb first, and the verb that does it."""

    title: str
    body: str
    safe: str
    deed: str


class Ask(NamedTuple):
    """Ask first; where the deed is chosen, act ``then``."""

    question: Question
    then: str


class Enter(NamedTuple):
    """Go into another journey; when it leaves, this one acts ``then`` (or only refreshes, where that is empty)."""

    journey: "Journey"
    then: str = ""


class Leave(NamedTuple):
    """This journey is over and gives ``result`` to the one that entered it."""

    result: Any = None


class Restart(NamedTuple):
    """Everything open is left; ``journey`` becomes the first (signed in: home; signed out: sign in)."""

    journey: "Journey"


class OpenLink(NamedTuple):
    """Open *url* outside: in the browser, or in a text browser in this terminal."""

    url: str
    how: Literal["browser", "terminal"]


Effect = Ask | Enter | Leave | Restart | OpenLink | None
"""What an act leads to; None: show the view again."""


@dataclass
class Message:
    """A sentence that was told; ``at`` is the local clock time as ``HH:MM:SS``."""

    at: str
    text: str
    bad: bool = False
    quiet: bool = False
    """Kept for the messages so far only, because the view says it already."""
