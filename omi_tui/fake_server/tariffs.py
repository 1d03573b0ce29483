"""The tariff in force and who needs no policy, as they are shipped with the program."""

from functools import cache

from omi_tui.model import exemption
from omi_tui.model.reference import ExemptionRule
from omi_tui.model.tariff import CURRENT, Tariff, shipped


@cache
def tariff(tariff_id: str = CURRENT) -> Tariff:
    """The tariff of that id."""
    found = shipped(tariff_id)
    assert found is not None
    return found


@cache
def exemptions() -> list[ExemptionRule]:
    """Who needs no policy, and who has to ask."""
    return [
        ExemptionRule(
            nationality=rule.nationality,
            status=rule.status,
            verdict=rule.verdict,
            reason=rule.reason,
            source=rule.source,
        )
        for rule in exemption.shipped().rules
    ]
