"""FS-18: drafts, slow banks and mails move on at the n-th look, after some time on the clock, or by hand. No sleeps."""

from typing import Any

import pytest

from omi_tui.fake_server.transitions import Step, Transitions
from tests.fake_server.cabinet import Cabinet, keyed

STEPS = {"polls": {"polls": 2}, "seconds": {"seconds": 60}, "manual": {"manual": True}}


async def told(cabinet: Cabinet, **steps: Any) -> None:
    await cabinet.ok(cabinet.api.put("/_omi/transitions", json=steps, headers=cabinet.control))


async def by_hand(cabinet: Cabinet, what: str, name: Any) -> int:
    return (await cabinet.api.post(f"/_omi/transitions/{what}/{name}", headers=cabinet.control)).status_code


@pytest.mark.parametrize("kind", STEPS)
async def test_fs_18_the_bank_says_yes(cabinet: Cabinet, kind: str) -> None:
    ewa = await cabinet.customer("ewa")
    await told(cabinet, order=STEPS[kind])
    draft = await cabinet.draft(ewa)
    order = await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    path = f"/v1/orders/{order['order_number']}"
    pay = f"/_omi/pay/{order['order_number']}"
    await cabinet.ok(cabinet.api.post(pay, json={"card": "4000000000000341"}, headers=cabinet.control))
    assert (await cabinet.ok(ewa.get(path)))["state"] == "pending"
    if kind == "manual":
        assert (await cabinet.ok(ewa.get(path)))["state"] == "pending"
        assert await by_hand(cabinet, "order", order["order_number"]) == 204
        assert await by_hand(cabinet, "order", order["order_number"]) == 409
    await cabinet.wait(seconds=60)
    assert (await cabinet.ok(ewa.get(path)))["state"] == "approved"


@pytest.mark.parametrize("kind", STEPS)
async def test_fs_18_a_draft_expires(cabinet: Cabinet, kind: str) -> None:
    ewa = await cabinet.customer("ewa")
    await told(cabinet, draft=STEPS[kind])
    draft = await cabinet.draft(ewa)
    path = f"/v1/drafts/{draft['id']}"
    assert (await cabinet.ok(ewa.get(path)))["state"] == "unpaid"
    if kind == "manual":
        assert await by_hand(cabinet, "draft", draft["id"]) == 204
    await cabinet.wait(seconds=60)
    assert (await cabinet.ok(ewa.get(path)))["state"] == "expired"


@pytest.mark.parametrize("kind", STEPS)
async def test_fs_18_a_mail_arrives_later(cabinet: Cabinet, kind: str) -> None:
    await told(cabinet, mail=STEPS[kind])
    await cabinet.sign_up("ewa@example.test")
    assert await cabinet.mails("ewa@example.test") == []
    if kind == "manual":
        assert await by_hand(cabinet, "mail", 1) == 204
        assert await by_hand(cabinet, "mail", 1) == 404
    await cabinet.wait(seconds=60)
    (mail,) = await cabinet.mails("ewa@example.test")
    assert mail["date"] < "9000"


async def test_fs_18_what_is_not_said_goes_back(cabinet: Cabinet) -> None:
    await told(cabinet, mail={"manual": True})
    await told(cabinet)
    assert cabinet.services.transitions == Transitions()
    assert cabinet.services.transitions.order == Step(polls=3)
    shown = await cabinet.ok(cabinet.api.get("/_omi/transitions", headers=cabinet.control))
    assert shown["order"] == {"polls": 3, "seconds": None, "manual": False}
    for what, name in (("draft", "none"), ("order", "none"), ("policy", "none"), ("mail", "none")):
        assert await by_hand(cabinet, what, name) == 404
    assert await by_hand(cabinet, "weather", "none") == 422
