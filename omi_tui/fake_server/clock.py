"""The insurer's clock: real, frozen, offset, or a step further with every request; and never backwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from omi_tui.model.base import Request
from omi_tui.model.period import minsk_today

Mode = Literal["real", "frozen", "offset", "step"]
_LONGEST = 400 * 86400.0


class BackwardsError(ValueError):
    """The clock was asked to show an earlier instant than it has shown."""


class Clock:
    """Every instant of the fake insurer comes from here: token lives, mail dates, the day in Minsk."""

    def __init__(self) -> None:
        self.mode: Mode = "real"
        self._frozen = datetime.now(UTC)
        self._offset = timedelta()
        self._step = timedelta()

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._frozen if self.mode in ("frozen", "step") else datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The calendar day in Minsk."""
        return minsk_today(self.now())

    @property
    def offset_seconds(self) -> float:
        """How far ahead of the machine's clock this one runs, in seconds; 0 unless the mode is ``offset``."""
        return self._offset.total_seconds()

    @property
    def step_seconds(self) -> float:
        """How far every request moves this clock on, in seconds; 0 unless the mode is ``step``."""
        return self._step.total_seconds() if self.mode == "step" else 0.0

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still at *at* (aware; the present if left out). Raises BackwardsError for an earlier instant."""
        shown = self.now()
        if at is not None and at < shown:
            raise BackwardsError(at.isoformat())
        self.mode, self._frozen, self._offset = "frozen", (at or shown).astimezone(UTC), timedelta()

    def step(self, by: timedelta, at: datetime | None = None) -> None:
        """Stand still at *at*, as :meth:`freeze`, and go *by* further with every :meth:`tick`."""
        self.freeze(at)
        self.mode, self._step = "step", by

    def tick(self) -> None:
        """A request has come: go one step, in the mode ``step``."""
        if self.mode == "step":
            self._frozen += self._step

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


class ClockSetting(Request):
    """How a clock shall run from now on. Forward only.

    ``now`` is for ``frozen`` and ``step`` (the present if left out), ``offset_seconds`` for ``offset``.
    ``step_seconds`` is for ``step``: so much later with every request.
    """

    mode: Mode
    now: AwareDatetime | None = None
    offset_seconds: Annotated[float, Field(ge=0, le=_LONGEST)] = 0.0
    step_seconds: Annotated[float, Field(ge=0, le=_LONGEST)] = 1.0

    def apply(self, clock: Clock) -> None:
        """Set *clock*. Raises BackwardsError."""
        match self.mode:
            case "frozen":
                clock.freeze(self.now)
            case "step":
                clock.step(timedelta(seconds=self.step_seconds), self.now)
            case "offset":
                clock.shift(timedelta(seconds=self.offset_seconds))
            case "real":
                clock.release()
