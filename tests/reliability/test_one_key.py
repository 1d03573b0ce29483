"""What a key, a fingerprint and a version stand for, each on its own and without chance."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from omi_tui.client.call import new_id
from omi_tui.client.errors import Conflict
from omi_tui.client.insurer import Insurer
from omi_tui.desk.secrets import Secrets
from omi_tui.model.fingerprint import canonical, fingerprint
from omi_tui.model.period import minsk_today
from tests.reliability.insurer_in_loop import InsurerInLoop, insurer_in_loop
from tests.reliability.person import LOGIN, PASSWORD

BOOKS = "SELECT (SELECT count(*) FROM drafts), (SELECT count(*) FROM orders), (SELECT count(*) FROM policies)"


@pytest.fixture
async def insurer() -> AsyncIterator[InsurerInLoop]:
    async with insurer_in_loop() as insurer:
        yield insurer


@pytest.fixture
async def wire(insurer: InsurerInLoop) -> AsyncIterator[httpx.AsyncClient]:
    """The agent's connection, byte for byte."""
    async with httpx.AsyncClient(base_url=insurer.services.url) as wire:
        session = await wire.post("/v1/sessions", json={"login": LOGIN, "password": PASSWORD})
        wire.headers["Authorization"] = f"Bearer {session.json()['access_token']}"
        wire.headers["Content-Type"] = "application/json"
        yield wire


async def application(wire: httpx.AsyncClient) -> dict[str, Any]:
    """The body of a draft for the policyholder, as somebody confirmed it."""
    today = minsk_today().isoformat()
    days = {"begin_date": today, "end_date": today}
    quote = await wire.post("/v1/quotes", json={"product": "OMI", **days})
    body = {
        **days,
        "quote_id": quote.json()["quote_id"],
        "policyholder_is_insured": True,
        "country_of_residence": "BLR",
        "confirmed": True,
        "allow_overlap": True,
    }
    return {**body, "fingerprint": fingerprint(body)}


async def test_inv_03_same_key_same_bytes_and_another_body_has_no_effect(
    insurer: InsurerInLoop, wire: httpx.AsyncClient
) -> None:
    """INV-03."""
    body, key = await application(wire), {"Idempotency-Key": new_id()}
    first = await wire.post("/v1/drafts", content=canonical(body), headers=key)
    after = await insurer.rows(BOOKS)
    again = await wire.post("/v1/drafts", content=json.dumps(body, indent=2), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    other = {**body, "country_of_residence": "POL"}
    refused = await wire.post(
        "/v1/drafts", content=canonical({**other, "fingerprint": fingerprint(other)}), headers=key
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key.reused")
    assert await insurer.rows(BOOKS) == after


@pytest.mark.parametrize(
    "change", [{"country_of_residence": "POL"}, {"allow_overlap": False}, {"end_date": "2030-01-01"}]
)
async def test_inv_08_what_was_not_confirmed_is_refused(
    insurer: InsurerInLoop, wire: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    """INV-08."""
    body = await application(wire)
    before = await insurer.rows(BOOKS)
    refused = await wire.post("/v1/drafts", content=canonical(body | change), headers={"Idempotency-Key": new_id()})
    assert (refused.status_code, refused.json()["code"]) == (422, "contract.fingerprint")
    assert await insurer.rows(BOOKS) == before


async def test_inv_18_of_two_desks_one_wins_and_the_other_is_told(insurer: InsurerInLoop) -> None:
    """INV-18: the second save names a version that is gone; what the first one wrote stands."""
    desks = [Insurer(insurer.services.url, Secrets(trusted=())) for _desk in range(2)]
    copies = []
    for desk in desks:
        await desk.sessions.sign_in(LOGIN, PASSWORD)
        copies.append(await desk.profile.personal_info())
    for number, (desk, copy) in enumerate(zip(desks, copies, strict=True)):
        assert copy.value is not None
        edited = copy.value.model_copy(update={"address": f"Minsk, Nowa {number}"})
        if number == 0:
            await desk.profile.save_personal_info(edited, copy.etag)
        else:
            with pytest.raises(Conflict):
                await desk.profile.save_personal_info(edited, copy.etag)
    now = (await desks[1].profile.personal_info()).value
    assert now is not None
    assert now.address == "Minsk, Nowa 0"
    for desk in desks:
        await desk.aclose()
