"""The words of dates in eight languages: none of them turns another language's date into a different one."""

from itertools import product

import pytest

from omi_tui.text import months
from omi_tui.text.dates import DayError, parse_day
from omi_tui.text.i18n import LANGUAGES, set_language
from tests.text.test_dates import TODAY, failure, read

OF_THE_COUNTER = ("en", "ru")
"""The languages whose words are read the same whatever is spoken: those of the insurer and of every passport."""


def words(kind: str, code: str, shortest: int) -> dict[str, set[int]]:
    """Every name in the language *code* and every beginning of one, with the positions that it stands for."""
    found: dict[str, set[int]] = {}
    for position, names in enumerate(months._folded(kind)[code]):
        for name in names:
            for begun in {name, *(name[:length] for length in range(shortest, len(name)))}:
                found.setdefault(begun, set()).add(position)
    return found


@pytest.mark.parametrize(("spoken", "code"), product(LANGUAGES, OF_THE_COUNTER))
def test_english_and_russian_words_mean_the_same_in_every_language(spoken: str, code: str) -> None:
    set_language(spoken)
    for word, meant in words("months", code, months.SHORTEST_MONTH).items():
        assert months.month(word) == next(iter(meant)) + 1, word
    for word, days in words("weekdays", code, months.SHORTEST_WEEKDAY).items():
        assert months.weekday(word) == (next(iter(days)) if len(days) == 1 else None), word


def test_no_month_of_one_language_is_another_month_elsewhere() -> None:
    meanings: dict[str, set[int]] = {}
    for code in LANGUAGES:
        for word, meant in words("months", code, months.SHORTEST_MONTH).items():
            meanings.setdefault(word, set()).update(meant)
    assert {word: meant for word, meant in meanings.items() if len(meant) > 1} == {"rug": {7, 8}}
    assert (months.month("rug"), months.month("rugp"), months.month("rugs")) == (None, 8, 9)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_understands_its_own_words(code: str) -> None:
    set_language(code)
    for kind, find, first in (("months", months.month, 1), ("weekdays", months.weekday, 0)):
        rows = months._folded(kind)[code]
        assert len(rows) == (12 if kind == "months" else 7)
        assert [[find(name) for name in names] for names in rows] == [
            [position + first] * len(names) for position, names in enumerate(rows)
        ]


def test_a_weekday_that_two_languages_share_is_the_one_of_the_language_spoken() -> None:
    friday, monday = "pn 27.11.2026", "pn 23.11.2026"
    set_language("pl")
    assert (read(monday), failure(friday)) == (TODAY, "impossible")
    set_language("lt")
    assert (str(read(friday)), failure(monday)) == ("2026-11-27", "impossible")
    set_language("en")
    assert failure(friday) == failure(monday) == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        *("28 лістапада 2026 г.", "28 ліс 26", "2026 m. lapkričio 28 d.", "2026 m. lapkricio 28 d., šeštadienis"),
        *("28. novembris 2026", "2026. gada 28. novembrī", "28.11.2026. g.", "28 listopada 2026 r.", "28.11.2026 r."),
        *("sobota, 28 lis 2026", "am 28. November 2026", "Samstag, den 28.11.2026", "28. Nov. 26", "11月28日"),
        *("2026年11月28日", "2026年11月28日星期六", "2026 年 11 月 28 日 周六", "26年11月28号", "2026年十一月28日"),
        *("２０２６年１１月２８日", "星期六 11月28日", "28 LAP/NOV 26", "28 LIS/NOV 2026", "28 NOV/NOV 26"),
    ],
)
@pytest.mark.parametrize("code", LANGUAGES)
def test_one_day_in_the_words_of_every_language(text: str, code: str) -> None:
    set_language(code)
    assert str(read(text)) == "2026-11-28"


@pytest.mark.parametrize(
    ("text", "day"),
    [("5月6日", "2027-05-06"), ("6月5日", "2027-06-05"), ("12月1日", "2026-12-01"), ("03月04日", "2027-03-04")],
)
def test_a_number_before_its_sign_is_the_month(text: str, day: str) -> None:
    assert str(read(text)) == day
    assert str(read(f"2030年{text}"))[5:] == day[5:]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("13月5日", "impossible"), ("2月30日", "impossible"), ("0月5日", "impossible"), ("28日11月", "unreadable")),
        *(("11月", "unreadable"), ("2026年", "unreadable"), ("年月日", "unreadable"), ("11月28日星期日", "impossible")),
        *(("8 d 5", "unreadable"), ("5.6 m", "unreadable"), ("2026 m. 11 28 d.", "unreadable")),
    ],
)
def test_what_no_language_writes_is_refused(text: str, kind: str) -> None:
    with pytest.raises(DayError) as caught:
        parse_day(text, today=TODAY, purpose="term")
    assert caught.value.kind == kind


def test_near_days_and_lengths_in_every_language() -> None:
    for word in "t today т сегодня сёння šiandien siandien šodien sodien dziś dzis dzisiaj heute 今天".split():
        assert read(word) == TODAY, word
    for word in "tomorrow завтра заўтра rytoj rīt rit jutro morgen 明天".split():
        assert str(read(word)) == "2026-11-24", word
    for word in "8d,8 days,8 дней,8 дзён,8 dienų,8 dienu,8 dienas,8 dni,8 Tage,8天,8 天".split(","):
        assert str(read(word, begin=TODAY)) == "2026-11-30", word
