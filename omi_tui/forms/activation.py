"""Activate an account with the link or the ticket from the mail."""

from dataclasses import replace

from omi_tui.forms.email_field import EMAIL
from omi_tui.forms.field import Field
from omi_tui.forms.form import Form
from omi_tui.model import rules
from omi_tui.text.i18n import N_

LINK = Field(
    id="link",
    label=N_("Link or ticket from the mail"),
    hint=N_("Paste the whole link, or the part after ticket="),
    help=N_(
        "The insurer sent you a mail with a long link. Copy the whole link and paste it here; "
        "line breaks and missing letters at its ends do no harm. If only the part after 'ticket=' is left, paste that."
    ),
    rule=rules.link,
    width=36,
    restore=False,
    messages={
        "missing": N_("Paste the link or the ticket from the mail."),
        "format": N_("There is no ticket in this text. Copy the whole link from the mail and paste it again."),
        "wrong": N_("This link does not fit. Copy the whole link from the newest mail, or ask for a new mail."),
        "used": N_("This link was used before. If it was you, go back and sign in; if not, ask for a new mail."),
        "expired": N_("This link is too old. Ask for a new mail, and use the link in that one."),
        "foreign": N_("This link belongs to another e-mail address. Correct the address, or paste the other link."),
    },
)


class ActivationForm(Form):
    """The link, and the address where only the ticket is at hand: a whole link names the address itself."""

    id = "activation"
    fields = (
        replace(
            EMAIL,
            required=False,
            hint=N_("Needed only if you paste a ticket without its link"),
            help=N_(
                "The address that you signed up with. A whole link names the address by itself; "
                "a ticket alone does not, so fill this in if you paste a ticket."
            ),
        ),
        LINK,
    )


class ConfirmEmailForm(Form):
    """The link from the mail to a new address."""

    id = "confirm_email"
    fields = (LINK,)
