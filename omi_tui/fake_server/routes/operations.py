"""What became of a call with an ``Idempotency-Key``."""

import json
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection, or_, select

from omi_tui.fake_server.auth import Insurer, PerhapsCustomer
from omi_tui.fake_server.problems import problems
from omi_tui.fake_server.schema import idempotency
from omi_tui.model.contract import Operation

router = APIRouter(tags=["operations"])


@router.get("/v1/operations/{key}", responses=problems(401, 422))
async def get_operation(key: UUID, services: Insurer, customer: PerhapsCustomer) -> Operation:
    """Look up a key: the account's own, or one of a call that needs no sign-in, which only its maker knows."""
    named = str(key)
    account_id = customer.id if customer else ""
    if any(k == named and (s == account_id or s.startswith("anonymous:")) for s, k in services.running):
        return Operation(state="running")

    def work(conn: Connection) -> Operation:
        scopes = or_(idempotency.c.scope == account_id, idempotency.c.scope.startswith("anonymous:"))
        alive = idempotency.c.expires_at > services.now()
        row = conn.execute(select(idempotency).where(idempotency.c.key == named, scopes, alive)).first()
        if row is None:
            return Operation(state="unknown")
        return Operation(state="done", status=row.status, body=json.loads(row.body))

    return await services.store.read(work)
