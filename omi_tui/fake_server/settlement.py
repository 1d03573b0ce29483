"""What the gateway's word does to an order: its state, its log, and with ``approved`` the policies.

The same report may come as a notice, twice, late, out of order, or never, and again when the insurer asks by itself: it
counts once, and an older one never overrules a newer one. The buyer's return from the card page counts for nothing.
"""

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import BindParameter, Connection, bindparam, func, select, update

from omi_tui.fake_server import fulfilment, notices
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.card_page.ledger import CHALLENGED, PAYABLE
from omi_tui.fake_server.card_page.tables import gateway_orders
from omi_tui.fake_server.contracts import money
from omi_tui.fake_server.fulfilment import log
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import applied_notices, order_events, orders
from omi_tui.fake_server.services import Services
from omi_tui.model.base import Answer
from omi_tui.model.contract import OrderState


class Report(Answer):
    """One thing that happened to an order at the gateway; ``sequence`` grows by one within an order."""

    notice_id: str
    order_number: str
    sequence: int
    event: str
    state: OrderState
    code: str | None
    amount: str
    currency: str
    at: datetime


async def receive(services: Services, body: bytes, signature: str | None) -> int:
    """Take a notice and return the status of the answer: 200 where it counts or has counted before.

    Raises ProblemError 401 for a wrong signature, 422 for what is no notice or names another amount, 404 for an
    unknown order.
    """
    try:
        notices.verify(gateway_of(services).key, signature, body, services.now())
    except notices.BadSignature as error:
        raise ProblemError(401, f"notice.{error}", "The signature of the notice is wrong.") from None
    try:
        report = Report.model_validate_json(body)
    except ValidationError:
        raise ProblemError(422, "notice.format", "The body is no notice.") from None
    if not await services.store.write(lambda conn: apply(conn, services, report)):
        raise ProblemError(422, "notice.amount", "The notice names another amount than the order.")
    return 200


def reconcile(conn: Connection, services: Services, order_number: str, *, poll: bool) -> None:
    """Ask the gateway about an order and apply all it says; *poll* where a slow bank shall count the question."""
    book = gateway_of(services).ledger(conn)
    if (book.polled(order_number) if poll else book.by_number(order_number)) is not None:
        for report in book.reports(order_number):
            apply(conn, services, Report.model_validate(report))


_NUMBER: BindParameter[str] = bindparam("number")
_ORDER = Prepared(select(orders).where(orders.c.order_number == _NUMBER))
_APPLIED = Prepared(
    select(applied_notices.c.notice_id, applied_notices.c.sequence).where(applied_notices.c.order_number == _NUMBER)
)
_APPLY = Prepared(applied_notices.insert())
_MOVE = Prepared(
    update(orders)
    .where(orders.c.order_number == _NUMBER)
    .values(state=bindparam("new_state"), gateway_code=bindparam("new_code"))
)
_SEQUENCES = Prepared(
    select(
        gateway_orders.c.sequence,
        gateway_orders.c.state,
        gateway_orders.c.expires_at,
        select(func.max(applied_notices.c.sequence))
        .where(applied_notices.c.order_number == gateway_orders.c.order_number)
        .scalar_subquery()
        .label("applied"),
    ).where(gateway_orders.c.order_number == _NUMBER)
)


def is_current(conn: Connection, services: Services, order_number: str) -> bool:
    """Whether asking the gateway about an order could bring nothing new, so that reading is enough."""
    known = _SEQUENCES.first(conn, number=order_number)
    if known is None:
        return True
    waits = known.state == "pending" or (known.state == "approved" and not services.transitions.policy.at_once)
    over = known.state in PAYABLE | CHALLENGED and known.expires_at <= services.now()
    return known.sequence == (known.applied or 0) and not waits and not over


def apply(conn: Connection, services: Services, report: Report) -> bool:
    """Let *report* count once. False where its amount or currency is not the order's: that is logged for a person.

    Raises ProblemError 404 for an unknown order.
    """
    order = _ORDER.first(conn, number=report.order_number)
    if order is None:
        raise ProblemError(404, "order.not_found")
    if (report.amount, report.currency) != (f"{money(order.amount, order.currency).amount:.2f}", order.currency):
        _log_once(conn, order.order_number, services.now(), "amount_mismatch")
        # Only the gateway's own book tells a wrong charge from a wrong notice.
        book = gateway_of(services).ledger(conn).by_number(order.order_number)
        if book is None or (book.amount, book.currency) != (report.amount, report.currency):
            return False
    applied = {row.notice_id: row.sequence for row in _APPLIED.all(conn, number=order.order_number)}
    if report.notice_id in applied:
        return True
    _APPLY.all(conn, notice_id=report.notice_id, order_number=order.order_number, sequence=report.sequence)
    refusal = report.code if report.state == "declined" else None
    log(conn, order.order_number, report.at, report.event, refusal)
    if report.sequence > max(applied.values(), default=0):
        _MOVE.all(conn, number=order.order_number, new_state=report.state, new_code=refusal)
        if report.event == "approved":
            given_back = fulfilment.fulfil(conn, services, order, (report.amount, report.currency), report.at)
            if given_back:
                apply(conn, services, Report.model_validate(given_back))
        elif report.event == "reversed":
            fulfilment.take_back(conn, services, order)
    return True


def _log_once(conn: Connection, order_number: str, at: datetime, event: str) -> None:
    same = (order_events.c.order_number == order_number) & (order_events.c.event == event)
    if conn.scalar(select(order_events.c.id).where(same)) is None:
        log(conn, order_number, at, event)
