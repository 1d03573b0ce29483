"""The gateway alone, driven at random: whatever buyers, banks, time and lost notices do, money and policies agree."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from omi_tui.fake_server.card_page.ledger import Attempt, GatewayOrder
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import policies
from tests.fake_server.paying import CHALLENGE, GOOD, LOST, NO_3DS, NO_FUNDS, REFUSED, SLOW, Shop, running

FOLLOWS: dict[str, set[str]] = {
    "created": {"challenge", "pending", "approved", "declined", "expired"},
    "challenge": {"approved", "declined", "expired"},
    "pending": {"approved"},
    "declined": {"challenge", "pending", "approved", "expired"},
    "approved": set(),
    "expired": set(),
}


class GatewayMachine(RuleBasedStateMachine):
    """One order, from its making to its end and beyond."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = running()
        self.shop = Shop(self.world.__enter__())
        self.told_in_process = self.shop.gateway.post
        self.past = "created"

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            return self.loop.run_until_complete(work)
        except ProblemError as refused:
            if refused.status != 409:
                raise
            return None

    def order_at_gateway(self) -> tuple[GatewayOrder, list[Attempt]]:
        def work(conn: Any) -> tuple[GatewayOrder, list[Attempt]]:
            book = self.shop.gateway.ledger(conn)
            order = book.by_number(self.number)
            assert order
            return order, book.attempts(self.number)

        found: tuple[GatewayOrder, list[Attempt]] = self.do(self.shop.services.store.write(work))
        return found

    @initialize()
    def make_order(self) -> None:
        self.number = self.do(self.shop.new_order())["order_number"]

    @rule(card=st.sampled_from([GOOD, CHALLENGE, NO_3DS, NO_FUNDS, REFUSED, SLOW, LOST]))
    def pay(self, card: str) -> None:
        before, tries = self.order_at_gateway()
        state = self.do(self.shop.gateway.pay_with_test_card(self.number, card))
        charged = len(self.order_at_gateway()[1]) - len(tries)
        assert charged == (before.state in ("created", "declined"))
        assert state is None or state == self.order_at_gateway()[0].state

    @rule(right=st.booleans())
    def answer(self, right: bool) -> None:
        order, tries = self.order_at_gateway()
        if order.state == "challenge":
            code = (tries[-1].challenge_code or "") if right else "no code"
            state = self.do(self.shop.gateway.answer(self.number, code))
            assert state == ("approved" if right else "declined")

    @rule()
    def cancel(self) -> None:
        if self.order_at_gateway()[0].state == "challenge":
            assert self.do(self.shop.gateway.answer(self.number, None)) == "declined"

    @rule()
    def insurer_asks(self) -> None:
        order = self.do(self.shop.read(self.number))
        assert order["state"] == self.order_at_gateway()[0].state, "who asks hears the truth"

    @rule(minutes=st.integers(1, 25))
    def time_passes(self, minutes: int) -> None:
        self.shop.services.clock.freeze(self.shop.services.now() + timedelta(minutes=minutes))

    @rule(reachable=st.booleans())
    def notices_fail_or_come_through(self, reachable: bool) -> None:
        async def lost(body: bytes, signature: str) -> int:
            raise ConnectionResetError

        async def twice(body: bytes, signature: str) -> int:
            await self.told_in_process(body, signature)
            return await self.told_in_process(body, signature)

        self.shop.gateway.post = twice if reachable else lost
        self.do(self.shop.gateway.deliver())

    @invariant()
    def states_follow_each_other(self) -> None:
        if hasattr(self, "number"):
            now = self.order_at_gateway()[0].state
            assert now == self.past or now in FOLLOWS[self.past]
            self.past = now

    @invariant()
    def one_payment_one_policy(self) -> None:
        if hasattr(self, "number"):
            tries = self.order_at_gateway()[1]
            assert len({attempt.billnumber for attempt in tries}) == len(tries)
            paid = [attempt for attempt in tries if attempt.state == "approved"]
            issued = self.do(self.shop.services.store.read(lambda conn: conn.execute(policies.select()).all()))
            assert len(issued) <= len(paid) <= 1

    def teardown(self) -> None:
        if hasattr(self, "number"):
            paid = self.order_at_gateway()[0].state == "approved"
            order = self.do(self.shop.read(self.number))
            assert len(order["policies"]) == paid, "after the insurer has asked, a paid order has its policy"
        self.loop.run_until_complete(self.shop.api.aclose())
        self.world.__exit__(None, None, None)
        self.loop.close()


TestGateway = GatewayMachine.TestCase
TestGateway.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
