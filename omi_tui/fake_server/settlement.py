"""What the gateway's word does to an order: its state, its log, and with ``approved`` the policies.

The same report may come as a notice, twice, late, out of order, or never, and again when the insurer asks by itself: it
counts once, and an older one never overrules a newer one. The buyer's return from the card page counts for nothing.
"""

from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Column, Connection, ForeignKey, Integer, Row, Table, Text, delete, func, select, update

from omi_tui.fake_server import mailbox, notices
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.contracts import money
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import (
    CONTRACT,
    accounts,
    cart_items,
    drafts,
    metadata,
    order_drafts,
    order_events,
    orders,
    payments,
    policies,
)
from omi_tui.fake_server.services import Services
from omi_tui.model.base import Answer
from omi_tui.model.contract import OrderState

SERIES = "BS"
FIRST_POLICY = 2_080_471

_CONCLUDED = {
    "en": (
        "Notification of successful conclusion, order {order}",
        "The insurance contract is concluded and paid. Policies: {policies}. From now on it cannot be terminated. The "
        "policy is in the user cabinet under Policies.",
    ),
    "ru": (
        "Уведомление об успешном заключении договора, заказ {order}",
        "Договор страхования заключён и оплачен. Полисы: {policies}. Теперь его нельзя расторгнуть. Полис находится в "
        "кабинете пользователя в разделе «Полисы».",
    ),
}

applied_notices = Table(
    "applied_notices",
    metadata,
    Column("notice_id", Text, primary_key=True),
    Column("order_number", ForeignKey("orders.order_number", ondelete="CASCADE"), nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
)


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


def apply(conn: Connection, services: Services, report: Report) -> bool:
    """Let *report* count once. False where its amount or currency is not the order's: that is logged for a person.

    Raises ProblemError 404 for an unknown order.
    """
    order = conn.execute(select(orders).where(orders.c.order_number == report.order_number)).one_or_none()
    if order is None:
        raise ProblemError(404, "order.not_found")
    if (report.amount, report.currency) != (f"{money(order.amount, order.currency).amount:.2f}", order.currency):
        _log_once(conn, order.order_number, services.now(), "amount_mismatch")
        return False
    seen = applied_notices.c.order_number == order.order_number
    if conn.scalar(select(applied_notices.c.notice_id).where(seen, applied_notices.c.notice_id == report.notice_id)):
        return True
    newest = conn.scalar(select(func.max(applied_notices.c.sequence)).where(seen)) or 0
    conn.execute(
        applied_notices.insert().values(
            notice_id=report.notice_id, order_number=order.order_number, sequence=report.sequence
        )
    )
    refusal = report.code if report.state == "declined" else None
    log(conn, order.order_number, report.at, report.event, refusal)
    if report.sequence > newest:
        this = update(orders).where(orders.c.order_number == order.order_number)
        conn.execute(this.values(state=report.state, gateway_code=refusal))
    if report.event == "approved":
        _issue(conn, services, order, report.at)
    return True


def log(conn: Connection, order_number: str, at: datetime, event: str, code: str | None = None) -> None:
    """Write a line into an order's log."""
    conn.execute(order_events.insert().values(order_number=order_number, at=at, event=event, code=code))


def _log_once(conn: Connection, order_number: str, at: datetime, event: str) -> None:
    same = (order_events.c.order_number == order_number) & (order_events.c.event == event)
    if conn.scalar(select(order_events.c.id).where(same)) is None:
        log(conn, order_number, at, event)


def _issue(conn: Connection, services: Services, order: Row[Any], paid_at: datetime) -> None:
    joined = order_drafts.join(drafts, order_drafts.c.draft_id == drafts.c.id)
    chosen = select(drafts).select_from(joined).where(order_drafts.c.order_number == order.order_number)
    rows = conn.execute(chosen.order_by(order_drafts.c.position)).all()
    issued = [_policy(conn, services, order, row, paid_at) for row in rows]
    customer = conn.execute(select(accounts).where(accounts.c.id == order.account_id)).one()
    subject, text = _CONCLUDED.get(customer.language.partition("_")[0], _CONCLUDED["en"])
    facts = {"order": order.order_number, "policies": ", ".join(issued)}
    mailbox.send(conn, services, customer.email, subject.format(**facts), text.format(**facts))


def _policy(conn: Connection, services: Services, order: Row[Any], draft: Row[Any], paid_at: datetime) -> str:
    identifier = services.ids.take(conn, "policy")
    number = f"{FIRST_POLICY - 1 + services.ids.count(conn, 'policy number'):07d}"
    conn.execute(
        policies.insert().values(
            id=identifier,
            account_id=order.account_id,
            draft_id=draft.id,
            order_number=order.order_number,
            series=SERIES,
            number=number,
            issued_at=paid_at,
            **{name: getattr(draft, name) for name in CONTRACT},
        )
    )
    conn.execute(
        payments.insert().values(
            policy_id=identifier,
            order_number=order.order_number,
            amount=draft.premium,
            currency=draft.currency,
            at=paid_at,
        )
    )
    conn.execute(update(drafts).where(drafts.c.id == draft.id).values(state="paid"))
    conn.execute(delete(cart_items).where(cart_items.c.draft_id == draft.id))
    return f"{SERIES} {number}"
