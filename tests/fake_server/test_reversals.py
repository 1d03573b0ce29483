"""INV-05, INV-06: a settled payment ends as policies, as money given back, or as an open case with a number."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update

from omi_tui.fake_server.schema import drafts, mail, order_drafts, policies
from omi_tui.fake_server.transitions import Step, Transitions
from tests.fake_server.paying import GOOD, SLOW, Shop


async def unreachable(body: bytes, signature: str) -> int:
    raise ConnectionRefusedError


async def control(shop: Shop, method: str, path: str, **body: Any) -> httpx.Response:
    headers = {"Omi-Control": shop.services.control_token}
    return await shop.api.request(method, f"/_omi{path}", headers=headers, json=body or None)


def events(order: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(event["event"], event["code"]) for event in order["events"]]


async def lose_draft(shop: Shop, draft_id: str) -> None:
    def work(conn: Any) -> None:
        conn.execute(delete(order_drafts).where(order_drafts.c.draft_id == draft_id))
        conn.execute(delete(drafts).where(drafts.c.id == draft_id))

    await shop.services.store.write(work)


async def subjects(shop: Shop) -> list[str]:
    return list(
        await shop.services.store.read(lambda conn: conn.scalars(mail.select().with_only_columns(mail.c.subject)).all())
    )


async def test_inv_05_another_amount_is_given_back_and_makes_no_policy(shop: Shop) -> None:
    order = await shop.new_order()
    answer = await control(shop, "POST", f"/pay/{order['order_number']}", card=GOOD, taken="0.01")
    assert answer.json() == {"state": "approved"}, "what the gateway first thought"
    after = await shop.read(order["order_number"])
    assert (after["state"], after["policies"]) == ("reversed", [])
    assert ("reversal_asked", "amount") in events(after)
    draft = (await shop.api.get(f"/v1/drafts/{order['draft_ids'][0]}")).json()
    assert (draft["state"], draft["policy_name"]) == ("unpaid", None)


async def test_inv_06_a_lost_draft_is_paid_back(shop: Shop) -> None:
    """The notice of "pending" is lost, the draft goes away after its order's time, and the bank says yes later."""
    shop.gateway.post = unreachable
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], SLOW)
    shop.services.clock.freeze(shop.services.now() + timedelta(minutes=30))
    await lose_draft(shop, order["draft_ids"][0])
    for _ in range(3):
        after = await shop.read(order["order_number"])
    assert (after["state"], after["policies"]) == ("reversed", [])
    assert ("reversal_asked", "draft_gone") in events(after)
    assert any("given back" in subject for subject in await subjects(shop))


async def test_inv_06_what_the_gateway_cannot_give_back_is_a_case_with_a_number(shop: Shop) -> None:
    shop.gateway.post = unreachable
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], SLOW)
    shop.services.clock.freeze(shop.services.now() + timedelta(days=4))
    await lose_draft(shop, order["draft_ids"][0])
    for _ in range(4):
        after = await shop.read(order["order_number"])
    assert (after["state"], after["policies"]) == ("approved", [])
    assert [event for event in events(after) if event[0] == "case_opened"] == [("case_opened", "C-00001")]
    assert [subject for subject in await subjects(shop) if "C-00001" in subject]


async def test_inv_06_a_draft_whose_time_is_over_is_paid_back(shop: Shop) -> None:
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], SLOW)
    over = update(drafts).values(expires_at=shop.services.now())
    await shop.services.store.write(lambda conn: conn.execute(over).rowcount)
    for _ in range(3):
        after = await shop.read(order["order_number"])
    assert (after["state"], after["policies"]) == ("reversed", [])


async def test_inv_02_the_second_payment_of_a_draft_is_given_back(shop: Shop) -> None:
    """Both orders were opened by a server in disorder: the gateway took both payments, one of them stays."""
    first = await shop.new_order()
    twin = await shop.new_order()

    def share(conn: Any) -> None:
        other = update(order_drafts).where(order_drafts.c.order_number == twin["order_number"])
        conn.execute(other.values(draft_id=first["draft_ids"][0]))

    await shop.services.store.write(share)
    for order in (first, twin):
        await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    states = [(await shop.read(order["order_number"]))["state"] for order in (first, twin)]
    assert states == ["approved", "reversed"]
    assert len(await shop.services.store.read(lambda conn: conn.execute(policies.select()).all())) == 1


async def test_support_gives_money_back_and_the_policy_goes(shop: Shop) -> None:
    order = await shop.new_order()
    number = order["order_number"]
    assert (await control(shop, "POST", f"/reverse/{number}")).json()["code"] == "order.created"
    await shop.gateway.pay_with_test_card(number, GOOD)
    assert (await control(shop, "POST", f"/reverse/{number}")).json() == {"state": "reversed"}
    after = await shop.read(number)
    assert (after["state"], after["policies"]) == ("reversed", [])
    assert (await shop.api.get("/v1/policies")).json()["items"] == []
    assert (await control(shop, "POST", f"/reverse/{number}")).json()["code"] == "order.reversed"
    assert (await control(shop, "POST", "/reverse/999")).status_code == 404
    again = await shop.order(order["draft_ids"][0])
    assert again.status_code == 201, "the draft can be paid anew"
    browser = shop.browser()
    assert "given back" in await browser.open(order["pay_url"])


async def test_support_cannot_give_back_after_three_days(shop: Shop) -> None:
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    shop.services.clock.freeze(shop.services.now() + timedelta(days=3, seconds=1))
    assert (await control(shop, "POST", f"/reverse/{order['order_number']}")).json()["code"] == "order.approved"


async def test_nobody_can_pay_an_order_longer_than_its_draft_lives(shop: Shop) -> None:
    draft_id = shop.draft()
    soon = shop.services.now() + timedelta(minutes=5)
    await shop.services.store.write(lambda conn: conn.execute(update(drafts).values(expires_at=soon)).rowcount)
    order = (await shop.order(draft_id)).json()
    shop.services.clock.freeze(soon)
    assert (await control(shop, "POST", f"/pay/{order['order_number']}", card=GOOD)).json()["code"] == "order.expired"


@pytest.mark.parametrize("step", [Step(polls=3), Step(seconds=90), Step(manual=True)])
async def test_fs_18_the_policy_follows_when_it_is_told_to(shop: Shop, step: Step) -> None:
    shop.services.transitions = Transitions(policy=step)
    order = await shop.new_order()
    number = order["order_number"]
    await shop.gateway.pay_with_test_card(number, GOOD)
    for _ in range(2):
        waiting = await shop.read(number)
        assert (waiting["state"], waiting["policies"]) == ("approved", [])
        assert (await shop.api.delete(f"/v1/drafts/{order['draft_ids'][0]}")).status_code == 409
    shop.services.clock.freeze(shop.services.now() + timedelta(seconds=90))
    if step.manual:
        assert (await shop.read(number))["policies"] == []
        assert (await control(shop, "POST", f"/transitions/policy/{number}")).status_code == 204
    assert len((await shop.read(number))["policies"]) == 1
    assert len((await shop.read(number))["policies"]) == 1


async def test_fs_18_a_reversal_before_the_policy_leaves_none(shop: Shop) -> None:
    shop.services.transitions = Transitions(policy=Step(manual=True))
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    await control(shop, "POST", f"/reverse/{order['order_number']}")
    await control(shop, "POST", f"/transitions/policy/{order['order_number']}")
    assert (await shop.read(order["order_number"]))["policies"] == []
    assert (await shop.api.get(f"/v1/drafts/{order['draft_ids'][0]}")).json()["state"] == "unpaid"
