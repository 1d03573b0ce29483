"""The shopping cart: its entries, its total, and the way to the card page."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import show
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Entry, Leave, Listing, Question, View
from omi_tui.text.i18n import _, day_cells

if TYPE_CHECKING:
    from omi_tui.client.errors import Refused
    from omi_tui.journeys.reconcile import Found
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Cart, CartItem

ALREADY_ORDERED = "order.open_exists"
"""The insurer's code for a draft that stands in an order that can still be paid."""


class CartJourney(Journey):
    """What is to be paid together. Paying makes one order of everything that stands here."""

    id: ClassVar[str] = "cart"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "list")
        self.cart: Cart | None = None
        self.age: tuple[str, ...] = ()
        self.chosen = ""

    async def enter(self) -> None:
        """Fetch the cart, or show it as it was seen last."""
        from omi_tui.journeys import last_seen
        from omi_tui.model.contract import Cart

        seen = await last_seen.ask(self.workplace, "cart", Cart, lambda insurer: insurer.cart.get())
        self.cart, self.age = seen.value, seen.notes()

    def _items(self) -> "list[CartItem]":
        return self.cart.items if self.cart is not None else []

    def view(self) -> View:
        """The entries and the total, and "Pay by card" where there is something to pay."""
        if self.cart is None:
            return View(
                id="asking",
                heading=_("Shopping cart"),
                place=(_("Shopping cart"),),
                actions=(
                    Action("update", _("Update the shopping cart"), "main"),
                    Action("leave", _("Back to the menu")),
                ),
            )
        items, total = self._items(), show.money(self.cart.total)
        entries = [
            Entry(
                item.draft_id,
                (
                    item.insurance_name,
                    item.policy_name or "-",
                    show.money(item.amount),
                    show.day(item.begin_date),
                    item.insured_name,
                ),
            )
            for item in items
        ]
        columns = (_("Insurance"), _("Policy"), _("Amount"), _("Begin date"), _("Insured person"))
        widths = show.widths(columns, (3, 10, 10, day_cells()))
        back = Action("leave", _("Back to the menu"))
        pay = Action("pay", _("Pay {amount} by card").format(amount=total), "main")
        return View(
            id="cart",
            heading=_("Shopping cart"),
            place=(_("Shopping cart"),),
            listing=Listing(columns, entries, len(entries), _("The shopping cart is empty."), widths),
            notes=self.age
            + (
                (
                    _("Total: {amount}.").format(amount=total),
                    _("Open an entry to remove it from the shopping cart."),
                )
                if items
                else (_("Open a contract draft to add it."),)
            ),
            actions=(pay, back) if items else (Action("drafts", _("Contract drafts"), "main"), back),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``open:<draft>`` asks to remove it; ``pay`` shows the notice of the payment system first."""
        verb, _colon, draft_id = action.partition(":")
        if action == "leave":
            return Leave()
        if action == "drafts":
            from omi_tui.journeys.records import RecordsJourney

            return Enter(RecordsJourney(self.workplace, "drafts"))
        if action == "pay" or verb in ("open", "remove"):
            self.workplace.may_write()
        if action == "pay":
            return ask_to_pay()
        if action == "pay:yes":
            return await self._order()
        if action == "checked":
            return await self._checked(result)
        if verb == "open":
            return self._ask_to_remove(draft_id)
        if verb == "remove":
            await (await self.workplace.insurer()).cart.remove(draft_id)
            self.workplace.tell(_("The entry is removed from the shopping cart. The contract draft stays."))
        await self.enter()
        return None

    def _ask_to_remove(self, draft_id: str) -> Effect:
        name = next((item.insured_name for item in self._items() if item.draft_id == draft_id), "")
        return Ask(
            Question(
                _("Remove the entry from the shopping cart"),
                _("The entry of {name} leaves the shopping cart. The contract draft stays.").format(name=name),
                _("Keep the entry"),
                _("Remove the entry"),
            ),
            f"remove:{draft_id}",
        )

    async def _order(self, *, looked_up: bool = False) -> Effect:
        """Make one order of the cart; one whose answer was lost is looked up, not made again."""
        from omi_tui.client.errors import Refused
        from omi_tui.journeys.checking import CheckingJourney
        from omi_tui.journeys.once import Unsettled, send_once
        from omi_tui.model.fingerprint import fingerprint

        draft_ids = sorted(item.draft_id for item in self._items())
        try:
            order = await send_once(
                self.workplace,
                "order",
                fingerprint({"draft_ids": draft_ids}),
                lambda insurer, key: insurer.orders.create(draft_ids, key),
                lambda order: order.order_number,
                looked_up=looked_up,
            )
        except Unsettled as unsettled:
            return Enter(CheckingJourney(self.workplace, unsettled.key), "checked")
        except Refused as refused:
            return self._refused(refused)
        return self._pay(order.order_number)

    async def _checked(self, found: "Found | None") -> Effect:
        """Go on with what was found out about an order whose answer was lost."""
        if found is None or found.state == "contact":
            await self.enter()
            return None
        if found.state == "refused" and found.problem is not None:
            from omi_tui.client.errors import refusal

            return self._refused(refusal(found.problem))
        return self._pay(found.number) if found.state == "done" else await self._order(looked_up=True)

    def _refused(self, refused: "Refused") -> Effect:
        """Go to the open order that holds one of the drafts. Raises *refused* where it says anything else."""
        number = refused.problem.other_id
        if refused.code != ALREADY_ORDERED or not number:
            raise refused
        self.workplace.tell(
            _("Order {number} was made before. Pay it, or wait until it expires.").format(number=number)
        )
        return self._pay(number)

    def _pay(self, number: str) -> Enter:
        from omi_tui.journeys.pay import PayJourney

        return Enter(PayJourney(self.workplace, number))


def ask_to_pay() -> Ask:
    """The payment system's notice, before anything is ordered."""
    return Ask(
        Question(
            _("Attention"),
            _(
                "You will be redirected to the payment system web site. After you pay and take a notification of "
                "successful conclusion of the insurance contract, the contract cannot be terminated."
            ),
            _("Cancel"),
            _("Continue to the card page"),
        ),
        "pay:yes",
    )
