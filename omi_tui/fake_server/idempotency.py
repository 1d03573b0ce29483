"""Calls with an ``Idempotency-Key``: done once, and answered with the first answer ever after.

The key's row and the call's effect are one transaction, so there is no moment at which one is kept without the
other. A refusal that the work itself gives is kept as well; a body that does not fit the model never gets here.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy import BindParameter, Connection, bindparam, delete, select

from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import MEDIA_TYPE, ProblemError
from omi_tui.fake_server.schema import idempotency
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.writer import undo
from omi_tui.model.fingerprint import canonical

_NOW: BindParameter[datetime] = bindparam("now", type_=idempotency.c.expires_at.type)
_FIND = Prepared(
    select(idempotency).where(
        idempotency.c.scope == bindparam("scope"),
        idempotency.c.key == bindparam("key"),
        idempotency.c.expires_at > _NOW,
    )
)
_OVER = Prepared(delete(idempotency).where(idempotency.c.expires_at <= _NOW))
_SWEEP = timedelta(minutes=1)
"""Expired answers count no more; so often, and no more often, they are also removed."""
_KEEP = Prepared(idempotency.insert().prefix_with("OR REPLACE"))  # an expired one may still have the key


async def idempotency_key(
    request: Request,
    _documented: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="A UUID, made once for each intent.",
            json_schema_extra={"format": "uuid"},
        ),
    ] = None,
) -> str:
    """The request's key, read from *request* itself. Raises ProblemError 400 where it is missing or no UUID."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise ProblemError(400, "idempotency_key.missing", "This call needs the header Idempotency-Key.")
    try:
        return str(UUID(key))
    except ValueError:
        raise ProblemError(400, "idempotency_key.format", "The header Idempotency-Key has to be a UUID.") from None


Key = Annotated[str, Depends(idempotency_key)]


@dataclass(frozen=True)
class Stored:
    """An answer as it is kept: these bytes are sent again."""

    status: int
    media_type: str
    body: bytes

    def response(self, *, replayed: bool = False) -> Response:
        """The answer to send."""
        headers = {"Idempotent-Replayed": "true"} if replayed else {}
        return Response(self.body, self.status, headers=headers, media_type=self.media_type)


async def said(request: Request) -> Any:
    """The JSON of *request*, parsed once for all who ask."""
    if not hasattr(request.state, "said"):
        request.state.said = json.loads(await request.body())
    return request.state.said


async def once(
    request: Request,
    services: Services,
    scope: str,
    key: str,
    status: int,
    work: Callable[[Connection], BaseModel],
    *,
    secret: bool = False,
) -> Response:
    """Answer *request* by *work*, once for each *key* of *scope*.

    The scope is the account's id, or where nobody is signed in a hash of who asks. *work* runs inside the
    transaction that also keeps its answer; what it returns is sent with *status*. A *secret* body holds a password:
    its fingerprint is made as slowly as a password's hash.
    """
    if (scope, key) in services.running:
        raise ProblemError(409, "operation.running", "The first call with this key is still running.", retryable=True)
    services.running.add((scope, key))
    try:
        body = canonical(await said(request))
        named = f"{request.method} {request.url.path}\n".encode() + body
        digest = services.passwords.digest(named, key.encode()) if secret else None
        print_of = await digest if digest else hashlib.sha256(named).hexdigest()
        correlation_id: str | None = getattr(request.state, "correlation_id", None)
        stored, replayed = await services.store.write(
            lambda conn: _do(conn, services, scope, key, print_of, status, work, correlation_id)
        )
    finally:
        services.running.discard((scope, key))
    return stored.response(replayed=replayed)


def _do(
    conn: Connection,
    services: Services,
    scope: str,
    key: str,
    print_of: str,
    status: int,
    work: Callable[[Connection], BaseModel],
    correlation_id: str | None,
) -> tuple[Stored, bool]:
    now = services.now()
    first = find(conn, scope, key, now)
    if first is not None:
        if first.fingerprint != print_of:
            raise ProblemError(422, "idempotency_key.reused", "This key belongs to a call with another body.")
        return Stored(first.status, first.media_type, first.body), True
    try:
        answer = work(conn)
        stored = Stored(status, "application/json", answer.model_dump_json().encode())
    except ProblemError as error:
        if error.status in (401, 429) or error.status >= 500:
            raise
        undo(conn)  # what the work has written so far
        stored = Stored(error.status, MEDIA_TYPE, error.body(correlation_id))
    if not services.keys_swept <= now < services.keys_swept + _SWEEP:
        services.keys_swept = now
        _OVER.all(conn, now=now)
    _KEEP.all(
        conn,
        scope=scope,
        key=key,
        fingerprint=print_of,
        status=stored.status,
        media_type=stored.media_type,
        body=stored.body,
        expires_at=now + services.config.key_life,
    )
    return stored, False


def find(conn: Connection, scope: str, key: str, now: datetime) -> Any:
    """The kept answer of *key*, a row of the table, if there is one and it still counts."""
    return _FIND.first(conn, scope=scope, key=key, now=now)
