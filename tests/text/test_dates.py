"""One grammar for every date that is typed (F09), counted from today in Minsk (F10)."""

from datetime import date, timedelta
from typing import Literal

import pytest
from babel.dates import get_day_names, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.text.dates import Ambiguous, DayError, Purpose, parse_day
from omi_tui.text.i18n import LANGUAGES, set_language, show_date, show_date_long, show_day
from omi_tui.text.months import CHINESE_MONTHS, month, weekday

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PURPOSES: tuple[Purpose, ...] = ("term", "birth", "expiry", "issue")


def read(text: str, purpose: Purpose = "term", begin: date | None = None) -> date | Ambiguous:
    return parse_day(text, today=TODAY, purpose=purpose, begin=begin)


def failure(text: str, purpose: Purpose = "term", begin: date | None = None) -> str:
    with pytest.raises(DayError) as caught:
        read(text, purpose, begin)
    return caught.value.kind


@pytest.mark.parametrize(
    "text",
    [
        *("28.11.2026", "28-11-2026", "28 11 2026", "28.11.26", " 28 . 11 . 2026 ", "28.11.2026.", "28/11/2026"),
        *("2026-11-28", "2026.11.28", "2026/11/28", "20261128", "28112026", "281126", "28\u201311\u20132026"),
        *("28nov26", "28NOV2026", "28 Nov 2026", "28-nov-26", "28th of November 2026", "Nov 28, 2026", "2026 nov 28"),
        *("28 ноя 26", "28 нояб. 2026", "28 НОЯБРЯ 2026 г.", "28ноября2026", "28 ноябрь 2026 года", "28 НОЯ/NOV 26"),
        *("28.11", "28-11", "28 11", "28/11", "28nov", "28 ноя", "nov 28"),
        *("Sat 28 Nov 2026", "Saturday, 28 November 2026", "сб, 28 нояб. 2026", "суббота 28.11.2026"),
        *("+5", "t+5", "T + 5", "т+5", "today+5", "сегодня + 5", "tomorrow+4"),
        *("\u00a028.11.2026\u00a0", "２８.１１.２０２６"),
    ],
)
def test_ways_to_type_one_day(text: str) -> None:
    assert read(text) == date(2026, 11, 28)


@pytest.mark.parametrize(("text", "days"), [("t", 0), ("т", 0), ("Today", 0), ("сегодня", 0), ("завтра", 1), ("+0", 0)])
def test_counted_from_today(text: str, days: int) -> None:
    assert read(text) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("1d", date(2026, 11, 28)),
        ("8d", date(2026, 12, 5)),
        ("8 д", date(2026, 12, 5)),
        ("14 days", date(2026, 12, 11)),
        ("3 дня", date(2026, 11, 30)),
        ("5.12", date(2026, 12, 5)),
        ("27.11.2027", date(2027, 11, 27)),
        ("20.5", date(2027, 5, 20)),
        ("8 dec", date(2026, 12, 8)),
    ],
)
def test_last_day_counts_both_ends(text: str, end: date) -> None:
    assert read(text, begin=date(2026, 11, 28)) == end


@pytest.mark.parametrize("text", ["27.11", "27 nov", "28.5"])
def test_the_year_of_a_last_day_far_away_is_not_guessed(text: str) -> None:
    """A day before the first one is rather a slip than a term of a year."""
    with pytest.raises(DayError) as refused:
        read(text, begin=date(2026, 11, 28))
    assert refused.value.kind == "no_year"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "missing"),
        (" \u00a0 ", "missing"),
        ("31.4", "impossible"),
        ("31.4.2027", "impossible"),
        ("29.2.2027", "impossible"),
        ("31 apr 27", "impossible"),
        ("13/13/2027", "impossible"),
        ("0.1.2027", "impossible"),
        ("1.1.1899", "impossible"),
        ("1.1.2101", "impossible"),
        ("20261332", "impossible"),
        ("Sun 28 Nov 2026", "impossible"),
        ("+99999999999999999999", "impossible"),
        ("+30000", "impossible"),
        ("soon", "unreadable"),
        ("28", "unreadable"),
        ("2026", "unreadable"),
        ("28.11.026", "unreadable"),
        ("1.2.3.4", "unreadable"),
        ("28 ма 2026", "unreadable"),
        ("28 ju 2026", "unreadable"),
        ("28 mar apr 2026", "unreadable"),
        ("28:11:2026", "unreadable"),
        ("-5", "unreadable"),
        ("+", "unreadable"),
        ("8d", "unreadable"),
        ("2" * 5000, "unreadable"),
        ("+" + "9" * 5000, "unreadable"),
        ("nov", "unreadable"),
        ("nov 2026", "unreadable"),
        ("28 11 nov 2026", "unreadable"),
        ("28.11.2026 10:00", "unreadable"),
    ],
)
def test_what_is_no_day(text: str, kind: str) -> None:
    assert failure(text) == kind


