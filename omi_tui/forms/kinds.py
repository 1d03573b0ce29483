"""The two kinds of field that know more than their own text: calendar days and countries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from omi_tui.forms.field import Choice, Field, Surroundings, Unreadable
from omi_tui.model import rules
from omi_tui.model.period import minsk_today
from omi_tui.model.rules import RuleError
from omi_tui.text import i18n
from omi_tui.text.card_numbers import shows_card_number
from omi_tui.text.i18n import N_, _

Purpose = Literal["term", "birth", "expiry", "issue"]

DATE_HINT = N_("28.11, 28 nov, 2026-11-28, t for today, +5 for in five days")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DateField(Field):
    """A calendar day. ``check(day, around)`` is the rule that looks at today or at another day."""

    purpose: Purpose = "term"
    after: str = ""
    """The id of the field that holds the first day, for lengths such as ``8d``."""
    check: Callable[[date, Surroundings], Any] = lambda day, around: day
    width: int = 12
    cards: Callable[[str], bool] = shows_card_number
    complete: str = r"\d\d([./-])\d\d\1\d{4}|\d{8}"

    def read(self, text: str, around: Surroundings) -> date:
        """Return the day. Raises RuleError, or Unreadable for a date with two readings (both are named)."""
        from omi_tui.text.dates import Ambiguous, DayError, parse_day

        begin = around.values.get(self.after) if self.after else None
        try:
            day = parse_day(text, today=around.today, purpose=self.purpose, begin=begin)
        except DayError as error:
            counted = self.after and begin is None and _reads(text, around.today)
            raise RuleError("no_begin" if counted else error.kind) from None
        if isinstance(day, Ambiguous):
            raise Unreadable(
                self.error("ambiguous", first=day.first, second=day.second, one=f"{day.first}", two=f"{day.second}")
            )
        self.check(day, around)
        return day

    def show(self, value: Any) -> str:
        """The day as ``dd.mm.yyyy``; an answer chosen from :meth:`options` as it is."""
        return value.strftime("%d.%m.%Y") if isinstance(value, date) else value or ""

    def tidy(self, text: str, around: Surroundings) -> str:
        """A date stays as it was typed: the echo beside it says what it means."""
        return text

    def echo(self, text: str, around: Surroundings) -> str:
        """The day with its weekday and the month as a word; or that the text can mean two days."""
        try:
            day = self.parse(text, around)
        except Unreadable as unreadable:
            return _("two dates: see list") if unreadable.error.kind == "ambiguous" else ""
        return i18n.show_date(day) if day else ""

    def options(self, text: str) -> list[Choice]:
        """Both readings of a date with slashes; nothing for a text with one reading or none."""
        try:
            self.read(text, Surroundings(minsk_today(), {}))
        except Unreadable as unreadable:
            readings = [unreadable.error.params[name] for name in ("first", "second")]
            return [Choice(f"{day}", i18n.show_date(day)) for day in readings if isinstance(day, date)]
        except RuleError:
            pass
        return []

    def frozen(self, text: str, around: Surroundings) -> str:
        """The text that means the same day tomorrow: what a saved form keeps instead of ``+5``."""
        try:
            return self.show(self.parse(text, around)) or text
        except Unreadable:
            return text


def _reads(text: str, begin: date) -> bool:
    """Whether *text* is a day once there is a day to count from."""
    from omi_tui.text.dates import DayError, parse_day

    try:
        return bool(parse_day(text, today=begin, purpose="term", begin=begin))
    except DayError:
        return False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CountryField(Field):
    """A country or nationality: a name in any shipped language, a code, or the start of either."""

    width: int = 34
    lived_in: bool = False
    """Whether only places count, and not the organisations and statuses that issue travel documents."""

    def _find(self, text: str) -> list[str]:
        from omi_tui.model import country

        codes = country.find(text) if text.strip() else sorted(country.CODES, key=country.name)
        return [code for code in codes if not self.lived_in or country.CODES[code]]

    def read(self, text: str, around: Surroundings) -> str:
        """Return the alpha-3 code of the one country that *text* names. Raises RuleError."""
        from omi_tui.model import country

        found = self._find(text)
        if not found:
            raise RuleError("unknown")
        if len(found) > 1:
            raise RuleError("several", names=", ".join(country.name(code) for code in found[:4]))
        return found[0]

    def show(self, value: Any) -> str:
        """Code and name, such as ``POL  Poland``."""
        from omi_tui.model import country

        return f"{value}  {country.name(value)}" if value else ""

    def spoken(self, text: str) -> str:
        """The country that :meth:`show` named, by its name of now; what was typed stays."""
        from omi_tui.model import country

        code, between, _name = text.partition("  ")
        return self.show(code) if between and code in country.CODES else text

    def options(self, text: str) -> list[Choice]:
        """The countries that *text* may mean; all of them for an empty text."""
        from omi_tui.model import country

        return [Choice(code, country.name(code)) for code in self._find(text)]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OneNameField(Field):
    """A first name that the passport may not have: a lone hyphen says so, and "not given" is shown as one."""

    def show(self, value: Any) -> str:
        """The name; a hyphen for none."""
        return "-" if value is None else str(value)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PhoneField(Field):
    """A phone number: sent as E.164, and left on screen in the groups in which it was typed."""

    rule: Callable[[str], Any] = rules.phone

    def tidy(self, text: str, around: Surroundings) -> str:
        """A phone number stays as it was typed."""
        return text


def name_or_dash(text: str) -> str | None:
    """A first name in Latin; a lone hyphen says that the passport has one name only, which is sent as no name."""
    return None if text.strip() in {"-", "\u2013", "\u2014"} else rules.latin_name(text)


def national_name_or_dash(text: str) -> str | None:
    """As :func:`name_or_dash`, for the person's own script."""
    return None if text.strip() in {"-", "\u2013", "\u2014"} else rules.national_name(text)
