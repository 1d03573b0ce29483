"""Who needs this insurance: yes, no or ask, with the reason and its source.

The rules are data with a date (``data/exemptions.json``, which the bundled insurer tells as well). The ground is
citizenship, never residence or the state that issued the passport. Where sources disagree the answer is "ask". No
pydantic here, so that ``omi need`` answers at once.
"""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, Protocol

Needed = Literal["yes", "no", "ask"]
STATUSES = (
    "official_delegation",
    "mission_staff",
    "un_laissez_passer",
    "crew",
    "border_service",
    "refugee_applicant",
    "transit",
    "permanent_resident",
)
"""Those who are exempt whatever their citizenship."""
CRITERIA = ("insurer", "full_name", "territory", "whole_stay", "sum_insured", "translation")
"""What a foreign policy has to show, all of it, to be accepted in place of this insurance."""


class Rule(Protocol):
    """A rule as it is shipped, or as the insurer tells it."""

    @property
    def nationality(self) -> str | None:
        """ISO 3166-1 alpha-3; None for any citizenship."""

    @property
    def status(self) -> str | None:
        """A key of the statuses; None for any status."""

    @property
    def verdict(self) -> str:
        """``exempt`` or ``ask``."""

    @property
    def reason(self) -> str:
        """Why, as a whole English sentence of the catalogue."""

    @property
    def source(self) -> str:
        """Where it is written down."""


class ShippedRule(NamedTuple):
    """A citizenship or a status, ``exempt`` or ``ask``."""

    nationality: str | None
    status: str | None
    verdict: str
    reason: str
    source: str


class Ground(NamedTuple):
    """A reason and its source."""

    reason: str
    source: str


class Rules(NamedTuple):
    """The rules of one day."""

    date: date
    rules: tuple[Rule, ...]
    otherwise: Ground
    """Why whoever is in no list needs a policy."""
    foreign_policy: Ground


class Verdict(NamedTuple):
    """Whether a policy is needed, and why (English sentences; see ``journeys.insurer_words``)."""

    needed: Needed
    reason: str
    source: str


@cache
def shipped() -> Rules:
    """The rules that came with this program."""
    text = (resources.files("omi_tui.model") / "data" / "exemptions.json").read_text(encoding="utf-8")
    data = json.loads(text)
    rules = tuple(ShippedRule(**{"nationality": None, "status": None, **rule}) for rule in data["rules"])
    grounds = (Ground(**data[name]) for name in ("otherwise", "foreign_policy"))
    return Rules(date.fromisoformat(data["date"]), rules, *grounds)


def newest(told: Iterable[Rule], told_date: date | None) -> Rules:
    """The insurer's rules where they are of a later day than the shipped ones; else those."""
    ours = shipped()
    if told_date is None or told_date <= ours.date:
        return ours
    return ours._replace(date=told_date, rules=tuple(told))


def verdict(rules: Rules, nationality: str, status: str = "", *, foreign_policy: bool = False) -> Verdict:
    """Whether a citizen of *nationality* (alpha-3) needs a policy.

    *status* is one of ``STATUSES`` or empty; *foreign_policy* says that the traveller has one that meets all
    ``CRITERIA``. Any one ground that exempts is enough.
    """
    fitting = [rule for rule in rules.rules if nationality and rule.nationality == nationality]
    fitting += [rule for rule in rules.rules if status and rule.status == status]
    for rule in fitting:
        if rule.verdict == "exempt":
            return Verdict("no", rule.reason, rule.source)
    if foreign_policy:
        return Verdict("no", *rules.foreign_policy)
    if fitting:
        return Verdict("ask", fitting[0].reason, fitting[0].source)
    return Verdict("yes", *rules.otherwise)
