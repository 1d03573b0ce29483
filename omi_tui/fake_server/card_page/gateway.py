"""The gateway behind the card page: what its pages, the insurer and the training call ask of it.

Its notices are kept in its own book until the insurer has taken them: at least once, each try signed anew, the wait
between tries doubling from one second to five minutes on the server's clock.
"""

import asyncio
import http.client
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from omi_tui.fake_server import notices
from omi_tui.fake_server.card_page import cards
from omi_tui.fake_server.card_page.ledger import Attempt, GatewayOrder, Ledger, NotPayable
from omi_tui.fake_server.card_page.tables import gateway_notices
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.services import Services
from omi_tui.model.contract import OrderState
from omi_tui.model.money import Money

T = TypeVar("T")
Post = Callable[[bytes, str], Awaitable[int]]
"""Carries a notice's body and its signature to the insurer, and returns the insurer's status."""

NOTICE_PATH = "/v1/gateway/notices"
LONGEST_WAIT = timedelta(minutes=5)
POST_SECONDS = 5.0
BEAT_SECONDS = 0.5
_KEPT_BACK: dict[str | None, str] = {"notice_dropped": "lost on the way", "notice_reordered": "overtaken"}
"""Faults of the way: the insurer hears nothing this time, and whatever is sent next arrives first."""


