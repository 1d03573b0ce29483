"""What the pay journey shows: the open order, the link, the test cards, declined, paid, over."""

from typing import TYPE_CHECKING

from omi_tui.journeys import paid, show
from omi_tui.journeys.pay_words import TEST_CARDS, event_line, reason
from omi_tui.journeys.states import ORDERS, contact, is_odd, words
from omi_tui.journeys.view import Action, Question, Row, View
from omi_tui.text.i18n import _, show_time

if TYPE_CHECKING:
    from omi_tui.journeys.pay import PayJourney
    from omi_tui.model.contract import Order


def view(pay: "PayJourney") -> View:
    """The view of the order's state, or of the step within it."""
    order = pay.order
    if order is None:
        return View(
            id="asking",
            heading=_("Order {number}").format(number=pay.order_number),
            place=_place(),
            lead=(words("payment_unknown"), pay.unreached)
            if pay.unreached
            else (_("The insurer has not told yet what became of this order."),),
            actions=(Action("update", _("Ask again"), "main"), Action("leave", _("Back"))),
            poll=pay.poll,
        )
    if order.state == "approved":
        return _paid(pay, order)
    if not pay.payable:
        return _over(pay, order)
    if pay.late:
        return _late(pay, order)
    return {"link": _link, "cards": _cards, "declined": _declined}.get(pay.step, _open)(pay, order)


def opening(link: str) -> Question:
    """The question before a card page is opened: the whole link, and to stay as the safe answer."""
    return Question(
        _("Open the card page"),
        _("This is the whole link: {link}").format(link=link),
        _("Cancel"),
        _("Open the card page"),
    )


def _place() -> tuple[str, ...]:
    return (_("Shopping cart"), _("Pay by card"))


def _heading(order: "Order") -> str:
    heading = _("Order {number} · {amount} · waiting for payment until {time}")
    return heading.format(number=order.order_number, amount=show.money(order.amount), time=show_time(order.expires_at))


def _log(pay: "PayJourney", order: "Order") -> tuple[str, ...]:
    lines = tuple(event_line(event) for event in order.events)
    return (*lines, pay.unreached) if pay.unreached else lines


def _open(pay: "PayJourney", order: "Order") -> View:
    lead = _standing(pay, order)
    entries: list[Action] = []
    if pay.link:
        lead += (_("The card page belongs to the payment system; this program sees no card data."),)
        entries += [
            Action("browser", _("Open the card page in the browser"), "entry"),
            Action("terminal", _("Open it in this terminal (w3m)"), "entry"),
            Action("link", _("Show the link as text"), "entry"),
        ]
    else:
        lead += (
            _("The payment link of this order does not lead to the card page, so this program does not open it."),
            _("Call the insurer and name the order number."),
        )
    if pay.test_cards:
        entries.append(Action("cards", _("Use a test card"), "entry", _("demo")))
    return View(
        id="pay",
        heading=_heading(order),
        place=_place(),
        lead=lead,
        notes=_log(pay, order)[-4:],
        actions=(*entries, Action("leave", _("Pay later"))),
        link=pay.link,
        poll=pay.poll,
    )


def _link(pay: "PayJourney", order: "Order") -> View:
    return View(
        id="link",
        heading=_("The link to the card page"),
        place=_place(),
        lead=(_("Open this link in a browser, on this machine or on another one."),),
        rows=(Row(_("Link"), pay.link),),
        actions=(Action("pay", _("Back to the order"), "main"),),
        poll=pay.poll,
    )


def _cards(pay: "PayJourney", order: "Order") -> View:
    return View(
        id="cards",
        heading=_("Which payment do you want to try?"),
        place=_place(),
        lead=(_("No money moves: the demo insurer pays with its own test cards."),),
        actions=(
            *(Action(f"card:{last_four}", _(words), "entry") for last_four, words in TEST_CARDS.items()),
            Action("pay", _("Back to the order")),
        ),
        poll=pay.poll,
    )


def _declined(pay: "PayJourney", order: "Order") -> View:
    until = _("This order can be paid until {time}.").format(time=show_time(order.expires_at))
    return View(
        id="declined",
        heading=_("The payment of order {number} was declined").format(number=order.order_number),
        place=_place(),
        lead=(*_standing(pay, order), reason(order), until),
        notes=_log(pay, order),
        actions=(Action("retry", _("Try again"), "main"), Action("leave", _("Pay later"))),
        poll=pay.poll,
    )


def _paid(pay: "PayJourney", order: "Order") -> View:
    return View(
        id="paid",
        heading=_("Order {number} is paid: {amount}").format(
            number=order.order_number, amount=show.money(order.amount)
        ),
        place=_place(),
        lead=(
            _("The insurance contract is concluded. It can no longer be terminated."),
            *((_("The insurer is issuing the policy. This takes some moments."),) if pay.issuing else ()),
        ),
        rows=tuple(Row(_("Policy"), f"{policy.series} {policy.number}") for policy in order.policies),
        notes=(*paid.saved_where(order, pay.saved), *_log(pay, order)),
        actions=(
            Action("save", _("Save the policy (PDF)"), "main"),
            Action("home", _("Back to the menu")),
            *paid.entries(order),
        ),
        poll=pay.poll,
    )


def _standing(pay: "PayJourney", order: "Order") -> tuple[str, ...]:
    """Where the payment stands; what is odd about it comes with whom to call."""
    if pay.unreached:
        return (words("payment_unknown"),)
    if is_odd(order):
        odd = _("The payment system named another amount than this order has.")
        return (odd, contact(order.order_number, pay.operation))
    return (_(ORDERS[order.state]),)


def _late(pay: "PayJourney", order: "Order") -> View:
    """Its time is over, and the insurer still does not call it expired: nothing is asked by itself any more."""
    return View(
        id="late",
        heading=_("The time to pay order {number} is over").format(number=order.order_number),
        place=_place(),
        lead=(
            *_standing(pay, order),
            _("Ask again in some minutes. Do not pay a second time before the insurer has told how this order ended."),
            contact(order.order_number, pay.operation),
        ),
        notes=_log(pay, order),
        actions=(
            Action("update", _("Ask again"), "main"),
            Action("home", _("Back to the menu")),
        ),
        poll=pay.poll,
    )


def _over(pay: "PayJourney", order: "Order") -> View:
    lead = [_(ORDERS[order.state])]
    if order.state == "reversed":
        lead.append(contact(order.order_number, pay.operation))
    if order.state == "expired":
        lead.append(_("The contract drafts stay. Open them to add them to the shopping cart again."))
    return View(
        id="over",
        heading=_("Order {number} can no longer be paid").format(number=order.order_number),
        place=_place(),
        lead=tuple(lead),
        actions=(Action("drafts", _("Contract drafts"), "main"), Action("home", _("Back to the menu"))),
    )
