"""What the card gateway's states, codes and events mean, in words."""

from typing import TYPE_CHECKING

from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.model.contract import Order, OrderEvent

REASONS = {
    "AS100": N_("The bank refused the payment. Try again, or use another card."),
    "AS101": N_("The card's data were wrong. Check the number, the expiry date and the code, and try again."),
    "AS102": N_("There is not enough money on the card. Use another card."),
    "AS104": N_("The expiry date was wrong. Check it on the card and try again."),
    "AS105": N_("The card's limit is reached. Use another card, or ask the bank to raise the limit."),
    "AS107": N_("The payment system did not accept the data. Try again."),
    "AS108": N_("The bank suspects fraud. Call the bank, or use another card."),
    "AS109": N_("The number of payments that the bank allows is reached. Use another card."),
    "AS110": N_("The bank did not confirm the card's holder (3-D Secure). Try again, or use another card."),
    "AS200": N_("This payment was tried before. Wait a minute and try again."),
    "AS400": N_("The payment system does not know this payment. Try again."),
    "AS998": N_("The payment system has a fault. Wait some minutes and try again."),
}
TOLD = {
    "approved": N_("Order {number} is paid."),
    "declined": N_("The payment of order {number} was declined."),
    "expired": N_("Order {number} has expired without a payment."),
    "reversed": N_("The payment of order {number} was given back. Its policies are not valid."),
}
OTHER_REASON = N_("The payment system gave no reason that this program knows. Try again, or use another card.")

EVENTS = {
    "created": N_("order formed"),
    "page_opened": N_("page opened"),
    "pending": N_("bank is working on it"),
    "challenge": N_("bank asks for a code"),
    "approved": N_("paid"),
    "declined": N_("declined"),
    "expired": N_("time to pay is over"),
    "reversed": N_("payment given back"),
    "amount_mismatch": N_("the payment system named another amount"),
    "reversal_asked": N_("no policy could be made, the money is asked back"),
    "case_opened": N_("the insurer looks into it, case number {number}"),
}

TEST_CARDS = {
    "0000": N_("Paid at once"),
    "1097": N_("The bank asks for a code (3-D Secure)"),
    "1030": N_("3-D Secure is refused"),
    "9995": N_("Not enough money on the card"),
    "0019": N_("The bank refuses"),
    "0341": N_("Stays open for a while, then paid"),
    "0259": N_("Paid, but the buyer does not come back from the page"),
}
"""What each test card of the bundled insurer does, by the last four digits of its number."""


def reason(order: "Order") -> str:
    """Why the last payment was declined, and what to do."""
    return _(REASONS.get(order.gateway_code or "", OTHER_REASON))


def told(order: "Order") -> str:
    """What became of the order; empty while it can still be paid for the first time."""
    return _(TOLD.get(order.state, "")).format(number=order.order_number)


def event_line(event: "OrderEvent") -> str:
    """``17:51:02  page opened`` by this machine's clock; an unknown event is shown as the insurer calls it."""
    words = _(EVENTS.get(event.event, event.event))
    if event.event == "case_opened":
        words = words.format(number=event.code or "")
    return f"{event.at.astimezone():%H:%M:%S}  {words}"
