"""The fake's own calls around money: notices and their second sending, reversals, and what moves on by itself."""

import json
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection, select, update

from omi_tui.fake_server import fulfilment, mailbox
from omi_tui.fake_server.auth import Insurer, in_control
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.card_page.tables import gateway_notices
from omi_tui.fake_server.problems import not_found, problems
from omi_tui.fake_server.schema import drafts, orders
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.fake_server.transitions import Transitions, What
from omi_tui.model.base import Answer
from omi_tui.model.contract import OrderState

router = APIRouter(
    prefix="/_omi",
    tags=["fake"],
    route_class=StrictRoute,
    dependencies=[Depends(in_control)],
    responses=problems(401),
)


class Delivery(Answer):
    """A notice of the gateway, and how its sending went."""

    id: str
    order_number: str
    sequence: int
    event: str
    tries: int
    delivered_at: datetime | None
    next_try_at: datetime | None
    last_error: str | None


class Deliveries(Answer):
    """All notices, by order and in the order in which they were written."""

    items: list[Delivery]


class Reversed(Answer):
    """The order's state at the gateway."""

    state: OrderState


@router.get("/notices", responses=problems(422))
async def list_notices(
    services: Insurer, order_number: Annotated[str | None, Query(max_length=64)] = None
) -> Deliveries:
    """What the gateway had to tell, and whether the insurer took it."""
    query = select(gateway_notices).order_by(gateway_notices.c.order_number, gateway_notices.c.sequence)
    if order_number is not None:
        query = query.where(gateway_notices.c.order_number == order_number)
    rows = await services.store.read(lambda conn: conn.execute(query).all())
    return Deliveries(items=[Delivery(**row._mapping, event=json.loads(row.body)["event"]) for row in rows])


@router.post("/notices/{notice_id}/resend", status_code=204, responses=problems(404))
async def resend_notice(notice_id: str, services: Insurer) -> None:
    """Send a notice again, whether it was taken or not."""
    await gateway_of(services).resend(notice_id)


@router.post("/reverse/{order_number}", responses=problems(404, 409))
async def reverse(order_number: str, services: Insurer) -> Reversed:
    """Give a paid order's money back, as the insurer's support may within three days."""
    return Reversed(state=await gateway_of(services).reverse(order_number))


@router.get("/transitions")
async def get_transitions(services: Insurer) -> Transitions:
    """When things move on by themselves."""
    return services.transitions


@router.put("/transitions", responses=problems(400, 422))
async def put_transitions(body: Transitions, services: Insurer) -> Transitions:
    """Say when things move on by themselves; what is left out goes back to how it is without a word."""
    services.transitions = body
    return body


@router.post("/transitions/{what}/{name}", status_code=204, responses=problems(404, 409, 422))
async def move_on(what: What, name: str, services: Insurer) -> None:
    """Let one thing move on now: a draft, an order at the bank, the policies of a paid order, a mail by its id."""
    if what == "order":
        await gateway_of(services).settle(name)
    elif not await services.store.write(lambda conn: _move(conn, services, what, name)):
        raise not_found(what)


def _move(conn: Connection, services: Insurer, what: What, name: str) -> bool:
    if what == "mail":
        return mailbox.deliver(conn, services, name)
    if what == "draft":
        this = update(drafts).where(drafts.c.id == name, drafts.c.state == "unpaid")
        return bool(conn.execute(this.values(expires_at=services.now())).rowcount)
    order = conn.execute(select(orders).where(orders.c.order_number == name)).one_or_none()
    if order is not None:
        fulfilment.issue_now(conn, services, order)
    return order is not None
