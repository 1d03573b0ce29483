"""A purchase in one line: ``buy +5 14d self``, ``25apr 14d scan``, ``+5 8 may kow``."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from omi_tui.forms.field import Field, FieldError, Surroundings, Unreadable
from omi_tui.forms.form import Form
from omi_tui.forms.period import PeriodForm
from omi_tui.text.card_numbers import shows_card_number
from omi_tui.text.i18n import LANGUAGES, N_, pgettext, speaking
from omi_tui.text.latin import from_russian_layout

WORDS: dict[str, Callable[[], str]] = {
    "buy": lambda: pgettext("quick entry", "buy"),
    "self": lambda: pgettext("quick entry", "self"),
    "scan": lambda: pgettext("quick entry", "scan"),
}
"""The words of the line that are no days and no names; each is taken in every language."""


_TWO_NUMBERS = re.compile(r"\+\s*\d+\s+\d")
"""In how many days, and the day after it: five and fourteen are not 514."""


class Quick(NamedTuple):
    """What one line says. ``who`` is ``self``, ``scan``, or the beginning of a saved traveller's name."""

    begin: date
    end: date
    who: str


def meaning(word: str) -> str:
    """Which of the :data:`WORDS` *word* is in any shipped language, or with the Russian layout on; else the word."""
    folded = word.casefold()
    for said in (folded, from_russian_layout(folded)):
        for code in LANGUAGES:
            with speaking(code):
                for name, own in WORDS.items():
                    if said in (name, own().casefold()):
                        return name
    return word


def looks_like(line: str, today: date) -> bool:
    """Whether *line* is meant as a quick entry: several words that begin with "buy" or with a day."""
    words = line.split()
    return len(words) > 1 and (meaning(words[0]) == "buy" or any(_days(words, today, None)))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class QuickField(Field):
    """The line. Days are read as the form of the days reads them, blanks within a day too."""

    cards: Callable[[str], bool] = shows_card_number

    def read(self, text: str, around: Surroundings) -> Quick:
        """What the line says. Raises Unreadable with the sentence of the word that cannot be read."""
        words = text.split()
        if meaning(words[0]) == "buy":
            words = words[1:]
        if not words:
            raise Unreadable(self.error("missing"))
        for begin in _days(words, around.today, None):
            for end in _days(words[begin.words :], around.today, begin.day):
                who = words[begin.words + end.words :]
                if who and all(_is_name(word) for word in who):
                    period = self._period(begin.text, end.text, around)
                    return Quick(*period, meaning(who[0]) if len(who) == 1 else " ".join(who))
        raise Unreadable(self._unread(words, around.today))

    def _period(self, begin: str, end: str, around: Surroundings) -> tuple[date, date]:
        """Both days. Raises Unreadable with the sentence that the form of the days has for it."""
        form = PeriodForm(lambda: around.today)
        form.answer("begin_date", begin)
        form.answer("end_date", end)
        for wrong in form.check():
            raise Unreadable(wrong._replace(field_id=self.id))
        period = form.period()
        assert period is not None
        return period.begin, period.end

    def _unread(self, words: Sequence[str], today: date) -> FieldError:
        """Which word it is that says nothing."""
        begin = next(_days(words, today, None), None)
        if begin is None:
            return self.error("day", word=words[0])
        rest = words[begin.words :]
        end = next(_days(rest, today, begin.day), None)
        if rest and end is None:
            return self.error("day", word=rest[0])
        return self.error("person")

    def show(self, value: Any) -> str:
        """The line with its days in figures."""
        if not isinstance(value, Quick):
            return value or ""
        return f"{value.begin:%d.%m.%Y} {value.end:%d.%m.%Y} {value.who}"

    def tidy(self, text: str, around: Surroundings) -> str:
        """The line stays as it was typed."""
        return text


class _Day(NamedTuple):
    text: str
    words: int
    day: date


def _days(words: Sequence[str], today: date, begin: date | None) -> Iterator[_Day]:
    """The days that *words* begin with, the one of the most words first; a Russian layout is mapped back."""
    from omi_tui.text.dates import Ambiguous, DayError, parse_day

    for count in range(len(words), 0, -1):
        typed = " ".join(words[:count])
        if _TWO_NUMBERS.match(typed):
            continue
        for text in dict.fromkeys((typed, from_russian_layout(typed))):
            try:
                day = parse_day(text, today=today, purpose="term", begin=begin)
            except DayError as error:
                if error.kind != "impossible":
                    continue
                day = begin or today  # the form of the days says what is impossible about it
            yield _Day(text, count, day.first if isinstance(day, Ambiguous) else day)
            break


def _is_name(word: str) -> bool:
    return word.replace("-", "").replace("'", "").replace("’", "").isalpha()


class QuickForm(Form):
    """The one line of the quick entry."""

    id = "quick"
    fields = (
        QuickField(
            id="line",
            label=N_("Days and insured person"),
            hint=N_("First day, last day, who: +5 14d self, or 25apr 8may scan"),
            help=N_(
                "The first and the last insured day as in the form of the days, then who is insured: self for the "
                "policyholder, scan for the next passport, or the beginning of a saved traveller's last name. "
                "You check the answers before anything is sent."
            ),
            width=36,
            leak="drop",
            messages={
                "missing": N_("Type the days and who is insured, such as: +5 14d self."),
                "day": N_("This is not a day: {word}. Type the first and the last day, such as +5 14d."),
                "person": N_("Say at the end who is insured: self, scan, or a saved traveller's last name."),
                "nobody": N_("No saved traveller's name begins with {word}. Type other letters, self or scan."),
                "format": N_("Type the days and who is insured, such as: +5 14d self."),
            },
        ),
    )
