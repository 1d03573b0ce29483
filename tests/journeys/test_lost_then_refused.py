"""An answer is lost after its effect, and the next try of the same call is refused before the insurer sees its key."""

import pytest

from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.services import Services
from omi_tui.journeys.workplace import Workplace
from tests.journeys.test_checking import DRAFTS, back_in, checking, looked, total
from tests.journeys.test_purchase import at_check, conclude


@pytest.mark.parametrize("status", [403, 404, 409, 422])
async def test_inv_01_a_refusal_of_the_second_try_hides_no_effect_of_the_first(
    agents_desk: Workplace, services: Services, status: int
) -> None:
    """It was written off before, and concluding all the same formed a second draft under a new key."""
    insurer, purchase = await agents_desk.insurer(), await at_check(agents_desk)
    before = await total(insurer)
    lost = {"operation": DRAFTS, "phase": "after_commit", "kind": "connection_reset", "times": 1}
    refused = {"operation": DRAFTS, "phase": "before_auth", "kind": "status", "status": status, "call": 2, "times": 1}
    services.faults.set([Rule.model_validate(rule) for rule in (lost, refused)])
    entered = await conclude(purchase)
    journey = checking(entered)
    assert [operation.state for operation in agents_desk.journal.open_operations()] == ["intent"]
    await back_in(purchase, entered, await looked(journey))
    assert await total(insurer) == before + 1
    assert not agents_desk.journal.open_operations()
