"""A question, declared once: its label, hint and help, how it is parsed and shown, and what it may leak.

The screen, the plain prompt and the batch file ask the same ``Field``. All texts are msgids; whoever shows
them translates. A field never changes what was typed: it reads it, or says why it cannot.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from omi_tui.model.rules import RuleError
from omi_tui.text import i18n
from omi_tui.text.card_numbers import has_card_number
from omi_tui.text.i18n import N_, _

Leak = Literal["public", "pseudonym", "shape", "drop"]

GENERIC = {
    "missing": N_("Fill in this field: {label}."),
    "too_long": N_("This is too long; the limit is {limit} characters: {label}."),
    "format": N_("Check this field and type it again: {label}."),
    "card_number": N_("This looks like a card number. Never type a card number here: {label}."),
    "cyrillic": N_("Type this in Latin letters: {label}. In Latin it may be {proposal}."),
}


class FieldError(NamedTuple):
    """What is wrong with one answer; ``code`` is ``<field id>.<kind>`` and has one sentence in the catalogue."""

    field_id: str
    kind: str
    sentence: str
    params: Mapping[str, object] = MappingProxyType({})

    @property
    def code(self) -> str:
        """The code that the insurer would use for the same failure."""
        return f"{self.field_id}.{self.kind}"

    def message(self) -> str:
        """The sentence in the current language."""
        shown = {key: i18n.show_date(value) if isinstance(value, date) else value for key, value in self.params.items()}
        shown["label"] = _(str(shown.get("label", "")))
        return _(self.sentence).format(**shown)


class Unreadable(Exception):
    """Raised by :meth:`Field.parse`; carries the :class:`FieldError`."""

    def __init__(self, error: FieldError) -> None:
        super().__init__(error.code)
        self.error = error


class Surroundings(NamedTuple):
    """What a field may look at beside its own text: today in Minsk, and the values that stand so far."""

    today: date
    values: Mapping[str, Any]


class Choice(NamedTuple):
    """One answer of a closed list: the code that is sent and the label (a msgid) that is shown."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Field:
    """A line of text. ``rule`` turns text into the value that is sent, or raises RuleError(kind)."""

    id: str
    label: str
    hint: str = ""
    help: str = ""
    required: bool = True
    rule: Callable[[str], Any] = lambda text: " ".join(text.split())
    messages: Mapping[str, str] = field(default_factory=dict)
    width: int = 34
    leak: Leak = "drop"
    restore: bool = True
    """Whether the text may be kept for the next start; a secret may not."""
    cards: Callable[[str], bool] = has_card_number
    """Whether a text that cannot be read holds a card number: then nothing else is said of it, and it is not kept."""
    complete: str = ""
    """A pattern of the texts that nothing can follow, for desks that go on from a full field by themselves."""

    def parse(self, text: str, around: Surroundings) -> Any:
        """Return the value of *text*, or None for an optional field left empty. Raises Unreadable."""
        if not text.strip():
            if self.required:
                raise Unreadable(self.error("missing"))
            return None
        try:
            return self.read(text, around)
        except RuleError as error:
            wrong = self.error(error.kind, **error.params)
        except Unreadable as unreadable:
            wrong = unreadable.error
        raise Unreadable(self.error("card_number") if self.cards(text) else wrong)

    def read(self, text: str, around: Surroundings) -> Any:
        """Read a text that is not empty. Raises RuleError or Unreadable."""
        return self.rule(text)

    def show(self, value: Any) -> str:
        """The text that :meth:`parse` reads back as *value*."""
        return "" if value is None else str(value)

    def echo(self, text: str, around: Surroundings) -> str:
        """What the program understood, to stand beside the text; empty where the text says it all."""
        return ""

    def tidy(self, text: str, around: Surroundings) -> str:
        """The text to show once the field is left: the sent form where *text* can be read, else *text* itself."""
        try:
            value = self.parse(text, around)
        except Unreadable:
            return text
        return self.show(value) if value is not None else text

    def spoken(self, text: str) -> str:
        """*text* in the language of now, where :meth:`show` wrote words of another one into it."""
        return text

    def frozen(self, text: str, around: Surroundings) -> str:
        """The text that means the same on another day: what a saved form keeps."""
        return text

    def options(self, text: str) -> list[Choice]:
        """The answers that the list for this field offers for *text*; empty where any text will do."""
        return []

    def error(self, kind: str, **params: object) -> FieldError:
        """The error of *kind*, with its sentence."""
        sentence = self.messages.get(kind) or GENERIC.get(kind, GENERIC["format"])
        return FieldError(self.id, kind, sentence, {"label": self.label, "limit": "", "proposal": "", **params})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SecretField(Field):
    """A password: never echoed, never kept, never shown back."""

    restore: bool = False
    rule: Callable[[str], Any] = lambda text: text

    def parse(self, text: str, around: Surroundings) -> Any:
        """Return the text unchanged, blanks and all. Raises Unreadable."""
        if not text and not self.required:
            return None
        if not text:
            raise Unreadable(self.error("missing"))
        try:
            return self.rule(text)
        except RuleError as error:
            raise Unreadable(self.error(error.kind, **error.params)) from None

    def tidy(self, text: str, around: Surroundings) -> str:
        """A secret stays as it was typed."""
        return text


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TickField(Field):
    """Yes or no. ``required`` means that only yes will do (a legal tick)."""

    width: int = 3

    def parse(self, text: str, around: Surroundings) -> Any:
        """Return True for "yes". Raises Unreadable for a required tick that is not set."""
        ticked = text == "yes"
        if self.required and not ticked:
            raise Unreadable(self.error("missing"))
        return ticked

    def show(self, value: Any) -> str:
        """``yes`` or an empty text."""
        return "yes" if value else ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ChoiceField(Field):
    """One of a short closed list; the text is the code, a number of the list, or the start of a label."""

    choices: tuple[Choice, ...] = ()

    def read(self, text: str, around: Surroundings) -> str:
        """Return the code of the one choice that *text* names. Raises RuleError("unknown")."""
        wanted = text.strip().casefold()
        for number, choice in enumerate(self.choices, 1):
            if wanted in (choice.code.casefold(), str(number)):
                return choice.code
        starts = [choice.code for choice in self.choices if _(choice.label).casefold().startswith(wanted)]
        if len(starts) != 1:
            raise RuleError("unknown")
        return starts[0]

    def echo(self, text: str, around: Surroundings) -> str:
        """The label of the choice."""
        return next((_(choice.label) for choice in self.choices if choice.code == text), "")

    def options(self, text: str) -> list[Choice]:
        """All choices."""
        return list(self.choices)
