"""FS-17: data sets that nobody would type in: hostile texts in all that the insurer says, and names of the world."""

import json
from datetime import timedelta
from typing import Any

import pytest

from omi_tui import cli
from omi_tui.fake_server import mailbox, seed_i18n, seed_support, seeds
from omi_tui.fake_server.glyphs import printable
from omi_tui.fake_server.hostile_texts import LONGEST, texts
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.policy_pdf import BOLD, fit
from omi_tui.fake_server.seed_hostile import RAW_EMAIL
from omi_tui.model.contract import Cart, Draft, Order, Page, Policy
from omi_tui.model.passport import PassportDetails
from omi_tui.model.person import Insured, PersonalInfo
from omi_tui.model.problem import Problem
from omi_tui.model.reference import Reference
from tests.fake_server.cabinet import Cabinet, opened

PAGES: dict[str, Any] = {"/v1/drafts": Page[Draft], "/v1/policies": Page[Policy], "/v1/orders": Page[Order]}


async def agent_of(cabinet: Cabinet, email: str = seeds.DEMO_EMAIL) -> Any:
    return cabinet.caller((await cabinet.sign_in(email, seeds.DEMO_PASSWORD))["access_token"])


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def test_the_command_line_offers_every_data_set() -> None:
    assert sorted(cli.DATA_SETS) == sorted(seeds.DATA_SETS)


@pytest.mark.parametrize("data", ["hostile", "i18n", "support"])
async def test_fs_17_every_list_and_document_opens(data: str) -> None:
    with opened(data) as cabinet:
        agent = await agent_of(cabinet)
        for path, model in PAGES.items():
            page = model.model_validate((await agent.get(path, params={"limit": 1000})).json())
            for item in page.items:
                name = item.order_number if isinstance(item, Order) else item.id
                assert (await agent.get(f"{path}/{name}")).status_code == 200
                if isinstance(item, Policy):
                    document = await agent.get(f"{path}/{name}/document")
                    assert document.content.startswith(b"%PDF-")
        Cart.model_validate((await agent.get("/v1/cart")).json())
        Reference.model_validate((await agent.get("/v1/reference")).json())
        PersonalInfo.model_validate((await agent.get("/v1/me/personal-info")).json())
        PassportDetails.model_validate((await agent.get("/v1/me/passport")).json())


async def test_fs_17_every_hostile_text_is_said_as_it_stands() -> None:
    with opened("hostile") as cabinet:
        agent = await agent_of(cabinet)
        said: set[str] = set()
        for path in (*PAGES, "/v1/cart", "/v1/reference"):
            said |= set(strings((await agent.get(path, params={"limit": 1000} if path in PAGES else {})).json()))
        assert set(texts()) <= said
        assert max(map(len, said)) >= LONGEST
        for field in ("last_name_latin", "first_name_latin", "address", "phone", "citizenship", "passport_number"):
            policies = (await agent.get("/v1/policies", params={"limit": 1000})).json()["items"]
            assert {policy["insured"][field] for policy in policies} == set(texts()), field
        mails = await cabinet.services.store.read(lambda conn: mailbox.messages(conn))
        assert {mail.subject for mail in mails} == set(texts())
        refusal = Problem.model_validate((await agent.get("/v1/drafts/none")).json())
        assert any(text in refusal.detail for text in texts() if text)
        raw = await agent_of(cabinet, RAW_EMAIL)
        assert set(strings((await raw.get("/v1/me/settings")).json())) & set(texts())
        for path in ("/v1/me/personal-info", "/v1/me/passport"):
            told = await raw.get(path)
            assert told.status_code == 200
            assert len(set(strings(told.json())) & set(texts())) >= 3


async def test_fs_17_a_hostile_draft_can_be_paid() -> None:
    with opened("hostile") as cabinet:
        agent = await agent_of(cabinet)
        draft = (await agent.get("/v1/drafts")).json()["items"][-1]
        order = await cabinet.ok(
            agent.post(
                "/v1/orders",
                json={"draft_ids": [draft["id"]]},
                headers={"Idempotency-Key": "6f1de2b3-0000-4000-8000-000000000001"},
            )
        )
        paid = {"card": "4200000000000000"}
        await cabinet.ok(cabinet.api.post(f"/_omi/pay/{order['order_number']}", json=paid, headers=cabinet.control))
        assert len((await agent.get(f"/v1/orders/{order['order_number']}")).json()["policies"]) == 1


async def test_fs_17_i18n_people_keep_the_rules() -> None:
    people = seed_i18n.people()
    assert any(person.first_name_latin is None for person in people)
    assert any("'" in person.last_name_latin for person in people)
    assert max(len(person.last_name_latin) for person in people) == 64
    with opened("i18n") as cabinet:
        agent = await agent_of(cabinet)
        policies = (await agent.get("/v1/policies", params={"limit": 1000})).json()["items"]
        assert len(policies) == 2 * len(people)
        for policy in policies:
            Insured.model_validate_json(json.dumps(policy["insured"]), strict=True)
        again = people[0].model_dump(mode="json") | {"passport_number": "AB999999"}
        await cabinet.draft(agent, insured=again)


def test_the_hostile_file_survives_being_opened_again(tmp_path: Any) -> None:
    for _ in range(2):
        services = open_insurer(str(tmp_path / "insurer.sqlite"), data="hostile")
        services.clock.freeze(services.now() + timedelta(seconds=1))
        services.store.close()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łódź, Rīga, Гродна, № 5", "Łódź, Rīga, Гродна, № 5"),
        ("Cafe\u0301", "Café"),
        ("\uff37\uff29\uff24\uff25", "WIDE"),
        ("北京", "??"),
        ("A\u202eB\x1b[2JC", "A?B?[2JC"),
        ("A\nB\u2028C", "A?B?C"),
        ("\u00a0x\u3000y", " x y"),
        ("L" * 5000, "L" * 199 + "…"),
    ],
)
def test_the_document_prints_no_boxes(text: str, shown: str) -> None:
    fit("")  # registers the font
    assert printable(text, BOLD) == shown


async def test_fs_17_the_support_desk_has_forty_callers() -> None:
    with opened("support") as cabinet:
        assert len(seed_support.STATES) == len({name for name, _ in seed_support.STATES}) == 40
        refused = {"has not followed the link in the mail", "the link is too old", "signed up and no mail ever came"}
        states: dict[str, list[str]] = {}
        for number, (name, _) in enumerate(seed_support.STATES, 1):
            body = {"login": seed_support.email(number), "password": seeds.DEMO_PASSWORD}
            answer = await cabinet.api.post("/v1/sessions", json=body)
            assert (answer.status_code == 403) == (name in refused), name
            if answer.status_code == 201:
                caller = cabinet.caller(answer.json()["access_token"])
                for path, model in PAGES.items():
                    page = model.model_validate((await caller.get(path, params={"limit": 1000})).json())
                    states.setdefault(name, []).extend(item.state for item in page.items)
        assert states["got the money back"] == ["unpaid", "reversed"]
        assert states["has paid for a draft that is gone"] == ["reversed"]
        assert states["has paid, and the insurer never heard it"] == ["unpaid", "approved"], "the insurer asks"
        assert len(states["has five hundred policies"]) == 500
