"""The e-mail address."""

from omi_tui.forms.field import Field
from omi_tui.model import rules
from omi_tui.text.i18n import N_

EMAIL = Field(
    id="email",
    label=N_("E-mail address"),
    hint=N_("Such as name@example.com"),
    help=N_(
        "An address whose mail you can read now: the insurer sends a link to it. It is your login as well. "
        "For example: anna@example.com."
    ),
    rule=rules.email,
    width=36,
    leak="pseudonym",
    messages={
        "missing": N_("Enter the e-mail address."),
        "too_long": N_("E-mail address must be {limit} characters or fewer."),
        "format": N_("E-mail address must have the form name@example.com."),
    },
)
