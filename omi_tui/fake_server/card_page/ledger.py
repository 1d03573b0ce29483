"""The gateway's book: orders, attempts, and which state follows which.

``created`` → ``challenge`` → ``approved`` or ``declined``; ``created`` → ``pending`` → ``approved``; ``declined`` may
be tried again under the same order number until the order expires, each time with a new billnumber. ``approved`` may
become ``reversed`` for three days: the money goes back. ``expired`` and ``reversed`` are final. Every change leaves a
notice for the insurer in the same transaction, so none can be lost.
"""

import hmac
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from omi_tui.fake_server.card_page.cards import Card
from omi_tui.fake_server.card_page.tables import gateway_attempts, gateway_notices, gateway_orders
from omi_tui.fake_server.ids import Ids
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.transitions import Step
from omi_tui.model.contract import OrderState
from omi_tui.model.money import Money

PAYABLE: frozenset[str] = frozenset({"created", "declined"})
CHALLENGED: frozenset[str] = frozenset({"challenge"})
PENDING: frozenset[str] = frozenset({"pending"})
APPROVED: frozenset[str] = frozenset({"approved"})
LOOK_BACK = timedelta(days=3)
"""How far back the gateway looks for an order, and how long it can give its money back."""
REFUSALS = {"no_3ds": "AS110", "no_funds": "AS102", "refused": "AS100"}
WAITING: dict[str, OrderState] = {"challenge": "challenge", "slow": "pending"}

_THIS = gateway_orders.c.order_number == bindparam("number")
_ORDER = Prepared(select(gateway_orders).where(_THIS))
_NUMBER = Prepared(select(gateway_orders.c.order_number).where(gateway_orders.c.token == bindparam("token")))
_TRIES = Prepared(
    select(gateway_attempts)
    .where(gateway_attempts.c.order_number == bindparam("number"))
    .order_by(gateway_attempts.c.billnumber)
)
_BODIES = Prepared(
    select(gateway_notices.c.body)
    .where(gateway_notices.c.order_number == bindparam("number"))
    .order_by(gateway_notices.c.sequence)
)
_REGISTER, _TRY, _TELL = (Prepared(table.insert()) for table in (gateway_orders, gateway_attempts, gateway_notices))
_MOVE = Prepared(
    update(gateway_orders)
    .where(_THIS)
    .values({name: bindparam(f"new_{name}") for name in ("amount", "state", "code", "sequence")})
)
_TURN = Prepared(
    update(gateway_attempts)
    .where(gateway_attempts.c.billnumber == bindparam("bill"))
    .values({name: bindparam(f"new_{name}") for name in ("state", "code", "reason", "polls")})
)


class NotPayable(Exception):
    """The order is not in a state for this; nothing was charged or given back. ``state`` is its state."""

    def __init__(self, state: OrderState) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class GatewayOrder:
    """An order as the gateway knows it; ``amount`` is text, byte for byte what the insurer registered."""

    order_number: str
    token: str
    amount: str
    currency: str
    return_url: str
    state: OrderState
    code: str | None
    sequence: int
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Attempt:
    """One try to pay: ``card`` is masked; ``reason`` tells a cancelled try and a wrong code from the bank's refusal."""

    billnumber: str
    order_number: str
    at: datetime
    card: str
    system: str
    outcome: str
    state: str
    code: str
    reason: str | None
    challenge_code: str | None
    polls: int


