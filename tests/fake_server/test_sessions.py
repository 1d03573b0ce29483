"""Bearer tokens: their lives, their rotation, and what a second use does; the limit on tries."""

import httpx
from sqlalchemy import select

from omi_tui.fake_server.schema import accounts, tickets, tokens
from tests.fake_server.cabinet import PASSWORD, Cabinet, code, opened

EWA = "ewa@example.test"


async def refresh(cabinet: Cabinet, token: str) -> httpx.Response:
    return await cabinet.api.post("/v1/sessions/refresh", json={"refresh_token": token})


async def whoami(cabinet: Cabinet, token: str) -> int:
    return (await cabinet.caller(token).get("/v1/me/settings")).status_code


async def test_wrong_and_unknown_get_the_same_answer(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    answers = [
        await cabinet.api.post("/v1/sessions", json={"login": login, "password": "not this one"})
        for login in (EWA, "nobody@example.test", "x\x00y")
    ]
    assert {code(answer) for answer in answers} == {(401, "session.credentials")}


async def test_access_ends_after_a_quarter_of_an_hour_and_refresh_renews_it(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    pair = await cabinet.sign_in(EWA)
    assert pair["expires_in"] == 900
    await cabinet.wait(minutes=16)
    assert await whoami(cabinet, pair["access_token"]) == 401
    renewed = (await refresh(cabinet, pair["refresh_token"])).json()
    assert await whoami(cabinet, renewed["access_token"]) == 200
    await cabinet.wait(hours=13)
    assert code(await refresh(cabinet, renewed["refresh_token"])) == (401, "session.expired")


async def test_a_second_use_of_a_refresh_token_ends_the_family(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    pair, other = await cabinet.sign_in(EWA), await cabinet.sign_in(EWA)
    renewed = (await refresh(cabinet, pair["refresh_token"])).json()
    assert code(await refresh(cabinet, pair["refresh_token"])) == (401, "session.expired")
    assert await whoami(cabinet, renewed["access_token"]) == 401
    assert (await refresh(cabinet, renewed["refresh_token"])).status_code == 401
    assert await whoami(cabinet, other["access_token"]) == 200


async def test_a_session_ends_for_good_however_often_it_is_renewed(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    pair = await cabinet.sign_in(EWA)
    for _ in range(15):
        await cabinet.wait(hours=11)
        answer = await refresh(cabinet, pair["refresh_token"])
        assert answer.status_code == 201
        pair = answer.json()
    await cabinet.wait(hours=4)
    assert (await refresh(cabinet, pair["refresh_token"])).status_code == 401


async def test_signing_out_ends_both_tokens(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    pair = await cabinet.sign_in(EWA)
    caller = cabinet.caller(pair["access_token"])
    assert (await caller.delete("/v1/sessions/current")).status_code == 204
    assert code(await caller.delete("/v1/sessions/current")) == (401, "session.expired")
    assert (await refresh(cabinet, pair["refresh_token"])).status_code == 401


async def test_a_refresh_token_opens_nothing_and_an_access_token_renews_nothing(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    pair = await cabinet.sign_in(EWA)
    assert await whoami(cabinet, pair["refresh_token"]) == 401
    assert (await refresh(cabinet, pair["access_token"])).status_code == 401
    missing = await cabinet.api.get("/v1/me/settings")
    assert code(missing) == (401, "session.missing")
    assert missing.headers["www-authenticate"] == "Bearer"


async def test_too_many_tries_wait_and_then_go_on() -> None:
    with opened(failures_allowed=3) as cabinet:
        await cabinet.customer("ewa")
        for login in (EWA, "nobody@example.test"):
            for _ in range(3):
                await cabinet.api.post("/v1/sessions", json={"login": login, "password": "wrong one"})
            answer = await cabinet.api.post("/v1/sessions", json={"login": login, "password": PASSWORD})
            assert code(answer) == (429, "rate.limited")
            assert answer.headers["retry-after"] == "60"
            assert answer.json()["retryable"] is True
        await cabinet.wait(seconds=61)
        await cabinet.sign_in(EWA)


async def test_no_secret_is_kept_in_the_clear(cabinet: Cabinet) -> None:
    await cabinet.sign_up("jan@example.test")
    await cabinet.customer("ewa")
    pair = await cabinet.sign_in(EWA)
    ticket = await cabinet.ticket("jan@example.test")
    columns = (accounts.c.password_hash, tickets.c.ticket_hash, tokens.c.token_hash)
    kept = await cabinet.services.store.read(
        lambda conn: {value for column in columns for value in conn.scalars(select(column))}
    )
    assert all(not value.startswith(("a long", ticket[:20])) for value in kept)
    assert not kept & {PASSWORD, ticket, pair["access_token"], pair["refresh_token"]}
    assert any(value.startswith("$argon2id$") for value in kept)
