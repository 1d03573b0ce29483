"""Policies: paid contracts, those in force and to come, and the archive."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection, Row, select

from omi_tui.fake_server.auth import Account, Customer, Insurer
from omi_tui.fake_server.contracts import facts, money
from omi_tui.fake_server.paging import Cursor, Limit, page
from omi_tui.fake_server.problems import not_found, problems
from omi_tui.fake_server.routes.verify import verify_url
from omi_tui.fake_server.schema import payments, policies
from omi_tui.fake_server.services import Services
from omi_tui.model.contract import Page, Payment, Policy, PolicyState
from omi_tui.model.period import minsk_today

router = APIRouter(tags=["policies"])
State = Annotated[Literal["active", "archive"] | None, Query(description="In force and to come, or ended; else all.")]


@router.get("/v1/policies", responses=problems(401, 422))
async def list_policies(
    services: Insurer, account: Customer, state: State = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[Policy]:
    """The account's policies, the last to end first."""
    mine = select(policies).where(policies.c.account_id == account.id)
    if state == "active":
        mine = mine.where(policies.c.end_date >= services.clock.today())
    elif state == "archive":
        mine = mine.where(policies.c.end_date < services.clock.today())

    def work(conn: Connection) -> Page[Policy]:
        rows, following, count = page(conn, mine, [policies.c.end_date, policies.c.id], limit, cursor)
        return Page(items=_views(conn, services, rows), next_cursor=following, total=count)

    return await services.store.read(work)


@router.get("/v1/policies/{policy_id}", responses=problems(401, 404))
async def get_policy(services: Insurer, account: Customer, policy_id: str) -> Policy:
    """One policy."""
    return await services.store.read(lambda conn: _one(conn, services, account, policy_id))


@router.get(
    "/v1/policies/{policy_id}/document",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}, **problems(401, 404)},
)
async def get_document(services: Insurer, account: Customer, policy_id: str) -> Response:
    """The policy's document, a PDF of one page; the same policy gives the same bytes."""
    from omi_tui.fake_server.policy_pdf import policy_pdf  # slow to import, and most runs show no document

    policy = await services.store.read(lambda conn: _one(conn, services, account, policy_id))
    name = re.sub(r"[^A-Za-z0-9-]", "", f"policy-{policy.series}-{policy.number}")
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    document = policy_pdf(policy, verify_url(services, policy.series, policy.number))
    return Response(document, 200, headers, "application/pdf")


def _one(conn: Connection, services: Services, account: Account, policy_id: str) -> Policy:
    mine = select(policies).where(policies.c.id == policy_id, policies.c.account_id == account.id)
    row = conn.execute(mine).one_or_none()
    if row is None:
        raise not_found("policy")
    return _views(conn, services, [row])[0]


def _views(conn: Connection, services: Services, rows: list[Row[Any]]) -> list[Policy]:
    paid = {
        payment.policy_id: payment
        for payment in conn.execute(select(payments).where(payments.c.policy_id.in_([row.id for row in rows])))
    }
    return [_view(services, row, paid.get(row.id)) for row in rows]


def _view(services: Services, row: Row[Any], paid: Row[Any] | None) -> Policy:
    today = services.clock.today()
    state: PolicyState = "ended" if row.end_date < today else "future" if row.begin_date > today else "in_force"
    received = (
        [Payment(at=paid.at, amount=money(paid.amount, paid.currency), order_number=paid.order_number)] if paid else []
    )
    return Policy(
        id=row.id,
        series=row.series,
        number=row.number,
        state=state,
        payments=received,
        order_number=row.order_number,
        issued_at=row.issued_at,
        **facts(row, paid_at=row.issued_at, due=minsk_today(row.issued_at)),
    )
