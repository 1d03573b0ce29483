"""Sign in, renew, sign out: bearer tokens, kept hashed, refreshed by rotation."""

import secrets
from datetime import datetime

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row, delete, select, update

from omi_tui.fake_server import rate_limits
from omi_tui.fake_server.auth import Customer, Insurer, hashed
from omi_tui.fake_server.problems import ProblemError, problems
from omi_tui.fake_server.schema import accounts, failures, sessions, tokens
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.account import Refresh, Session, SignIn

router = APIRouter(tags=["sessions"], route_class=StrictRoute)


@router.post("/v1/sessions", status_code=201, responses=problems(400, 401, 403, 422, 429))
async def sign_in(request: Request, body: SignIn, services: Insurer) -> Session:
    """Begin a session. An unknown login costs the same work, and gets the same answer, as a wrong password."""
    login = body.login.strip().lower()
    here = rate_limits.address_of(request)
    scope = hashed(f"{login}|{here}")

    def look(conn: Connection) -> Row[str, str, bool] | None:
        rate_limits.check(conn, services, scope, services.config.failures_allowed)
        rate_limits.check(conn, services, here, services.config.failures_from_one_address)
        columns = (accounts.c.id, accounts.c.password_hash, accounts.c.active)
        return conn.execute(select(*columns).where(accounts.c.email == login)).one_or_none()

    account = await services.store.read(look)
    fits = await services.passwords.fits(account.password_hash if account else None, body.password)
    if account is None or not fits:
        await services.store.write(lambda conn: rate_limits.note(conn, services, [scope, here]))
        raise ProblemError(401, "session.credentials", "The login or the password is wrong.")
    if not account.active:
        raise ProblemError(403, "account.not_active", "Follow the link in the mail first.")

    def begin(conn: Connection) -> Session:
        conn.execute(delete(failures).where(failures.c.scope == scope))
        return _begin(conn, services, account.id)

    return await services.store.write(begin)


@router.post("/v1/sessions/refresh", status_code=201, responses=problems(400, 401, 422))
async def refresh(body: Refresh, services: Insurer) -> Session:
    """Take a new pair of tokens for a refresh token, which is good once: a second use ends the session."""
    token = hashed(body.refresh_token)

    def work(conn: Connection) -> Session | None:
        joined = tokens.join(sessions, tokens.c.session_id == sessions.c.id)
        query = select(tokens.c.session_id, tokens.c.used_at, sessions.c.expires_at).select_from(joined)
        query = query.where(tokens.c.token_hash == token, tokens.c.kind == "refresh", sessions.c.ended_at.is_(None))
        now = services.now()
        row = conn.execute(query.where(tokens.c.expires_at > now, sessions.c.expires_at > now)).one_or_none()
        if row is None:
            return None
        if row.used_at is not None:
            conn.execute(update(sessions).where(sessions.c.id == row.session_id).values(ended_at=now))
            return None
        conn.execute(update(tokens).where(tokens.c.token_hash == token).values(used_at=now))
        return _tokens(conn, services, row.session_id, row.expires_at)

    session = await services.store.write(work)
    if session is None:
        raise ProblemError(401, "session.expired", "The session is over. Sign in again.")
    return session


@router.delete("/v1/sessions/current", status_code=204, responses=problems(401))
async def sign_out(services: Insurer, customer: Customer) -> None:
    """End this session: both its tokens stop."""
    this = update(sessions).where(sessions.c.id == customer.session_id).values(ended_at=services.now())
    await services.store.write(lambda conn: conn.execute(this).rowcount)


def _begin(conn: Connection, services: Services, account_id: str) -> Session:
    now = services.now()
    conn.execute(delete(sessions).where(sessions.c.expires_at <= now))
    session_id, ends = services.ids.take(conn, f"session of {account_id}"), now + services.config.session_life
    values = {"id": session_id, "account_id": account_id, "created_at": now, "expires_at": ends}
    conn.execute(sessions.insert().values(**values))
    return _tokens(conn, services, session_id, ends)


def _tokens(conn: Connection, services: Services, session_id: str, session_ends: datetime) -> Session:
    now, config = services.now(), services.config
    lives = {"access": config.access_life, "refresh": config.refresh_life}
    made = {kind: secrets.token_urlsafe(32) for kind in lives}
    rows = [
        {
            "token_hash": hashed(made[kind]),
            "kind": kind,
            "session_id": session_id,
            "expires_at": min(now + life, session_ends),
        }
        for kind, life in lives.items()
    ]
    conn.execute(tokens.insert(), rows)
    return Session(
        access_token=made["access"],
        refresh_token=made["refresh"],
        expires_in=int(config.access_life.total_seconds()),
    )
