"""What became of calls whose answer was lost: looked up at the insurer, never sent again from here."""

from typing import TYPE_CHECKING

from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace

FOUND = {
    "draft": N_("Contract draft {number} was formed before the connection broke off. It is in Contract drafts."),
    "order": N_("Order {number} was made before the connection broke off. It waits for payment."),
}


async def reconcile(workplace: "Workplace") -> None:
    """Give every open operation of the journal its end, where the insurer knows one, and say what was found.

    What the insurer does not know stays open: the same intent then keeps its key, so that it can never happen twice.
    Raises ClientError.
    """
    journal = workplace.journal
    for operation in journal.open_operations():
        if operation.kind not in FOUND:
            continue
        found = await (await workplace.insurer()).operations.get(operation.key)
        if found.state != "done":
            continue
        number = (found.body or {}).get("order_number" if operation.kind == "order" else "id")
        if found.status is not None and found.status < 300 and number:
            journal.result(operation.key, "done", str(number))
            workplace.tell(_(FOUND[operation.kind]).format(number=number))
        else:
            journal.result(operation.key, "failed")
