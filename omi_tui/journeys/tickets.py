"""What is done with a link from a mail: read it, and say at its field what the insurer thinks of it."""

from typing import TYPE_CHECKING, NoReturn

from omi_tui.forms.form import FormRejected

if TYPE_CHECKING:
    from omi_tui.client.errors import Refused
    from omi_tui.forms.form import Form

LONGEST_TICKET = 1024
"""Characters that the insurer reads; its own tickets have 44."""


def read_link(form: "Form", text: str) -> tuple[str | None, str]:
    """The address, where the link in *text* names one, and the ticket. Raises FormRejected where there is no ticket."""
    from omi_tui.client.links import read_ticket

    try:
        email, ticket = read_ticket(text)
    except ValueError:
        reject(form, "link", "format")
    if len(ticket) > LONGEST_TICKET:
        reject(form, "link", "wrong")
    return email, ticket


def refuse_ticket(form: "Form", refused: "Refused") -> NoReturn:
    """Put a refusal of the ticket, or of single fields, into *form*. Raises FormRejected, else *refused*."""
    kind = refused.code.rpartition(".")[2]
    if kind in form.field("link").messages and refused.status < 500:
        reject(form, "link", kind)
    if form.refuse(refused.problem):
        raise FormRejected(form.id) from None
    raise refused


def reject(form: "Form", field_id: str, kind: str) -> NoReturn:
    """Let *form* have the one error of *kind* at the field. Raises FormRejected."""
    form.errors = [form.field(field_id).error(kind)]
    raise FormRejected(form.id) from None
