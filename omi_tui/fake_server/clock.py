"""The insurer's clock: real, frozen or offset, and never backwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from omi_tui.model.period import minsk_today

Mode = Literal["real", "frozen", "offset"]


class BackwardsError(ValueError):
    """The clock was asked to show an earlier instant than it has shown."""


class Clock:
    """Every instant of the fake insurer comes from here: token lives, mail dates, the day in Minsk."""

    def __init__(self) -> None:
        self.mode: Mode = "real"
        self._frozen = datetime.now(UTC)
        self._offset = timedelta()

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._frozen if self.mode == "frozen" else datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The calendar day in Minsk."""
        return minsk_today(self.now())

    @property
    def offset_seconds(self) -> float:
        """How far ahead of the machine's clock this one runs, in seconds; 0 unless the mode is ``offset``."""
        return self._offset.total_seconds()

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still at *at* (aware; the present if left out). Raises BackwardsError for an earlier instant."""
        shown = self.now()
        if at is not None and at < shown:
            raise BackwardsError(at.isoformat())
        self.mode, self._frozen, self._offset = "frozen", (at or shown).astimezone(UTC), timedelta()

    def shift(self, offset: timedelta) -> None:
        """Run *offset* ahead of the machine's clock. Raises BackwardsError when that is earlier than now."""
        self._go_on(offset)
        self.mode, self._offset = "offset", offset

    def release(self) -> None:
        """Show the machine's time again. Raises BackwardsError when this clock is already ahead of it."""
        self._go_on(timedelta())
        self.mode, self._offset = "real", timedelta()

    def restart(self) -> None:
        """Show the machine's time again, even if that is earlier: for a database that starts anew."""
        self.mode, self._offset = "real", timedelta()

    def _go_on(self, offset: timedelta) -> None:
        shown = self.now()  # asked first: the machine's clock runs on meanwhile
        if datetime.now(UTC) + offset < shown:
            raise BackwardsError(shown.isoformat())
