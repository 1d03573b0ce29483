"""Insured days are Minsk's, wherever the desk stands, and both ends count (F10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.model.period import MINSK, Period, minsk_today

ZONES = ["Pacific/Kiritimati", "Asia/Shanghai", "Europe/Minsk", "America/New_York", "Pacific/Pago_Pago"]
MIDNIGHT = datetime(2026, 11, 28, tzinfo=MINSK)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("zone", ZONES)
def test_f10_today_is_minsks_everywhere(zone: str) -> None:
    here = ZoneInfo(zone)
    assert minsk_today(MIDNIGHT.astimezone(here)) == date(2026, 11, 28)
    assert minsk_today((MIDNIGHT - timedelta(microseconds=1)).astimezone(here)) == date(2026, 11, 27)


@given(st.datetimes(datetime(2012, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_minsk_has_no_summer_time(now: datetime) -> None:
    assert minsk_today(now) == now.astimezone(ZoneInfo("Europe/Minsk")).date()


def test_today_without_a_clock() -> None:
    before = datetime.now(MINSK).date()
    assert before <= minsk_today() <= datetime.now(MINSK).date()


@given(DAYS, st.integers(1, 365))
def test_f10_both_ends_count(begin: date, days: int) -> None:
    period = Period(begin, begin + timedelta(days=days - 1))
    assert period.days == days


@given(DAYS, st.integers(0, 40), st.integers(0, 60), st.integers(0, 40))
def test_overlap_is_a_shared_day(begin: date, length: int, gap: int, other_length: int) -> None:
    one = Period(begin, begin + timedelta(days=length))
    other = Period(begin + timedelta(days=gap), begin + timedelta(days=gap + other_length))
    assert one.overlaps(other) == other.overlaps(one) == (gap <= length)
