"""Asks the fields of a form one by one: a line each, the answer read at once, help and lists when wanted."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.forms.field import Choice, ChoiceField, Field, SecretField, TickField, Unreadable
from omi_tui.forms.kinds import DateField
from omi_tui.journeys import scan_words, scanning
from omi_tui.plain.pages import sentence
from omi_tui.plain.words import Said, command_lines, number_of
from omi_tui.text import yes_no
from omi_tui.text.i18n import _, language, pgettext, show_date_long, show_number

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.plain.talk import Talk

PAGE = 10
SHORT_LIST = 12
"""A closed list of at most so many answers is told with the question."""


class Elsewhere(NamedTuple):
    """The answer was a command that leads away from the field, or the number of something else on the page."""

    said: Said


class FieldPrompt:
    """One field of *form*, asked until it can be read or the person goes elsewhere."""

    def __init__(
        self,
        talk: "Talk",
        form: "Form",
        field: Field,
        place: tuple[int, int],
        numbers: range = range(0),
        *,
        scans: bool = False,
    ) -> None:
        """*numbers* are those of other things on the page that may be named instead of yes or no.

        *scans*: the rows of a travel document may come instead of the answer.
        """
        self._talk, self._form, self._field = talk, form, field
        self._place, self._numbers, self._scans = place, numbers, scans
        self._scanned = False
        """Whether the line before was a row of a document."""
        self._offered: list[Choice] = []
        self._listed = 0

    async def ask(self) -> Elsewhere | None:
        """Ask until the form has an answer of this field that can be read; None then."""
        field = self._field
        if isinstance(field, ChoiceField) and len(field.choices) <= SHORT_LIST:
            self._offer(field.options(""))
        prepared = self._talk.prepared(self._form, field)
        while True:
            if prepared is None:
                said = await self._talk.ask(self._prompt(), secret=isinstance(field, SecretField))
            else:
                said, prepared = self._talk.answer(self._prompt(), prepared), None
            if said.command == "help":
                self._help(commands=said.text != "?")
            elif said.command == "list":
                self._list(said.text)
            elif said.command == "clear":
                self._form.answer(field.id, "")
                if not field.required:
                    return None
            elif said.command or self._names_a_row(said.text):
                return Elsewhere(said)
            elif self._scans and scanning.begins(said.text):
                return Elsewhere(Said(said.text, "scanned"))
            elif self._unwanted_row(said.text):
                self._talk.wrong(_(scan_words.UNWANTED))
            elif self._take(said.text):
                return None

    def _unwanted_row(self, text: str) -> bool:
        """Whether a row of a document came here, or one behind another."""
        if isinstance(self._field, SecretField):
            return False
        behind = self._scanned and len(text) >= scanning.SHORTEST_ROW
        self._scanned = scanning.unwanted(text) or (behind and scanning.begins(text))
        return self._scanned

    def _names_a_row(self, text: str) -> bool:
        return isinstance(self._field, TickField) and number_of(text) in self._numbers

    def _prompt(self) -> str:
        field, verbosity = self._field, self._talk.verbosity
        parts = [_(field.label)]
        if not field.required and not isinstance(field, TickField):
            parts[0] += " " + _("(optional)")
        if isinstance(field, TickField):
            parts.append(_("yes or no"))
        if verbosity >= 2 and field.hint:
            parts.append(self._form.hint(field.id))
        if default := self._default():
            parts[-1] += f" [{default}]"
        if verbosity >= 1 and self._place[1] > 1:
            number, count = self._place
            parts.append(_("{number} of {count}").format(number=number, count=count))
        return ", ".join(parts) + pgettext("end of a prompt", ":")

    def _default(self) -> str:
        """What Enter alone answers: what stands there already."""
        field, text = self._field, self._form.texts[self._field.id]
        if isinstance(field, SecretField):
            return ""
        if isinstance(field, TickField):
            return _("yes") if text == "yes" else "" if field.required else _("no")
        shown = self._form.echo(field.id) if isinstance(field, ChoiceField) else " ".join(text.split())
        if value := self._form.value(field.id) if isinstance(field, DateField) else None:
            shown = show_date_long(value)  # "+5" says little to who comes back to it
        mark = self._form.marks.get(field.id, "")
        return f"{shown}, {_(mark)}" if shown and mark else shown

    def _take(self, text: str) -> bool:
        """Give the answer to the form; say what was understood, or why it cannot be read."""
        form, field = self._form, self._field
        before = form.texts[field.id]
        if code := self._offered_code(text.strip()):
            form.choose(field.id, code)
            text = form.texts[field.id]
        if isinstance(field, TickField):
            if text.strip():
                answer = yes_no.read(text, language())
                if answer is None:
                    self._talk.wrong(_("Answer yes or no."))
                    return False
                form.answer(field.id, "yes" if answer else "")
        elif text.strip() or (isinstance(field, SecretField) and text):
            form.answer(field.id, text)
        try:
            field.parse(form.texts[field.id], form.around())
        except Unreadable as unreadable:
            self._talk.wrong(unreadable.error.message())
            if not isinstance(field, SecretField) and form.texts[field.id].strip():
                self._offer_for(form.texts[field.id])
            if text.strip():
                form.texts[field.id] = before  # an answer that cannot be read is no default
            return False
        form.errors = [error for error in form.errors if error.field_id != field.id]
        if text.strip():
            self._understood(text)
        return True

    def _understood(self, typed: str) -> None:
        """Say what is not what was typed: the weekday of a date, the name behind a code."""
        form, field = self._form, self._field
        if isinstance(field, SecretField | TickField):
            return
        value = form.value(field.id)
        echo = show_date_long(value) if isinstance(value, date) else form.echo(field.id)
        tidy = " ".join(form.tidy(field.id).split())
        for heard in (echo, tidy):
            if heard:
                if heard.casefold() != " ".join(typed.split()).casefold():
                    self._talk.say(sentence(heard))
                return

    def _offered_code(self, text: str) -> str:
        """The answer behind a number of the list that was told last."""
        number = number_of(text) or 0
        return self._offered[number - 1].code if 0 < number <= len(self._offered) else ""

    def _list(self, part: str) -> None:
        """Ten answers, and the next ten when asked again."""
        if self._offered and not part and self._listed < len(self._offered):
            self._tell()
            return
        options = self._form.options(self._field.id, part) or self._form.options(self._field.id, "")
        if options:
            self._offer(options)
        else:
            self._talk.say(_("There is no list for this field: type the answer."))

    def _offer_for(self, text: str) -> None:
        """After an answer that cannot be read: tell those that it may mean, or how to hear all of them."""
        options = self._field.options(text)
        if len(options) > 1:
            self._offer(options)
        elif self._field.options(""):
            self._talk.say(_("{command} lists the answers.").format(command=self._talk.command("list")))

    def _offer(self, options: list[Choice]) -> None:
        """Tell *options* with numbers."""
        self._offered, self._listed = options, 0
        self._tell()

    def _tell(self) -> None:
        page = range(self._listed, min(self._listed + PAGE, len(self._offered)))
        for place in page:
            choice = self._offered[place]
            code = f" ({choice.code})" if choice.code.isupper() else ""
            self._talk.say(f"{place + 1}. {_(choice.label)}{code}")
        self._listed = page.stop
        if self._listed < len(self._offered):
            rest = _("{first} to {last} of {total}. {command} goes on; {command} and a part of a name finds it.")
            self._talk.say(
                rest.format(
                    first=page.start + 1,
                    last=page.stop,
                    total=show_number(len(self._offered)),
                    command=self._talk.command("list"),
                )
            )

    def _help(self, *, commands: bool) -> None:
        field = self._field
        for text in dict.fromkeys((_(field.label), _(field.hint), _(field.help))):
            if text:
                self._talk.say(sentence(text))
        more = _("{command} lists the commands.").format(command=self._talk.command("help"))
        for line in command_lines() if commands else [more]:
            self._talk.say(line)