class Gateway:
    """One card gateway with one merchant, the insurer of *services*."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.key = secrets.token_bytes(32)
        self.post: Post = self._hand_over
        self._telling: set[str] = set()
        self._told_some = asyncio.Event()
        self._idle: list[http.client.HTTPConnection] = []

    def register(self, conn: Connection, order_number: str, amount: Money, return_url: str, until: datetime) -> str:
        """Enter an order of the insurer, payable *until* then; returns the link to its card page."""
        token = self.ledger(conn).register(order_number, amount, return_url, until)
        return f"{self.services.pay_url}/pay/order.cfm?o={token}"

    def ledger(self, conn: Connection) -> Ledger:
        """The gateway's book in the caller's transaction, at the present instant."""
        return Ledger(conn, self.services.ids, self.services.now(), self.services.transitions.order)

    async def open(self, token: str) -> tuple[GatewayOrder | None, list[Attempt]]:
        """The order behind a link and its tries, for a page that is about to be shown."""

        def work(book: Ledger) -> tuple[GatewayOrder | None, list[Attempt]]:
            order = book.by_token(token)
            if order is None:
                return None, []
            book.opened(order)
            return order, book.attempts(order.order_number)

        return await self.write(work)

    async def charge(self, order_number: str, card: cards.Card) -> OrderState:
        """Try to pay. Raises ledger.NotPayable, and LookupError where there is no such order."""
        return await self.write(lambda book: book.charge(order_number, self._playing(card)), order_number)

    def _playing(self, card: cards.Card) -> cards.Card:
        """*card* with the outcome that all cards have for now, where one was set."""
        outcome = self.services.card_outcome
        return replace(card, outcome=outcome) if outcome else card

    async def answer(self, order_number: str, code: str | None) -> OrderState:
        """Answer the 3-D Secure challenge with *code*; None cancels the payment. Raises ledger.NotPayable."""
        return await self.write(
            lambda book: book.cancel(order_number) if code is None else book.confirm(order_number, code), order_number
        )

    async def reverse(self, order_number: str) -> OrderState:
        """Give the money of a paid order back. Raises ProblemError 404 and 409."""
        return await self._told(lambda book: book.reverse(order_number), order_number)

    async def settle(self, order_number: str) -> OrderState:
        """Let the slow bank say yes to an order. Raises ProblemError 404 and 409."""
        return await self._told(lambda book: book.settle(order_number), order_number)

    async def _told(self, work: Callable[[Ledger], T], order_number: str) -> T:
        try:
            return await self.write(work, order_number)
        except LookupError:
            raise ProblemError(404, "order.not_found") from None
        except NotPayable as error:
            raise ProblemError(409, f"order.{error.state}", "The order is not in a state for this.") from None

    async def pay_with_test_card(
        self, order_number: str, card: str, code: str | None = None, taken: str | None = None
    ) -> OrderState:
        """Pay without a page, by a card's number or its last four digits.

        The challenge card waits for its page, or for *code* in this call or a later one. *taken* is what a gateway
        in disorder books in place of the order's amount.

        Raises ProblemError for a card that is not listed, and for an order that is unknown or takes no payment.
        """

        def work(book: Ledger) -> OrderState | NotPayable:
            try:
                order = book.by_number(order_number)
                state = order.state if order else "created"
                if state != "challenge":
                    state = book.charge(order_number, self._playing(found), taken)
                return book.confirm(order_number, code) if state == "challenge" and code is not None else state
            except NotPayable as error:
                return error  # not raised: an order that was found to have expired stays so

        try:
            found = cards.by_last_four(card) if len(card) == 4 else cards.find(card)
            result = await self.write(work, order_number)
            if isinstance(result, NotPayable):
                raise result
            return result
        except ValueError:
            raise ProblemError(422, "card.unlisted", "Only the listed test cards are taken.") from None
        except LookupError:
            raise ProblemError(404, "order.not_found") from None
        except NotPayable as error:
            raise ProblemError(409, f"order.{error.state}", "The order takes no payment.") from None

    async def write(self, work: Callable[[Ledger], T], order_number: str = "") -> T:
        """Run *work* on the book in one transaction, then send what it left to be told of *order_number* and others."""
        result = await self.services.store.write(lambda conn: work(self.ledger(conn)))
        await self.deliver(order_number)
        return result

    async def deliver(self, order_number: str = "") -> None:
        """Send every notice that is due, an order's in order; one that the insurer does not take is tried again later.

        An order that somebody is telling of is left to them: who pays must not wait until all the others are told of.
        *order_number* alone is waited for, so that whoever paid it finds what follows.
        """
        while order_number in self._telling:
            await self._told_some.wait()
        now = self.services.now()
        due = self.services.store.glance(lambda conn: _DUE.all(conn, now=now))
        mine = {row.order_number for row in due} - self._telling  # nothing was awaited since the look: it is still so
        self._telling |= mine
        try:
            for notice in due:
                if notice.order_number in mine and not await self._tell(notice, now):
                    return
        finally:
            self._telling -= mine
            told, self._told_some = self._told_some, asyncio.Event()
            told.set()

    async def _tell(self, notice: Any, now: datetime) -> bool:
        """Send *notice*, and note what became of it.

        False where the insurer cannot be reached at all: the others wait too, or a page would wait for each of them.
        """
        fate = self.services.faults.for_notice(notice.order_number)
        if fate in _KEPT_BACK:
            await self.services.store.write(_tried(notice, _KEPT_BACK[fate], now))
            return True
        body = notice.body.encode()
        try:
            if fate == "notice_duplicated":
                await self.post(body, notices.sign(self.key, body, now))
            status = await self.post(body, notices.sign(self.key, body, now))
        except (OSError, http.client.HTTPException) as failure:
            await self.services.store.write(_tried(notice, type(failure).__name__, now))
            return False
        await self.services.store.write(_tried(notice, None if status == 200 else f"status {status}", now))
        return True

    async def resend(self, notice_id: str) -> None:
        """Send a notice once more, taken or not. Raises ProblemError 404."""

        def work(conn: Connection) -> int:
            this = update(gateway_notices).where(gateway_notices.c.id == notice_id)
            return conn.execute(this.values(delivered_at=None, next_try_at=self.services.now())).rowcount

        if not await self.services.store.write(work):
            raise ProblemError(404, "notice.not_found")
        await self.deliver()

    async def run(self) -> None:
        """Deliver over HTTP from now on, until cancelled: first tries at once, the others when their time comes."""
        self.post = self._post
        while True:
            await self.deliver()
            await asyncio.sleep(BEAT_SECONDS)

    async def _hand_over(self, body: bytes, signature: str) -> int:
        from omi_tui.fake_server.settlement import receive  # the insurer's side knows the gateway, so it is met late

        try:
            return await receive(self.services, body, signature)
        except ProblemError as problem:
            return problem.status

    async def _post(self, body: bytes, signature: str) -> int:
        return await asyncio.to_thread(
            self._send, body, {"Content-Type": "application/json", notices.HEADER: signature}
        )

    def _send(self, body: bytes, headers: dict[str, str]) -> int:
        """Send over a connection that was left open, or over a new one where there is none or the insurer closed it."""
        while True:
            kept = self._idle.pop() if self._idle else None
            line = kept or _line(self.services.url)
            try:
                line.request("POST", NOTICE_PATH, body, headers)
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as failure:
                line.close()
                if kept and isinstance(failure, ConnectionError):  # a notice may come twice, so it may be sent twice
                    continue
                raise
            self._idle.append(line)
            return answer.status


def gateway_of(services: Services) -> Gateway:
    """The gateway of *services*, opened at the first question."""
    if not isinstance(services.gateway, Gateway):
        services.gateway = Gateway(services)
    return services.gateway


_NOW: BindParameter[datetime] = bindparam("now", type_=gateway_notices.c.next_try_at.type)
_DUE = Prepared(
    select(gateway_notices)
    .where(gateway_notices.c.delivered_at.is_(None), gateway_notices.c.next_try_at <= _NOW)
    .order_by(gateway_notices.c.order_number, gateway_notices.c.sequence)
)
_TRIED = Prepared(
    update(gateway_notices)
    .where(gateway_notices.c.id == bindparam("notice"))
    .values({name: bindparam(f"new_{name}") for name in ("tries", "last_error", "delivered_at", "next_try_at")})
)


def _tried(notice: Any, error: str | None, now: datetime) -> Callable[[Connection], None]:
    wait = min(timedelta(seconds=2 ** min(notice.tries, 10)), LONGEST_WAIT)
    taken = error is None
    values = {
        "new_tries": notice.tries + 1,
        "new_last_error": error,
        "new_delivered_at": now if taken else None,
        "new_next_try_at": None if taken else now + wait,
    }

    def work(conn: Connection) -> None:
        _TRIED.all(conn, notice=notice.id, **values)

    return work


def _line(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=POST_SECONDS)
