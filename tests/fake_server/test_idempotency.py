"""Calls with a key: once, and the same answer ever after."""

import asyncio

import pytest
from sqlalchemy import select

from omi_tui.fake_server.schema import accounts, idempotency
from tests.fake_server.cabinet import PASSWORD, TRAVELLER, Cabinet, code, fields, keyed


async def test_the_first_answer_again_byte_for_byte(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    body, key = await cabinet.application(), keyed()
    first = await ewa.post("/v1/drafts", json=body, headers=key)
    second = await ewa.post("/v1/drafts", json=dict(reversed(body.items())), headers=key)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert (await cabinet.ok(ewa.get("/v1/drafts")))["total"] == 1
    other = await cabinet.application(40)
    assert code(await ewa.post("/v1/drafts", json=other, headers=key)) == (422, "idempotency_key.reused")


async def test_a_key_is_needed_and_is_a_uuid(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    body = await cabinet.application()
    assert code(await ewa.post("/v1/drafts", json=body)) == (400, "idempotency_key.missing")
    bad = await ewa.post("/v1/drafts", json=body, headers={"Idempotency-Key": "1"})
    assert code(bad) == (400, "idempotency_key.format")


async def test_a_refusal_is_kept_and_a_misfit_is_not(cabinet: Cabinet) -> None:
    ewa, key = await cabinet.customer("ewa"), keyed()
    draft = await cabinet.draft(ewa)
    body = await cabinet.application()
    first = await ewa.post("/v1/drafts", json=body, headers=key)
    assert code(first) == (409, "contract.overlap")
    await ewa.delete(f"/v1/drafts/{draft['id']}")
    again = await ewa.post("/v1/drafts", json=body, headers=key)
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    key = keyed()
    assert fields(await ewa.post("/v1/drafts", json=body | {"confirmed": False}, headers=key))
    assert (await ewa.post("/v1/drafts", json=body, headers=key)).status_code == 201


@pytest.mark.parametrize("same_key", [True, False])
async def test_twenty_at_once_are_one(cabinet: Cabinet, same_key: bool) -> None:
    ewa, key = await cabinet.customer("ewa"), keyed()
    body = await cabinet.application()
    answers = await asyncio.gather(
        *(ewa.post("/v1/drafts", json=body, headers=key if same_key else keyed()) for _ in range(20))
    )
    refusal = "operation.running" if same_key else "contract.overlap"
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.json()["id"] for answer in made}) == 1
    assert {code(answer) for answer in answers if answer.status_code != 201} == {(409, refusal)}
    assert (await cabinet.ok(ewa.get("/v1/drafts")))["total"] == 1
    if same_key:
        running = next(answer for answer in answers if answer.status_code == 409)
        assert running.json()["retryable"] is True
        assert (await ewa.post("/v1/drafts", json=body, headers=key)).content == made[0].content


async def test_keys_are_each_accounts_own(cabinet: Cabinet) -> None:
    ewa, jan, key = await cabinet.customer("ewa"), await cabinet.customer("jan"), keyed()
    body = await cabinet.application()
    first, second = [await caller.post("/v1/drafts", json=body, headers=key) for caller in (ewa, jan)]
    assert first.json()["id"] != second.json()["id"]


async def test_keys_are_kept_for_three_days(cabinet: Cabinet) -> None:
    key = keyed()
    body = {"email": "ewa@example.test", "password": PASSWORD, "residence_country": "POL", "adult_confirmed": True}
    await cabinet.api.post("/v1/accounts", json=body, headers=key)
    await cabinet.wait(hours=71)
    assert "idempotent-replayed" in (await cabinet.api.post("/v1/accounts", json=body, headers=key)).headers
    changed = await cabinet.api.post("/v1/accounts", json=body | {"password": "something else"}, headers=key)
    assert code(changed) == (422, "idempotency_key.reused")
    assert len(await cabinet.mails("ewa@example.test")) == 1
    await cabinet.wait(hours=2)
    assert "idempotent-replayed" not in (await cabinet.api.post("/v1/accounts", json=body, headers=key)).headers
    assert len(await cabinet.mails("ewa@example.test")) == 2


async def test_an_expired_key_is_free_before_it_is_removed(cabinet: Cabinet) -> None:
    """What has expired is removed once a minute, and counts no more in between."""

    async def ask(name: str, key: dict[str, str]) -> bool:
        body = {"email": f"{name}@example.test", "password": PASSWORD} | {"residence_country": "POL"}
        answer = await cabinet.api.post("/v1/accounts", json=body | {"adult_confirmed": True}, headers=key)
        assert answer.status_code == 202
        return "idempotent-replayed" in answer.headers

    async def kept() -> list[str]:
        return await cabinet.services.store.read(lambda conn: list(conn.scalars(select(idempotency.c.key))))

    first, second, third = keyed(), keyed(), keyed()
    assert not await ask("ewa", first)
    await cabinet.wait(hours=71, minutes=59, seconds=30)
    assert not await ask("jan", second)
    await cabinet.wait(seconds=40)
    assert not await ask("ewa", first)
    assert await ask("ewa", first)
    assert len(await cabinet.mails("ewa@example.test")) == 2
    assert sorted(await kept()) == sorted(key["Idempotency-Key"] for key in (first, second))
    await cabinet.wait(hours=73)
    assert not await ask("ola", third)
    assert await kept() == [third["Idempotency-Key"]]


async def test_what_became_of_a_call_can_be_asked(cabinet: Cabinet) -> None:
    ewa, jan, key = await cabinet.customer("ewa"), await cabinet.customer("jan"), keyed()
    path = f"/v1/operations/{key['Idempotency-Key']}"
    assert (await cabinet.ok(ewa.get(path)))["state"] == "unknown"
    cabinet.services.running.add(((await whose(cabinet, "ewa")), key["Idempotency-Key"]))
    assert (await cabinet.ok(ewa.get(path)))["state"] == "running"
    assert (await cabinet.ok(jan.get(path)))["state"] == "unknown"
    cabinet.services.running.clear()
    draft = await ewa.post("/v1/drafts", json=await cabinet.application(insured=TRAVELLER), headers=key)
    assert await cabinet.ok(ewa.get(path)) == {"state": "done", "status": 201, "body": draft.json()}
    assert (await cabinet.ok(jan.get(path)))["state"] == "unknown"
    assert (await cabinet.ok(cabinet.api.get(path)))["state"] == "unknown"
    assert (await ewa.get("/v1/operations/nonsense")).status_code == 422
    key = keyed()
    body = {"email": "new@example.test", "password": PASSWORD, "residence_country": "POL", "adult_confirmed": True}
    await cabinet.api.post("/v1/accounts", json=body, headers=key)
    found = await cabinet.ok(cabinet.api.get(f"/v1/operations/{key['Idempotency-Key']}"))
    assert (found["state"], found["status"]) == ("done", 202)


async def whose(cabinet: Cabinet, name: str) -> str:
    """The account's id."""
    query = select(accounts.c.id).where(accounts.c.email == f"{name}@example.test")
    return str(await cabinet.services.store.read(lambda conn: conn.scalar(query)))
