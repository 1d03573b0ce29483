"""The questions about a travel document that the policyholder's details and the insured person share."""

from omi_tui.forms.field import Field
from omi_tui.model import rules
from omi_tui.text.i18n import N_

PERSONAL_NUMBER = Field(
    id="personal_number",
    label=N_("Personal number"),
    hint=N_("Digits and Latin letters, if the passport has one"),
    help=N_(
        "The identification number that some countries give to each person. It stands on the page with the photo, "
        "apart from the number of the passport. Leave it empty if the passport has none. For example: 86071400000."
    ),
    required=False,
    rule=rules.personal_number,
    width=20,
    leak="pseudonym",
    messages={
        "missing": N_("Enter the personal number."),
        "cyrillic": N_("Personal number must have Latin letters and digits only. In Latin it may be {proposal}."),
        "too_long": N_("Personal number must be {limit} letters and digits or fewer."),
        "format": N_("Personal number must be 3 to 20 Latin letters and digits."),
    },
)
