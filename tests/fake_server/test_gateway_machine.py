"""FS-14, INV-02, INV-05, INV-06: the gateway driven at random by buyers, banks, time, support and lost notices.

Whatever they do, states follow each other as they may, an order is paid at most once, and what is paid ends as
policies, as money given back, or as a case with a number.
"""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete

from omi_tui.fake_server.card_page.ledger import LOOK_BACK, Attempt, GatewayOrder
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import drafts, order_drafts, policies
from tests.fake_server.paying import CHALLENGE, GOOD, LOST, NO_3DS, NO_FUNDS, REFUSED, SLOW, Shop, running

FOLLOWS: dict[str, set[str]] = {
    "created": {"challenge", "pending", "approved", "declined", "expired"},
    "challenge": {"approved", "declined", "expired"},
    "pending": {"approved"},
    "declined": {"challenge", "pending", "approved", "expired"},
    "approved": {"reversed"},
    "expired": set(),
    "reversed": set(),
}


class GatewayMachine(RuleBasedStateMachine):
    """One order, from its making to its end and beyond."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = running()
        self.shop = Shop(self.world.__enter__())
        self.told_in_process = self.shop.gateway.post
        self.past = ["created"]

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
        order = self.do(self.shop.new_order())
        self.number, self.draft = order["order_number"], order["draft_ids"][0]
        self.draft_is_there = True
        self.amount_is_right = True

    @rule(card=st.sampled_from([GOOD, CHALLENGE, NO_3DS, NO_FUNDS, REFUSED, SLOW, LOST]), wrong=st.booleans())
    def pay(self, card: str, wrong: bool) -> None:
        before, tries = self.order_at_gateway()
        state = self.do(self.shop.gateway.pay_with_test_card(self.number, card, taken="0.01" if wrong else None))
        charged = len(self.order_at_gateway()[1]) - len(tries)
        assert charged == (before.state in ("created", "declined")), "only an order that waits for money takes any"
        assert state is not None or not charged
        self.amount_is_right = self.amount_is_right and not (wrong and charged)

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

    @rule()
    def support_gives_back(self) -> None:
        before = self.order_at_gateway()[0]
        young = self.shop.services.now() - before.created_at <= LOOK_BACK
        state = self.do(self.shop.gateway.reverse(self.number))
        assert (state == "reversed") == (before.state == "approved" and young)

    @rule()
    def the_draft_goes_away(self) -> None:
        def work(conn: Any) -> int:
            conn.execute(delete(order_drafts).where(order_drafts.c.draft_id == self.draft))
            return int(conn.execute(delete(drafts).where(drafts.c.id == self.draft)).rowcount)

        if not self.policies():
            self.do(self.shop.services.store.write(work))
            self.draft_is_there = False

    @rule(minutes=st.sampled_from([1, 10, 25, 3 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.shop.services.clock.freeze(self.shop.services.now() + timedelta(minutes=minutes))

    @rule(fate=st.sampled_from(["notice_dropped", "notice_duplicated", "notice_reordered", None]))
    def notices_meet_a_fate(self, fate: Any) -> None:
        self.shop.services.faults.set([Rule(phase="notice", kind=fate, times=2)] if fate else [])
        self.do(self.shop.gateway.deliver())

    @rule(reachable=st.booleans())
    def the_insurer_can_be_reached_or_not(self, reachable: bool) -> None:
        async def lost(body: bytes, signature: str) -> int:
            raise ConnectionResetError

        self.shop.gateway.post = self.told_in_process if reachable else lost
        self.do(self.shop.gateway.deliver())

    @invariant()
    def states_follow_each_other(self) -> None:
        if hasattr(self, "number"):
            for now in self.states_told():
                assert now == self.past[-1] or now in FOLLOWS[self.past[-1]]
                self.past.append(now)

    def states_told(self) -> list[str]:
        """The states of the gateway's own reports that were not looked at yet."""
        self.order_at_gateway()
        told = self.do(self.shop.services.store.read(lambda conn: self.shop.gateway.ledger(conn).reports(self.number)))
        states = [report["state"] for report in told]
        return states[len(self.past) - 1 :]

    def policies(self) -> list[Any]:
        found: list[Any] = self.do(self.shop.services.store.read(lambda conn: conn.execute(policies.select()).all()))
        return found

    @invariant()
    def one_payment_one_policy(self) -> None:
        if hasattr(self, "number"):
            tries = self.order_at_gateway()[1]
            assert len({attempt.billnumber for attempt in tries}) == len(tries)
            paid = [attempt for attempt in tries if attempt.state in ("approved", "reversed")]
            issued = self.policies()
            assert len(issued) <= len(paid) <= 1
            assert not issued or self.amount_is_right, "INV-05: no policy without the exact amount"

    def teardown(self) -> None:
        if hasattr(self, "number"):
            order = self.do(self.shop.read(self.number))
            cases = [event["code"] for event in order["events"] if event["event"] == "case_opened"]
            if self.order_at_gateway()[0].state == "approved":
                assert bool(order["policies"]) != bool(cases), "INV-06: a policy or a case with a number"
                assert len(cases) <= 1
            else:
                assert order["policies"] == []
            if order["policies"]:
                assert self.draft_is_there
        self.loop.run_until_complete(self.shop.api.aclose())
        self.world.__exit__(None, None, None)
        self.loop.close()


TestGateway = GatewayMachine.TestCase
TestGateway.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
"""Without shrinking: an example takes long, and its steps tell enough."""
