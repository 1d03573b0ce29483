"""The data files: the tariff in force, and who needs no policy."""

import json
from functools import cache
from importlib import resources

from omi_tui.model.reference import ExemptionRule
from omi_tui.model.tariff import Tariff

CURRENT = "table-a-x2"
_DATA = resources.files("omi_tui.fake_server") / "data"


@cache
def tariff(tariff_id: str = CURRENT) -> Tariff:
    """The tariff of that id."""
    return Tariff.model_validate_json((_DATA / "tariffs" / f"{tariff_id}.json").read_bytes())


@cache
def exemptions() -> list[ExemptionRule]:
    """Who needs no policy, and who has to ask."""
    return [ExemptionRule(**rule) for rule in json.loads((_DATA / "exemptions.json").read_text(encoding="utf-8"))]
