"""The next traveller of the same trip: what is carried over from the contract draft before. In memory only."""

from typing import TYPE_CHECKING, Any

from omi_tui.journeys.beginnings import Begun
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.journey import Journey
    from omi_tui.journeys.purchase import PurchaseJourney
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft

CARRIED = N_("carried")
SHARED = ("address", "phone", "country_of_residence")
"""What people who travel together have in common, beside the days."""


def next_traveller(workplace: "Workplace", journey: "Journey") -> "PurchaseJourney | None":
    """A purchase for the next person of the trip that *journey* shows, else of the last one in this run.

    None where there is no such trip, or nothing may be written; that is told.
    """
    from omi_tui.desk.journal import ReadOnlyDesk
    from omi_tui.journeys.failures import understand
    from omi_tui.journeys.purchase import PurchaseJourney

    try:
        workplace.may_write()
    except ReadOnlyDesk as error:
        workplace.tell(understand(error).sentence, bad=True)
        return None
    draft: Draft | None = getattr(journey, "draft", None) or workplace.last_draft
    if draft is None:
        text = _("Nothing can be carried over: no contract draft was formed in this run. Open one, or buy a policy.")
        workplace.tell(text, bad=True)
        return None
    workplace.last_draft = draft
    insured = {name: getattr(draft.insured, name) for name in SHARED}
    return PurchaseJourney(workplace, Begun(draft.begin_date, draft.end_date, False, insured, CARRIED, "insured"))


def repeat(workplace: "Workplace", form: "Form", field_id: str) -> bool:
    """Answer *field_id* as it was for the last traveller; where nobody knows that, say so and answer False."""
    value = _last(workplace.last_draft, form, field_id)
    if value is None:
        workplace.tell(_("There is no earlier answer to repeat here."))
        return False
    form.fill(field_id, form.field(field_id).show(value))
    form.marks[field_id] = CARRIED
    return True


def _last(draft: "Draft | None", form: "Form", field_id: str) -> Any:
    if draft is None or form.id not in ("period", "insured"):
        return None
    return getattr(draft if form.id == "period" else draft.insured, field_id, None)
