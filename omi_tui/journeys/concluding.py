"""The end of a purchase: what was confirmed is sent once; an answer that was lost is looked up."""

from typing import TYPE_CHECKING, ClassVar

from omi_tui.forms.confirm import ConfirmForm
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.period import PeriodForm
from omi_tui.journeys import application
from omi_tui.journeys.guards import Guards
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.price import Price
from omi_tui.journeys.view import Effect, Enter
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.errors import Refused
    from omi_tui.journeys.reconcile import Found
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft


GONE = frozenset({"quote.expired", "quote.not_found"})
"""The insurer's codes for a price that it stands by no longer."""


class ConcludingJourney(Journey):
    """The three forms of an application, its price, and the draft that comes of it."""

    forms_drafts: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace", step: str) -> None:
        super().__init__(workplace, step)
        self.period = PeriodForm(workplace.today)
        self.insured = InsuredForm(workplace.today)
        self.confirm = ConfirmForm(workplace.today)
        self.price = Price()
        self.guards = Guards()
        self.holder: application.Holder | None = None
        self.draft: Draft | None = None
        self.allow_overlap = False

    def refused(self, error: "Refused") -> Effect:
        """Lead to where the refusal can be mended. Raises *error* where there is no such place."""
        raise error

    async def conclude_anyway(self) -> Effect:
        """Conclude although there is another contract for the same days."""
        self.step, self.allow_overlap = "check", True
        return await self._send()

    async def conclude(self) -> Effect:
        """Conclude what stands on the check page."""
        self.allow_overlap = False
        return await self._send()

    async def _send(self, *, looked_up: bool = False, renewed: bool = False) -> Effect:
        """Conclude what is on the check page; what an earlier call has formed already is shown instead.

        *looked_up*: the insurer has said that the last call of these answers never arrived. *renewed*: the insurer has
        called the price too old once, which a wrong clock hides from this machine.
        """
        from omi_tui.client.errors import Refused
        from omi_tui.journeys.once import Unsettled

        self.confirm.values()
        matches = application.matches(self.period, self.insured, self.holder)
        try:
            formed = None if looked_up else await application.formed_before(self.workplace, matches)
        except Unsettled as unsettled:
            return Enter(self._checking(unsettled.key), "checked_other")
        if formed is not None:
            return await self._formed(formed)
        if not looked_up and not await self._holder_as_shown():
            return None
        if not self.price.fresh() and not await self._renew_price():
            return None
        assert self.price.quote is not None
        try:
            draft = await application.conclude(
                self.workplace,
                self.price.quote,
                self.period,
                self.insured,
                allow_overlap=self.allow_overlap,
                looked_up=looked_up,
            )
        except Unsettled as unsettled:
            self.keys = [*dict.fromkeys([*self.keys, unsettled.key])]
            return Enter(self._checking(unsettled.key), "checked")
        except Refused as error:
            if error.code in GONE and not renewed:
                self.price.expired()
                return await self._send(looked_up=looked_up, renewed=True)
            return self.refused(error)
        return await self._formed(draft)

    async def _formed(self, draft: "Draft") -> Effect:
        self.draft = self.workplace.last_draft = draft
        self.trail.clear()
        self.step = "formed"
        return None

    def _checking(self, key: str) -> Journey:
        from omi_tui.journeys.checking import CheckingJourney

        matches = application.matches(self.period, self.insured, self.holder)
        return CheckingJourney(self.workplace, key, matches=matches)

    async def checked(self, found: "Found | None", *, other: bool) -> Effect:
        """Go on with what was found out about a call whose answer was lost; *other*: perhaps of other answers."""
        from omi_tui.client.errors import refusal
        from omi_tui.journeys.reconcile import in_words

        if found is None or found.state == "contact":
            return None
        if found.state == "done":
            draft = await (await self.workplace.insurer()).drafts.get(found.number)
            if not other or application.matches(self.period, self.insured, self.holder)(draft):
                return await self._formed(draft)
            self.workplace.tell(in_words("draft", draft.id))
        elif found.state == "refused" and found.problem is not None and not other:
            return self.refused(refusal(found.problem))
        return await self._send(looked_up=True)

    async def _holder_as_shown(self) -> bool:
        """Whether the policyholder is still as the check page says: the insurer takes what it knows itself."""
        before, self.holder = self.holder, await application.holder(await self.workplace.insurer())
        if before == self.holder:
            return True
        self.confirm.texts["confirmed"] = ""
        self.workplace.tell(
            _("Your details were changed elsewhere. Check them and confirm again. Nothing was concluded."), bad=True
        )
        return False

    async def _renew_price(self) -> bool:
        """Ask the price again because the insurer stands by it no longer; say whether it is still the same."""
        before = self.price.quote
        period = self.period.period()
        await self.price.update(self.workplace.insurer, *(period or (None, None)))
        now = self.price.quote
        if now is None:
            self.price.quote = before  # what was confirmed, to compare the next one with
            self.price.raise_failure()
            return False
        if before is not None and before.premium == now.premium:
            return True
        self.confirm.texts["confirmed"] = ""
        self.workplace.tell(_("The premium has changed. Check it and confirm again. Nothing was concluded."), bad=True)
        return False
