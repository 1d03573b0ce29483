"""One policy: what it says, and its document on disk."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import help_card, record, show
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.printing import print_saved
from omi_tui.journeys.view import Action, Effect, Enter, Leave, Row, View
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Policy

STATES = {
    "future": N_("paid, begins later"),
    "in_force": N_("in force"),
    "ended": N_("ended"),
}


class PolicyJourney(Journey):
    """A policy by its id. Leaves without a result."""

    id: ClassVar[str] = "policy"

    def __init__(self, workplace: "Workplace", policy_id: str) -> None:
        super().__init__(workplace, "record")
        self.policy_id = policy_id
        self.policy: Policy | None = None
        self.age: tuple[str, ...] = ()

    async def enter(self) -> None:
        """Fetch the policy, or show it as it was seen last."""
        from omi_tui.journeys import last_seen
        from omi_tui.model.contract import Policy

        name = f"policies/{self.policy_id}"
        seen = await last_seen.ask(self.workplace, name, Policy, lambda insurer: insurer.policies.get(self.policy_id))
        self.policy, self.age = seen.value, seen.notes()

    def view(self) -> View:
        """Facts, tables, and what can be done with the document; or the help card."""
        place = (_("Policies"), _("Policy"))
        back = Action("leave", _("Back to the list"))
        if self.policy is None:
            return View(id="asking", heading=_("Policy"), place=place, actions=(back,))
        if self.step == "card":
            return help_card.view(self.policy, self.workplace.settings.assistance_phone)
        rows = (
            *record.facts(self.policy),
            Row(_("State"), _(STATES[self.policy.state])),
            Row(_("Order"), self.policy.order_number),
            Row(_("Issued"), show.moment(self.policy.issued_at)),
        )
        return View(
            id="policy",
            heading=_("Policy {name}").format(name=show.policy_name(self.policy)),
            place=place,
            rows=rows,
            tables=record.tables(self.policy),
            lead=self.age,
            actions=(
                Action("save", _("Save the policy (PDF)"), "main"),
                back,
                Action("print", _("Print the policy"), "entry"),
                Action("card", _("Help card in the traveller's language"), "entry"),
                Action("prolong", _("Prolong the policy"), "entry"),
            ),
        )

    async def nationality(self) -> str:
        """The citizenship of the insured person."""
        return self.policy.insured.citizenship if self.policy is not None else ""

    async def act(self, action: str, result: Any = None) -> Effect:
        """``save`` puts the document into the downloads folder, ``print`` hands it to the printer as well."""
        if action == "leave":
            return Leave()
        if action == "card":
            self.go("card")
        elif action == "record":
            self.back()
        elif self.policy is not None and action == "prolong":
            from omi_tui.journeys.prolong import prolong

            return Enter(prolong(self.workplace, self.policy))
        elif self.policy is not None:
            await self._put_out(self.policy, action)
        return None

    async def _put_out(self, policy: "Policy", action: str) -> None:
        """To the folder, or by way of the folder to the printer."""
        from omi_tui.journeys.document import save_document

        if action == "card:print":
            await help_card.print_cards(self.workplace, [policy], show.policy_name(policy))
        elif action == "card:save":
            if card := await help_card.save_cards(self.workplace, [policy], show.policy_name(policy)):
                self.workplace.tell(_("The help card is saved in {path}.").format(path=card))
        elif path := await save_document(self.workplace, policy):
            if action == "print":
                await print_saved(self.workplace, [Path(path)])
            else:
                self.workplace.tell(_("The policy is saved in {path}.").format(path=path))
