"""The shopping cart: its entries, its total, and the way to the card page."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import show
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Entry, Leave, Listing, Question, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
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
        self.chosen = ""

    async def enter(self) -> None:
        """Fetch the cart."""
        self.cart = await (await self.workplace.insurer()).cart.get()

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
        widths = show.widths(columns, (3, 10, 10, show.day_cells()))
        back = Action("leave", _("Back to the menu"))
        pay = Action("pay", _("Pay {amount} by card").format(amount=total), "main")
        return View(
            id="cart",
            heading=_("Shopping cart"),
            place=(_("Shopping cart"),),
            listing=Listing(columns, entries, len(entries), _("The shopping cart is empty."), widths),
            notes=(
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
        if action == "pay":
            return _ask_to_pay()
        if action == "pay:yes":
            return await self._order()
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

    async def _order(self) -> Effect:
        """Make one order of the cart; a repeat after a lost answer is the same order."""
        from omi_tui.client.errors import Refused
        from omi_tui.journeys.pay import PayJourney
        from omi_tui.model.fingerprint import fingerprint

        insurer, journal = await self.workplace.insurer(), self.workplace.journal
        draft_ids = sorted(item.draft_id for item in self._items())
        key = journal.intent("order", fingerprint({"draft_ids": draft_ids}))
        try:
            order = await insurer.orders.create(draft_ids, key)
        except Refused as refused:
            journal.result(key, "failed")
            if refused.code != ALREADY_ORDERED or not refused.problem.other_id:
                raise
            number = refused.problem.other_id
            self.workplace.tell(
                _("Order {number} was made before. Pay it, or wait until it expires.").format(number=number)
            )
        else:
            number = order.order_number
            journal.result(key, "done", number)
        return Enter(PayJourney(self.workplace, number))


def _ask_to_pay() -> Ask:
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
