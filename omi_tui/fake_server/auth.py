"""Who is asking: bearer tokens for customers, the start-up token for the control routes."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.openapi.models import HTTPBearer
from fastapi.security import APIKeyHeader
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param
from sqlalchemy import BindParameter, Connection, bindparam, select, update

from omi_tui.fake_server import rate_limits
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import accounts, sessions, tokens
from omi_tui.fake_server.services import Services, insurer_of, services_of

_control = APIKeyHeader(name="Omi-Control", auto_error=False, description="The token of the ready line.")


_NOW: BindParameter[datetime] = bindparam("now", type_=sessions.c.expires_at.type)
_BEARER = Prepared(
    select(accounts.c.id, accounts.c.email, accounts.c.language, sessions.c.id)
    .select_from(
        tokens.join(sessions, tokens.c.session_id == sessions.c.id).join(
            accounts, sessions.c.account_id == accounts.c.id
        )
    )
    .where(tokens.c.token_hash == bindparam("token_hash"), tokens.c.kind == "access", tokens.c.expires_at > _NOW)
    .where(sessions.c.ended_at.is_(None), sessions.c.expires_at > _NOW)
)


@dataclass(frozen=True)
class Account:
    """The customer whose access token came with the request."""

    id: str
    email: str
    language: str
    session_id: str


def hashed(secret: str) -> str:
    """A bearer token or ticket as the database keeps it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class _Bearer(SecurityBase):
    """The scheme and its guard in one: a dependency of a dependency would cost as much as all that it does."""

    scheme_name = "HTTPBearer"
    model = HTTPBearer(description="An access token from POST /v1/sessions.")

    async def __call__(self, request: Request) -> Account:
        """The account of the request's access token. Raises ProblemError 401."""
        services = services_of(request)
        token = _token(request)
        if token is None:
            raise _unauthorised("session.missing", "Sign in first.")
        row = services.store.peek(_BEARER, token_hash=hashed(token), now=services.now())
        if row is None:
            raise _unauthorised("session.expired", "The session is over. Sign in again.")
        account = Account(*row)
        request.state.account_id, request.state.account_email = account.id, account.email
        rate_limits.count_call(services, account.session_id)
        return account


class _PerhapsBearer(_Bearer):
    """As its base, but a request may come without a token."""

    async def __call__(self, request: Request) -> Account | None:  # type: ignore[override]  # FastAPI alone calls it
        """The account of the request's access token; None where it carries none. Raises ProblemError 401."""
        return await super().__call__(request) if _token(request) else None


signed_in, perhaps_signed_in = _Bearer(), _PerhapsBearer()


def _token(request: Request) -> str | None:
    scheme, token = get_authorization_scheme_param(request.headers.get("Authorization"))
    return token if scheme.lower() == "bearer" and token else None


async def in_control(
    services: Annotated[Services, Depends(insurer_of)], token: Annotated[str | None, Security(_control)]
) -> None:
    """Let the request pass only with the token of the ready line. Raises ProblemError 401."""
    if not hmac.compare_digest((token or "").encode(), services.control_token.encode()):
        raise ProblemError(401, "control.token", "The header Omi-Control has to carry the token of the ready line.")


async def guard(request: Request, calls: Iterable[object]) -> None:
    """Do what those of *calls* that are guards would do. Raises ProblemError 401."""
    for call in calls:
        if call is signed_in:
            await signed_in(request)
        elif call is in_control:
            await in_control(services_of(request), await _control(request))


def _unauthorised(code: str, detail: str) -> ProblemError:
    return ProblemError(401, code, detail, headers={"WWW-Authenticate": "Bearer"})


Customer = Annotated[Account, Security(signed_in)]
PerhapsCustomer = Annotated[Account | None, Security(perhaps_signed_in)]
Insurer = Annotated[Services, Depends(insurer_of)]


def end_sessions(conn: Connection, services: Services, account_id: str, *, but: str | None = None) -> None:
    """End the account's sessions, all of them or all but one."""
    conn.execute(
        update(sessions)
        .where(sessions.c.account_id == account_id, sessions.c.ended_at.is_(None), sessions.c.id.is_distinct_from(but))
        .values(ended_at=services.now())
    )
