"""FS-19, SEC-42: several desks at once, one agent at two of them, and nobody who can keep another out."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.fake_server.cabinet import PASSWORD, PERSON, TRAVELLER, Cabinet, code, keyed, opened
from tests.fake_server.on_a_port import on_a_port, raw


def from_address(cabinet: Cabinet, address: str, token: str | None = None) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(cabinet.app, client=(address, 50_000))
    return httpx.AsyncClient(transport=transport, base_url="http://insurer.example.test", headers=headers)


async def sign_in(
    caller: httpx.AsyncClient, password: str = PASSWORD, login: str = "ewa@example.test"
) -> httpx.Response:
    return await caller.post("/v1/sessions", json={"login": login, "password": password})


async def test_fs_19_two_desks_and_one_person_make_one_draft(cabinet: Cabinet) -> None:
    """One agent is signed in at two desks; both send the same person and dates at the same moment."""
    first = await cabinet.customer("ewa")
    second = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    bodies = [await cabinet.application(3, 8) for _ in range(2)]
    answers = await asyncio.gather(
        *(
            desk.post("/v1/drafts", json=body, headers=keyed())
            for desk, body in zip((first, second), bodies, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    formed, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert code(refused) == (409, "contract.overlap")
    assert refused.json()["other_id"] == formed.json()["id"]
    assert len((await cabinet.ok(first.get("/v1/drafts")))["items"]) == 1


async def test_fs_19_two_desks_of_two_accounts_hear_of_the_policy_but_not_whose(cabinet: Cabinet) -> None:
    ewa, jan = await cabinet.customer("ewa"), await cabinet.customer("jan")
    draft = await cabinet.draft(ewa, 3, 8)
    order = await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    pay = f"/_omi/pay/{order['order_number']}"
    await cabinet.ok(cabinet.api.post(pay, json={"card": "4200000000000000"}, headers=cabinet.control))
    refused = await jan.post("/v1/drafts", json=await cabinet.application(5, 8), headers=keyed())
    assert code(refused) == (409, "contract.overlap")
    assert refused.json()["other_id"] is None
    assert TRAVELLER["last_name_latin"] not in refused.text


async def test_fs_19_of_two_edits_one_wins_and_the_other_hears_it(cabinet: Cabinet) -> None:
    first = await cabinet.customer("ewa")
    second = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    tag = (await first.get("/v1/me/personal-info")).headers["ETag"]
    edits = [PERSON | {"address": f"Brest, Lipova {number}"} for number in (1, 2)]
    answers = await asyncio.gather(
        *(
            desk.put("/v1/me/personal-info", json=edit, headers={"If-Match": tag})
            for desk, edit in zip((first, second), edits, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    kept = await first.get("/v1/me/personal-info")
    won = next(answer for answer in answers if answer.status_code == 200)
    lost = next(answer for answer in answers if answer.status_code == 412)
    assert kept.json()["address"] == won.json()["address"]
    assert kept.headers["ETag"] == lost.headers["ETag"], "the loser learns which version to read"


async def test_fs_19_a_desk_that_asks_too_much_waits_and_the_other_does_not() -> None:
    with opened(calls_a_minute=5) as cabinet:
        await cabinet.sign_up("ewa@example.test")
        ticket = {"email": "ewa@example.test", "ticket": await cabinet.ticket("ewa@example.test")}
        await cabinet.ok(cabinet.api.post("/v1/accounts/activation", json=ticket))
        busy, calm = [cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"]) for _ in range(2)]
        for _ in range(5):
            assert (await busy.get("/v1/cart")).status_code == 200
        refused = await busy.get("/v1/cart")
        assert code(refused) == (429, "rate.limited")
        assert refused.json()["retryable"]
        assert refused.headers["Retry-After"] == "60"
        assert (await calm.get("/v1/cart")).status_code == 200
        await cabinet.wait(seconds=60)
        assert (await busy.get("/v1/cart")).status_code == 200


async def test_sec_42_a_stranger_cannot_keep_the_owner_out(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    stranger, owner = from_address(cabinet, "198.51.100.7"), from_address(cabinet, "203.0.113.5")
    tried = [(await sign_in(stranger, "wrong wrong")).status_code for _ in range(11)]
    assert tried == [401] * 10 + [429]
    assert (await sign_in(stranger)).status_code == 429, "not even with the right password, from there"
    answer = await sign_in(owner)
    assert answer.status_code == 201
    change = {"old_password": "not it", "password": "another password"}
    signed_in = from_address(cabinet, "203.0.113.5", answer.json()["access_token"])
    tag = (await signed_in.get("/v1/me/settings")).headers["ETag"]
    assert (await signed_in.put("/v1/me/password", json=change, headers={"If-Match": tag})).status_code == 422


async def test_sec_42_one_password_on_many_accounts_is_slowed_as_well(cabinet: Cabinet) -> None:
    sprayer = from_address(cabinet, "198.51.100.7")
    tried = [
        (await sign_in(sprayer, login=f"customer{number}@example.test")).status_code
        for number in range(cabinet.services.config.failures_from_one_address + 1)
    ]
    assert tried[-2:] == [401, 429]
    await cabinet.wait(minutes=1)
    assert (await sign_in(sprayer)).status_code == 401


@pytest.mark.parametrize("route", ["/v1/accounts/activation", "/v1/password-resets/{}"])
async def test_sec_42_tickets_cannot_be_tried_for_long(cabinet: Cabinet, route: str) -> None:
    await cabinet.sign_up("ewa@example.test")
    right = await cabinet.ticket("ewa@example.test")

    async def use(caller: httpx.AsyncClient, ticket: str) -> Any:
        if "{}" in route:
            return await caller.put(route.format(ticket), json={"password": "a new password"})
        return await caller.post(route, json={"email": "ewa@example.test", "ticket": ticket})

    stranger = from_address(cabinet, "198.51.100.7")
    tried = [(await use(stranger, f"guess{number}")).status_code for number in range(31)]
    assert tried == [422] * 30 + [429]
    if "{}" not in route:
        assert (await use(from_address(cabinet, "203.0.113.5"), right)).status_code == 200


async def test_sec_42_nobody_says_himself_where_he_calls_from(cabinet: Cabinet) -> None:
    """Over a real port: another ``X-Forwarded-For`` at each try buys no further tries."""
    wrong = {"login": "ewa@example.test", "password": "wrong wrong"}
    async with on_a_port(cabinet) as port:
        tried = []
        for number in range(11):
            seen = await raw(port, "POST", "/v1/sessions", wrong, X_Forwarded_For=f"203.0.113.{number}")
            tried.append(seen.data.split()[1])
    assert tried == [b"401"] * 10 + [b"429"]
