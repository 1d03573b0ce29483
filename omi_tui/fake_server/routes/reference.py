"""What the insurer sells, to whom, and within which limits."""

from datetime import timedelta

from fastapi import APIRouter

from omi_tui.fake_server.auth import Insurer
from omi_tui.fake_server.hostile_texts import poisoned
from omi_tui.fake_server.tariffs import exemptions, tariff
from omi_tui.model import exemption, rules
from omi_tui.model.country import CODES
from omi_tui.model.passport import DOCUMENT_TYPES
from omi_tui.model.reference import Limits, Reference

router = APIRouter(tags=["reference"])


@router.get("/v1/reference")
async def get_reference(services: Insurer) -> Reference:
    """Countries, document types, exemptions with their sources, the tariff and the limits. No sign-in."""
    today = services.clock.today()
    rules_of = exemptions()
    if services.data == "hostile":
        rules_of = [
            rule.model_copy(update={name: poisoned(getattr(rule, name), turn) for name in ("reason", "source")})
            for turn, rule in enumerate(rules_of)
        ]
    return Reference(
        countries=sorted(CODES),
        document_types=list(DOCUMENT_TYPES),
        exemptions=rules_of,
        exemptions_date=exemption.shipped().date,
        tariff_id=tariff().id,
        tariff_verified=tariff().verified,
        limits=Limits(
            first_start_day=today,
            last_start_day=today + timedelta(days=rules.LATEST_START_DAYS),
            longest_term_days=rules.LONGEST_TERM_DAYS,
        ),
    )
