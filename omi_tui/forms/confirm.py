"""The last tick before a contract."""

from omi_tui.forms.field import TickField
from omi_tui.forms.form import Form
from omi_tui.text.i18n import N_


class ConfirmForm(Form):
    """The tick under all the answers (manual, section 4)."""

    id = "confirm"
    fields = (
        TickField(
            id="confirmed",
            label=N_("I confirm that all the data I have provided are correct"),
            hint=N_("Compare each line with the passport first"),
            help=N_(
                "The contract is made from these data, and a policy with a wrong name or number may be refused. "
                "Compare each line with the passport, then set the tick. A line can still be changed from here."
            ),
            leak="public",
            restore=False,  # what is confirmed is what stands on the screen at that moment
            messages={
                "missing": N_("Confirm that all the data you have provided are correct."),
                "format": N_("Confirm that all the data you have provided are correct."),
            },
        ),
    )
