"""The data sets: what is in them, that they are the same each time, and that they cost little."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import accounts, payments, policies
from omi_tui.fake_server.seeds import DEMO_EMAIL, DEMO_PASSWORD, add_archive
from omi_tui.model.contract import Policy
from omi_tui.model.person import Insured
from tests.fake_server.cabinet import Cabinet, opened


async def agent_of(cabinet: Cabinet) -> Any:
    return cabinet.caller((await cabinet.sign_in(DEMO_EMAIL, DEMO_PASSWORD))["access_token"])


async def test_the_demo_has_a_desk_in_use() -> None:
    with opened("demo") as cabinet:
        agent = await agent_of(cabinet)
        drafts = (await cabinet.ok(agent.get("/v1/drafts")))["items"]
        assert [draft["state"] for draft in drafts] == ["unpaid", "unpaid"]
        cart = await cabinet.ok(agent.get("/v1/cart"))
        assert [item["draft_id"] for item in cart["items"]] == [drafts[0]["id"]]
        assert cart["total"]["amount"] == "8.00"
        active = await cabinet.ok(agent.get("/v1/policies", params={"state": "active"}))
        assert active["total"] == 3
        archive = await cabinet.ok(agent.get("/v1/policies", params={"state": "archive", "limit": 1000}))
        assert archive["total"] == len(archive["items"]) == 211
        assert (await cabinet.ok(agent.get("/v1/me/personal-info")))["last_name_latin"] == "IVANOVA"
        assert (await cabinet.ok(agent.get("/v1/me/passport")))["document_type"] == "passport"
        # Whoever is in it would pass the rules that a customer's answers have to pass.
        for policy in active["items"] + archive["items"]:
            kept = Policy.model_validate(policy)
            assert Insured.model_validate_json(kept.insured.model_dump_json()).model_dump() == kept.insured.model_dump()
            assert kept.payments[0].amount == kept.premium
            assert kept.insured.birth_date < kept.begin_date
        mine: dict[str, Any] = {"policyholder_is_insured": True, "insured": None}
        await cabinet.draft(agent, **mine)


def rows(**opening: Any) -> list[Any]:
    services = open_insurer(**opening)
    try:
        return services.store.write_now(lambda conn: [tuple(row)[:-1] for row in conn.execute(select(policies))])
    finally:
        services.store.close()


def test_the_same_seed_gives_the_same_people() -> None:
    first, second, other = rows(data="demo"), rows(data="demo"), rows(data="demo", seed=2)
    assert first == second
    assert {row[0] for row in first}.isdisjoint(row[0] for row in other)


def test_an_unknown_data_set_is_refused() -> None:
    with pytest.raises(ValueError, match="Choose one of: empty, demo"):
        open_insurer(data="nothing")


async def test_an_archive_of_ten_thousand_pages_to_its_end() -> None:
    with opened("demo") as cabinet:
        services = cabinet.services

        def more(conn: Connection) -> None:
            add_archive(conn, services, conn.scalars(select(accounts.c.id)).one(), 10_000)

        services.store.write_now(more)
        agent = await agent_of(cabinet)
        cursor: dict[str, str] = {}
        seen: set[str] = set()
        while True:
            query = {"state": "archive", "limit": "1000", **cursor}
            page = await cabinet.ok(agent.get("/v1/policies", params=query))
            assert page["total"] == 10_211
            seen |= {policy["id"] for policy in page["items"]}
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert len(seen) == 10_211
        numbers = await services.store.read(lambda conn: conn.scalars(select(policies.c.number)).all())
        assert len(set(numbers)) == 10_214
        paid = await services.store.read(lambda conn: conn.scalars(select(payments.c.policy_id)).all())
        assert len(set(paid)) == 10_214
