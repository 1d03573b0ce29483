"""The one date grammar: what a person may type for a day, and what it means.

Accepted, in small or capital letters: ``25.4.2026``, ``25-4-26``, ``25 4 2026``, ``2026-04-25``, ``20260425``,
``25042026``, ``250426``, ``25apr26``, ``25 апреля 2026``, ``Apr 25, 2026``, a passport's ``25 АПР/APR 26``,
``2026 m. balandžio 25 d.``, ``2026年4月25日``; for a term also ``25.4`` and ``25 apr`` (the next such day); ``t``,
``+5``, ``t+14``; and, where a first day is known, ``8d`` for eight days with both ends counted. A slash is read day
first and month first: where both are real days the answer is :class:`Ambiguous`, never a guess.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal
from unicodedata import normalize

from omi_tui.text.months import (
    BESIDE_A_MONTH,
    CHINESE_MONTHS,
    DAYS,
    ENGLISH_MONTHS,
    NOISE,
    OFFSETS,
    month,
    weekday,
)

Purpose = Literal["term", "birth", "expiry", "issue"]
Kind = Literal["missing", "unreadable", "impossible", "no_year"]

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST_TEXT = 60
LONGEST_GUESS = timedelta(days=180)
"""From the first day of a term to a last day whose year nobody typed."""
_SEPARATORS = frozenset(" .,-/")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


_CHINESE = re.compile(
    rf"(?<!\d)(?:(\d{{4}}|\d\d) ?年 ?)?(\d\d?|{'|'.join(CHINESE_MONTHS)}) ?月 ?(\d\d?) ?[日号]?(?!\d)", re.ASCII
)
"""Year, month and day, each told by the sign behind it."""


class DayError(ValueError):
    """A text is no day: ``missing``, ``unreadable``, ``impossible`` (31 April) or ``no_year``."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Ambiguous:
    """A day with slashes that is real in both readings: day first, and month first."""

    first: date
    second: date


@dataclass(frozen=True)
class _Context:
    """What a day is asked for, and where counting starts."""

    today: date
    purpose: Purpose
    begin: date | None


@dataclass(frozen=True)
class _Parts:
    """A text taken apart: numbers in their order, what the words say, and whether a slash stands between."""

    numbers: list[str]
    month: int | None
    weekday: int | None
    slash: bool


def parse_day(text: str, *, today: date, purpose: Purpose, begin: date | None = None) -> date | Ambiguous:
    """Read *text* as a day.

    *today* is the day in Minsk. Two-digit years are in the past for a birth and an issue, in this century for a
    term and an expiry. With *begin*, a length such as ``8d`` is read too, and a day without a year is the next one
    from *begin* on. Years run from 1900 to 2100.

    A weekday may stand beside the date and has to be the right one. Raises DayError.
    """
    text = " ".join(normalize("NFKC", text).casefold().translate(_DASHES).split())
    if not text:
        raise DayError("missing")
    if len(text) > LONGEST_TEXT:
        raise DayError("unreadable")
    context = _Context(today, purpose, begin)
    counted = _counted(text.replace(" ", ""), context)
    if counted:
        return counted
    parts = _take_apart(_CHINESE.sub(_in_european_order, text).strip())
    if parts.month is None:
        day = _from_numbers(parts, context)
    else:
        day = _from_month_name(parts.numbers, parts.month, context)
    if isinstance(day, date) and parts.weekday not in (None, day.weekday()):
        raise DayError("impossible")
    return day


def _counted(text: str, context: _Context) -> date | None:
    """Today, tomorrow, ``+5``, ``t+5``, and ``8d`` from the first day; None for any other text."""
    word, plus, number = text.partition("+")
    digits = len(text) - len(text.lstrip("0123456789"))
    if plus and word in ("", *OFFSETS) and number.isascii() and number.isdigit():
        return _later(context.today, int(number) + OFFSETS.get(word, 0))
    if text in OFFSETS:
        return _later(context.today, OFFSETS[text])
    if context.begin and digits and text[digits:] in DAYS:
        length = int(text[:digits])
        if length == 0:
            raise DayError("impossible")
        return _later(context.begin, length - 1)
    return None


def _later(day: date, days: int) -> date:
    try:
        later = day + timedelta(days=days)
    except OverflowError:
        raise DayError("impossible") from None
    return _real(later.year, later.month, later.day)


def _char_class(char: str) -> str:
    if char.isascii() and char.isdigit():
        return "number"
    return "word" if char.isalpha() else "separator"


