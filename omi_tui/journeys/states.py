"""Every state in which a purchase can stand, in words: declared here; drafts, paying and checking show them."""

from typing import TYPE_CHECKING, Literal

from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.model.contract import Draft, Order

State = Literal[
    "draft",
    "sending",
    "checking",
    "confirmed",
    "needs_payment",
    "payment_open",
    "payment_unknown",
    "paid",
    "issued",
    "nothing",
    "contact",
]

STATES: dict[State, str] = {
    "draft": N_("Nothing is sent yet."),
    "sending": N_("It is being sent to the insurer."),
    "checking": N_("The answer of the insurer was lost."),
    "confirmed": N_("The insurer has confirmed it."),
    "needs_payment": N_("not paid; it is not valid until paid"),
    "payment_open": N_("in an order that waits for payment"),
    "payment_unknown": N_("It is not known at the moment whether the payment has arrived. The insurer is asked again."),
    "paid": N_("The insurer is issuing the policy. This takes some moments."),
    "issued": N_("paid"),
    "nothing": N_("It failed, and nothing happened: nothing was concluded, and nothing was charged."),
    "contact": N_("This needs a person. Call the insurer, {phones}, and name the number {number}."),
}

ORDERS = {
    "created": N_("No payment has arrived yet."),
    "pending": N_("The bank is working on the payment. It has not said yes or no yet."),
    "challenge": N_("The bank asks for a code. Type it on the card page; the bank sends it to the card's holder."),
    "declined": N_("The payment was declined, and nothing was charged."),
    "approved": N_("The order is paid."),
    "expired": N_("The time to pay this order is over, and nothing was charged."),
    "reversed": N_("The payment was given back. The policies of this order are not valid."),
}
"""What an order's state means more closely; the first four are all "payment open"."""

EXPIRED = N_("expired; form a new one")
_DRAFTS: dict[str, State] = {"unpaid": "needs_payment", "in_order": "payment_open", "paid": "issued"}
_ODD = frozenset({"amount_mismatch"})


def words(state: State) -> str:
    """The sentence of *state*."""
    return _(STATES[state])


def of_draft(draft: "Draft") -> str:
    """The state of a contract draft in words."""
    return _(EXPIRED) if draft.state == "expired" else words(_DRAFTS[draft.state])


def is_odd(order: "Order") -> bool:
    """Whether a person has to look at the payment of an order, which was of another amount."""
    return any(event.event in _ODD for event in order.events)


def contact(*numbers: str) -> str:
    """Whom to call, and the numbers to name: the order's, and that of the call in the insurer's log."""
    from omi_tui.journeys.sentences import phones

    return words("contact").format(phones=phones(), number=", ".join(filter(None, numbers)))
