"""FS-15, INV-15, SEC-14: how notices travel: dropped, doubled, overtaken, sent again by hand; one state in the end."""

import ast
import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from omi_tui.fake_server import notices
from omi_tui.fake_server.card_page import cards
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.notices import HEADER, sign
from omi_tui.fake_server.schema import cart_items, drafts, orders, payments, policies
from tests.fake_server.paying import CHALLENGE, GOOD, NO_FUNDS, SLOW, Shop, running


async def control(shop: Shop, method: str, path: str) -> httpx.Response:
    return await shop.api.request(method, f"/_omi{path}", headers={"Omi-Control": shop.services.control_token})


async def deliveries(shop: Shop) -> list[tuple[str, int, bool, str | None]]:
    items = (await control(shop, "GET", "/notices")).json()["items"]
    return [(item["event"], item["tries"], item["delivered_at"] is not None, item["last_error"]) for item in items]


async def unreachable(body: bytes, signature: str) -> int:
    raise ConnectionRefusedError


def final(shop: Shop) -> list[Any]:
    """What the insurer has, but for identifiers and mails: those tell how often and when something was done."""

    def work(conn: Any) -> list[Any]:
        return [
            conn.execute(orders.select().with_only_columns(orders.c.state, orders.c.gateway_code)).all(),
            conn.execute(drafts.select().with_only_columns(drafts.c.id, drafts.c.state)).all(),
            conn.execute(policies.select().with_only_columns(policies.c.draft_id, policies.c.premium)).all(),
            conn.execute(payments.select().with_only_columns(payments.c.amount, payments.c.currency)).all(),
            conn.execute(cart_items.select().with_only_columns(cart_items.c.draft_id)).all(),
        ]

    found: list[Any] = shop.services.store.write_now(work)
    return found


async def test_fs_15_a_dropped_notice_comes_later(shop: Shop) -> None:
    shop.services.faults.set([Rule(phase="notice", kind="notice_dropped", times=2)])
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    assert await deliveries(shop) == [("approved", 1, False, "lost on the way")]
    for seconds in (1, 2):
        shop.services.clock.freeze(shop.services.now() + timedelta(seconds=seconds))
        await shop.gateway.deliver()
    assert await deliveries(shop) == [("approved", 3, True, None)]
    assert len(final(shop)[2]) == 1


async def test_fs_15_a_doubled_notice_counts_once(shop: Shop) -> None:
    shop.services.faults.set([Rule(phase="notice", kind="notice_duplicated", times=None)])
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    assert len(final(shop)[2]) == 1
    assert [event["event"] for event in (await shop.read(order["order_number"]))["events"]] == ["created", "approved"]


async def test_fs_15_an_overtaken_notice_does_not_bring_the_past_back(shop: Shop) -> None:
    shop.services.faults.set([Rule(phase="notice", kind="notice_reordered", times=1)])
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], NO_FUNDS)
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    assert [line[2] for line in await deliveries(shop)] == [False, True], "the second arrived first"
    shop.services.clock.freeze(shop.services.now() + timedelta(seconds=5))
    await shop.gateway.deliver()
    assert [line[2] for line in await deliveries(shop)] == [True, True]
    assert final(shop)[0] == [("approved", None)]


async def test_fs_15_a_notice_is_sent_again_by_its_id(shop: Shop) -> None:
    order = await shop.new_order()
    shop.gateway.post = unreachable
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    item = (await control(shop, "GET", f"/notices?order_number={order['order_number']}")).json()["items"][0]
    assert (item["delivered_at"], item["last_error"]) == (None, "ConnectionRefusedError")
    del shop.gateway.post
    shop.gateway.post = shop.gateway._hand_over
    for tries in (2, 3):
        assert (await control(shop, "POST", f"/notices/{item['id']}/resend")).status_code == 204
        assert await deliveries(shop) == [("approved", tries, True, None)]
    assert len(final(shop)[2]) == 1
    assert (await control(shop, "POST", "/notices/none/resend")).status_code == 404
    assert (await control(shop, "GET", "/notices?order_number=999")).json()["items"] == []


