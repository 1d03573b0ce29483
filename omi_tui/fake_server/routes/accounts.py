"""Sign up, activate, and get a new password. No answer tells whether an address has an account."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, Row, select, update

from omi_tui.fake_server import mailbox, rate_limits, tickets
from omi_tui.fake_server.activation import confirm
from omi_tui.fake_server.auth import Insurer, end_sessions, hashed
from omi_tui.fake_server.idempotency import Key, once
from omi_tui.fake_server.problems import problems
from omi_tui.fake_server.schema import accounts
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.account import Activation, EmailOnly, PasswordReset, SignUp
from omi_tui.model.base import Answer

router = APIRouter(tags=["accounts"], route_class=StrictRoute)


class Accepted(Answer):
    """The insurer has heard it; whatever follows comes by mail."""

    accepted: bool = True


class Activated(Answer):
    """The address is confirmed."""

    email: str


@router.post("/v1/accounts", status_code=202, response_model=Accepted, responses=problems(400, 409, 422))
async def sign_up(request: Request, body: SignUp, services: Insurer, key: Key) -> Response:
    """Ask for an account; the activation mail follows."""
    password_hash = await services.passwords.hashed(body.password)

    def work(conn: Connection) -> Accepted:
        _sign_up(conn, services, body, password_hash)
        return Accepted()

    return await once(request, services, f"anonymous:{hashed(body.email)}", key, 202, work, secret=True)


def _sign_up(conn: Connection, services: Services, body: SignUp, password_hash: str) -> None:
    known = _account(conn, body.email)
    if known and known.active:
        mailbox.send_kind(conn, services, "already", body.email, known.language)
        return
    values = {
        "password_hash": password_hash,
        "residence_country": body.residence_country,
        "adult_confirmed": body.adult_confirmed,
        "language": body.language,
    }
    if known:
        account_id = known.id
        conn.execute(update(accounts).where(accounts.c.id == account_id).values(**values))
        tickets.void(conn, services, "activation", account_id)
    else:
        account_id = services.ids.take(conn, f"account {hashed(body.email)}")
        conn.execute(
            accounts.insert().values(
                **values, id=account_id, email=body.email, email_notices=True, active=False, created_at=services.now()
            )
        )
    _send_activation(conn, services, account_id, body.email, body.language)


@router.post("/v1/accounts/activation", responses=problems(400, 409, 410, 422, 429))
async def activate(request: Request, body: Activation, services: Insurer) -> Activated:
    """Confirm an address with the ticket from the mail, for a new account or a changed address."""
    email = await rate_limits.with_ticket(
        request, services, lambda conn: confirm(conn, services, body.email, body.ticket)
    )
    return Activated(email=email)


@router.post("/v1/accounts/activation/resend", status_code=202, responses=problems(400, 422))
async def resend_activation(body: EmailOnly, services: Insurer) -> Accepted:
    """Send the activation mail once more, if there is an account that waits for it."""

    def work(conn: Connection) -> None:
        known = _account(conn, body.email)
        if known and not known.active:
            _send_activation(conn, services, known.id, body.email, known.language)

    await services.store.write(work)
    return Accepted()


@router.post("/v1/password-resets", status_code=202, responses=problems(400, 422))
async def ask_for_reset(body: EmailOnly, services: Insurer) -> Accepted:
    """Send a mail for a new password; an account that is not active gets its activation mail instead."""

    def work(conn: Connection) -> None:
        known = _account(conn, body.email)
        if known and known.active:
            ticket = tickets.issue(conn, services, "password_reset", known.id, body.email)
            mailbox.send_kind(conn, services, "password_reset", body.email, known.language, ticket)
        elif known:
            _send_activation(conn, services, known.id, body.email, known.language)

    await services.store.write(work)
    return Accepted()


# A ticket is base64 and may hold a slash; a server sees that decoded, whatever the client encoded.
@router.put("/v1/password-resets/{ticket:path}", status_code=204, responses=problems(400, 404, 409, 410, 422, 429))
async def reset_password(request: Request, ticket: str, body: PasswordReset, services: Insurer) -> None:
    """Set a new password by the ticket from the mail, and end every session of the account."""
    password_hash = await services.passwords.hashed(body.password)

    def work(conn: Connection) -> None:
        row = tickets.redeem(conn, services, ("password_reset",), ticket)
        this = update(accounts).where(accounts.c.id == row.account_id)
        conn.execute(this.values(password_hash=password_hash, version=accounts.c.version + 1))
        end_sessions(conn, services, row.account_id)

    await rate_limits.with_ticket(request, services, work)


def _account(conn: Connection, email: str) -> Row[str, str, bool] | None:
    columns = (accounts.c.id, accounts.c.language, accounts.c.active)
    return conn.execute(select(*columns).where(accounts.c.email == email)).one_or_none()


def _send_activation(conn: Connection, services: Services, account_id: str, email: str, language: str) -> None:
    ticket = tickets.issue(conn, services, "activation", account_id, email)
    mailbox.send_kind(conn, services, "activation", email, language, ticket)
