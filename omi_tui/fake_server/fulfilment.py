"""What a payment leads to: policies and a mail; or the money back, or a case with a number. Never silence."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from omi_tui.fake_server import mailbox
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.card_page.ledger import NotPayable
from omi_tui.fake_server.contracts import money
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.schema import (
    CONTRACT,
    accounts,
    cart_items,
    drafts,
    order_drafts,
    order_events,
    orders,
    payments,
    policies,
)
from omi_tui.fake_server.services import Services

SERIES = "BS"
FIRST_POLICY = 2_080_471

_GIVEN_BACK = {
    "en": (
        "Order {order}: the payment was given back",
        "The payment of order {order} was given back. The order has no valid policy. Whoever still needs one forms a "
        "new contract.",
    ),
    "ru": (
        "Заказ {order}: деньги возвращены",
        "Оплата заказа {order} возвращена. Действующего полиса по этому заказу нет. Если полис нужен, оформите договор "
        "заново.",
    ),
}
_CASE = {
    "en": (
        "Order {order}: case {case}",
        "Order {order} is paid, but its policy could not be made. The insurer looks into it under the number {case}. "
        "Name this number when you call.",
    ),
    "ru": (
        "Заказ {order}: обращение {case}",
        "Заказ {order} оплачен, но полис оформить не удалось. Страховщик разбирается, номер обращения {case}. Назовите "
        "этот номер, когда позвоните.",
    ),
}
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


_LOG, _ISSUE, _PAID = (Prepared(table.insert()) for table in (order_events, policies, payments))
_DONE = Prepared(update(drafts).where(drafts.c.id == bindparam("draft")).values(state="paid"))
_OUT = Prepared(delete(cart_items).where(cart_items.c.draft_id == bindparam("draft")))
_MEMBERS = Prepared(
    select(drafts)
    .join(order_drafts, order_drafts.c.draft_id == drafts.c.id)
    .where(order_drafts.c.order_number == bindparam("number"))
    .order_by(order_drafts.c.position)
)
_CUSTOMER = Prepared(select(accounts.c.email, accounts.c.language).where(accounts.c.id == bindparam("account")))


def log(conn: Connection, order_number: str, at: datetime, event: str, code: str | None = None) -> None:
    """Write a line into an order's log."""
    _LOG.all(conn, id=None, order_number=order_number, at=at, event=event, code=code)


def issue_later(conn: Connection, services: Services, order_number: str) -> None:
    """Issue the policies of a paid order that still waits for them, where this look is the one that brings them."""
    if services.transitions.policy.at_once:
        return
    order = conn.execute(select(orders).where(orders.c.order_number == order_number)).one()
    mine = order_events.c.order_number == order_number
    paid_at = conn.scalar(select(func.max(order_events.c.at)).where(mine, order_events.c.event == "approved"))
    looks = services.ids.count(conn, f"look for policies of {order_number}")
    if services.transitions.policy.reached(looks, paid_at or services.now(), services.now()):
        issue_now(conn, services, order)


def issue_now(conn: Connection, services: Services, order: Any) -> None:
    """Issue the policies of a paid order, unless it has them or cannot have them."""
    done = conn.scalar(select(policies.c.id).where(policies.c.order_number == order.order_number).limit(1))
    mine = (order_events.c.order_number == order.order_number) & (order_events.c.event == "reversal_asked")
    if order.state == "approved" and done is None and conn.scalar(select(order_events.c.id).where(mine)) is None:
        _issue(conn, services, order, services.now())


def fulfil(
    conn: Connection, services: Services, order: Any, paid: tuple[str, str], paid_at: datetime
) -> dict[str, Any] | None:
    """What follows a payment of the amount and currency *paid*: policies.

    Where they cannot be made the gateway is asked for the money back, and the report of that is returned; where it
    refuses, a case with a number is opened.
    """
    rows = _MEMBERS.all(conn, number=order.order_number)
    reason = None
    if paid != (f"{money(order.amount, order.currency).amount:.2f}", order.currency):
        reason = "amount"
    elif sum(row.premium for row in rows if row.currency == order.currency) != order.amount:
        reason = "draft_gone"
    elif any(row.state == "paid" for row in rows):
        reason = "draft_paid"
    elif any(row.expires_at <= paid_at for row in rows):
        reason = "draft_expired"
    if reason:
        return _give_back(conn, services, order, reason)
    if services.transitions.policy.at_once:
        _issue(conn, services, order, paid_at)
    else:
        conn.execute(update(drafts).where(drafts.c.id.in_([row.id for row in rows])).values(state="paid"))
    return None


def _give_back(conn: Connection, services: Services, order: Any, reason: str) -> dict[str, Any] | None:
    book = gateway_of(services).ledger(conn)
    log(conn, order.order_number, services.now(), "reversal_asked", reason)
    try:
        book.reverse(order.order_number)
    except (LookupError, NotPayable):
        case = f"C-{services.ids.count(conn, 'case'):05d}"
        log(conn, order.order_number, services.now(), "case_opened", case)
        _write_to(conn, services, order, _CASE, case=case)
        return None
    return book.reports(order.order_number)[-1]


def take_back(conn: Connection, services: Services, order: Any) -> None:
    """The money is gone, so are the policies; their drafts can be paid anew while their time lasts."""
    mine = policies.c.order_number == order.order_number
    conn.execute(delete(payments).where(payments.c.policy_id.in_(select(policies.c.id).where(mine))))
    conn.execute(delete(policies).where(mine))
    ids = [row.id for row in _MEMBERS.all(conn, number=order.order_number)]
    elsewhere = select(policies.c.id).where(policies.c.draft_id == drafts.c.id).exists()
    conn.execute(update(drafts).where(drafts.c.id.in_(ids), ~elsewhere).values(state="unpaid"))
    conn.execute(delete(cart_items).where(cart_items.c.draft_id.in_(ids)))
    _write_to(conn, services, order, _GIVEN_BACK)


def _write_to(
    conn: Connection, services: Services, order: Any, texts: dict[str, tuple[str, str]], **facts: str
) -> None:
    customer = _CUSTOMER.first(conn, account=order.account_id)
    subject, text = texts.get(customer.language.partition("_")[0], texts["en"])
    facts["order"] = order.order_number
    mailbox.send(conn, services, customer.email, subject.format(**facts), text.format(**facts))


def _issue(conn: Connection, services: Services, order: Any, paid_at: datetime) -> None:
    rows = _MEMBERS.all(conn, number=order.order_number)
    issued = [_policy(conn, services, order, row, paid_at) for row in rows]
    _write_to(conn, services, order, _CONCLUDED, policies=", ".join(issued))


def _policy(conn: Connection, services: Services, order: Any, draft: Any, paid_at: datetime) -> str:
    identifier = services.ids.take(conn, "policy")
    number = f"{FIRST_POLICY - 1 + services.ids.count(conn, 'policy number'):07d}"
    _ISSUE.all(
        conn,
        id=identifier,
        account_id=order.account_id,
        draft_id=draft.id,
        order_number=order.order_number,
        series=SERIES,
        number=number,
        issued_at=paid_at,
        **{name: getattr(draft, name) for name in CONTRACT},
    )
    _PAID.all(
        conn,
        id=None,
        policy_id=identifier,
        order_number=order.order_number,
        amount=draft.premium,
        currency=draft.currency,
        at=paid_at,
    )
    _DONE.all(conn, draft=draft.id)
    _OUT.all(conn, draft=draft.id)
    return f"{SERIES} {number}"
