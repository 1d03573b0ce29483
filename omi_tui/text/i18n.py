"""Languages: the texts' translations (gettext) and the locale's dates, numbers and money (Babel).

The standard library alone is imported here; Babel comes in with the first value that is shown. Neither
looks at the operating system's locale: one language is chosen once and can be changed while running.
"""

import gettext as _gettext
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path
from struct import error as StructError

DOMAIN = "omi"
LANGUAGES: dict[str, str] = {"en": "English", "ru": "Русский"}
"""The languages that are shipped, each by its own name."""

NBSP = "\u00a0"
_PACKAGE = Path(__file__).resolve().parent.parent
_CATALOGUES = (_PACKAGE / "locales", _PACKAGE.parent / "locales")
_VARIABLES = ("OMI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_DAY_PATTERNS = {"en": ("EEE d MMM y", "EEEE d MMMM y")}
_OTHER_DAY_PATTERNS = ("EEE, d MMM y", "full")

_current: tuple[str, _gettext.NullTranslations] = ("en", _gettext.NullTranslations())


def choose_language(option: str | None, env: Mapping[str, str]) -> str:
    """The code of the language to speak: *option*, else the first variable that is set, else English.

    The variables are ``OMI_LANG``, ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``. ``ru_RU.UTF-8`` is read as ``ru``;
    a language that is not shipped (``C`` too) becomes ``en``.
    """
    wanted = option or next((env[name] for name in _VARIABLES if env.get(name)), "en")
    code = wanted.replace("-", "_").split(".")[0].split("@")[0].split("_")[0].lower()
    return code if code in LANGUAGES else "en"


def set_language(code: str) -> None:
    """Speak *code* from now on. English needs no catalogue; a catalogue that is missing leaves the texts in English.

    Raises ValueError for a language that is not shipped.
    """
    global _current
    if code not in LANGUAGES:
        raise ValueError(f"not a shipped language: {code}")
    _current = (code, _catalogue(code))


def language() -> str:
    """The code of the current language."""
    return _current[0]


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code != "en":
        for folder in _CATALOGUES:
            try:
                return _gettext.translation(DOMAIN, folder, [code])
            except (OSError, ValueError, StructError):
                continue
    return _gettext.NullTranslations()


def N_(text: str) -> str:
    """Mark *text* for translation and return it unchanged: it is translated when it is shown."""
    return text


def _(text: str) -> str:
    """*text* in the current language."""
    return _current[1].gettext(text) if text else ""


def in_language(code: str, text: str) -> str:
    """*text* in the shipped language *code*, whatever language is spoken now."""
    return _catalogue(code).gettext(text)


def pgettext(context: str, text: str) -> str:
    """*text* in the current language, where the word has several meanings and *context* says which."""
    return _current[1].pgettext(context, text)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of the text that the current language uses for *n* things."""
    return _current[1].ngettext(one, many, n)


def show_date(day: date) -> str:
    """A day with its weekday, at most 20 cells: ``Sat 28 Nov 2026``."""
    return _day(day, 0)


def show_date_long(day: date) -> str:
    """A day in whole words: ``Saturday 28 November 2026``."""
    return _day(day, 1)


def _day(day: date, which: int) -> str:
    from babel.dates import format_date

    return _wide(format_date(day, _DAY_PATTERNS.get(language(), _OTHER_DAY_PATTERNS)[which], locale=language()))


def _wide(text: str) -> str:
    """CLDR's narrow no-break space as the plain one, which more fonts and screen readers know."""
    return text.replace("\u202f", NBSP)


def show_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """The clock time ``HH:MM`` of an aware *moment* in *zone*; without a zone, on this machine's clock."""
    return f"{moment.astimezone(zone):%H:%M}"


def show_number(number: int | Decimal) -> str:
    """A number with the language's grouping and decimal mark: ``10,000``."""
    from babel.numbers import format_decimal

    return _wide(format_decimal(number, locale=language()))


def show_money(amount: Decimal, currency: str) -> str:
    """An amount with two decimals and its currency's code, joined by a no-break space: ``10,000.00 EUR``."""
    from babel.numbers import format_decimal

    return _wide(format_decimal(amount, "#,##0.00", locale=language())) + NBSP + currency


def days_count(n: int) -> str:
    """A number of days in words: ``8 days``."""
    return ngettext("{count} day", "{count} days", n).format(count=n)
