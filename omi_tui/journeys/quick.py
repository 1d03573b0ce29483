"""Quick entry: one line says the days and who is insured; the purchase goes on at check answers, never past it."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.form import Form, FormRejected
from omi_tui.forms.quick import Quick, QuickForm
from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.next_traveller import CARRIED, SHARED
from omi_tui.journeys.view import Action, Effect, Leave, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace


class QuickJourney(Journey):
    """Takes the line until it can be read, and leaves with the ``Begun`` of a purchase."""

    id: ClassVar[str] = "quick"

    def __init__(self, workplace: "Workplace", line: str = "") -> None:
        """*line*: what was typed already; where it can be read nothing is asked."""
        super().__init__(workplace, "line")
        self.form = QuickForm(workplace.today)
        self.form.answer("line", line)

    def forms(self) -> dict[str, Form]:
        """The line."""
        return {"line": self.form}

    def unsaved(self) -> bool:
        """A line is typed again in a moment."""
        return False

    async def enter(self) -> Effect:
        """Go on at once with a line that was given. Raises FormRejected where it cannot be read."""
        if self.form.texts["line"].strip():
            return await self.act("continue")
        return None

    def view(self) -> View:
        """The line."""
        return View(
            id="line",
            place=(_("Quick entry"),),
            heading=_("Quick entry"),
            form=self.form,
            actions=(Action("continue", _("Continue"), "main"),),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """Read the line."""
        self.workplace.may_write()
        quick: Quick = self.form.values()["line"]
        if quick.who == "self":
            return Leave(Begun(quick.begin, quick.end, True, step="check"))
        if quick.who == "scan":
            shared = self._shared(quick)
            mark = CARRIED if shared else ""
            return Leave(Begun(quick.begin, quick.end, False, shared, mark, "insured", scan=True))
        self.form.errors = [self.form.field("line").error("nobody", word=quick.who)]
        raise FormRejected(self.form.id)

    def _shared(self, quick: Quick) -> dict[str, Any]:
        """What the last traveller of this run had, where it was for the same days."""
        last = self.workplace.last_draft
        if last is None or (last.begin_date, last.end_date) != (quick.begin, quick.end):
            return {}
        return {name: getattr(last.insured, name) for name in SHARED}