def _in_european_order(found: re.Match[str]) -> str:
    """A Chinese date as day, month by its name, and year. Raises DayError for a thirteenth month."""
    year, sign, day = found.groups(default="")
    number = CHINESE_MONTHS.index(sign) + 1 if sign in CHINESE_MONTHS else int(sign)
    if not 1 <= number <= 12:
        raise DayError("impossible")
    return f" {day} {ENGLISH_MONTHS[number - 1]} {year} "


def _take_apart(text: str) -> _Parts:
    numbers, months, weekdays, slash, beside = [], set(), set(), False, False
    if not text[0].isalnum():
        raise DayError("unreadable")
    for char_class, chars in groupby(text, _char_class):
        token = "".join(chars)
        if char_class == "number":
            numbers.append(token)
        elif char_class == "separator":
            if not _SEPARATORS.issuperset(token):
                raise DayError("unreadable")
            slash = slash or "/" in token
        elif token in NOISE:
            continue
        elif token in BESIDE_A_MONTH:
            beside = True
        elif found := month(token):
            months.add(found)
        elif (day_of_week := weekday(token)) is not None:
            weekdays.add(day_of_week)
        else:
            raise DayError("unreadable")
    if not numbers or len(months) > 1 or len(weekdays) > 1 or (beside and not months):
        raise DayError("unreadable")
    return _Parts(numbers, next(iter(months), None), next(iter(weekdays), None), slash)


def _from_month_name(numbers: list[str], number_of_month: int, context: _Context) -> date:
    match [len(number) for number in numbers]:
        case [1 | 2]:
            return _without_year(numbers[0], str(number_of_month), context)
        case [1 | 2, 2 | 4]:
            return _with_year(numbers[0], str(number_of_month), numbers[1], context)
        case [4, 1 | 2]:
            return _with_year(numbers[1], str(number_of_month), numbers[0], context)
    raise DayError("unreadable")


def _from_numbers(parts: _Parts, context: _Context) -> date | Ambiguous:
    numbers = parts.numbers
    match [len(number) for number in numbers]:
        case [8]:
            return _eight_digits(numbers[0])
        case [6]:
            text = numbers[0]
            return _with_year(text[:2], text[2:4], text[4:], context)
        case [4, 1 | 2, 1 | 2]:
            return _with_year(numbers[2], numbers[1], numbers[0], context)
        case [1 | 2, 1 | 2, 2 | 4] | [1 | 2, 1 | 2]:
            if parts.slash:
                return _either_way(numbers, context)
            return _day_month(numbers[0], numbers[1], numbers[2:], context)
    raise DayError("unreadable")


def _eight_digits(text: str) -> date:
    """Year first where that is a real day, else day first; never both, as no month is 19, 20 or 21."""
    try:
        return _real(int(text[:4]), int(text[4:6]), int(text[6:]))
    except DayError:
        return _real(int(text[4:]), int(text[2:4]), int(text[:2]))


def _either_way(numbers: list[str], context: _Context) -> date | Ambiguous:
    readings = []
    failure = DayError("impossible")
    for day, month_number in (numbers[:2], numbers[1::-1]):
        try:
            readings.append(_day_month(day, month_number, numbers[2:], context))
        except DayError as error:
            failure = error
    if not readings:
        raise failure
    return readings[0] if readings[0] == readings[-1] else Ambiguous(*readings)


def _day_month(day: str, month_number: str, year: list[str], context: _Context) -> date:
    return _with_year(day, month_number, year[0], context) if year else _without_year(day, month_number, context)


def _without_year(day: str, month_number: str, context: _Context) -> date:
    """The next such day of a term, at most eight years ahead (29 February).

    A last day that lies long after the first one was rather meant to lie before it: its year has to be said.
    """
    start = context.begin or context.today
    days = _each_real((start.year + ahead for ahead in range(9)), day, month_number)
    if context.purpose != "term":
        raise DayError("no_year") if days else DayError("impossible")
    for found in days:
        if context.begin and found >= start + LONGEST_GUESS:
            raise DayError("no_year")
        if found >= start:
            return found
    raise DayError("impossible")


def _with_year(day: str, month_number: str, year: str, context: _Context) -> date:
    if len(year) == 4:
        return _real(int(year), int(month_number), int(day))
    recent, old = 2000 + int(year), 1900 + int(year)
    if context.purpose in ("term", "expiry"):
        return _real(recent, int(month_number), int(day))
    days = _each_real((recent, old), day, month_number)
    for found in days:
        if found <= context.today:
            return found
    raise DayError("impossible")


def _each_real(years: Iterable[int], day: str, month_number: str) -> list[date]:
    days = []
    for year in years:
        try:
            days.append(_real(year, int(month_number), int(day)))
        except DayError:
            continue
    return days


def _real(year: int, month_number: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DayError("impossible")
    try:
        return date(year, month_number, day)
    except ValueError:
        raise DayError("impossible") from None
