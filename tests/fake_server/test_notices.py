"""FS-15, SEC-14, INV-15: notices count when signed, whole and of the right amount; once, in any order."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from omi_tui.fake_server.notices import HEADER, BadSignature, sign, verify
from omi_tui.fake_server.services import Services
from tests.fake_server.paying import GOOD, NO_FUNDS, Shop


async def unreachable(body: bytes, signature: str) -> int:
    raise ConnectionRefusedError


async def reports(shop: Shop, number: str) -> list[dict[str, Any]]:
    return await shop.services.store.read(lambda conn: shop.gateway.ledger(conn).reports(number))


async def send(shop: Shop, report: dict[str, Any]) -> tuple[int, str]:
    body = json.dumps(report).encode()
    signature = sign(shop.gateway.key, body, shop.services.now())
    answer = await shop.api.post("/v1/gateway/notices", content=body, headers={HEADER: signature})
    return answer.status_code, answer.json().get("code", "")


async def stored_state(shop: Shop) -> list[Any]:
    """The order as the insurer has it, without asking the gateway."""
    from omi_tui.fake_server.schema import orders, policies

    def work(conn: Any) -> list[Any]:
        state = conn.execute(orders.select()).one()
        return [state.state, state.gateway_code, len(conn.execute(policies.select()).all())]

    return await shop.services.store.read(work)


TAMPERED: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], int, str]] = {
    "another amount": (lambda report: report | {"amount": "0.01"}, 422, "notice.amount"),
    "the same amount in other letters": (lambda report: report | {"amount": "8.0"}, 422, "notice.amount"),
    "whole units": (lambda report: report | {"amount": "8"}, 422, "notice.amount"),
    "another currency": (lambda report: report | {"currency": "BYN"}, 422, "notice.amount"),
    "another order": (lambda report: report | {"order_number": "999999"}, 404, "order.not_found"),
    "no state": (lambda report: {key: value for key, value in report.items() if key != "state"}, 422, "notice.format"),
    "a state that is none": (lambda report: report | {"state": "Approved"}, 422, "notice.format"),
}


@pytest.mark.parametrize("name", TAMPERED)
async def test_sec_14_a_signed_notice_that_does_not_fit_changes_nothing(shop: Shop, name: str) -> None:
    change, status, code = TAMPERED[name]
    shop.gateway.post = unreachable
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    approved = (await reports(shop, order["order_number"]))[-1]
    for _ in range(2):
        assert await send(shop, change(approved)) == (status, code)
    assert await stored_state(shop) == ["created", None, 0]
    assert await send(shop, approved) == (200, "")
    assert await stored_state(shop) == ["approved", None, 1]
    events = [event["event"] for event in (await shop.read(order["order_number"]))["events"]]
    assert events.count("amount_mismatch") == (1 if code == "notice.amount" else 0)


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda body, header: (body, None), "notice.unsigned"),
        (lambda body, header: (body, ""), "notice.unsigned"),
        (lambda body, header: (body, header.replace("v1=", "v0=")), "notice.unsigned"),
        (lambda body, header: (body, header + ",v1=" + "0" * 64), "notice.unsigned"),
        (lambda body, header: (body.replace(b"8.00", b"9.00"), header), "notice.altered"),
        (lambda body, header: (body + b" ", header), "notice.altered"),
        (lambda body, header: (body, header[:-64] + "0" * 64), "notice.altered"),
        (lambda body, header: (body, header.replace("t=", "t=1")), "notice.altered"),
    ],
)
async def test_sec_14_an_unsigned_or_altered_notice_is_refused(
    shop: Shop, tamper: Callable[[bytes, str], tuple[bytes, str | None]], code: str
) -> None:
    shop.gateway.post = unreachable
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    original = json.dumps((await reports(shop, order["order_number"]))[-1]).encode()
    body, header = tamper(original, sign(shop.gateway.key, original, shop.services.now()))
    answer = await shop.api.post(
        "/v1/gateway/notices", content=body, headers={} if header is None else {HEADER: header}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert await stored_state(shop) == ["created", None, 0]


@pytest.mark.parametrize(("seconds", "believed"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_sec_14_a_signature_is_good_for_five_minutes(services: Services, seconds: int, believed: bool) -> None:
    now = services.now()
    header = sign(b"key", b"{}", now)
    later = now.replace(microsecond=0) + timedelta(seconds=seconds)
    if believed:
        verify(b"key", header, b"{}", later)
    else:
        with pytest.raises(BadSignature, match="old"):
            verify(b"key", header, b"{}", later)
    with pytest.raises(BadSignature, match="altered"):
        verify(b"another key", header, b"{}", now)


async def test_inv_15_notices_count_once_and_in_any_order(shop: Shop) -> None:
    shop.gateway.post = unreachable
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], NO_FUNDS)
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    browser = shop.browser()
    await browser.open(order["pay_url"])
    told = await reports(shop, order["order_number"])
    assert [report["event"] for report in told] == ["declined", "approved"]
    copy = await shop.services.store.snapshot()
    for turn in permutations([*told, *told]):
        await shop.services.store.restore(copy)
        for report in turn:
            assert await send(shop, report) == (200, "")
        assert await stored_state(shop) == ["approved", None, 1]
        events = [event["event"] for event in (await shop.read(order["order_number"]))["events"]]
        assert sorted(events) == ["approved", "created", "declined"]
    copy.close()


async def test_inv_06_a_lost_notice_is_no_lost_money(shop: Shop) -> None:
    shop.gateway.post = unreachable
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    assert await stored_state(shop) == ["created", None, 0]
    paid = await shop.read(order["order_number"])
    assert (paid["state"], len(paid["policies"])) == ("approved", 1)


async def test_fs_15_notices_are_sent_until_they_are_taken(shop: Shop) -> None:
    tries: list[float] = []
    start = shop.services.now()

    async def falling(body: bytes, signature: str) -> int:
        tries.append((shop.services.now() - start).total_seconds())
        if len(tries) < 5:
            raise TimeoutError
        return 200

    shop.gateway.post = falling
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    for _ in range(60):
        shop.services.clock.freeze(shop.services.now() + timedelta(seconds=1))
        await shop.gateway.deliver()
    assert tries == [0, 1, 3, 7, 15], "the wait doubles, and a taken notice is not sent again"


async def test_a_huge_notice_is_refused(shop: Shop) -> None:
    answer = await shop.api.post("/v1/gateway/notices", content=b"0" * 10_000)
    assert answer.status_code == 413
