"""One order of a whole group: the one that is open already, else one that is made once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from omi_tui.journeys.cart import ALREADY_ORDERED
from omi_tui.journeys.pay import PayJourney, open_orders
from omi_tui.journeys.view import Effect

if TYPE_CHECKING:
    from omi_tui.journeys.group_people import People
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order


class InOpenOrder(Exception):
    """Some of the drafts, not all of them alone, stand in ``order``, which can be paid and cannot be changed."""

    def __init__(self, order: "Order") -> None:
        super().__init__(order.order_number)
        self.order = order


async def order_group(workplace: "Workplace", people: "People") -> str:
    """The number of the order of everybody who has a draft, noted at each of them: see :func:`order_drafts`."""
    chosen = people.where("formed")
    number = await order_drafts(workplace, [person.draft_id for person in chosen])
    for person in chosen:
        person.order_number = number
    return number


async def order_drafts(workplace: "Workplace", draft_ids: Sequence[str]) -> str:
    """The number of the order that can be paid and holds *draft_ids*, made only where there is none.

    Raises ClientError; InOpenOrder where some of them stand in another one; Unsettled where that is not known yet.
    """
    from omi_tui.client.errors import Refused, refusal
    from omi_tui.journeys.once import Unsettled, send_once
    from omi_tui.journeys.reconcile import look_up
    from omi_tui.model.fingerprint import fingerprint

    chosen = sorted(draft_ids)
    for looked_up in (False, True):
        try:
            order = await send_once(
                workplace,
                "order",
                fingerprint({"draft_ids": chosen}),
                lambda insurer, key: insurer.orders.create(chosen, key),
                lambda order: order.order_number,
                looked_up=looked_up,
            )
            return order.order_number
        except Unsettled as unsettled:
            found = await look_up(workplace, workplace.journal.operation(unsettled.key))
            if found.state == "done":
                return found.number
            if found.state == "refused" and found.problem is not None:
                raise refusal(found.problem) from None
            if found.state != "nothing" or looked_up:
                raise
        except Refused as refused:
            if refused.code not in (ALREADY_ORDERED, "draft.in_order"):
                raise
            for order in await open_orders(await workplace.insurer()):
                if sorted(order.draft_ids) == chosen:
                    return order.order_number
                if not {*order.draft_ids}.isdisjoint(chosen):
                    raise InOpenOrder(order) from None
            raise
    raise AssertionError("the second try returns or raises")


class GroupPayJourney(PayJourney):
    """The payment of a group's order: it leads back to the group, whose list of results has the policies."""

    async def act(self, action: str, result: Any = None) -> Effect:
        """As any payment; the way home leads through the group."""
        return await super().act("leave" if action == "home" else action, result)
