"""Languages: the texts' translations (gettext) and the locale's dates, numbers and money (Babel).

The standard library alone is imported here; Babel comes in with the first value that is shown. Neither
looks at the operating system's locale: one language is chosen once and can be changed while running.
"""

import gettext as _gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path
from struct import error as StructError

DOMAIN = "omi"
LANGUAGES: dict[str, str] = {
    "en": "English",
    "ru": "Русский",
    "be": "Беларуская",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "pl": "Polski",
    "de": "Deutsch",
    "zh_Hans": "简体中文",
}
"""The languages that are shipped, each by its own name."""

NBSP = "\u00a0"
LONGEST_DATE = 20
_PACKAGE = Path(__file__).resolve().parent.parent
_CATALOGUES = (_PACKAGE / "locales", _PACKAGE.parent / "locales")
_VARIABLES = ("OMI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_SAME_LANGUAGE = {"zh": "zh_Hans", "zh_cn": "zh_Hans", "zh_sg": "zh_Hans", "zh_hans": "zh_Hans"}
"""What locales call a language that is shipped under another code. ``zh_TW`` and ``zh_Hant`` are read in English."""

_DAY_PATTERNS = {
    "en": ("EEE d MMM y", "EEEE d MMMM y", "d MMM y"),
    "lt": ("y-MM-dd, EEE", "full", "y-MM-dd"),
    "lv": ("EEEEEE, d. MMM y", "full", "d. MMM y"),
    "de": ("EEE, d. MMM y", "full", "d. MMM y"),
    "zh_Hans": ("y年M月d日 EEE", "full", "y年M月d日"),
}
_OTHER_DAY_PATTERNS = ("EEE, d MMM y", "full", "d MMM y")
"""A day with its weekday, in whole words, and short: a pattern of CLDR each, or its own longest form."""

_current: tuple[str, _gettext.NullTranslations] = ("en", _gettext.NullTranslations())


def choose_language(option: str | None, env: Mapping[str, str]) -> str:
    """The code of the language to speak: *option*, else the first variable that is set, else English.

    The variables are ``OMI_LANG``, ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``. A language that is not shipped
    (``C`` too) becomes ``en``.
    """
    wanted = option or next((env[name] for name in _VARIABLES if env.get(name)), "en")
    return shipped(wanted) or "en"


def shipped(locale: str) -> str | None:
    """The shipped language that the name of a *locale* means, such as ``ru_RU.UTF-8``; None where none is meant."""
    whole = locale.replace("-", "_").split(".")[0].split("@")[0].lower()
    language, _sep, region = whole.partition("_")
    for name in (whole, f"{language}_{region.partition('_')[0]}"):
        if name in _SAME_LANGUAGE:
            return _SAME_LANGUAGE[name]
    return language if language in LANGUAGES else None


def set_language(code: str) -> None:
    """Speak *code* from now on. English needs no catalogue; a catalogue that is missing leaves the texts in English.

    Raises ValueError for a language that is not shipped.
    """
    global _current
    if code not in LANGUAGES:
        raise ValueError(f"not a shipped language: {code}")
    _current = (code, _catalogue(code))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak *code* within the block, and then as before; for a text that somebody else reads.

    Nothing may be awaited in the block: the rest of the program would speak *code* too. Raises ValueError as
    :func:`set_language` does.
    """
    before = language()
    set_language(code)
    try:
        yield
    finally:
        set_language(before)


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
    """A day with its weekday, at most :data:`LONGEST_DATE` cells: ``Sat 28 Nov 2026``."""
    return _day(day, 0)


def show_date_long(day: date) -> str:
    """A day in whole words: ``Saturday 28 November 2026``."""
    return _day(day, 1)


def show_day(day: date) -> str:
    """A day without its weekday, held together by no-break spaces: ``28 Nov 2026``."""
    return _day(day, 2).replace(" ", NBSP)


def day_cells() -> int:
    """How many cells the widest :func:`show_day` of the current language takes."""
    return _day_cells(language())


@cache
def _day_cells(code: str) -> int:
    from omi_tui.text.width import cell_len

    tenths = (date(2026, month, 10) for month in range(1, 13))
    return max(cell_len(_in_pattern(day, 2, code)) for day in tenths)


def _day(day: date, which: int) -> str:
    return _in_pattern(day, which, language())


def _in_pattern(day: date, which: int, code: str) -> str:
    from babel.dates import format_date

    return _wide(format_date(day, _DAY_PATTERNS.get(code, _OTHER_DAY_PATTERNS)[which], locale=code))


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


def in_a_sentence(label: str) -> str:
    """*label* as it stands inside a line: its first letter small, but in German, where nouns keep theirs."""
    return label if language() == "de" else label[:1].lower() + label[1:]


def days_count(n: int) -> str:
    """A number of days in words: ``8 days``."""
    return ngettext("{count} day", "{count} days", n).format(count=n)
