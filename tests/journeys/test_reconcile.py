"""What the insurer says of calls whose answer was lost: its own failures, forgotten keys, and lists of many pages."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from omi_tui.client.errors import NotFound
from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Kind
from omi_tui.fake_server.schema import idempotency, orders
from omi_tui.fake_server.services import Services
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.reconcile import MANY, reconcile
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.fingerprint import fingerprint
from tests.journeys.contracts import form_draft
from tests.journeys.test_checking import (
    ACCOUNTS,
    DRAFTS,
    ORDERS,
    Faulty,
    back_in,
    checking,
    faulty,
    grow_old,
    looked,
    sent,
    signing_up,
    total,
)
from tests.journeys.test_purchase import at_check, conclude

__all__ = ["faulty"]
CALL = "This needs a person. Call the insurer, "


def answer(services: Services, status: int, body: dict[str, Any] | None = None) -> None:
    """The insurer keeps another answer for the keys that it knows, such as that of its own breakdown."""
    kept = {"status": status, "body": json.dumps(body or {}).encode()}
    assert services.store.write_now(lambda conn: conn.execute(update(idempotency).values(**kept)).rowcount)


def forget(services: Services) -> None:
    """More than three days go by at the insurer: it knows no key any more."""
    services.store.write_now(lambda conn: conn.execute(delete(idempotency)).rowcount)


async def lost(workplace: Workplace, kind: Kind = "order") -> str:
    """The key of a call that was refused, and whose answer never came."""
    key = workplace.journal.intent(kind, f"lost {kind}", workplace.login)
    with pytest.raises(NotFound):
        await (await workplace.insurer()).orders.create(["unknown"], key)
    return key


def told(workplace: Workplace) -> list[str]:
    return [message.text for message in workplace.messages]


async def test_the_insurers_own_failure_needs_a_person_who_is_told_once(
    agents_desk: Workplace, services: Services
) -> None:
    key = await lost(agents_desk)
    answer(services, 500)
    for _again in range(2):
        await HomeJourney(agents_desk).enter()
        (text,) = told(agents_desk)
        assert text.startswith(CALL)
        assert text.endswith(f"and name the number {key}.")
    assert agents_desk.messages[0].bad
    assert agents_desk.journal.operation(key).state == "failed"


async def begun(workplace: Workplace, kind: Kind) -> tuple[Journey, str]:
    """A journey right before the act that sends a call of *kind*, and that act."""
    if kind == "draft":
        purchase = await at_check(workplace)
        purchase.confirm.answer("confirmed", "yes")
        return purchase, "conclude"
    if kind == "order":
        cart = CartJourney(workplace)
        await cart.enter()
        return cart, "pay:yes"
    return signing_up(workplace, "anna@example.test"), "continue"


@pytest.mark.parametrize(("kind", "operation"), [("draft", DRAFTS), ("order", ORDERS), ("sign_up", ACCOUNTS)])
async def test_a_call_that_broke_at_the_insurer_is_told_where_it_was_begun(
    agents_desk: Workplace, services: Services, faulty: Faulty, kind: Kind, operation: str
) -> None:
    journey, act = await begun(agents_desk, kind)
    before = journey.view().id
    faulty(operation)
    entered = await journey.act(act)
    answer(services, 500)
    screen, posts = checking(entered), sent(services, operation)
    assert await back_in(journey, entered, await looked(screen)) is None
    assert journey.view().id == before
    assert [text for text in told(agents_desk) if text.startswith(CALL) and screen.operation.key in text]
    assert sent(services, operation) == posts


async def test_one_that_stands_in_the_menu_is_told_there_once(agents_desk: Workplace, services: Services) -> None:
    """It was still on its way when the menu was drawn."""
    key = agents_desk.journal.intent("order", "f", agents_desk.login)
    home = HomeJourney(agents_desk)
    await home.enter()
    entered = await home.act(f"check:{key}")
    with pytest.raises(NotFound):
        await (await agents_desk.insurer()).orders.create(["unknown"], key)
    answer(services, 503)
    await back_in(home, entered, await looked(checking(entered)))
    assert [text for text in told(agents_desk) if text.startswith(CALL)] == told(agents_desk)
    assert len(told(agents_desk)) == 1
    assert home.unknown == []


async def test_inv_01_nothing_is_concluded_over_a_call_that_needs_a_person(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    """The call was left unknown; concluding again says first that it needs a person, and sends nothing by itself."""
    purchase, insurer = await at_check(agents_desk), await agents_desk.insurer()
    faulty(DRAFTS)
    left = await conclude(purchase)
    await back_in(purchase, left, await checking(left).act("leave"))
    before = await total(insurer)
    services.faults.set([])
    answer(services, 500)
    entered = await purchase.act("conclude")
    assert await back_in(purchase, entered, await looked(checking(entered))) is None
    assert told(agents_desk)[-1].startswith(CALL)
    assert (purchase.step, await total(insurer)) == ("check", before)


async def test_a_refusal_that_cannot_be_read_is_a_refusal(agents_desk: Workplace, services: Services) -> None:
    key = await lost(agents_desk)
    answer(services, 422, {"unexpected": True})
    await reconcile(agents_desk)
    assert told(agents_desk) == [
        "The order that was under way when the connection broke off was not made. Nothing was charged."
    ]
    assert agents_desk.journal.operation(key).state == "failed"


async def test_a_refused_call_of_another_traveller_keeps_nobody_from_concluding(
    agents_desk: Workplace,
) -> None:
    key = await lost(agents_desk, "draft")
    waits = agents_desk.journal.intent("order", "of the cart", agents_desk.login)
    purchase = await at_check(agents_desk)
    assert await conclude(purchase) is None
    assert purchase.step == "formed"
    assert agents_desk.journal.operation(key).state == "failed"
    assert [each.key for each in agents_desk.journal.open_operations()] == [waits], "an order is no matter of a draft's"


async def test_drafts_of_a_group_are_told_together_and_one_that_needs_a_person_by_itself(
    agents_desk: Workplace, services: Services
) -> None:
    journal = agents_desk.journal
    broken = await lost(agents_desk, "draft")
    answer(services, 500)
    journal.intents("draft", [f"person {number}" for number in range(MANY)], agents_desk.login)
    await reconcile(agents_desk)
    together, alone = told(agents_desk)
    assert together.startswith(f"{MANY + 1} contract drafts of a group were under way when the program ended.")
    assert alone.endswith(f"and name the number {broken}.")
    assert len(journal.open_operations()) == MANY


async def test_an_old_sign_up_that_nobody_knows_is_over(agents_desk: Workplace) -> None:
    key = agents_desk.journal.intent("sign_up", "f")
    grow_old(agents_desk)
    await reconcile(agents_desk)
    assert agents_desk.journal.operation(key).state == "failed"
    assert told(agents_desk) == ["The sign-up that was under way when the connection broke off did not arrive."]


async def old_order(workplace: Workplace, draft_ids: list[str]) -> str:
    """The key of an order that was begun three days ago."""
    key = workplace.journal.intent("order", fingerprint({"draft_ids": sorted(draft_ids)}), workplace.login)
    grow_old(workplace)
    return key


async def test_inv_04_an_old_order_among_others_is_not_taken_for_one_of_them(agents_desk: Workplace) -> None:
    insurer = await agents_desk.insurer()
    mine, theirs = await form_draft(insurer), await form_draft(insurer, ahead=120)
    await insurer.orders.create([theirs.id], str(uuid4()))
    key = await old_order(agents_desk, [mine.id])
    await reconcile(agents_desk)
    assert agents_desk.journal.operation(key).state == "failed"
    assert told(agents_desk)[-1].endswith("was not made. Nothing was charged.")


async def test_inv_04_what_was_made_long_before_the_call_is_not_its_work(
    agents_desk: Workplace, services: Services
) -> None:
    """The same drafts were ordered once before: that order is not the one whose answer was lost."""
    insurer = await agents_desk.insurer()
    draft = await form_draft(insurer)
    await insurer.orders.create([draft.id], str(uuid4()))
    before = datetime.now(UTC) - timedelta(days=5)
    services.store.write_now(lambda conn: conn.execute(update(orders).values(created_at=before)).rowcount)
    key = await old_order(agents_desk, [draft.id])
    await reconcile(agents_desk)
    assert agents_desk.journal.operation(key).state == "failed"


async def test_inv_04_an_order_that_was_noted_by_a_clock_ahead_is_found_all_the_same(
    agents_desk: Workplace, services: Services
) -> None:
    insurer = await agents_desk.insurer()
    draft = await form_draft(insurer)
    key = agents_desk.journal.intent("order", fingerprint({"draft_ids": [draft.id]}), agents_desk.login)
    order = await insurer.orders.create([draft.id], key)
    grow_old(agents_desk, hours=-24)
    forget(services)
    await reconcile(agents_desk)
    assert agents_desk.journal.operation(key).server_id == order.order_number
    assert told(agents_desk)[0].startswith(f"Order {order.order_number} was made before")


async def test_inv_04_an_old_draft_is_found_behind_a_whole_page_of_newer_ones(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    insurer = await agents_desk.insurer()
    purchase = await at_check(agents_desk)
    faulty(DRAFTS)
    await conclude(purchase)
    services.faults.set([])
    (made,) = (await insurer.drafts.list(limit=1)).items
    await newer(insurer, 50)
    grow_old(agents_desk)
    forget(services)
    posts = sent(services, DRAFTS)
    assert await purchase.act("conclude") is None
    assert purchase.draft is not None
    assert purchase.draft.id == made.id
    assert sent(services, DRAFTS) == posts


async def newer(insurer: Insurer, count: int) -> None:
    """So many drafts are formed at another desk."""
    await asyncio.gather(*(form_draft(insurer, ahead=100 + each, days=1) for each in range(count)))
    assert (await insurer.drafts.list(limit=count)).next_cursor is not None


@pytest.mark.parametrize("kind", ["draft", "order"])
async def test_what_arrived_while_it_stood_in_the_menu_is_told_there(agents_desk: Workplace, kind: Kind) -> None:
    insurer = await agents_desk.insurer()
    key = agents_desk.journal.intent(kind, "f", agents_desk.login)
    home = HomeJourney(agents_desk)
    await home.enter()
    entered = await home.act(f"check:{key}")
    if kind == "draft":
        number = (await form_draft(insurer, key=key)).id
    else:
        number = (await insurer.orders.create([(await form_draft(insurer)).id], key)).order_number
    await back_in(home, entered, await looked(checking(entered)))
    (text,) = told(agents_desk)
    assert number in text
    assert "before the connection broke off" in text
    assert (f"draft:{number}" in [action.id for action in home.view().actions]) == (kind == "draft")


async def test_a_draft_of_another_traveller_that_was_waited_for_is_told_and_the_own_one_is_sent(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    first, insurer = await at_check(agents_desk), await agents_desk.insurer()
    before = await total(insurer)
    faulty(DRAFTS)
    screen = checking(await conclude(first))
    services.faults.set([])
    account = [entry["account_id"] for entry in services.log if entry["account_id"]][-1]
    services.running.add((str(account), screen.operation.key))
    second = await at_check(agents_desk, begin="+80")
    entered = await conclude(second)
    waiting = checking(entered)
    services.running.clear()
    assert await back_in(second, entered, await looked(waiting)) is None
    assert second.step == "formed"
    assert await total(insurer) == before + 2
    assert told(agents_desk)[-1].startswith("Contract draft ")


async def test_a_sign_up_whose_refusal_was_lost_is_mended_at_its_field(
    workplace: Workplace, services: Services, faulty: Faulty
) -> None:
    journey = signing_up(workplace, "anna@example.test")
    faulty(ACCOUNTS)
    entered = await journey.act("continue")
    wrong = {"pointer": "/password", "code": "password.too_short"}
    answer(services, 422, {"code": "validation", "field_errors": [wrong]})
    left = await looked(checking(entered))
    with pytest.raises(FormRejected):
        await back_in(journey, entered, left)
    assert journey.view().id == "sign_up"
    assert [error.field_id for error in journey.sign_up.errors] == ["password"]
