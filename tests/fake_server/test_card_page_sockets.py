"""Every listed card over real sockets: two ports, two origins, and notices that travel by HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.bundled import Customer, bundled_insurer
from tests.fake_server.paying import (
    CHALLENGE,
    GOOD,
    LOST,
    MASTERCARD,
    MIR,
    NO_3DS,
    NO_FUNDS,
    REFUSED,
    SLOW,
    Browser,
)


@pytest.fixture(scope="module")
def customer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Customer]:
    home: Path = tmp_path_factory.mktemp("insurer")
    with bundled_insurer(home) as customer:
        yield customer


@pytest.fixture(autouse=True)
def _from_the_beginning(customer: Customer) -> Iterator[None]:
    kept = customer.http.post("/_omi/snapshots", headers=customer.control).raise_for_status().json()["id"]
    yield
    customer.http.put(f"/_omi/snapshots/{kept}", headers=customer.control).raise_for_status()


@pytest.mark.parametrize(
    ("card", "status", "path", "state", "code"),
    [
        (GOOD, 200, "/pay/result.cfm", "approved", None),
        (MASTERCARD, 200, "/pay/result.cfm", "approved", None),
        (MIR, 200, "/pay/result.cfm", "approved", None),
        (CHALLENGE, 200, "/pay/secure.cfm", "challenge", None),
        (NO_3DS, 200, "/pay/result.cfm", "declined", "AS110"),
        (NO_FUNDS, 200, "/pay/result.cfm", "declined", "AS102"),
        (REFUSED, 200, "/pay/result.cfm", "declined", "AS100"),
        (SLOW, 200, "/pay/result.cfm", "pending", None),
        (LOST, 504, "/pay/order.cfm", "approved", None),
    ],
)
async def test_every_card_has_its_outcome(
    customer: Customer, card: str, status: int, path: str, state: str, code: str | None
) -> None:
    issued = customer.http.get("/v1/policies").json()["total"]
    order = customer.order()
    browser = Browser(None, customer.pay_url)
    async with browser.http:
        await browser.open(order["pay_url"])
        await browser.pay(card)
    assert (browser.page.status_code, browser.page.url.path) == (status, path)
    told = customer.http.get("/v1/orders").json()["items"][0]
    assert (told["order_number"], told["state"], told["gateway_code"]) == (order["order_number"], state, code)
    assert customer.http.get("/v1/policies").json()["total"] - issued == (state == "approved")
    log = customer.http.get(
        "/_omi/requests", params={"operation": "POST /v1/gateway/notices"}, headers=customer.control
    ).json()["items"]
    assert {entry["status"] for entry in log} == {200}, "the notices came by HTTP and were taken"


async def test_the_whole_way_with_3d_secure_and_a_retry(customer: Customer) -> None:
    order = customer.order()
    browser = Browser(None, customer.pay_url, "ru")
    async with browser.http:
        await browser.open(order["pay_url"])
        assert "Банк отказал" in await browser.pay(REFUSED)
        await browser.open(order["pay_url"])
        await browser.pay(CHALLENGE)
        assert "оплачен" in await browser.post(code=browser.shown_code())
    paid = customer.read(order)
    assert [event["event"] for event in paid["events"]] == [
        "created", "page_opened", "declined", "challenge", "approved"
    ]  # fmt: skip
    document = customer.http.get(f"/v1/policies/{paid['policies'][0]['id']}/document")
    assert document.content.startswith(b"%PDF-")
