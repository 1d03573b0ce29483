"""Tariffs: a premium read off bands of days. The data are files with an id, a source and whether they are verified."""

from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from pydantic import Field, field_validator

from omi_tui.model.base import Answer
from omi_tui.model.money import Money

CURRENT = "table-a-x2"
"""The tariff of this program's estimates, and of the bundled insurer."""


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


@cache
def shipped(tariff_id: str = CURRENT) -> Tariff | None:
    """The tariff of that id as it came with this program; None for an insurer's id that it does not know."""
    known = (resources.files("omi_tui.model") / "data" / "tariffs").iterdir()
    found = next((file for file in known if file.name == f"{tariff_id}.json"), None)
    return Tariff.model_validate_json(found.read_bytes()) if found else None


class Edge(NamedTuple):
    """What other terms cost: ``more`` days cost nothing more; ``fewer`` days less save ``saved`` (None: none do)."""

    more: int
    fewer: int = 0
    saved: Money | None = None


def edge(tariff: Tariff, days: int) -> Edge:
    """How far *days* are from the ends of their band. Raises ValueError outside 1 to ``longest``."""
    here = tariff.band(days)
    more = here.last - days
    if here.first == 1:
        return Edge(more)
    below = tariff.band(here.first - 1).premium
    if below.amount >= here.premium.amount:
        return Edge(more)
    saved = Money(amount=here.premium.amount - below.amount, currency=tariff.currency)
    return Edge(more, days - here.first + 1, saved)
