"""Each field rule, by what it takes, what it sends, and the kind of failure it names (I05 for the names)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.model import rules
from omi_tui.model.rules import RuleError

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
TEXT_RULES = (
    *(rules.latin_name, rules.national_name, rules.document_number, rules.document_series, rules.personal_number),
    *(rules.address, rules.issued_by, rules.phone, rules.email, rules.country),
)


def kind(rule: Callable[..., object], *values: object) -> str:
    with pytest.raises(RuleError) as caught:
        rule(*values)
    return caught.value.kind


@pytest.mark.parametrize("rule", [*TEXT_RULES, rules.password])
def test_nothing_is_missing(rule: Callable[[str], object]) -> None:
    assert kind(rule, "") == "missing"


@pytest.mark.parametrize("rule", TEXT_RULES)
@given(text=st.text(max_size=90))
def test_a_value_that_passed_passes_again(rule: Callable[[str], str], text: str) -> None:
    try:
        once = rule(text)
    except RuleError:
        return
    assert rule(once) == once


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        *(("Kowalska", "KOWALSKA"), ("o", "O"), ("  anna   maria ", "ANNA MARIA"), ("A" * 64, "A" * 64)),
        *(("O\u2019Neill", "O'NEILL"), ("D\u02bcArc", "D'ARC"), ("Smith\u2013Jones", "SMITH-JONES")),
        *(("van der Berg-O'Hara", "VAN DER BERG-O'HARA"), ("Anna\u00a0Maria", "ANNA MARIA")),
    ],
)
def test_latin_names(text: str, sent: str) -> None:
    assert rules.latin_name(text) == sent


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        *(("Müller", "format"), ("-Anna", "format"), ("Anna2", "format")),
        *(("A" * 65, "too_long"), ("Iv\u0430nov", "cyrillic")),
    ],
)
def test_no_latin_names(text: str, wrong: str) -> None:
    assert kind(rules.latin_name, text) == wrong


@pytest.mark.parametrize(
    "name",
    [
        *("Иванова", "Ґалаґан", "Сямёнаў", "Салтыков-Щедрин", "O'Neill", "van der Berg", "Jr.", "Müller", "Ż", "Þór"),
        *("李", "김민수", "やまだ", "محمد", "فاطمه", "हिन्दी", "ณัฐพงษ์", "Nguyễn", "İbrahim", "ქართველი", "Հայկ"),
    ],
)
def test_national_names(name: str) -> None:
    assert rules.national_name(f" {name}  ") == name


@pytest.mark.parametrize(
    ("text", "wrong"),
    [*((text, "format") for text in ("Anna1", "-", "Anna-", "Anna_B", "<b>", "Anna\u202eB")), ("Я" * 65, "too_long")],
)
def test_no_national_names(text: str, wrong: str) -> None:
    assert kind(rules.national_name, text) == wrong


@pytest.mark.parametrize(
    ("rule", "text", "sent"),
    [
        (rules.document_number, " ab 12-34 56 ", "AB123456"),
        (rules.document_number, "A" * 20, "A" * 20),
        (rules.document_series, "zz", "ZZ"),
        (rules.document_series, "1", "1"),
        (rules.personal_number, "7140786 A 001 PB 7", "7140786A001PB7"),
        (rules.address, "ul. lipowa 12,\n15-427 bialystok", "ul. lipowa 12, 15-427 bialystok"),
        (rules.address, "ул. Ленина, 1", "ул. Ленина, 1"),
        (rules.issued_by, "MI", "MI"),
        (rules.phone, "+48 (600) 000-000", "+48600000000"),
        (rules.phone, "0048 600 000 000", "+48600000000"),
        (rules.phone, "375171234567", "+375171234567"),
        (rules.email, "Agent@Example.TEST", "agent@example.test"),
    ],
)
def test_what_is_sent(rule: Callable[[str], str], text: str, sent: str) -> None:
    assert rule(text) == sent


@pytest.mark.parametrize(
    ("rule", "text", "wrong"),
    [
        (rules.document_number, "123", "format"),
        (rules.document_number, "A" * 21, "too_long"),
        (rules.document_number, "12/34", "format"),
        (rules.document_number, "МР1234567", "cyrillic"),
        (rules.document_series, "ABCDEFG", "too_long"),
        (rules.document_series, "١٢", "format"),
        (rules.personal_number, "12", "format"),
        (rules.address, "ab", "format"),
        (rules.address, "a" * 201, "too_long"),
        (rules.issued_by, "a", "format"),
        (rules.issued_by, "a" * 201, "too_long"),
        (rules.phone, "600 000", "format"),
        (rules.phone, "+0123456789", "format"),
        (rules.phone, "+1234567890123456", "format"),
        (rules.phone, "+48 600 abc", "format"),
        (rules.email, "agent", "format"),
        (rules.email, "agent@example", "format"),
        (rules.email, "agent@-example.test", "format"),
        (rules.email, "агент@example.test", "format"),
        (rules.email, f"{'a' * 250}@example.test", "too_long"),
        (rules.password, "short", "too_short"),
        (rules.password, "a" * 129, "too_long"),
        (rules.password, "Password1", "common"),
    ],
)
def test_what_is_refused(rule: Callable[[str], str], text: str, wrong: str) -> None:
    assert kind(rule, text) == wrong


def test_a_password_is_sent_as_typed() -> None:
    assert rules.password("  пароль demo ") == "  пароль demo "


def test_first_day() -> None:
    assert rules.begin_day(TODAY, TODAY) == TODAY
    assert rules.begin_day(TODAY + 365 * DAY, TODAY) == TODAY + 365 * DAY
    assert kind(rules.begin_day, TODAY - DAY, TODAY) == "past"
    assert kind(rules.begin_day, TODAY + 366 * DAY, TODAY) == "too_far"


def test_last_day() -> None:
    assert rules.end_day(TODAY, TODAY) == TODAY
    assert rules.end_day(TODAY + 364 * DAY, TODAY) == TODAY + 364 * DAY
    assert kind(rules.end_day, TODAY - DAY, TODAY) == "before_begin"
    with pytest.raises(RuleError) as caught:
        rules.end_day(TODAY + 365 * DAY, TODAY)
    assert (caught.value.kind, caught.value.params["latest"]) == ("too_long", TODAY + 364 * DAY)


def test_days_of_a_person_and_a_document() -> None:
    assert rules.birth_day(TODAY - DAY, TODAY) == TODAY - DAY
    assert kind(rules.birth_day, TODAY, TODAY) == "future"
    assert kind(rules.birth_day, date(1895, 1, 1), TODAY) == "too_old"
    assert rules.issue_day(TODAY, TODAY) == TODAY
    assert kind(rules.issue_day, TODAY + DAY, TODAY) == "future"
    assert rules.expiry_day(TODAY, TODAY) == TODAY
    assert kind(rules.expiry_day, TODAY - DAY, TODAY) == "expired"
    assert rules.adult(date(2000, 2, 29), date(2018, 3, 1)) == date(2000, 2, 29)
    assert kind(rules.adult, date(2000, 2, 29), date(2018, 2, 28)) == "minor"


def test_an_error_never_repeats_what_was_typed() -> None:
    with pytest.raises(RuleError) as caught:
        rules.document_number("SECRET/12345")
    assert "SECRET" not in f"{caught.value!r} {caught.value.params}"
