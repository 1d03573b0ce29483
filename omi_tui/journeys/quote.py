"""What does it cost, and do I need it? Without signing in."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.period import PeriodForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.price import Price
from omi_tui.journeys.view import Action, Effect, Enter, Leave, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace


class QuoteJourney(Journey):
    """Dates and their price; from here to who needs a policy. Leaves without a result."""

    id: ClassVar[str] = "quote"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "dates")
        self.form = PeriodForm(workplace.today)
        self.price = Price()

    def forms(self) -> "dict[str, Form]":
        """The dates."""
        return {"dates": self.form}

    def unsaved(self) -> bool:
        """Nothing here is ever saved."""
        return False

    async def live(self) -> bool:
        """Ask the price of the dates that stand."""
        values = self.form.around().values
        return await self.price.update(self.workplace.insurer, values.get("begin_date"), values.get("end_date"))

    def view(self) -> View:
        """The dates with their price."""
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

    async def act(self, action: str, result: Any = None) -> Effect:
        """``price`` checks the dates and asks; ``need`` finds out whether a policy is needed; ``leave`` goes back."""
        if action == "leave":
            return Leave()
        if action == "need":
            from omi_tui.journeys.need import NeedJourney

            return Enter(NeedJourney(self.workplace))
        self.form.values()
        await self.live()
        return None
