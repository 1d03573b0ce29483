"""Orders: one or more drafts on one payment."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import BindParameter, Connection, bindparam, select

from omi_tui.fake_server.auth import Account, Customer, Insurer
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.contracts import cents, money
from omi_tui.fake_server.fulfilment import issue_later, log
from omi_tui.fake_server.idempotency import Key, once
from omi_tui.fake_server.paging import Cursor, Limit, page
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError, not_found, problems
from omi_tui.fake_server.rules import open_state
from omi_tui.fake_server.schema import drafts, order_drafts, order_events, orders, policies
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.settlement import is_current, reconcile
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.fake_server.web_page import web_page
from omi_tui.model.contract import OPEN_STATES, Order, OrderEvent, OrderRequest, Page, PolicyName
from omi_tui.model.money import total

BEFORE_FIRST = 208_046
"""The manual's order is 208047; so is the first one here."""
RETURN_PAGE = "/PaymentReturn.aspx"

_NUMBER: BindParameter[str] = bindparam("number")
_MINE = Prepared(select(orders).where(orders.c.order_number == _NUMBER, orders.c.account_id == bindparam("account")))
_MEMBERS = Prepared(
    select(order_drafts.c.draft_id).where(order_drafts.c.order_number == _NUMBER).order_by(order_drafts.c.position)
)
_EVENTS = Prepared(
    select(order_events.c.at, order_events.c.event, order_events.c.code)
    .where(order_events.c.order_number == _NUMBER)
    .order_by(order_events.c.at, order_events.c.id)
)
_ISSUED = Prepared(
    select(policies.c.id, policies.c.series, policies.c.number)
    .where(policies.c.order_number == _NUMBER)
    .order_by(policies.c.number)
)
_DRAFT = Prepared(select(drafts).where(drafts.c.id == bindparam("draft"), drafts.c.account_id == bindparam("account")))
_ORDERED = Prepared(
    select(orders.c.order_number)
    .join(order_drafts, order_drafts.c.order_number == orders.c.order_number)
    .where(order_drafts.c.draft_id == bindparam("draft"), open_state())
)
_ENTER, _JOIN = Prepared(orders.insert()), Prepared(order_drafts.insert())
_OPEN = Prepared(select(orders.c.order_number).where(orders.c.account_id == bindparam("account"), open_state()))
router = APIRouter(tags=["orders"], route_class=StrictRoute)


@router.post("/v1/orders", status_code=201, response_model=Order, responses=problems(400, 401, 404, 409, 422))
async def create_order(
    request: Request,
    services: Insurer,
    account: Customer,
    key: Key,
    asked: OrderRequest,
) -> Response:
    """Put drafts on an order and register it with the card gateway. A draft is on one open order at a time."""
    return await once(
        request, services, account.id, key, 201, lambda conn: _create(conn, services, account, asked.draft_ids)
    )


@router.get("/v1/orders", responses=problems(401, 422))
async def list_orders(services: Insurer, account: Customer, limit: Limit = 50, cursor: Cursor = None) -> Page[Order]:
    """The account's orders, the newest first."""

    def work(conn: Connection) -> Page[Order]:
        refresh_open_orders(conn, services, account.id)
        mine = select(orders).where(orders.c.account_id == account.id)
        rows, following, count = page(conn, mine, [orders.c.created_at, orders.c.order_number], limit, cursor)
        return Page(items=[order_view(conn, row) for row in rows], next_cursor=following, total=count)

    return await services.store.write(work)


@router.get("/v1/orders/{order_number}", responses=problems(401, 404))
async def get_order(services: Insurer, account: Customer, order_number: str) -> Order:
    """One order with its log. The insurer asks the gateway first, so a lost notice is no lost money."""

    def mine(conn: Connection) -> Any:
        row = _MINE.first(conn, number=order_number, account=account.id)
        if row is None:
            raise not_found("order")
        return row

    def look(conn: Connection) -> Order | None:
        row = mine(conn)
        return order_view(conn, row) if is_current(conn, services, order_number) else None

    def ask(conn: Connection) -> Order:
        if mine(conn).state in OPEN_STATES | {"approved"}:
            reconcile(conn, services, order_number, poll=True)
            issue_later(conn, services, order_number)
        return order_view(conn, mine(conn))

    known = services.store.glance(look)
    if known is None:
        known = await services.store.write(ask)
        await gateway_of(services).deliver()
    return known


@router.get(RETURN_PAGE, include_in_schema=False)
async def payment_return() -> HTMLResponse:
    """Where the card page sends the buyer back to. It proves nothing, so it changes nothing."""
    return web_page(
        "Back from the card page",
        [
            "You may close this page. The program asks the insurer for the result and shows the policy.",
            "Эту страницу можно закрыть. Программа сама узнает результат у страховщика и покажет полис.",
        ],
    )


def refresh_open_orders(conn: Connection, services: Services, account_id: str) -> None:
    """Bring the account's open orders up to what the gateway knows; an expired one frees its drafts."""
    for order in _OPEN.all(conn, account=account_id):
        reconcile(conn, services, order.order_number, poll=False)


def order_view(conn: Connection, row: Any) -> Order:
    """An order as it goes out."""
    this = row.order_number
    return Order(
        order_number=this,
        amount=money(row.amount, row.currency),
        pay_url=row.pay_url,
        state=row.state,
        gateway_code=row.gateway_code,
        draft_ids=[member.draft_id for member in _MEMBERS.all(conn, number=this)],
        policies=[PolicyName(**policy._asdict()) for policy in _ISSUED.all(conn, number=this)],
        events=[OrderEvent(**event._asdict()) for event in _EVENTS.all(conn, number=this)],
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def _create(conn: Connection, services: Services, account: Account, draft_ids: list[str]) -> Order:
    refresh_open_orders(conn, services, account.id)
    chosen = [_payable(conn, services, account, draft_id) for draft_id in dict.fromkeys(draft_ids)]
    amount = total(money(row.premium, row.currency) for row in chosen)
    number = str(BEFORE_FIRST + services.ids.count(conn, "order"))
    now = services.now()
    # Whoever could still pay when the draft's time is over would have paid for nothing.
    until = min(now + services.config.order_life, *(row.expires_at for row in chosen))
    pay_url = gateway_of(services).register(conn, number, amount, services.url + RETURN_PAGE, until)
    _ENTER.all(
        conn,
        order_number=number,
        account_id=account.id,
        amount=cents(amount),
        currency=amount.currency,
        state="created",
        gateway_code=None,
        pay_url=pay_url,
        created_at=now,
        expires_at=until,
    )
    for place, row in enumerate(chosen):
        _JOIN.all(conn, order_number=number, draft_id=row.id, position=place)
    log(conn, number, now, "created")
    return order_view(conn, _MINE.first(conn, number=number, account=account.id))


def _payable(conn: Connection, services: Services, account: Account, draft_id: str) -> Any:
    row = _DRAFT.first(conn, draft=draft_id, account=account.id)
    if row is None:
        raise not_found("draft")
    if row.state == "paid":
        raise ProblemError(409, "draft.paid", "This draft is a policy already.", other_id=draft_id)
    if row.expires_at <= services.now():
        raise ProblemError(409, "draft.expired", "This draft has expired. Form a new one.", other_id=draft_id)
    if row.begin_date < services.clock.today():
        raise ProblemError(409, "draft.begin_passed", "This draft begins on a day that has passed.", other_id=draft_id)
    if found := _ORDERED.first(conn, draft=draft_id):
        detail = "This draft is on an open order already."
        raise ProblemError(409, "order.open_exists", detail, other_id=found.order_number)
    return row
