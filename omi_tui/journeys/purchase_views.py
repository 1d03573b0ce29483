"""What each step of a purchase shows."""

from typing import TYPE_CHECKING

from omi_tui.journeys import application, beginnings, guards, travellers
from omi_tui.journeys.view import Action, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.purchase import PurchaseJourney


def view(purchase: "PurchaseJourney") -> View:
    """The view of the step where *purchase* stands."""
    return _VIEWS[purchase.step](purchase)


def _place(*crumbs: str) -> tuple[str, ...]:
    return (_("Buy policy"), *crumbs)


def _dates(purchase: "PurchaseJourney") -> View:
    more = (Action("several", _("Several people")), Action("need", _("Do I need it?")))
    return View(
        id="dates",
        place=_place(_("Dates")),
        heading=_("When will the insured person be in Belarus?"),
        position=(1, 4),
        form=purchase.period,
        focus=purchase.changing.partition(".")[2],
        notes=(
            *purchase.price.notes(),
            _("Policy starts at 00:00 and finishes at 23:59 on chosen dates in local time (Minsk, Belarus)."),
        ),
        actions=(
            Action("continue", _("Continue") if purchase.changing else _("Buy"), "main"),
            *(() if purchase.changing else more),
        ),
    )


def _profile(purchase: "PurchaseJourney") -> View:
    missing = purchase.holder.missing() if purchase.holder else []
    return View(
        id="profile",
        place=_place(_("Your details")),
        heading=_("Complete your details first"),
        lead=(
            _("The policyholder makes the contract, so the insurer needs these details of yours:"),
            *(f"- {label}" for label in missing),
            _("The dates that you have typed stay."),
        ),
        actions=(Action("complete", _("Complete my details"), "main"),),
    )


def _insured(purchase: "PurchaseJourney") -> View:
    holder = purchase.holder.name() if purchase.holder else ""
    return View(
        id="insured",
        place=_place(_("Insured person")),
        heading=_("Who is insured?"),
        position=(2, 4),
        lead=(_("Policyholder: {name}").format(name=holder),) if holder else (),
        form=purchase.insured,
        focus=purchase.changing.partition(".")[2],
        notes=guards.citizenship(purchase),
        actions=(Action("continue", _("Continue"), "main"),),
    )


def _check(purchase: "PurchaseJourney") -> View:
    rows = application.rows(purchase.period, purchase.insured, purchase.holder, purchase.price.quote)
    return View(
        id="check",
        place=_place(_("Check answers")),
        heading=_("Check what you are about to conclude"),
        position=(3, 4),
        rows=rows,
        form=purchase.confirm,
        warnings=purchase.guards.notes(purchase, rows),
        actions=(Action("continue", _("Enter into a contract"), "main"),),
    )


def _overlap(purchase: "PurchaseJourney") -> View:
    return View(
        id="overlap",
        place=_place(_("Overlap")),
        heading=_("This passport already has a contract for some of these days"),
        lead=(
            _("The other contract is {number}. Nothing was concluded.").format(number=purchase.other_id),
            _("Change the dates, or conclude the second contract all the same if the traveller needs it."),
        ),
        actions=(
            Action("change:dates", _("Change the dates"), "main"),
            Action("conclude_anyway", _("Conclude all the same")),
        ),
    )


def _formed(purchase: "PurchaseJourney") -> View:
    assert purchase.draft is not None
    return View(
        id="formed",
        place=_place(_("Contract draft")),
        heading=_("The contract draft is successfully formed"),
        position=(4, 4),
        rows=application.formed_rows(purchase.draft),
        notes=(
            _("It is not valid until it is paid. Add it to the shopping cart and pay by card."),
            _("You find it later under Contract drafts."),
        ),
        actions=(
            Action("to_cart", _("Add to the shopping cart"), "main"),
            Action("home", _("Back to the menu")),
            Action("note", _("Save as a text file")),
            *((Action("save_traveller", _("Save this traveller")),) if travellers.can_save(purchase) else ()),
        ),
    )


_VIEWS = {
    beginnings.LANDING: beginnings.view,
    "dates": _dates,
    "profile": _profile,
    "insured": _insured,
    "check": _check,
    "overlap": _overlap,
    "formed": _formed,
}
