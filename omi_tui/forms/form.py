"""A row of fields over one model: it keeps what was typed, and builds the model when all of it can be read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.field import Choice, Field, FieldError, Surroundings, TickField, Unreadable
from omi_tui.forms.history import History
from omi_tui.model.period import minsk_today
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from pydantic import BaseModel

    from omi_tui.model.problem import Problem


class FormRejected(Exception):
    """The answers cannot be read yet; the errors stand in the form."""


class Form:
    """Answers to ``fields``, as typed. Subclasses name the fields, the model, and the rules between fields."""

    id: ClassVar[str] = ""
    fields: tuple[Field, ...] = ()

    def __init__(self, today: Callable[[], date] = minsk_today) -> None:
        self.today = today
        self.texts: dict[str, str] = {field.id: "" for field in self.fields}
        self._settled = dict(self.texts)
        self.marks: dict[str, str] = {}
        self.errors: list[FieldError] = []
        self._histories: dict[str, History] = {}

    def visible(self) -> list[Field]:
        """The fields that are asked now, in order."""
        return list(self.fields)

    def field(self, field_id: str) -> Field:
        """The field of that id. Raises KeyError."""
        return next(field for field in self.fields if field.id == field_id)

    def answer(self, field_id: str, text: str) -> None:
        """Take *text* as the answer, readable or not. Raises KeyError for an unknown field."""
        if self.texts[field_id] != text:
            if self.field(field_id).restore:
                self._histories.setdefault(field_id, History()).note(self.texts[field_id], text)
            self.texts[field_id] = text
            self.marks.pop(field_id, None)

    def undone(self, field_id: str) -> bool:
        """Take the last step in a field back; whether there was one. A secret has no steps."""
        history = self._histories.get(field_id)
        return history is not None and self._stepped(field_id, history.undo(self.texts[field_id]))

    def redone(self, field_id: str) -> bool:
        """Do again what was taken back last; whether there was something."""
        history = self._histories.get(field_id)
        return history is not None and self._stepped(field_id, history.redo(self.texts[field_id]))

    def _stepped(self, field_id: str, text: str | None) -> bool:
        if text is not None:
            self.texts[field_id] = text
            self.marks.pop(field_id, None)
        return text is not None

    def options(self, field_id: str, text: str) -> list[Choice]:
        """The answers that the list of a field offers for *text*; empty where any text will do."""
        return self.field(field_id).options(text)

    def choose(self, field_id: str, code: str) -> None:
        """Take one of the :meth:`options` as the answer."""
        self.answer(field_id, self.field(field_id).show(code))
        self.tidy(field_id)

    def hint(self, field_id: str) -> str:
        """What to say of a field while it is filled in, in the current language."""
        return _(self.field(field_id).hint)

    def fill(self, field_id: str, text: str) -> None:
        """Answer for the person (a link out of a mail); an old error of the field is gone with its old answer."""
        self.answer(field_id, text)
        self.errors = [error for error in self.errors if error.field_id != field_id]

    def tidy(self, field_id: str) -> str:
        """Put the answer into its sent form where it can be read; return the text to show."""
        self.texts[field_id] = self.field(field_id).tidy(self.texts[field_id], self.around())
        return self.texts[field_id]

    def spoken(self) -> None:
        """Say in the language of now what the program wrote into the answers in another one."""
        for field in self.fields:
            self.texts[field.id] = field.spoken(self.texts[field.id])

    def around(self) -> Surroundings:
        """Today, and the values that can be read so far."""
        values: dict[str, Any] = {}
        around = Surroundings(self.today(), values)
        for field in self.visible():
            try:
                values[field.id] = field.parse(self.texts[field.id], around)
            except Unreadable:
                continue
        return around

    def value(self, field_id: str) -> Any:
        """The value of one field, or None where it cannot be read yet."""
        return self.around().values.get(field_id)

    def echo(self, field_id: str) -> str:
        """What the program understood of one answer."""
        return self.field(field_id).echo(self.texts[field_id], self.around())

    def check(self) -> list[FieldError]:
        """Read all that is asked; keep and return the errors in the order of the fields."""
        values: dict[str, Any] = {}
        around = Surroundings(self.today(), values)
        self.errors = []
        for field in self.visible():
            try:
                values[field.id] = field.parse(self.texts[field.id], around)
            except Unreadable as unreadable:
                self.errors.append(unreadable.error)
        self.errors.extend(error for error in self.between(values) if not self.error(error.field_id))
        order = [field.id for field in self.fields]
        self.errors.sort(key=lambda error: order.index(error.field_id))
        return self.errors

    def between(self, values: Mapping[str, Any]) -> Iterable[FieldError]:
        """The rules between fields; *values* holds what could be read."""
        return ()

    def error(self, field_id: str) -> FieldError | None:
        """The error of one field, if the last check or the insurer found one."""
        return next((error for error in self.errors if error.field_id == field_id), None)

    def values(self) -> dict[str, Any]:
        """All values that are asked now. Raises FormRejected."""
        if self.check():
            raise FormRejected(self.id)
        return dict(self.around().values)

    def model(self) -> "type[BaseModel]":
        """The model that the answers build; imported late, so that a first screen needs no pydantic."""
        raise NotImplementedError(self.id)

    def build(self) -> Any:
        """The frozen model of the answers. Raises FormRejected."""
        return self.model()(**{key: value for key, value in self.values().items() if value is not None})

    def load(self, values: Mapping[str, Any], mark: str = "") -> None:
        """Show *values* (as a model holds them) as the answers; *mark* says where they come from."""
        for field in self.fields:
            if field.id in values:
                self.texts[field.id] = self._settled[field.id] = field.show(values[field.id])
                self._histories.pop(field.id, None)
                if mark and self.texts[field.id]:
                    self.marks[field.id] = mark

    def refuse(self, problem: "Problem") -> bool:
        """Put the insurer's field errors beside their fields; say whether any field was named."""
        named = {field.id: field for field in self.visible()}
        errors = []
        for wrong in problem.field_errors:
            field = named.get(wrong.pointer.rsplit("/", 1)[-1])
            if field:
                errors.append(field.error(wrong.code.rsplit(".", 1)[-1]))
        self.errors = errors or self.errors
        return bool(errors)

    def snapshot(self) -> dict[str, str]:
        """What may be kept: the texts of all fields but the secret ones, ``+5`` as the day that it means.

        A text that was refused as a card number is not.
        """
        around = self.around()
        kept = {field.id: field.frozen(self.texts[field.id], around) for field in self.fields if field.restore}
        return {each: "" if self._is_card(each, around) else text for each, text in kept.items()}

    def _is_card(self, field_id: str, around: Surroundings) -> bool:
        try:
            self.field(field_id).parse(self.texts[field_id], around)
        except Unreadable as unreadable:
            return unreadable.error.kind == "card_number"
        return False

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put kept texts back; unknown fields are left alone. What was typed in between cannot be undone into."""
        self._histories.clear()
        self.texts.update({key: text for key, text in texts.items() if key in self.texts})

    def settle(self) -> None:
        """What stands now is sent or given from elsewhere: nothing of it would be lost."""
        self._settled = dict(self.texts)

    def changed(self) -> bool:
        """Whether an answer means something else than what was loaded or settled last."""
        return self.texts != self._settled and self._meanings(self.texts) != self._meanings(self._settled)

    def _meanings(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The value of every answer; its text where it cannot be read (a country is called otherwise in Russian)."""
        values: dict[str, Any] = {}
        unread: dict[str, str] = {}
        for field in self.fields:
            try:
                values[field.id] = field.parse(texts[field.id], Surroundings(self.today(), values))
            except Unreadable:
                unread[field.id] = texts[field.id].strip()
        return values | unread

    def untouched(self) -> bool:
        """Whether nothing was typed or loaded, ticks aside."""
        return not any(self.texts[field.id].strip() for field in self.fields if not isinstance(field, TickField))
