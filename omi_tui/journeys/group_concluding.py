"""The end of a group: what was confirmed is sent, six calls at a time, and paid as one order."""

import asyncio
from typing import TYPE_CHECKING

from omi_tui.forms.confirm import ConfirmForm
from omi_tui.journeys import group_views
from omi_tui.journeys.group_guards import GroupGuards
from omi_tui.journeys.group_people import People
from omi_tui.journeys.group_sending import GroupSending, PremiumChanged
from omi_tui.journeys.group_taking import take_policies
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.price import Price
from omi_tui.journeys.view import Effect, Enter
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.period import Period


class GroupConcluding(Journey):
    """The people of a group, their days, the price, and the drafts and the order that come of them."""

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "source")
        self.period: Period | None = None
        self.price = Price()
        self.people = People(workplace.today)
        self.confirm = ConfirmForm(workplace.today)
        self.guards = GroupGuards()
        self.sending: GroupSending | None = None
        self.order_number = ""
        self._task: asyncio.Task[None] | None = None

    @property
    def paid(self) -> bool:
        """Whether everybody who can be insured has a policy."""
        return bool(self.people.where("paid")) and not self.people.where("formed")

    async def check_done(self) -> Effect:
        """Ask once more before anything is sent. Raises FormRejected."""
        self.confirm.values()
        people = self.people.where("ready", "formed")
        return group_views.ask_to_conclude(len(people), len(self.guards.notes(people)))

    def find_warnings(self) -> None:
        """Find what there is to warn of on the check page, as far as the contracts are known."""
        assert self.period is not None
        self.guards.find(self.people, self.period)

    async def live(self) -> bool:
        """List the account's contracts once the check page stands; whether that was done now."""
        if self.step != "check" or self.guards.asked:
            return False
        await self.guards.ask(self.workplace)
        self.find_warnings()
        return True

    def conclude(self) -> None:
        """Begin to form the drafts; the page looks how far it is."""
        self.workplace.may_write()
        self.confirm.values()
        assert self.period is not None
        assert self.price.quote is not None
        self.order_number = ""
        self.sending = GroupSending(self.workplace, self.people, self.period, self.price.quote)
        self._task = asyncio.create_task(self.sending.run())
        self.step, self.trail = "sending", []

    async def poll(self) -> None:
        """Go on to the next page once nothing is under way. Raises what stopped it."""
        if self._task is None or not self._task.done():
            return
        task, self._task = self._task, None
        self.step = "formed" if not self.people.where("ready", "unknown") else "people"
        try:
            task.result()
        except PremiumChanged:
            self.price.expired()
            self.workplace.tell(_("The premium has changed. Check it and confirm again."), bad=True)
            return
        if self.step == "people":
            self.workplace.tell(_("Stopped. What was formed is in the shopping cart; go on whenever you like."))

    async def order(self) -> Effect:
        """One order of all drafts, and its payment; one whose answer was lost is looked up. Raises ClientError."""
        from omi_tui.journeys.checking import CheckingJourney
        from omi_tui.journeys.group_order import GroupPayJourney, InOpenOrder, order_group
        from omi_tui.journeys.once import Unsettled

        try:
            self.order_number = await order_group(self.workplace, self.people)
        except Unsettled as unsettled:
            return Enter(CheckingJourney(self.workplace, unsettled.key), "checked")
        except InOpenOrder as other:
            self.order_number = other.order.order_number
            text = _("Order {number} holds some of these drafts and waits for payment. Pay it first, then the others.")
            self.workplace.tell(text.format(number=self.order_number), bad=True)
        return Enter(GroupPayJourney(self.workplace, self.order_number), "paid")

    async def paid_or_not(self) -> None:
        """Back from the payment: see what it led to, and who has a policy now. Raises ClientError."""
        insurer = await self.workplace.insurer()
        order = await insurer.orders.get(self.order_number)
        if order.state == "approved" and order.policies and self.period is not None:
            await take_policies(insurer, self.people, self.period, order)
