"""A date with slashes that is real in two ways is asked about, never guessed."""

from datetime import date

from omi_tui.forms.period import PeriodForm


def form(text: str) -> PeriodForm:
    made = PeriodForm(lambda: date(2026, 11, 23))
    made.answer("begin_date", text)
    return made


def test_both_readings_are_offered_and_one_is_taken() -> None:
    asked = form("01/12/2026")
    field = asked.field("begin_date")
    assert asked.echo("begin_date") == "two dates: see list"
    assert [choice.code for choice in field.options("01/12/2026")] == ["2026-12-01", "2026-01-12"]
    assert [choice.label for choice in field.options("01/12/2026")] == ["Tue 1 Dec 2026", "Mon 12 Jan 2026"]
    asked.answer("begin_date", field.show(field.options("01/12/2026")[0].code))
    assert asked.value("begin_date") == date(2026, 12, 1)


def test_one_reading_or_none_offers_nothing() -> None:
    for text in ("", "13/12/2026", "12/13/2026", "12/12/2026", "31.04.2027", "+5", "soon", "01.01.1999"):
        assert form(text).field("begin_date").options(text) == []


def test_days_are_counted_from_a_date_that_can_be_read() -> None:
    asked = form("01/12/2026")
    asked.answer("end_date", "8d")
    assert {error.field_id: error.kind for error in asked.check()} == {
        "begin_date": "ambiguous",
        "end_date": "no_begin",
    }
    asked.answer("end_date", "soon")
    assert [error.kind for error in asked.check()] == ["ambiguous", "unreadable"]
