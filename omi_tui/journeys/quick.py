"""Quick entry: one line says the days and who is insured; the purchase goes on at check answers, never past it."""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.form import Form, FormRejected
from omi_tui.forms.quick import Quick, QuickForm
from omi_tui.forms.saved import SAVED
from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.next_traveller import CARRIED, SHARED
from omi_tui.journeys.view import Action, Effect, Entry, Leave, Listing, View
from omi_tui.text.i18n import _, show_date

if TYPE_CHECKING:
    from omi_tui.desk.travellers import Traveller
    from omi_tui.journeys.workplace import Workplace


class QuickJourney(Journey):
    """Takes the line until it can be read, and leaves with the ``Begun`` of a purchase."""

    id: ClassVar[str] = "quick"

    def __init__(self, workplace: "Workplace", line: str = "") -> None:
        """*line*: what was typed already; where it can be read nothing is asked."""
        super().__init__(workplace, "line")
        self.form = QuickForm(workplace.today)
        self.form.answer("line", line)
        self.quick: Quick | None = None
        self.found: list[Traveller] = []

    def forms(self) -> dict[str, Form]:
        """The line."""
        return {"line": self.form}

    def unsaved(self) -> bool:
        """A line is typed again in a moment."""
        return False

    async def enter(self) -> Effect:
        """Go on at once with a line that was given. Raises FormRejected where it cannot be read."""
        if self.step == "line" and self.form.texts["line"].strip():
            return await self.act("continue")
        return None

    def view(self) -> View:
        """The line; or the saved travellers that it may mean."""
        if self.step == "which":
            return self._view_which()
        return View(
            id="line",
            place=(_("Quick entry"),),
            heading=_("Quick entry"),
            form=self.form,
            actions=(Action("continue", _("Continue"), "main"),),
        )

    def _view_which(self) -> View:
        entries = [Entry(who.id, (who.name, show_date(who.values["birth_date"]), who.passport)) for who in self.found]
        return View(
            id="which",
            place=(_("Quick entry"), _("Which traveller?")),
            heading=_("Which traveller?"),
            listing=Listing(
                (_("Insured person"), _("Date of birth"), _("Passport")), entries, len(entries), "", (34, 20, 16)
            ),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """Read the line, or take one of the travellers that it may mean."""
        self.workplace.may_write()
        verb, _colon, which = action.partition(":")
        if verb == "open":
            return self._saved(next(each for each in self.found if each.id == which))
        self.quick = quick = self.form.values()["line"]
        if quick.who == "self":
            return Leave(Begun(quick.begin, quick.end, True, step="check"))
        if quick.who == "scan":
            shared = self._shared(quick)
            mark = CARRIED if shared else ""
            return Leave(Begun(quick.begin, quick.end, False, shared, mark, "check", scan=True))
        self.found = await self._find(quick.who)
        if not self.found:
            self.form.errors = [self.form.field("line").error("nobody", word=quick.who)]
            raise FormRejected(self.form.id)
        if len(self.found) == 1:
            return self._saved(self.found[0])
        self.go("which")
        return None

    async def _find(self, typed: str) -> "list[Traveller]":
        from omi_tui.journeys.travellers import travellers_of

        return await asyncio.to_thread(travellers_of(self.workplace).find, typed)

    def _saved(self, who: "Traveller") -> Effect:
        assert self.quick is not None
        if who.expiry_date is not None and who.expiry_date < self.workplace.today():
            self.workplace.tell(_("The passport has expired. Take the details from the new one."), bad=True)
        return Leave(Begun(self.quick.begin, self.quick.end, False, who.values, SAVED, "check", expiry=who.expiry_date))

    def _shared(self, quick: Quick) -> dict[str, Any]:
        """What the last traveller of this run had, where it was for the same days."""
        last = self.workplace.last_draft
        if last is None or (last.begin_date, last.end_date) != (quick.begin, quick.end):
            return {}
        return {name: getattr(last.insured, name) for name in SHARED}
