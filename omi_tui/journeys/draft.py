"""One contract draft: what it says, into the shopping cart, or away."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import record, show, states
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Leave, Question, Row, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft


class DraftJourney(Journey):
    """A draft by its id. Leaves without a result; the list that entered it fetches anew."""

    id: ClassVar[str] = "draft"

    def __init__(self, workplace: "Workplace", draft_id: str) -> None:
        super().__init__(workplace, "record")
        self.draft_id = draft_id
        self.draft: Draft | None = None
        self.age: tuple[str, ...] = ()

    async def enter(self) -> None:
        """Fetch the draft, or show it as it was seen last."""
        from omi_tui.journeys import last_seen
        from omi_tui.model.contract import Draft

        name = f"drafts/{self.draft_id}"
        seen = await last_seen.ask(self.workplace, name, Draft, lambda insurer: insurer.drafts.get(self.draft_id))
        self.draft, self.age = seen.value, seen.notes()

    def view(self) -> View:
        """Facts, tables and what can be done in this state."""
        place = (_("Policies"), _("Contract drafts"))
        heading = _("Contract draft {number}").format(number=self.draft_id)
        back = Action("leave", _("Back to the list"))
        if self.draft is None:
            return View(id="asking", heading=heading, place=place, actions=(back,))
        rows = (
            *record.facts(self.draft),
            Row(_("State"), states.of_draft(self.draft)),
            Row(_("Pay before"), show.deadline(self.draft.expires_at)),
        )
        return View(
            id="draft",
            heading=heading,
            place=place,
            rows=rows,
            tables=record.tables(self.draft),
            lead=self.age,
            actions=(*self._actions(self.draft), back),
        )

    def _actions(self, draft: "Draft") -> tuple[Action, ...]:
        delete = Action("delete", _("Delete draft"))
        if draft.state == "in_order":
            return (Action("pay", _("Continue paying"), "main"),)
        if draft.state == "unpaid" and draft.in_cart:
            return (Action("cart", _("Open the shopping cart"), "main"), delete)
        if draft.state == "unpaid":
            return (Action("add", _("Add entry to the shopping cart"), "main"), delete)
        return (delete,) if draft.state == "expired" else ()

    async def act(self, action: str, result: Any = None) -> Effect:
        """``add`` and ``delete`` ask first; ``pay`` opens the order that holds the draft."""
        if action == "leave":
            return Leave()
        if action != "cart":
            self.workplace.may_write()
        if action == "add":
            return Ask(
                Question(
                    _("Adding an entry to the shopping cart"),
                    _("Add entry to the shopping cart?"),
                    _("Keep it out"),
                    _("Add to cart"),
                ),
                "add:yes",
            )
        if action == "delete":
            return Ask(
                Question(
                    _("Delete draft"),
                    _("The contract draft is deleted and cannot be brought back. Nothing was paid for it."),
                    _("Keep the draft"),
                    _("Delete the draft"),
                ),
                "delete:yes",
            )
        insurer = await self.workplace.insurer()
        if action == "delete:yes":
            await insurer.drafts.delete(self.draft_id)
            self.workplace.tell(_("Contract draft {number} is deleted.").format(number=self.draft_id))
            return Leave()
        if action == "pay":
            return await self._pay()
        if action == "add:yes":
            await insurer.cart.add(self.draft_id)
            self.workplace.tell(_("The entry is in the shopping cart. Pay for it there."))
        from omi_tui.journeys.cart import CartJourney

        return Enter(CartJourney(self.workplace))

    async def _pay(self) -> Effect:
        from omi_tui.journeys.pay import PayJourney, order_of

        order = await order_of(await self.workplace.insurer(), self.draft_id)
        if order is None:
            await self.enter()
            return None
        return Enter(PayJourney(self.workplace, order.order_number))
