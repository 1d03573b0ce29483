"""What the link in a mail confirms: a new account, or an account's new address."""

from sqlalchemy import Connection, select, update

from omi_tui.fake_server import tickets
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.schema import accounts
from omi_tui.fake_server.services import Services


def confirm(conn: Connection, services: Services, email: str, ticket: str) -> str:
    """Use *ticket*, which was sent to *email*, and return the address that now counts.

    Raises ProblemError: a ``ticket.…`` code, or ``email.taken`` where another account got the address meanwhile.
    """
    row = tickets.redeem(conn, services, ("activation", "email_change"), ticket, email)
    this = update(accounts).where(accounts.c.id == row.account_id)
    if row.kind == "activation":
        conn.execute(this.values(active=True))
    else:
        owner = conn.execute(select(accounts.c.id).where(accounts.c.email == row.email)).scalar_one_or_none()
        if owner not in (None, row.account_id):
            raise ProblemError(409, "email.taken", "Another account has this address.")
        conn.execute(this.values(email=row.email, version=accounts.c.version + 1))
    return str(row.email)
