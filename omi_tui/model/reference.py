"""``GET /v1/reference``: what the insurer allows, and from which tariff."""

from datetime import date

from omi_tui.model.base import Answer


class ExemptionRule(Answer):
    """Who needs no policy, and the source that says so; ``verdict`` is ``exempt`` or ``ask``."""

    nationality: str | None = None
    status: str | None = None
    verdict: str
    reason: str
    source: str


class Limits(Answer):
    """First and last start day and the longest term, in Minsk days."""

    first_start_day: date
    last_start_day: date
    longest_term_days: int


class Reference(Answer):
    """Countries (alpha-3), document types, exemptions, the tariff's id and the limits."""

    countries: list[str]
    document_types: list[str]
    exemptions: list[ExemptionRule]
    exemptions_date: date | None = None
    """The day of these rules, where the insurer says it."""
    tariff_id: str
    tariff_verified: bool
    limits: Limits
