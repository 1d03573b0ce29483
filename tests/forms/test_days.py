"""F09, F10: what a date means is said in words, and today is Minsk's, wherever the desk stands."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omi_tui.forms.field import Surroundings, Unreadable
from omi_tui.forms.kinds import DateField
from omi_tui.forms.period import PeriodForm
from omi_tui.model.period import MINSK, minsk_today
from omi_tui.text.i18n import LANGUAGES, NBSP, set_language
from omi_tui.text.months import month, weekday
from tests.forms.every_form import FIELDS, FORMS

ZONES = ["Pacific/Kiritimati", "Asia/Shanghai", "Europe/Minsk", "America/New_York", "Pacific/Pago_Pago"]
MIDNIGHT = datetime(2026, 11, 28, tzinfo=MINSK)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SEPARATORS = (".", "-", " ", " . ", "/", "\u2013", NBSP)


def test_f09_each_date_is_one_field() -> None:
    for form in FORMS:
        parts = [field.id for field in form.fields if field.id.endswith(("_day", "_month", "_year"))]
        assert parts == []
    assert len({field.id for _form, field in FIELDS if isinstance(field, DateField)}) == 7


@settings(max_examples=300, deadline=None)
@given(DAYS, st.sampled_from(SEPARATORS), st.sampled_from(sorted(LANGUAGES)))
def test_f09_the_echo_names_weekday_and_month_or_the_two_days(day: date, separator: str, language: str) -> None:
    field = DateField(id="day", label="Day", purpose="birth")
    text = f"{day:%d}{separator}{day:%m}{separator}{day:%Y}"
    around = Surroundings(date(2100, 12, 31), {})
    set_language(language)
    try:
        echo = field.echo(text, around).replace(NBSP, " ")
        two = separator == "/" and day.day <= 12 and day.day != day.month
        if two:
            with pytest.raises(Unreadable) as asked:
                field.parse(text, around)
            assert asked.value.error.kind == "ambiguous"
            assert [option.code for option in field.options(text)] == [
                day.isoformat(),
                date(day.year, day.day, day.month).isoformat(),
            ]
        else:
            assert field.parse(text, around) == day
            said = [word.strip(".,") for word in echo.casefold().split()]
            assert f"{day.year}" in echo
            if language != "zh_Hans":  # there the words are not parted by blanks
                assert day.weekday() in [weekday(word) for word in said]
            if language not in ("lt", "zh_Hans"):  # these put the year first, and no month can be taken for a day
                assert day.month in [month(word) for word in said]
    finally:
        set_language("en")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("before", "shown"), [(timedelta(0), "Sat 28 Nov 2026"), (timedelta(seconds=1), "Fri 27 Nov 2026")]
)
def test_f10_t_is_today_in_minsk_in_every_zone(zone: str, before: timedelta, shown: str) -> None:
    """The clock of the desk stands at midnight in Minsk, or a second before."""
    here = (MIDNIGHT - before).astimezone(ZoneInfo(zone))
    form = PeriodForm(lambda: minsk_today(here))
    form.answer("begin_date", "t")
    form.answer("end_date", "8d")
    assert form.echo("begin_date").replace(NBSP, " ") == shown
    period = form.period()
    assert period is not None
    assert (period.days, (period.end - period.begin).days) == (8, 7)
    assert form.today() == minsk_today(here.astimezone(UTC))


@pytest.mark.parametrize("zone", ZONES)
def test_f10_yesterday_in_minsk_is_over_in_every_zone(zone: str) -> None:
    form = PeriodForm(lambda: minsk_today(MIDNIGHT.astimezone(ZoneInfo(zone))))
    form.answer("begin_date", "27.11.2026")
    form.answer("end_date", "29.11.2026")
    (error,) = form.check()
    assert error.message().replace(NBSP, " ") == (
        "Policy start date must be today or later; today in Minsk is Sat 28 Nov 2026."
    )
