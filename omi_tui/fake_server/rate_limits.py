"""Who tries too often has to wait: for passwords and tickets by what is tried and from where, for calls by the session.

Wrong passwords are counted for an account *and* an address together, so that nobody elsewhere can keep the owner out.
From one address all accounts together have a limit as well, which stops trying one password on everybody.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from fastapi import Request
from sqlalchemy import Connection, delete, func, select

from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import failures
from omi_tui.fake_server.services import Services

T = TypeVar("T")
_CALLS_WINDOW = timedelta(minutes=1)


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "nowhere"


def check(conn: Connection, services: Services, scope: str, allowed: int) -> None:
    """Raise ProblemError 429 where *scope* has failed too often of late; the wait is the window's rest at most."""
    window = services.config.failures_window
    recent = (failures.c.scope == scope) & (failures.c.at > services.now() - window)
    count, oldest = conn.execute(select(func.count(), func.min(failures.c.at)).where(recent)).one()
    if count >= allowed:
        raise _too_many((oldest + window - services.now()).total_seconds())


def note(conn: Connection, services: Services, scopes: Sequence[str]) -> None:
    """Remember a failure of *scopes*, and forget what no longer counts."""
    conn.execute(delete(failures).where(failures.c.at <= services.now() - services.config.failures_window))
    conn.execute(failures.insert(), [{"scope": scope, "at": services.now()} for scope in scopes])


async def with_ticket(request: Request, services: Services, work: Callable[[Connection], T]) -> T:
    """Run *work*, which redeems a ticket, unless too many wrong ones came from this address."""
    scope = f"ticket|{address_of(request)}"

    def limited(conn: Connection) -> T:
        check(conn, services, scope, services.config.tickets_allowed)
        return work(conn)

    try:
        return await services.store.write(limited)
    except ProblemError as error:
        if error.code in ("ticket.wrong", "ticket.foreign"):
            await services.store.write(lambda conn: note(conn, services, [scope]))
        raise


def count_call(services: Services, session_id: str) -> None:
    """Count a call of a session. Raises ProblemError 429 where calls are limited and these were too many."""
    allowed = services.config.calls_a_minute
    if allowed is None:
        return
    now = services.now()
    calls = services.calls.setdefault(session_id, deque())
    while calls and calls[0] <= now - _CALLS_WINDOW:
        calls.popleft()
    if len(calls) >= allowed:
        raise _too_many((calls[0] + _CALLS_WINDOW - now).total_seconds())
    calls.append(now)


def _too_many(seconds: float) -> ProblemError:
    headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
    return ProblemError(429, "rate.limited", "Too many tries. Wait a little.", retryable=True, headers=headers)
