"""Tariffs: a premium read off bands of days. The data are files with an id, a source and whether they are verified."""

from datetime import date

from pydantic import Field, field_validator

from omi_tui.model.base import Answer
from omi_tui.model.money import Money


class Band(Answer):
    """From ``first`` to ``last`` day (both counted) the premium is ``premium``."""

    first: int
    last: int
    premium: Money


class Tariff(Answer):
    """A versioned table of bands, contiguous from one day up."""

    id: str
    currency: str
    valid_from: date
    source: str
    verified: bool
    note: str = ""
    sum_insured: Money
    bands: list[Band] = Field(min_length=1)

    @field_validator("bands")
    @classmethod
    def _contiguous(cls, bands: list[Band]) -> list[Band]:
        expected = 1
        for band in bands:
            if band.first != expected or band.last < band.first:
                raise ValueError(f"the bands have a gap or an overlap at day {expected}")
            expected = band.last + 1
        return bands

    @property
    def longest(self) -> int:
        """The longest term in days."""
        return self.bands[-1].last

    def band(self, days: int) -> Band:
        """The band of *days*. Raises ValueError outside 1 to ``longest``."""
        for band in self.bands:
            if band.first <= days <= band.last:
                return band
        raise ValueError(f"no band for {days} days")
