"""Insured days: calendar days in Minsk, both ends counted."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

MINSK = timezone(timedelta(hours=3), "Europe/Minsk")
"""Minsk is UTC+3 all year; a fixed offset needs no time-zone database on the machine."""


class Period(NamedTuple):
    """The first and the last insured day."""

    begin: date
    end: date

    @property
    def days(self) -> int:
        """How many days are insured: end minus begin plus one."""
        return (self.end - self.begin).days + 1

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.begin <= other.end and other.begin <= self.end


def minsk_today(now: datetime | None = None) -> date:
    """The calendar day in Minsk at *now* (an aware instant; the present if left out)."""
    return (now or datetime.now(UTC)).astimezone(MINSK).date()
