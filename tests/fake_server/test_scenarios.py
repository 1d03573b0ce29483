"""FS-06: each scenario is a file that opens, says who it is, and does what its three lines tell."""

import subprocess
import sys
from typing import Any

import httpx
import pytest

from omi_tui.fake_server import scenario_names, scenarios
from omi_tui.fake_server.fault_kinds import KINDS
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.routes.orders import RETURN_PAGE
from omi_tui.fake_server.services import Config
from tests.fake_server.cabinet import LIGHT, Cabinet, code, day, keyed

NAMES = list(scenario_names.files())
LOGIN = ("agent@example.test", "demo-desk-1")
APPROVED = "4200000000000000"


class Played:
    """An insurer in a scenario, with the demo account signed in where the data set has it."""

    def __init__(self, name: str) -> None:
        self.services = open_insurer(scenario=name, config=Config(**LIGHT))
        self.cabinet = Cabinet(self.services)

    async def agent(self) -> httpx.AsyncClient:
        return self.cabinet.caller((await self.cabinet.sign_in(*LOGIN))["access_token"])

    async def paid(self, agent: httpx.AsyncClient, card: str = APPROVED) -> tuple[str, str]:
        """Buy for a traveller and pay by *card*; the order's number, and its state at the gateway."""
        draft = await self.cabinet.draft(agent, 100)
        order = await self.cabinet.ok(agent.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
        path = f"/_omi/pay/{order['order_number']}"
        paid = self.cabinet.api.post(path, json={"card": card}, headers=self.cabinet.control)
        return order["order_number"], (await self.cabinet.ok(paid))["state"]

    async def order(self, agent: httpx.AsyncClient, number: str) -> dict[str, Any]:
        order: dict[str, Any] = await self.cabinet.ok(agent.get(f"/v1/orders/{number}"))
        return order


@pytest.fixture
def played(request: pytest.FixtureRequest) -> Any:
    played = Played(request.param)
    yield played
    played.services.store.close()


def scenario(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("played", [name], indirect=True)


@pytest.mark.parametrize("name", NAMES)
async def test_fs_06_every_scenario_opens_and_says_so(name: str) -> None:
    told = scenarios.load(name)
    assert told.title
    assert all(line.endswith((".", "?")) for line in told.lines)
    played = Played(name)
    try:
        about = (await played.cabinet.api.get("/_omi/about")).json()
        assert (about["scenario"], about["data"]) == (name, told.data)
        names = played.cabinet.app.state.named_routes.names
        assert all(rule.phase == "notice" or rule.operation in (None, *names) for rule in told.faults)
        assert all(rule.kind in KINDS for rule in told.faults)
        reset = await played.cabinet.api.post("/_omi/reset", headers=played.cabinet.control)
        assert reset.status_code == 204
        assert [kept.rule for kept in played.services.faults.rules] == told.faults
    finally:
        played.services.store.close()


@pytest.mark.parametrize(
    ("played", "state"),
    [
        ("happy", "approved"), ("decline-insufficient", "declined"), ("3ds-challenge-fail", "challenge"),
        ("3ds-refused", "declined"), ("3ds-abandon", "challenge"), ("pay-then-lost-return", "approved"),
        ("approved-on-nth-poll", "pending"), ("forged-return", "declined"),
    ],
    indirect=["played"],
)  # fmt: skip
async def test_fs_06_every_card_does_what_the_scenario_says(played: Played, state: str) -> None:
    assert (await played.paid(await played.agent()))[1] == state


@scenario("approved-on-nth-poll")
async def test_fs_18_approved_at_the_fifth_look(played: Played) -> None:
    agent = await played.agent()
    number, _ = await played.paid(agent)
    states = [(await played.order(agent, number))["state"] for _ in range(5)]
    assert states == ["pending"] * 4 + ["approved"]


@scenario("3ds-abandon")
async def test_fs_06_an_abandoned_order_expires(played: Played) -> None:
    agent = await played.agent()
    number, _ = await played.paid(agent)
    await played.cabinet.wait(seconds=121)
    assert (await played.order(agent, number))["state"] == "expired"


@scenario("expired-passport")
async def test_fs_06_an_expired_passport_is_refused_for_its_holder_alone(played: Played) -> None:
    agent = await played.agent()
    own = await played.cabinet.application(1, policyholder_is_insured=True, insured=None)
    refused = await agent.post("/v1/drafts", json=own, headers=keyed())
    assert refused.status_code == 422
    assert "expiry" in refused.text
    assert (await played.cabinet.draft(agent, 1))["state"] == "unpaid"


@scenario("activation-link-expired")
async def test_fs_06_the_link_is_too_old(played: Played) -> None:
    cabinet = played.cabinet
    await cabinet.sign_up("ewa@example.test")
    ticket = await cabinet.ticket("ewa@example.test")
    await cabinet.wait(seconds=1)
    body = {"email": "ewa@example.test", "ticket": ticket}
    assert code(await cabinet.api.post("/v1/accounts/activation", json=body)) == (410, "ticket.expired")


@scenario("answer-lost-after-commit")
async def test_fs_06_the_first_answer_is_lost_and_the_second_is_the_same(played: Played) -> None:
    agent = await played.agent()
    body, key = await played.cabinet.application(100), keyed()
    before = (await agent.get("/v1/drafts")).json()["total"]
    with pytest.raises(ConnectionError):
        await agent.post("/v1/drafts", json=body, headers=key)
    again = await agent.post("/v1/drafts", json=body, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert (await agent.get("/v1/drafts")).json()["total"] == before + 1


@pytest.mark.parametrize("played", ["notice-lost", "notice-twice", "notice-late"], indirect=True)
async def test_fs_15_whatever_happens_to_notices_one_payment_is_one_policy(played: Played) -> None:
    agent = await played.agent()
    before = (await agent.get("/v1/policies", params={"state": "active"})).json()["total"]
    number, _ = await played.paid(agent)
    order = await played.order(agent, number)
    assert (order["state"], len(order["policies"])) == ("approved", 1)
    assert (await agent.get("/v1/policies", params={"state": "active"})).json()["total"] == before + 1


@scenario("forged-return")
async def test_sec_13_a_forged_return_proves_nothing(played: Played) -> None:
    agent = await played.agent()
    number, _ = await played.paid(agent)
    forged = {"ordernumber": number, "billnumber": "5000000000000001", "orderstate": "Approved"}
    assert (await played.cabinet.api.get(RETURN_PAGE, params=forged)).status_code == 200
    order = await played.order(agent, number)
    assert (order["state"], order["policies"]) == ("declined", [])


@pytest.mark.parametrize("played", ["insurer-down", "never-an-answer"], indirect=True)
async def test_fs_06_what_lasts_is_over_when_its_rule_is_lifted(played: Played) -> None:
    cabinet = played.cabinet

    async def conclude() -> None:
        await (await played.agent()).post("/v1/drafts", json=await cabinet.application(100), headers=keyed())

    with pytest.raises(ConnectionError):
        await conclude()
    await cabinet.api.delete("/_omi/faults", headers=cabinet.control)
    assert (await cabinet.draft(await played.agent(), 200))["state"] == "unpaid"


@scenario("minor")
async def test_fs_06_the_holder_is_sixteen(played: Played) -> None:
    info = await played.cabinet.ok((await played.agent()).get("/v1/me/personal-info"))
    born, today = day(info["birth_date"]), played.services.clock.today()
    assert 16 * 365 < (today - born).days < 17 * 365


@scenario("session-ends")
async def test_fs_06_the_session_is_over_after_a_minute(played: Played) -> None:
    pair = await played.cabinet.sign_in(*LOGIN)
    await played.cabinet.wait(seconds=21)
    assert code(await played.cabinet.caller(pair["access_token"]).get("/v1/cart")) == (401, "session.expired")
    await played.cabinet.wait(seconds=40)
    renewal = await played.cabinet.api.post("/v1/sessions/refresh", json={"refresh_token": pair["refresh_token"]})
    assert code(renewal) == (401, "session.expired")


@scenario("policy-comes-late")
async def test_fs_18_the_policy_comes_a_minute_after_the_payment(played: Played) -> None:
    agent = await played.agent()
    played.services.clock.freeze()
    number, _ = await played.paid(agent)
    order = await played.order(agent, number)
    assert (order["state"], order["policies"]) == ("approved", [])
    await played.cabinet.wait(seconds=61)
    assert len((await played.order(agent, number))["policies"]) == 1


@scenario("captive-portal")
async def test_fs_06_the_page_goes_away_after_ten_calls(played: Played) -> None:
    kinds = [(await played.cabinet.api.get("/v1/reference")).headers["content-type"] for _ in range(11)]
    assert kinds == ["text/html; charset=utf-8"] * 10 + ["application/json"]


@pytest.mark.parametrize("played", ["overloaded", "overloaded-by-date"], indirect=True)
async def test_fs_06_overloaded_now_and_then(played: Played) -> None:
    answers = [await played.cabinet.api.get("/v1/reference") for _ in range(40)]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert 5 < len(refused) < 35
    assert all("retry-after" in answer.headers for answer in refused)


def test_fs_06_an_unknown_scenario_is_a_sentence_and_exit_code_2() -> None:
    for command in ("fake-server", "demo"):
        arguments = [sys.executable, "-m", "omi_tui", command, "--scenario", "sunny"]
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("There is no scenario 'sunny'. Choose one of: 3ds-abandon, ")


def test_fs_06_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no setting tea"):
        scenarios.Scenario(title="x", lines=["."] * 3, settings={"tea": 1}).config(Config())