def test_no_length_of_nothing() -> None:
    assert failure("0d", begin=TODAY) == "impossible"


def test_slashes_are_asked_about() -> None:
    both = Ambiguous(date(2026, 8, 7), date(2026, 7, 8))
    assert read("7/8/2026") == read("07/08/26") == both
    assert read("7/8/86", "birth") == Ambiguous(date(1986, 8, 7), date(1986, 7, 8))
    assert read("7/8") == Ambiguous(date(2027, 8, 7), date(2027, 7, 8))
    assert read("7/7/2026") == date(2026, 7, 7)
    assert read("7/25/2026") == read("25/7/2026") == date(2026, 7, 25)


@pytest.mark.parametrize(
    ("purpose", "text", "day"),
    [
        ("birth", "14.07.86", date(1986, 7, 14)),
        ("birth", "140786", date(1986, 7, 14)),
        ("birth", "23.11.26", date(2026, 11, 23)),
        ("birth", "24.11.26", date(1926, 11, 24)),
        ("birth", "29.2.00", date(2000, 2, 29)),
        ("issue", "24 nov 26", date(1926, 11, 24)),
        ("issue", "1.2.20", date(2020, 2, 1)),
        ("expiry", "20.05.31", date(2031, 5, 20)),
        ("expiry", "20.05.99", date(2099, 5, 20)),
        ("term", "1.1.27", date(2027, 1, 1)),
    ],
)
def test_two_digit_years(purpose: Purpose, text: str, day: date) -> None:
    assert read(text, purpose) == day


def test_only_a_term_goes_without_a_year() -> None:
    assert [failure("14.7", purpose) for purpose in PURPOSES[1:]] == ["no_year"] * 3
    assert failure("31.6", "birth") == failure("31.6.86", "birth") == "impossible"
    assert read("23.11") == TODAY
    assert read("22.11") == date(2027, 11, 22)
    assert read("29.2") == date(2028, 2, 29)


@given(DAYS, st.sampled_from(".- "), st.sampled_from(PURPOSES))
def test_f09_every_day_with_every_separator(day: date, separator: str, purpose: Purpose) -> None:
    for text in (f"{day:%d{separator}%m{separator}%Y}", f"{day.day}{separator}{day.month}{separator}{day.year}"):
        assert read(text, purpose) == day
    assert read(f"{day:%Y{separator}%m{separator}%d}", purpose) == day


@given(DAYS, st.sampled_from(PURPOSES))
def test_f09_every_day_without_separators(day: date, purpose: Purpose) -> None:
    assert read(f"{day:%Y%m%d}", purpose) == read(f"{day:%d%m%Y}", purpose) == day
    assert read(f"{day:%d%b%Y}", purpose) == read(f"{day:%Y/%m/%d}", purpose) == day


@given(DAYS)
def test_f09_a_slash_is_never_guessed(day: date) -> None:
    answer = read(f"{day:%d/%m/%Y}")
    if day.day > 12 or day.day == day.month:
        assert answer == read(f"{day:%m/%d/%Y}") == day
    else:
        assert answer == Ambiguous(day, date(day.year, day.day, day.month))


@given(DAYS, st.sampled_from(sorted(LANGUAGES)))
def test_what_is_shown_can_be_typed(day: date, code: str) -> None:
    set_language(code)
    assert read(show_date(day)) == read(show_date_long(day)) == read(show_day(day)) == day


@given(st.text(max_size=30) | st.text("0123456789./- +tdapr", max_size=14), st.sampled_from(PURPOSES))
def test_any_text_is_a_day_or_an_error(text: str, purpose: Purpose) -> None:
    try:
        answer = read(text, purpose, TODAY)
    except DayError:
        return
    assert isinstance(answer, date | Ambiguous)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_shipped_languages_words(
    code: str, width: Literal["wide", "abbreviated"], context: Literal["format", "stand-alone"]
) -> None:
    set_language(code)
    months = get_month_names(width, context, locale=code)
    names = [name for _number, name in sorted(months.items())]
    if code == "zh_Hans":
        assert [read(f"2026年{name}28日") for name in names] == [date(2026, n, 28) for n in range(1, 13)]
        names = [f"{sign}月" for sign in CHINESE_MONTHS]
    assert [month(name.casefold().rstrip(".")) for name in names] == list(range(1, 13))
    days = get_day_names(width, context, locale=code)
    assert {number: weekday(name.casefold()) for number, name in days.items()} == {n: n for n in days}
