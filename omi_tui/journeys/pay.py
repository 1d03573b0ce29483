"""Pay an order on the payment system's card page, and tell what became of it.

Nothing here decides that something is paid: only the order's state, as the insurer tells it, does. The page opens
elsewhere (a browser, a phone, a text browser); this program sees no card data.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import looks, paid, pay_views, sales
from omi_tui.journeys.document import save_document
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.pay_words import told
from omi_tui.journeys.view import Ask, Effect, Enter, Leave, OpenLink, Restart, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order


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
        self.late = False
        """Whether it was looked at after its time, so that no payment can follow any more."""
        self._polls = 0
        self._chance = 0.5

    async def enter(self) -> None:
        """Fetch the order; save its policies once it is paid."""
        insurer = await self.workplace.insurer()
        order = await insurer.orders.get(self.order_number)
        before, self.order, self.unreached = self.order, order, ""
        now = datetime.now(UTC)
        # By both clocks: one that is ahead must not keep anybody from paying.
        self.late = min(now, now + timedelta(seconds=insurer.clock_offset or 0)) >= order.expires_at
        self.link = _checked_link(order, fake=bool(insurer.is_fake), hosts=self.workplace.settings.pay_hosts)
        self.test_cards = bool(insurer.is_fake) and insurer.fake.usable
        if before is not None and (before.state, before.events, before.policies) == (
            order.state,
            order.events,
            order.policies,
        ):
            return
        self.step, self.trail = "declined" if order.state == "declined" else "pay", []
        if told(order):  # the view shows it in full
            self.workplace.tell(told(order), quiet=True)
        await sales.seen(self.workplace, [order])
        # It is settled at this desk once its policies are on disk: a program that is killed before looks again.
        saved = order.state != "approved" or await self._save_all()
        if saved and not self.payable and not self.issuing and not self.workplace.journal.read_only:
            self.workplace.journal.settle(order.order_number)

    @property
    def operation(self) -> str:
        """The number under which the insurer's log has the order's making; empty where it was made elsewhere."""
        return self.workplace.journal.key_of(self.order_number)

    @property
    def payable(self) -> bool:
        """Whether the order can still be paid, as far as is known."""
        from omi_tui.model.contract import OPEN_STATES

        return self.order is None or self.order.state in OPEN_STATES

    async def nationality(self) -> str:
        """The citizenship of the first insured person of the order. Raises ClientError."""
        drafts = self.order.draft_ids if self.order is not None else []
        if not drafts:
            return ""
        return (await (await self.workplace.insurer()).drafts.get(drafts[0])).insured.citizenship

    def view(self) -> View:
        """The order as it stands."""
        return pay_views.view(self)

    @property
    def issuing(self) -> bool:
        """Whether the order is paid and its policies have not been issued yet."""
        return self.order is not None and self.order.state == "approved" and not self.order.policies

    @property
    def poll(self) -> float:
        """Seconds to the next look at the order; 0 where nothing can follow any more, or its time is over."""
        if not self.issuing and (not self.payable or (self.late and not self.unreached)):
            return 0.0
        return looks.pause(self._polls, lambda: self._chance)

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
            return Ask(pay_views.opening(self.link), f"{action}:open") if self.link else None
        if action in ("browser:open", "terminal:open"):
            self._polls = 0
            return OpenLink(self.link, "browser" if action == "browser:open" else "terminal") if self.link else None
        if action in ("link", "cards"):
            self.go(action)
        elif action in ("pay", "retry"):
            self.step, self.trail = "pay", []
        elif action == "poll":
            await self._poll()
        elif action == "save":
            if await self._save_all() and all(self.saved.values()):  # the page says where
                self.workplace.tell(_("The policy is saved.") if len(self.saved) == 1 else _("The policies are saved."))
        elif action == "print":
            await self._save_all()
            await paid.print_policies(self.workplace, list(self.saved.values()))
        elif action in paid.ACTS and self.order is not None:
            await paid.do(self.workplace, self.order, action)
        elif action.startswith("card:"):
            await self._pay_by_test_card(action.removeprefix("card:"))
        else:
            await self.enter()
        return None

    async def _poll(self) -> None:
        from omi_tui.client.errors import ClientError, SessionEnded
        from omi_tui.journeys.sentences import sentence

        self._polls, self._chance = self._polls + 1, random.random()
        try:
            await self.enter()
        except SessionEnded:
            raise
        except ClientError as error:
            self.unreached = sentence(error)

    async def _pay_by_test_card(self, last_four: str) -> None:
        from omi_tui.client.errors import Refused

        try:
            await (await self.workplace.insurer()).fake.pay(self.order_number, last_four)
        except Refused as error:
            if error.code != "order.approved":  # an earlier try, whose answer was not waited for, has paid it
                raise
        self.step, self.trail, self._polls = "pay", [], 0
        await self.enter()

    async def _save_all(self) -> bool:
        """Save every policy of the order; say whether no document is missing because it could not be fetched."""
        from omi_tui.client.errors import ClientError
        from omi_tui.journeys.sentences import sentence

        whole = True
        for policy in self.order.policies if self.order is not None else ():
            try:
                self.saved[policy.id] = path = await save_document(self.workplace, policy)
                if path:
                    self.workplace.tell(_("The policy is saved in {path}.").format(path=path), quiet=True)
            except ClientError as error:
                whole = False
                self.workplace.tell(sentence(error), bad=True)
        return whole


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
