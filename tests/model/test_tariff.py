"""A tariff has one band for each day up to its longest, and none beside."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from omi_tui.model.tariff import CURRENT, Tariff, edge, shipped


def euro(amount: int) -> dict[str, str]:
    return {"amount": f"{amount}.00", "currency": "EUR"}


def tariff(*bounds: tuple[int, int]) -> Tariff:
    bands: list[dict[str, Any]] = [
        {"first": first, "last": last, "premium": euro(number)} for number, (first, last) in enumerate(bounds, 1)
    ]
    return Tariff.model_validate(
        {
            **{"id": "test", "currency": "EUR", "valid_from": "2026-01-01", "source": "invented", "verified": False},
            **{"sum_insured": euro(10000), "bands": bands},
        }
    )


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_every_day_has_its_band(lengths: list[int]) -> None:
    ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]
    made = tariff(*zip([1, *(end + 1 for end in ends)], ends, strict=False))
    assert made.longest == ends[-1]
    for day in range(1, made.longest + 1):
        band = made.band(day)
        assert band.first <= day <= band.last
    for day in (-1, 0, made.longest + 1):
        with pytest.raises(ValueError, match="no band"):
            made.band(day)


@pytest.mark.parametrize(
    "bounds", [((2, 3),), ((1, 3), (3, 5)), ((1, 3), (5, 6)), ((1, 0),), ((0, 3),), ((1, 5), (6, 4))]
)
def test_no_gap_and_no_overlap(bounds: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValidationError, match="gap or an overlap"):
        tariff(*bounds)


def test_a_tariff_without_bands_is_none() -> None:
    with pytest.raises(ValidationError):
        tariff()


def test_the_edge_of_a_band_is_told_for_every_term() -> None:
    table = shipped()
    assert table is not None
    for days in range(1, table.longest + 1):
        here, premium = edge(table, days), table.band(days).premium
        assert table.band(days + here.more).premium == premium
        if days + here.more < table.longest:
            assert table.band(days + here.more + 1).premium.amount > premium.amount
        if here.saved is None:
            assert days <= 2
        else:
            assert table.band(days - here.fewer).premium + here.saved == premium
            assert table.band(days - here.fewer + 1).premium == premium


def test_a_tariff_is_known_by_its_id_alone() -> None:
    known = shipped(CURRENT)
    assert known is not None
    assert known.id == CURRENT
    assert shipped("next-year") is shipped("../exemptions") is shipped("") is None