async def test_inv_15_deliveries_at_once_tell_each_notice_once_and_in_order(shop: Shop) -> None:
    """Several deliveries begin at different moments, and somebody pays meanwhile."""
    numbers = [(await shop.order(shop.draft(passport=f"111000{place}"))).json()["order_number"] for place in range(4)]
    shop.gateway.post = unreachable
    for number in numbers[:3]:
        for card in (NO_FUNDS, GOOD):
            await shop.gateway.pay_with_test_card(number, card)
    shop.services.clock.freeze(shop.services.now() + timedelta(minutes=6))
    told: list[tuple[str, int]] = []

    async def slowly(body: bytes, signature: str) -> int:
        report = json.loads(body)
        told.append((report["order_number"], report["sequence"]))
        for _ in range(5):
            await asyncio.sleep(0)
        return await shop.gateway._hand_over(body, signature)

    async def later(turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        await shop.gateway.deliver()

    shop.gateway.post = slowly
    await asyncio.gather(*map(later, range(0, 40, 4)), shop.gateway.pay_with_test_card(numbers[3], GOOD))
    expected = {number: [1, 2] for number in numbers[:3]} | {numbers[3]: [1]}
    assert {number: [sequence for whose, sequence in told if whose == number] for number in numbers} == expected
    assert [order.state for order in final(shop)[0]] == ["approved"] * 4


WAYS: dict[str, tuple[list[str], Callable[[Shop, str], Awaitable[str]], str]] = {
    "training call": ([NO_FUNDS], lambda shop, number: shop.gateway.pay_with_test_card(number, GOOD), "approved"),
    "card page": ([NO_FUNDS], lambda shop, number: shop.gateway.charge(number, cards.find(GOOD)), "approved"),
    "3-D Secure": ([NO_FUNDS, CHALLENGE], lambda shop, number: shop.gateway.answer(number, None), "declined"),
    "slow bank": ([NO_FUNDS, SLOW], lambda shop, number: shop.gateway.settle(number), "approved"),
    "given back": ([GOOD], lambda shop, number: shop.gateway.reverse(number), "reversed"),
}
"""The cards that were tried before, what is done then, and the state that the insurer has to have after it."""


@pytest.mark.parametrize("way", WAYS)
async def test_inv_15_nobody_is_answered_before_the_insurer_was_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Somebody is telling of the same order's past when its state changes: the answer waits for both."""
    before, act, state = WAYS[way]
    number = (await shop.new_order())["order_number"]
    shop.gateway.post = unreachable
    for card in before:
        await shop.gateway.pay_with_test_card(number, card)
    shop.services.clock.freeze(shop.services.now() + timedelta(minutes=6))
    holding, arrived = asyncio.Event(), asyncio.Event()
    deliver = shop.gateway.deliver

    async def held(body: bytes, signature: str) -> int:
        holding.set()
        await arrived.wait()
        return await shop.gateway._hand_over(body, signature)

    async def noticed(order_number: str = "") -> None:
        arrived.set()
        await deliver(order_number)

    shop.gateway.post = held
    telling = asyncio.create_task(shop.gateway.deliver())
    await holding.wait()
    monkeypatch.setattr(shop.gateway, "deliver", noticed)
    async with asyncio.timeout(10):  # as long as it likes, but not for ever
        assert await act(shop, number) == state
    assert [order.state for order in final(shop)[0]] == [state]
    assert all(taken for _event, _tries, taken, _error in await deliveries(shop))
    await telling


async def test_inv_15_a_payer_does_not_wait_for_what_is_told_of_others(shop: Shop) -> None:
    """The telling of the other order ends only when the payer has been answered."""
    other, mine = [(await shop.order(shop.draft(passport=f"111000{place}"))).json()["order_number"] for place in (1, 2)]
    holding, answered = asyncio.Event(), asyncio.Event()

    async def held(body: bytes, signature: str) -> int:
        if json.loads(body)["order_number"] == other:
            holding.set()
            await answered.wait()
        return await shop.gateway._hand_over(body, signature)

    shop.gateway.post = held
    first = asyncio.create_task(shop.gateway.pay_with_test_card(other, GOOD))
    await holding.wait()
    async with asyncio.timeout(10):
        await shop.gateway.pay_with_test_card(mine, GOOD)
    answered.set()
    await first
    assert [order.state for order in final(shop)[0]] == ["approved"] * 2


def test_sec_14_signatures_are_compared_in_constant_time() -> None:
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(inspect.getsource(notices.verify)))
        if isinstance(node, ast.Call)
    ]
    assert "hmac.compare_digest" in calls
    compared = [
        node for node in ast.walk(ast.parse(inspect.getsource(notices.verify))) if isinstance(node, ast.Compare)
    ]
    assert all("_digest" not in ast.unparse(node) for node in compared)


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(turns=st.lists(st.integers(0, 2), max_size=8), asked=st.integers(0, 8))
def test_inv_15_any_notices_in_any_order_give_one_state(story: Any, turns: list[int], asked: int) -> None:
    """Declined, approved, reversed: each notice none to many times; somewhere the insurer asks by itself."""
    shop, copy, told, number, expected, loop = story

    async def play() -> None:
        await shop.services.store.restore(copy)
        for place, turn in enumerate([*turns, -1]):
            if place == min(asked, len(turns)):
                await shop.read(number)
            if turn >= 0:
                body = json.dumps(told[turn]).encode()
                header = {HEADER: sign(shop.gateway.key, body, shop.services.now())}
                assert (await shop.api.post("/v1/gateway/notices", content=body, headers=header)).status_code == 200
        if asked > len(turns):
            await shop.read(number)

    loop.run_until_complete(play())
    assert final(shop) == expected


@pytest.fixture(scope="module")
def story() -> Iterator[Any]:
    loop = asyncio.new_event_loop()
    with running() as services:
        shop = Shop(services)
        shop.gateway.post = unreachable

        async def prepare() -> Any:
            order = await shop.new_order()
            number = order["order_number"]
            await shop.api.post("/v1/cart/items", json={"draft_id": order["draft_ids"][0]})
            for card in (NO_FUNDS, GOOD):
                await shop.gateway.pay_with_test_card(number, card)
            await shop.gateway.reverse(number)
            told = await services.store.read(lambda conn: shop.gateway.ledger(conn).reports(number))
            copy = await services.store.snapshot()
            await shop.read(number)
            return copy, told, number

        copy, told, number = loop.run_until_complete(prepare())
        assert [report["event"] for report in told] == ["declined", "approved", "reversed"]
        yield shop, copy, told, number, final(shop), loop
        copy.close()
        loop.run_until_complete(shop.api.aclose())
    loop.close()
