"""Pay an order on the payment system's card page, and tell what became of it.

Nothing here decides that something is paid: only the order's state, as the insurer tells it, does. The page opens
elsewhere (a browser, a phone, a text browser); this program sees no card data.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import pay_views
from omi_tui.journeys.document import save_document
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Effect, Enter, Leave, OpenLink, Restart, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order

FIRST_POLLS = (2.0, 3.0, 5.0)
"""Seconds to the first polls; 10 s from then on, until the order can no longer be paid."""


class PayJourney(Journey):
    """One order until it is paid or its time is over. Steps: ``pay``, ``link``, ``cards``, ``declined``."""

    id: ClassVar[str] = "pay"

    def __init__(self, workplace: "Workplace", order_number: str) -> None:
        super().__init__(workplace, "pay")
        self.order_number = order_number
        self.order: Order | None = None
        self.link = ""
        self.test_cards = False
        self.unreached = ""
        self.saved: dict[str, str] = {}
        self._polls = 0

    async def enter(self) -> None:
        """Fetch the order; save its policies once it is paid."""
        insurer = await self.workplace.insurer()
        order = await insurer.orders.get(self.order_number)
        before, self.order, self.unreached = self.order, order, ""
        self.link = _checked_link(order, fake=bool(insurer.is_fake), hosts=self.workplace.settings.pay_hosts)
        self.test_cards = bool(insurer.is_fake) and insurer.fake.usable
        if before is not None and (before.state, before.events, before.policies) == (
            order.state,
            order.events,
            order.policies,
        ):
            return
        self.step, self.trail = "declined" if order.state == "declined" else "pay", []
        if not self.payable:
            self.workplace.journal.settle(order.order_number)
        self._note(order)
        if order.state == "approved":
            await self._save_all()

    def _note(self, order: "Order") -> None:
        """Keep what became of the order among the messages; the view shows it in full."""
        words = {
            "approved": _("Order {number} is paid."),
            "declined": _("The payment of order {number} was declined."),
            "expired": _("Order {number} has expired without a payment."),
        }
        if order.state in words:
            self.workplace.tell(words[order.state].format(number=order.order_number), quiet=True)

    @property
    def payable(self) -> bool:
        """Whether the order can still be paid, as far as is known."""
        from omi_tui.model.contract import OPEN_STATES

        return self.order is None or self.order.state in OPEN_STATES

    def view(self) -> View:
        """The order as it stands."""
        return pay_views.view(self)

    @property
    def issuing(self) -> bool:
        """Whether the order is paid and its policies have not been issued yet."""
        return self.order is not None and self.order.state == "approved" and not self.order.policies

    @property
    def poll(self) -> float:
        """Seconds to the next look at the order; 0 where nothing can follow any more."""
        if not self.payable and not self.issuing:
            return 0.0
        return FIRST_POLLS[self._polls] if self._polls < len(FIRST_POLLS) else 10.0

    async def act(self, action: str, result: Any = None) -> Effect:
        """What the views offer: see ``pay_views``; ``card:<last four>`` pays by a test card."""
        if action == "leave":
            return Leave(self.order.state if self.order is not None else None)
        if action == "home":
            from omi_tui.journeys.home import HomeJourney

            return Restart(HomeJourney(self.workplace))
        if action == "drafts":
            from omi_tui.journeys.records import RecordsJourney

            return Enter(RecordsJourney(self.workplace, "drafts"))
        if action in ("browser", "terminal"):
            self._polls = 0
            return OpenLink(self.link, "browser" if action == "browser" else "terminal") if self.link else None
        if action in ("link", "cards"):
            self.go(action)
        elif action in ("pay", "retry"):
            self.step, self.trail = "pay", []
        elif action == "poll":
            await self._poll()
        elif action == "save":
            await self._save_all()
            for path in filter(None, self.saved.values()):
                self.workplace.tell(_("The policy is saved in {path}.").format(path=path))
        elif action.startswith("card:"):
            await self._pay_by_test_card(action.removeprefix("card:"))
        else:
            await self.enter()
        return None

    async def _poll(self) -> None:
        from omi_tui.client.errors import ClientError, SessionEnded
        from omi_tui.journeys.sentences import sentence

        self._polls += 1
        try:
            await self.enter()
        except SessionEnded:
            raise
        except ClientError as error:
            self.unreached = sentence(error)

    async def _pay_by_test_card(self, last_four: str) -> None:
        await (await self.workplace.insurer()).fake.pay(self.order_number, last_four)
        self.step, self.trail, self._polls = "pay", [], 0
        await self.enter()

    async def _save_all(self) -> None:
        from omi_tui.client.errors import ClientError
        from omi_tui.journeys.sentences import sentence

        for policy in self.order.policies if self.order is not None else ():
            try:
                self.saved[policy.id] = path = await save_document(self.workplace, policy)
                if path:
                    self.workplace.tell(_("The policy is saved in {path}.").format(path=path), quiet=True)
            except ClientError as error:
                self.workplace.tell(sentence(error), bad=True)


def _checked_link(order: "Order", *, fake: bool, hosts: tuple[str, ...]) -> str:
    """The link to the card page; empty where it leads anywhere but there."""
    from omi_tui.client.pay_link import check_pay_link

    try:
        return check_pay_link(order.pay_url, fake=fake, allowed_hosts=hosts)
    except ValueError:
        return ""


async def order_of(insurer: "Insurer", draft_id: str) -> "Order | None":
    """The order that can still be paid and holds the draft. Raises ClientError."""
    return next((order for order in await open_orders(insurer) if draft_id in order.draft_ids), None)


async def open_orders(insurer: "Insurer") -> "list[Order]":
    """The orders that still can be paid, newest first. Raises ClientError."""
    from omi_tui.model.contract import OPEN_STATES

    # An order is payable for minutes, so that the newest page holds every open one.
    return [order for order in (await insurer.orders.list(limit=50)).items if order.state in OPEN_STATES]
