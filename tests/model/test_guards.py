"""What is warned of before a contract is concluded, from plain facts."""

from datetime import date, timedelta

import pytest

from omi_tui.model import guards
from omi_tui.model.guards import Contract, Finding
from omi_tui.model.period import Period

FIRST = date(2026, 12, 10)
DAYS = Period(FIRST, FIRST + timedelta(days=7))
ME = "ZZ1234567"


def other(begin: int, end: int, passport: str = ME, number: str = "BS 1") -> Contract:
    return Contract(number, Period(FIRST + timedelta(days=begin), FIRST + timedelta(days=end)), passport)


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [(0, 7, ["duplicate"]), (7, 9, ["overlap"]), (-3, 0, ["overlap"]), (1, 2, ["overlap"]), (8, 9, []), (-3, -1, [])],
)
def test_an_overlap_shares_a_day(begin: int, end: int, code: list[str]) -> None:
    assert codes(guards.overlaps(DAYS, ME, [other(begin, end)])) == code
    assert guards.overlaps(DAYS, ME, [other(begin, end, "OTHER1")]) == []


@pytest.mark.parametrize(("end", "days"), [(-1, 0), (-2, 1), (-31, 30), (-32, 0), (3, 0)])
def test_a_gap_is_a_few_uncovered_days_after_an_earlier_policy(end: int, days: int) -> None:
    found = guards.gap(DAYS, ME, [other(-60, -50), other(-40, end), other(-40, -2, "OTHER1")])
    assert [dict(each.facts)["days"] for each in found] == ([days] if days else [])
    if found:
        facts = dict(found[0].facts)
        assert (facts["begin"], facts["end"]) == (FIRST + timedelta(days=end + 1), FIRST - timedelta(days=1))
    assert guards.gap(DAYS, ME, []) == []


def test_more_than_thirty_days_is_a_long_stay() -> None:
    assert guards.long_stay(Period(FIRST, FIRST + timedelta(days=29))) == []
    assert codes(guards.long_stay(Period(FIRST, FIRST + timedelta(days=30)))) == ["long_stay"]


@pytest.mark.parametrize(
    ("others", "days"),
    [
        ([(-25, -1)], 33),  # prolonged
        ([(8, 32)], 33),
        ([(-12, -1), (8, 20)], 33),
        ([(-30, -11), (-10, -1)], 38),
        ([(8, 12), (13, 40)], 41),
        ([(-25, 3)], 33),
        ([(-20, -1)], 0),
        ([(-25, -2)], 0),  # a day is open
        ([(-60, -2), (9, 40)], 0),
    ],
)
def test_contracts_that_leave_no_day_open_are_one_stay(others: list[tuple[int, int]], days: int) -> None:
    contracts = [other(begin, end) for begin, end in others]
    for each in (contracts, contracts[::-1]):
        found = guards.long_stay(DAYS, ME, [*each, other(-200, 200, "OTHER1")])
        assert codes(found) == (["long_stays"] if days else [])
        assert not days or dict(found[0].facts)["days"] == days


def test_a_document_has_to_last_through_the_last_day() -> None:
    assert guards.document_ends(DAYS.end, DAYS) == guards.document_ends(None, DAYS) == []
    assert codes(guards.document_ends(DAYS.end - timedelta(days=1), DAYS)) == ["document_ends"]


@pytest.mark.parametrize(
    ("says", "typed", "differs"),
    [
        ("KOWALSKA", "KOWALSKA", False),
        ("NOWAK KOWALSKA", "NOWAK-KOWALSKA", False),
        ("D ANGELO", "D'ANGELO", False),
        ("PAPANDROPOULOU", "PAPANDROPOULOUKIS", False),
        ("KOWALSKA", "KOWALSKI", True),
        ("ZZ1234567", "zz 1234567", False),
        ("ZZ1234567", "ZZ12345678", True),
        ("ZZ1234567", "ZZ1234576", True),
        ("ANNA", None, True),
        ("", None, False),
        (date(1986, 7, 14), date(1986, 7, 14), False),
        (date(1986, 7, 14), date(1986, 7, 15), True),
    ],
)
def test_an_answer_may_go_on_where_the_scan_is_cut_short_and_not_differ(
    says: object, typed: object, differs: bool
) -> None:
    assert bool(guards.differences([("last_name_latin", says, typed)])) == differs


@pytest.mark.parametrize(
    ("text", "word"),
    [("Минск, ул. Ленина 5", ""), ("ul. Lipowa 12", ""), ("Мinsk, Nowa 1", "Мinsk,"), ("ul. Lipоwa 2", "Lipоwa")],
)
def test_look_alike_letters_in_one_word(text: str, word: str) -> None:
    found = guards.mixed_scripts([("address", text)])
    assert [dict(each.facts)["word"] for each in found] == ([word] if word else [])


def test_a_child_has_an_adult_policyholder() -> None:
    child, adult = date(2015, 1, 1), date(1980, 1, 1)
    assert guards.child(child, DAYS, adult) == guards.child(adult, DAYS, None) == []
    assert codes(guards.child(child, DAYS, child)) == codes(guards.child(child, DAYS, None)) == ["child"]
    eighteen = FIRST.replace(year=FIRST.year - 18)
    assert guards.child(eighteen, DAYS, None) == []
    assert guards.child(eighteen + timedelta(days=1), DAYS, None)


def test_series_and_number_are_one_key() -> None:
    assert guards.passport_key("ZZ", "1234567") == guards.passport_key(None, "zz1234567") == ME
