"""The one field into which the rows of a travel document are scanned or typed."""

from omi_tui.forms.field import Field
from omi_tui.forms.form import Form
from omi_tui.text.i18n import N_


class ScanForm(Form):
    """One row of the machine-readable zone at a time."""

    id = "scan"
    fields = (
        Field(
            id="row",
            label=N_("Row"),
            hint=N_("Scan now. By hand: type a row as it is printed, then Enter"),
            help=N_(
                "The two or three rows of letters, digits and < at the foot of the photo page. A scanner types "
                "them by itself. By hand, type one row after the other; capitals do not matter. "
                "For example: P<POLKOWALSKA<<MAGDALENA."
            ),
            rule=lambda text: text.strip(),
            width=50,
            leak="drop",
            restore=False,
            messages={"missing": N_("Scan the document, or type its first row.")},
        ),
    )
