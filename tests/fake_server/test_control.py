"""The fake's own calls: the mailbox, the clock, snapshots, the request log, a test card."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.fake_server.cabinet import PASSWORD, Cabinet, code, fields, keyed, opened

EWA = "ewa@example.test"


async def test_only_about_is_open(cabinet: Cabinet) -> None:
    about = (await cabinet.api.get("/_omi/about")).json()
    assert (about["fake"], about["seed"], about["data"]) == (True, 1, "empty")
    assert about["clock"]["mode"] == "frozen"
    for method, path in (("GET", "mail"), ("GET", "clock"), ("GET", "requests"), ("POST", "reset"), ("POST", "pay/1")):
        for headers in ({}, {b"Omi-Control": b"guess"}, {b"Omi-Control": b"\xff"}):
            answer = await cabinet.api.request(method, f"/_omi/{path}", headers=headers)
            assert code(answer) == (401, "control.token")


async def test_waiting_for_mail_ends_when_it_comes_whatever_the_clock_shows(cabinet: Cabinet) -> None:
    query = {"to": EWA, "timeout": "30"}
    waiting = asyncio.create_task(cabinet.ok(cabinet.api.get("/_omi/mail/wait", params=query, headers=cabinet.control)))
    await cabinet.sign_up("jan@example.test")
    await cabinet.wait(days=1)
    assert not waiting.done()
    await cabinet.sign_up(EWA)
    (mail,) = await waiting
    assert mail["to"] == EWA
    later = {"to": EWA, "timeout": "0", "after": str(mail["id"])}
    assert await cabinet.ok(cabinet.api.get("/_omi/mail/wait", params=later, headers=cabinet.control)) == []
    assert (await cabinet.api.delete("/_omi/mail", headers=cabinet.control)).status_code == 204
    assert await cabinet.mails(EWA) == []


async def test_the_clock_goes_forward_only() -> None:
    with opened() as cabinet:

        async def put(**setting: object) -> tuple[int, object]:
            answer = await cabinet.api.put("/_omi/clock", json=setting, headers=cabinet.control)
            return answer.status_code, answer.json()["mode"] if answer.status_code == 200 else fields(answer)

        now = cabinet.services.now()
        assert await put(mode="frozen", now=(now + timedelta(days=2)).isoformat()) == (200, "frozen")
        assert cabinet.services.now() == now + timedelta(days=2)
        assert await put(mode="frozen") == (200, "frozen")
        assert await put(mode="frozen", now=now.isoformat()) == (422, {"/now now.backwards"})
        assert await put(mode="real") == (422, {"/mode mode.backwards"})
        assert await put(mode="offset", offset_seconds=5) == (422, {"/offset_seconds offset_seconds.backwards"})
        assert await put(mode="offset", offset_seconds=4 * 86400) == (200, "offset")
        assert cabinet.services.now() > datetime.now(UTC) + timedelta(days=2)
        assert await put(mode="frozen", now="2030-01-01T00:00:00") == (422, {"/now now.format"})
        assert (await cabinet.api.post("/_omi/reset", headers=cabinet.control)).status_code == 204
        assert await put(mode="real") == (200, "real")
        shown = await cabinet.ok(cabinet.api.get("/_omi/clock", headers=cabinet.control))
        assert shown["offset_seconds"] == 0


async def test_the_day_is_the_one_in_minsk(cabinet: Cabinet) -> None:
    evening = datetime(2032, 2, 28, 21, 30, tzinfo=UTC)
    cabinet.services.clock.freeze(evening)
    limits = (await cabinet.api.get("/v1/reference")).json()["limits"]
    assert limits["first_start_day"] == "2032-02-29"


async def test_a_snapshot_brings_everything_back(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa)
    kept = await cabinet.ok(cabinet.api.post("/_omi/snapshots", headers=cabinet.control))
    await ewa.delete(f"/v1/drafts/{draft['id']}")
    second = await cabinet.draft(ewa, 30)
    path = f"/_omi/snapshots/{kept['id']}"
    for _ in range(2):
        assert (await cabinet.api.put(path, headers=cabinet.control)).status_code == 204
        assert (await cabinet.ok(ewa.get(f"/v1/drafts/{draft['id']}")))["id"] == draft["id"]
        assert (await ewa.get(f"/v1/drafts/{second['id']}")).status_code == 404
    assert (await cabinet.draft(ewa, 60))["id"] == second["id"]
    missing = await cabinet.api.put("/_omi/snapshots/99", headers=cabinet.control)
    assert code(missing) == (404, "snapshot.not_found")


async def test_only_the_last_ten_snapshots_are_kept(cabinet: Cabinet) -> None:
    names = [(await cabinet.ok(cabinet.api.post("/_omi/snapshots", headers=cabinet.control)))["id"] for _ in range(11)]
    assert (await cabinet.api.put(f"/_omi/snapshots/{names[0]}", headers=cabinet.control)).status_code == 404
    assert (await cabinet.api.put(f"/_omi/snapshots/{names[1]}", headers=cabinet.control)).status_code == 204


async def test_reset_goes_back_to_the_data_set() -> None:
    with opened("demo") as cabinet:
        pair = await cabinet.sign_in("agent@example.test", "demo-desk-1")
        agent = cabinet.caller(pair["access_token"])
        before = (await cabinet.ok(agent.get("/v1/drafts")))["items"]
        await cabinet.sign_up(EWA)
        await agent.delete(f"/v1/drafts/{before[0]['id']}")
        await cabinet.api.post("/_omi/reset", headers=cabinet.control)
        assert (await agent.get("/v1/drafts")).status_code == 401
        assert await cabinet.mails(EWA) == []
        agent = cabinet.caller((await cabinet.sign_in("agent@example.test", "demo-desk-1"))["access_token"])
        after = (await cabinet.ok(agent.get("/v1/drafts")))["items"]
        assert [draft["id"] for draft in after] == [draft["id"] for draft in before]


async def test_the_request_log_holds_nothing_personal(cabinet: Cabinet) -> None:
    await cabinet.sign_up(EWA)
    ticket = await cabinet.ticket(EWA)
    await cabinet.api.get(f"/EmailConfirm.aspx?u={EWA}&ticket=x=en")
    await cabinet.api.put(f"/v1/password-resets/{ticket[:20]}", json={"password": PASSWORD})
    await cabinet.api.get(f"/nowhere/{ticket[:20]}")
    answer = await cabinet.api.get("/_omi/requests", headers=cabinet.control)
    operations = [(entry["operation"], entry["status"], entry["code"]) for entry in answer.json()["items"]]
    assert ("POST /v1/accounts", 202, None) in operations
    assert ("GET /EmailConfirm.aspx", 422, None) in operations
    assert ("PUT /v1/password-resets/{ticket}", 422, "ticket.wrong") in operations
    assert ("GET (no such path)", 404, "not_found") in operations
    assert not any(secret in answer.text for secret in (EWA, ticket[:20], PASSWORD))
    query = {"operation": "POST /v1/accounts"}
    (one,) = await cabinet.ok(cabinet.api.get("/_omi/requests", params=query, headers=cabinet.control))
    assert one["operation"] == "POST /v1/accounts"


@pytest.mark.parametrize(("card", "expected"), [("4200000000000000", "approved"), ("4005 5500 0000 0019", "declined")])
async def test_a_test_card_pays_without_a_page(cabinet: Cabinet, card: str, expected: str) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa)
    order = await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    path = f"/_omi/pay/{order['order_number']}"
    assert await cabinet.ok(cabinet.api.post(path, json={"card": card}, headers=cabinet.control)) == {"state": expected}
    unlisted = await cabinet.api.post(path, json={"card": "4111111111111111"}, headers=cabinet.control)
    assert unlisted.json()["code"] == "card.unlisted"
    unknown = await cabinet.api.post("/_omi/pay/1", json={"card": card}, headers=cabinet.control)
    assert code(unknown) == (404, "order.not_found")
