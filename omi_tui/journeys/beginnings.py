"""What a purchase begins with where something is known already, and landing as far on as that carries it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from omi_tui.forms.scanning import CUT_SHORT
from omi_tui.journeys.view import Effect, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.purchase import PurchaseJourney

LANDING = "landing"
"""The step before the check page: whether all answers hold is known once the policyholder is."""


class Begun(NamedTuple):
    """Answers of a purchase before anybody has typed one. ``insured`` holds values by the form's field ids."""

    begin: date | None = None
    end: date | None = None
    holder_insured: bool | None = None
    """None leaves the tick as the form has it: set."""
    insured: Mapping[str, Any] = MappingProxyType({})
    mark: str = ""
    """Where the answers come from (a msgid), to stand at their fields."""
    step: Literal["dates", "insured", "check"] = "dates"
    """How far to go on; the purchase stands before that where an earlier answer is missing or wrong."""
    scan: bool = False
    """Whether to wait for a passport scan at once."""
    expiry: date | None = None
    """The last day of the passport among the answers, where it is known."""


def begin(purchase: "PurchaseJourney", begun: Begun) -> None:
    """Put *begun* into the forms, and stand where it leads; the steps before that are the way back."""
    known = {"begin_date": begun.begin, "end_date": begun.end}
    purchase.period.load({key: day for key, day in known.items() if day}, begun.mark)
    if begun.holder_insured is not None:
        purchase.insured.load({"policyholder_is_insured": begun.holder_insured})
    purchase.insured.load(begun.insured, begun.mark)
    purchase.insured.document_expiry = begun.expiry
    purchase.step = LANDING if begun.step == "check" else begun.step
    if purchase.step != LANDING:
        purchase.land()


async def scanned(purchase: "PurchaseJourney") -> Effect:
    """Go on to the check page where that was meant, as soon as a scan has completed the person."""
    begun, form = purchase.begun, purchase.insured
    if begun is None or begun.step != "check" or purchase.step != "insured" or CUT_SHORT in form.marks.values():
        return None
    errors, missing = form.errors, form.check()
    form.errors = errors
    if missing or form.scan is None:
        return None
    purchase.begun = begun._replace(step="insured")
    return await purchase.act("continue")


def view(purchase: "PurchaseJourney") -> View:
    """What stands while the insurer is asked about the policyholder."""
    return View(id="asking", heading=_("Check what you are about to conclude"), place=(_("Buy policy"),))
