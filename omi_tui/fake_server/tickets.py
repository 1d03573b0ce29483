"""Tickets in mails: single use, short-lived, bound to an address, kept hashed; and read however mangled they come."""

import re
from typing import Any, Literal
from urllib.parse import unquote

from sqlalchemy import Connection, Row, select, update

from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import tickets
from omi_tui.fake_server.services import Services

Kind = Literal["activation", "password_reset", "email_change"]


def normal(ticket: str) -> str:
    """*ticket* without percent-encoding, white space, padding and the language that the mail glues to it."""
    for _ in range(3):
        ticket = unquote(ticket)
    ticket = re.sub(r"[\t\r\n]", "", ticket).strip().replace(" ", "+")
    return ticket.partition("=")[0].partition("&")[0].translate(str.maketrans("-_", "+/"))


def parse_link(query: str) -> tuple[str, str]:
    """The address and the ticket in the query of a mail's link; empty text where there is none."""
    email = re.search(r"(?:^|[?&;])u=([^&]*)", query)
    ticket = re.search(r"ticket=([^&]*)", query)
    return unquote(email[1]).strip().lower() if email else "", normal(ticket[1]) if ticket else ""


def issue(conn: Connection, services: Services, kind: Kind, account_id: str, email: str) -> str:
    """A new ticket of *kind*; earlier ones of the account stay good until one of them is used."""
    ticket = services.ids.ticket(conn, account_id)
    life = services.config.reset_life if kind == "password_reset" else services.config.ticket_life
    conn.execute(
        tickets.insert().values(
            ticket_hash=hashed(normal(ticket)),
            kind=kind,
            account_id=account_id,
            email=email,
            created_at=services.now(),
            expires_at=services.now() + life,
        )
    )
    return ticket


def void(conn: Connection, services: Services, kind: Kind, account_id: str) -> None:
    """Let every open ticket of *kind* of the account expire."""
    conn.execute(_open(kind, account_id).values(expires_at=services.now()))


def redeem(
    conn: Connection, services: Services, kinds: tuple[Kind, ...], ticket: str, email: str | None = None
) -> Row[Any]:
    """Use *ticket* up, and the other open ones of its kind with it, and return its row.

    Raises ProblemError: ``ticket.wrong``, ``ticket.foreign`` (another address's), ``ticket.used``, ``ticket.expired``.
    """
    where = (tickets.c.ticket_hash == hashed(normal(ticket))) & tickets.c.kind.in_(kinds)
    row = conn.execute(select(tickets).where(where)).one_or_none()
    if row is None:
        raise ProblemError(422, "ticket.wrong", "There is no such ticket.")
    if email is not None and row.email != email:
        raise ProblemError(422, "ticket.foreign", "This ticket was sent to another address.")
    if row.used_at is not None:
        raise ProblemError(409, "ticket.used", "This ticket was used already.")
    if row.expires_at <= services.now():
        raise ProblemError(410, "ticket.expired", "This ticket is too old.")
    conn.execute(_open(row.kind, row.account_id).values(used_at=services.now()))
    return row


def _open(kind: str, account_id: str) -> Any:
    return update(tickets).where(
        tickets.c.kind == kind, tickets.c.account_id == account_id, tickets.c.used_at.is_(None)
    )