class Ledger:
    """The book in one transaction, at one instant."""

    def __init__(self, conn: Connection, ids: Ids, now: datetime, slow: Step) -> None:
        self.conn = conn
        self.ids = ids
        self.now = now
        self.slow = slow

    def register(self, order_number: str, amount: Money, return_url: str, until: datetime) -> str:
        """Enter a new order, payable *until* then; returns its token of 16 characters, the only way to its page."""
        token = self.ids.take(self.conn, "card page")
        _REGISTER.all(
            self.conn,
            order_number=order_number,
            token=token,
            amount=f"{amount.amount:.2f}",
            currency=amount.currency,
            return_url=return_url,
            state="created",
            code=None,
            sequence=0,
            created_at=self.now,
            expires_at=until,
        )
        return token

    def by_token(self, token: str) -> GatewayOrder | None:
        """The order behind a page's link; where its time is over it has just expired."""
        row = _NUMBER.first(self.conn, token=token)
        return self.by_number(row.order_number) if row else None

    def by_number(self, order_number: str) -> GatewayOrder | None:
        """The order of a number, expired where its time is over and no bank is being waited for."""
        row = _ORDER.first(self.conn, number=order_number)
        order = GatewayOrder(**row._asdict()) if row else None
        if order and order.state in PAYABLE | CHALLENGED and order.expires_at <= self.now:
            return self._move(order, "expired")
        timed = order is not None and order.state == "pending" and self.slow.seconds is not None
        if order and timed and self.slow.reached(0, self.attempts(order_number)[-1].at, self.now):
            self._finish(order, "approved", "AS000")
            return self.by_number(order_number)
        return order

    def attempts(self, order_number: str) -> list[Attempt]:
        """Every try of an order, the oldest first."""
        return [Attempt(**row._asdict()) for row in _TRIES.all(self.conn, number=order_number)]

    def opened(self, order: GatewayOrder) -> None:
        """Tell the insurer once that the page was opened."""
        if order.sequence == 0:
            self._report(order, "page_opened")

    def charge(self, order_number: str, card: Card, taken: str | None = None) -> OrderState:
        """Try to pay with a test card. A gateway in disorder may book *taken*, which is another amount than asked.

        Raises NotPayable, and LookupError where there is no such order.
        """
        order = self._in_state(order_number, PAYABLE)
        if taken is not None:
            order = replace(order, amount=taken)
        code = REFUSALS.get(card.outcome, "AS300" if card.outcome in WAITING else "AS000")
        state = WAITING.get(card.outcome, "declined" if card.outcome in REFUSALS else "approved")
        count = self.ids.count(self.conn, "billnumber")
        secret = int.from_bytes(self.ids.at("3-D Secure", count)[:4]) % 10**6
        _TRY.all(
            self.conn,
            billnumber=f"5{count:015d}",
            order_number=order_number,
            at=self.now,
            card=card.masked,
            system=card.system,
            outcome=card.outcome,
            state=state,
            code=code,
            reason=None,
            challenge_code=f"{secret:06d}" if state == "challenge" else None,
            polls=0,
        )
        return self._move(order, state, code).state

    def confirm(self, order_number: str, code: str) -> OrderState:
        """Answer the 3-D Secure challenge: the shown code approves, any other declines. Raises as :meth:`charge`."""
        order = self._in_state(order_number, CHALLENGED)
        shown = self.attempts(order_number)[-1].challenge_code or ""
        if hmac.compare_digest(code.strip().encode(), shown.encode()):
            return self._finish(order, "approved", "AS000")
        return self._finish(order, "declined", "AS100", "wrong_code")

    def cancel(self, order_number: str) -> OrderState:
        """Leave the 3-D Secure challenge. Raises as :meth:`charge`."""
        return self._finish(self._in_state(order_number, CHALLENGED), "declined", "AS100", "cancelled")

    def polled(self, order_number: str) -> GatewayOrder | None:
        """The order as the insurer asks for it; a slow bank answers when its step is reached."""
        order = self.by_number(order_number)
        if order is None or order.state != "pending":
            return order
        last = self.attempts(order_number)[-1]
        last = self._turn(replace(last, polls=last.polls + 1))
        if self.slow.reached(last.polls, last.at, self.now):
            self.settle(order_number)
        return self.by_number(order_number)

    def settle(self, order_number: str) -> OrderState:
        """Let the slow bank say yes now. Raises as :meth:`charge`."""
        return self._finish(self._in_state(order_number, PENDING), "approved", "AS000")

    def reverse(self, order_number: str) -> OrderState:
        """Give the money of a paid order back. Raises as :meth:`charge`, also where it was paid too long ago."""
        order = self._in_state(order_number, APPROVED)
        if self.now - order.created_at > LOOK_BACK:
            raise NotPayable(order.state)
        return self._finish(order, "reversed", order.code or "AS000")

    def reports(self, order_number: str) -> list[dict[str, Any]]:
        """What the gateway has to say about an order, oldest first: the bodies of all its notices."""
        return [json.loads(row.body) for row in _BODIES.all(self.conn, number=order_number)]

    def _in_state(self, order_number: str, states: frozenset[str]) -> GatewayOrder:
        order = self.by_number(order_number)
        if order is None:
            raise LookupError(order_number)
        if order.state not in states:
            raise NotPayable(order.state)
        return order

    def _finish(self, order: GatewayOrder, state: OrderState, code: str, reason: str | None = None) -> OrderState:
        self._turn(replace(self.attempts(order.order_number)[-1], state=state, code=code, reason=reason))
        return self._move(order, state, code).state

    def _turn(self, attempt: Attempt) -> Attempt:
        _TURN.all(
            self.conn,
            bill=attempt.billnumber,
            new_state=attempt.state,
            new_code=attempt.code,
            new_reason=attempt.reason,
            new_polls=attempt.polls,
        )
        return attempt

    def _move(self, order: GatewayOrder, state: OrderState, code: str | None = None) -> GatewayOrder:
        return self._report(replace(order, state=state, code=code), state)

    def _report(self, order: GatewayOrder, event: str) -> GatewayOrder:
        order = replace(order, sequence=order.sequence + 1)
        _MOVE.all(
            self.conn,
            number=order.order_number,
            new_amount=order.amount,
            new_state=order.state,
            new_code=order.code,
            new_sequence=order.sequence,
        )
        tries = self.attempts(order.order_number)
        identifier = self.ids.take(self.conn, "notice")
        body = {
            "notice_id": identifier,
            "order_number": order.order_number,
            "billnumber": tries[-1].billnumber if tries else None,
            "sequence": order.sequence,
            "event": event,
            "state": order.state,
            "code": order.code,
            "amount": order.amount,
            "currency": order.currency,
            "at": self.now.astimezone(UTC).isoformat(),
        }
        _TELL.all(
            self.conn,
            id=identifier,
            order_number=order.order_number,
            sequence=order.sequence,
            body=json.dumps(body, sort_keys=True),
            tries=0,
            next_try_at=self.now,
            delivered_at=None,
            last_error=None,
        )
        return order
