"""What does it cost, and do I need it? Without signing in."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.period import PeriodForm
from omi_tui.journeys import show
from omi_tui.journeys.insurer_words import in_words
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.price import Price
from omi_tui.journeys.view import Action, Effect, Leave, Table, View
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.reference import ExemptionRule, Reference


VERDICTS = {
    "exempt": N_("Who does not need this insurance"),
    "ask": N_("Who has to ask first, because the sources differ"),
}
STATUSES = {
    "official_delegation": N_("Official delegations"),
    "mission_staff": N_("Staff of missions"),
    "un_laissez_passer": N_("United Nations"),
    "crew": N_("Crews"),
    "border_service": N_("Border guards"),
    "refugee_applicant": N_("Refugees"),
    "transit": N_("Transit"),
    "permanent_resident": N_("Residents"),
}
OTHERS = N_("Others")


class QuoteJourney(Journey):
    """Dates and their price, and who needs no policy. Leaves without a result."""

    id: ClassVar[str] = "quote"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "dates")
        self.form = PeriodForm(workplace.today)
        self.price = Price()
        self.reference: Reference | None = None
        self.age: tuple[str, ...] = ()

    def forms(self) -> "dict[str, Form]":
        """The dates."""
        return {"dates": self.form}

    def unsaved(self) -> bool:
        """Nothing here is ever saved."""
        return False

    async def enter(self) -> None:
        """Ask who is exempt; the price can be had without."""
        from omi_tui.client.errors import ClientError
        from omi_tui.journeys import last_seen
        from omi_tui.model.reference import Reference

        try:
            seen = await last_seen.ask(self.workplace, "reference", Reference, lambda insurer: insurer.reference.get())
            self.reference, self.age = seen.value, seen.notes()
        except ClientError:
            self.reference = None

    async def live(self) -> bool:
        """Ask the price of the dates that stand."""
        values = self.form.around().values
        return await self.price.update(self.workplace.insurer, values.get("begin_date"), values.get("end_date"))

    def view(self) -> View:
        """The dates with their price, or who needs no insurance."""
        return self._need() if self.step == "need" else self._dates()

    def _dates(self) -> View:
        return View(
            id="dates",
            heading=_("When will the insured person be in Belarus?"),
            place=(_("Price"),),
            form=self.form,
            notes=(
                *self.price.notes(),
                _("Policy starts at 00:00 and finishes at 23:59 on chosen dates in local time (Minsk, Belarus)."),
            ),
            actions=(
                Action("price", _("Show the price"), "main"),
                Action("need", _("Do I need it?")),
                Action("leave", _("Back to sign in")),
            ),
        )

    def _need(self) -> View:
        tables = self._exemptions()
        lead = _(
            "Who is not in these lists needs medical insurance for Belarus: this one, or a foreign one that "
            "Belarus accepts."
        )
        return View(
            id="need",
            heading=_("Do I need this insurance?"),
            place=(_("Price"), _("Who needs it")),
            lead=(
                lead if tables else _("The insurer has not said who needs it. Go back and try again in a minute."),
                *self.age,
            ),
            tables=tables,
            actions=(Action("dates", _("Back to the price"), "main"),),
            foot=self._sources(),
        )

    def _exemptions(self) -> tuple[Table, ...]:
        rules = self.reference.exemptions if self.reference is not None else []
        columns = (_("Who"), _("Why"))
        found = (
            (title, tuple((_who(rule), in_words(rule.reason)) for rule in rules if rule.verdict == verdict))
            for verdict, title in VERDICTS.items()
        )
        return tuple(Table(_(title), columns, rows) for title, rows in found if rows)

    def _sources(self) -> tuple[str, ...]:
        rules = self.reference.exemptions if self.reference is not None else []
        return tuple(
            _("Source: {address}").format(address=address) for address in dict.fromkeys(r.source for r in rules)
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``price`` checks the dates and asks; ``need`` and ``dates`` turn the page; ``leave`` goes back."""
        if action == "leave":
            return Leave()
        if action == "need":
            await self.enter()
            self.go("need")
        elif action == "dates":
            self.back()
        else:
            self.form.values()
            await self.live()
        return None


def _who(rule: "ExemptionRule") -> str:
    """The country, or the status in two or three words; the reason says it at length."""
    return show.country(rule.nationality) if rule.nationality else _(STATUSES.get(rule.status or "", OTHERS))
