"""Contract drafts: form one, list them, look at one, delete one."""

from datetime import UTC, timedelta
from types import SimpleNamespace
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, Select, bindparam, select

from omi_tui.fake_server import rules
from omi_tui.fake_server.auth import Customer, Insurer
from omi_tui.fake_server.contracts import contract_values, facts
from omi_tui.fake_server.idempotency import Key, once, said
from omi_tui.fake_server.paging import Cursor, Limit, page
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError, not_found, problems
from omi_tui.fake_server.routes.orders import refresh_open_orders
from omi_tui.fake_server.schema import cart_items, drafts, order_drafts, payments, policies
from omi_tui.fake_server.services import Services, services_of
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.contract import Draft, DraftRequest, DraftState, Page, Payment
from omi_tui.model.fingerprint import fingerprint
from omi_tui.model.period import MINSK, Period

_FORM = Prepared(drafts.insert())
router = APIRouter(tags=["drafts"], route_class=StrictRoute)


@router.post("/v1/drafts", status_code=201, response_model=Draft, responses=problems(400, 401, 409, 410, 422))
async def form_draft(request: Request, body: DraftRequest, customer: Customer, key: Key) -> Response:
    """Form a contract draft out of what the person confirmed."""
    services = services_of(request)  # not one more dependency: this is the call that many make at once
    confirmed = fingerprint(await said(request))

    def work(conn: Connection) -> Draft:
        if confirmed != body.fingerprint:
            raise ProblemError(422, "contract.fingerprint", "This is not what the person confirmed.")
        return _form(conn, services, customer.id, body)

    return await once(request, services, customer.id, key, 201, work)


class _Fresh(SimpleNamespace):
    """The row of a draft that was just formed: in no cart, in no order."""

    in_cart = in_order = False


def _form(conn: Connection, services: Services, account_id: str, body: DraftRequest) -> Draft:
    today, now = services.clock.today(), services.now()
    quote = rules.quote_of(conn, body.quote_id)
    rules.check_quote(quote, body, services)
    assert quote is not None
    rules.check_period(body.begin_date, body.end_date, today)
    rules.check_insured(body, today)
    holder = rules.policyholder(conn, account_id)
    rules.check_policyholder(holder, today)
    insured = body.insured or rules.insured_policyholder(
        conn, account_id, holder, body.country_of_residence, body.end_date
    )
    if not body.allow_overlap:
        period = Period(body.begin_date, body.end_date)
        try:
            rules.check_overlap(conn, services, account_id, insured, period)
        except ProblemError:
            refresh_open_orders(conn, services, account_id)  # an order that is over by now frees its days
            rules.check_overlap(conn, services, account_id, insured, period)
    draft_id = services.ids.take(conn, f"draft of {account_id}")
    row = _Fresh(
        **contract_values(holder, insured, holder_is_insured=body.policyholder_is_insured),
        id=draft_id,
        account_id=account_id,
        state="unpaid",
        begin_date=body.begin_date,
        end_date=body.end_date,
        premium=quote.premium,
        sum_insured=quote.sum_insured,
        currency=quote.currency,
        created_at=now,
        expires_at=rules.draft_ends(services, body.begin_date, now).astimezone(UTC),
    )
    _FORM.all(conn, **vars(row))
    return draft_of(conn, services, row)


@router.get("/v1/drafts", responses=problems(401, 422))
async def list_drafts(services: Insurer, customer: Customer, limit: Limit = 100, cursor: Cursor = None) -> Page[Draft]:
    """The drafts that are not paid, the newest first."""

    def work(conn: Connection) -> Page[Draft]:
        query = _query(customer.id, services.now()).where(drafts.c.state == "unpaid")
        rows, following, total = page(conn, query, (drafts.c.created_at, drafts.c.id), limit, cursor)
        items = [draft_of(conn, services, row) for row in rows]
        return Page[Draft](items=items, next_cursor=following, total=total)

    return await services.store.read(work)


@router.get("/v1/drafts/{draft_id}", responses=problems(401, 404))
async def get_draft(draft_id: str, services: Insurer, customer: Customer) -> Draft:
    """One draft, paid or not."""
    polls = services.transitions.draft.polls
    if polls is None:
        return services.store.glance(lambda conn: find_draft(conn, services, customer.id, draft_id))

    def work(conn: Connection) -> Draft:
        draft = find_draft(conn, services, customer.id, draft_id)
        if draft.state != "unpaid" or services.ids.count(conn, f"look at draft {draft_id}") < polls:
            return draft
        conn.execute(drafts.update().where(drafts.c.id == draft_id).values(expires_at=services.now()))
        return find_draft(conn, services, customer.id, draft_id)

    return await services.store.write(work)


@router.delete("/v1/drafts/{draft_id}", status_code=204, responses=problems(401, 404, 409))
async def delete_draft(draft_id: str, services: Insurer, customer: Customer) -> None:
    """Delete a draft that is neither paid nor in an open order."""

    def work(conn: Connection) -> None:
        refresh_open_orders(conn, services, customer.id)
        draft = find_draft(conn, services, customer.id, draft_id)
        check_free(draft)
        conn.execute(order_drafts.delete().where(order_drafts.c.draft_id == draft_id))
        conn.execute(drafts.delete().where(drafts.c.id == draft_id))

    await services.store.write(work)


def _query(account_id: Any, now: Any) -> Select[Any]:
    in_cart = select(cart_items.c.draft_id).where(cart_items.c.draft_id == drafts.c.id).exists().label("in_cart")
    in_order = rules.in_open_order(now).label("in_order")
    return select(drafts, in_cart, in_order).where(drafts.c.account_id == account_id)


_MINE = Prepared(_query(bindparam("account"), rules.NOW).where(drafts.c.id == bindparam("draft")))


def find_draft(conn: Connection, services: Services, account_id: str, draft_id: str) -> Draft:
    """The account's draft of that id. Raises ProblemError 404."""
    row = _MINE.first(conn, account=account_id, draft=draft_id, now=services.now())
    if row is None:
        raise not_found("draft")
    return draft_of(conn, services, row)


def check_free(draft: Draft) -> None:
    """Raise ProblemError 409 for a draft that is paid or in an open order."""
    if draft.state == "paid":
        raise ProblemError(409, "draft.paid", "This contract is paid.", other_id=draft.id)
    if draft.state == "in_order":
        raise ProblemError(409, "draft.in_order", "This draft is being paid.", other_id=draft.id)


def draft_of(conn: Connection, services: Services, row: Any) -> Draft:
    """A row of drafts, with ``in_cart`` and ``in_order``, as it goes out."""
    state: DraftState = "unpaid"
    policy = None
    if row.state == "paid":
        state = "paid"
        joined = policies.join(payments, payments.c.policy_id == policies.c.id)
        columns = (policies.c.series, policies.c.number, payments.c.at, payments.c.order_number)
        policy = conn.execute(select(*columns).select_from(joined).where(policies.c.draft_id == row.id)).one_or_none()
    elif row.in_order:
        state = "in_order"
    elif row.expires_at <= services.now():
        state = "expired"
    paid_at = policy.at if policy else None
    known = facts(row, paid_at=paid_at, due=(row.expires_at - timedelta(seconds=1)).astimezone(MINSK).date())
    paid = [Payment(at=policy.at, amount=known["premium"], order_number=policy.order_number)] if policy else []
    return Draft(
        **known,
        id=row.id,
        policy_name=f"{policy.series} {policy.number}" if policy else None,
        state=state,
        in_cart=row.in_cart,
        payments=paid,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
