"""One sentence for every way in which a call can fail: what happened, then what to do.

The code decides, never the text that came with it. A code without a sentence of its own is told by its family.
"""

from math import ceil
from typing import TYPE_CHECKING

from omi_tui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError

NET = {
    "net.unreachable": N_("The insurer could not be reached. Check the internet connection, then try again."),
    "net.unreachable.refused": N_("The insurer could not be reached: nobody answers there. Try again in a minute."),
    "net.unreachable.dns": N_("The insurer's address was not found. Check the internet connection, then try again."),
    "net.unreachable.reset": N_("The connection to the insurer broke off. Try again; nothing is done twice."),
    "net.unreachable.not_started": N_(
        "The bundled insurer did not start. Leave the program and start it with omi demo --reset: its data begin anew."
    ),
    "net.unreachable.proxy": N_(
        "The proxy did not let the connection through. Ask who looks after this network, then try again."
    ),
    "net.unreachable.paused": N_("The insurer has failed several times and is left alone for a while. Try again soon."),
    "net.tls": N_(
        "The insurer's identity could not be checked, so nothing was sent. "
        "Check the date of this machine, then ask who looks after its network."
    ),
    "net.timeout": N_("The insurer did not answer in time. Try again; nothing is done twice."),
    "net.bad_answer": N_(
        "Something answered that is not the insurer. If this network has a sign-in page of its own, "
        "open a browser and sign in there, then try again."
    ),
    "net.bad_answer.schema": N_(
        "The insurer's answer has something in it that this program does not know. Try again; "
        "if it happens once more, install a newer version of this program."
    ),
    "net.error": N_("The insurer could not be asked. Try again in a minute."),
    "session.ended": N_("The insurer has ended the session. Sign in again; what you typed is kept."),
    "server.overloaded": N_("The insurer is busy. Try again in a minute."),
}

SETUP = {
    "backend_url.format": N_("The insurer's address cannot be used. Correct backend.url in the settings file."),
    "backend_url.insecure": N_(
        "The insurer's address has to begin with https://. Correct backend.url in the settings file."
    ),
    "ca_file.missing": N_("The file of certificates is not there. Correct backend.ca_file in the settings file."),
    "ca_file.unsafe": N_(
        "Others can change the file of certificates, so it was not used. Make it writable for you alone."
    ),
    "ca_file.format": N_("There is no certificate in the file that backend.ca_file names. Name another one."),
    "pins.format": N_("A key in backend.pins cannot be read. Correct it in the settings file."),
    "pins.backup": N_("One key alone can lock this desk out. Add a second one to backend.pins in the settings file."),
    "proxy.format": N_("The proxy's address cannot be used. Correct backend.proxy in the settings file."),
    "proxy.credentials": N_(
        "The proxy's address holds a password, so it was not used. Put name and password into the keyring."
    ),
}

ACCOUNT = {
    "account.not_active": N_("This account is not active yet. Follow the link in the mail, or ask for a new one."),
    "session.credentials": N_("The e-mail address or the password is not right. Type the password again."),
    "session.missing": N_("Nobody is signed in. Sign in, then try again."),
    "session.expired": N_("The session is over. Sign in again; what you typed is kept."),
    "ticket.wrong": N_("This link does not fit. Copy the whole link from the newest mail, or ask for a new mail."),
    "ticket.used": N_("This link was used before. If it was you, sign in; if not, ask for a new mail."),
    "ticket.expired": N_("This link is too old. Ask for a new mail and follow the link in that one."),
    "ticket.foreign": N_("This link belongs to another e-mail address. Correct the address, or copy the other link."),
    "email.taken": N_("This e-mail address has an account already. Type another address."),
    "password.wrong": N_("The current password is not right. Type it again."),
    "precondition.missing": N_("The details have to be read again before they are saved. Go back and open them again."),
    "precondition.stale": N_("The details were changed elsewhere meanwhile. Compare both versions and choose one."),
}

CONTRACT = {
    "validation": N_("The insurer does not accept some of the answers. Check them and send them again."),
    "contract.overlap": N_(
        "There is another contract for the same passport and days. Change the days, or open that one."
    ),
    "contract.fingerprint": N_("What was sent is not what was confirmed. Check the answers and confirm them again."),
    "contract.not_confirmed": N_("The answers were not confirmed. Set the tick, then enter into the contract."),
    "quote.not_found": N_("The price is not known any more. Open the dates and take a new price."),
    "quote.expired": N_("The price is too old. Open the dates and take a new price."),
    "quote.mismatch": N_("The price is for other days. Open the dates and take a new price."),
    "profile.incomplete": N_("Your details are not complete. Open 'My details' and fill in what is missing."),
    "policyholder.minor": N_(
        "Who concludes a contract has to be 18 years old. Let an adult sign in with an account of their own and buy "
        "the policy for this traveller."
    ),
    "passport.expired": N_(
        "The passport ends before the policy does. Change the end date, or renew the passport details."
    ),
    "cart_item.not_found": N_("This is not in the shopping cart any more. Open the cart again."),
    "draft.not_found": N_("There is no such contract draft any more. Update the list of drafts."),
    "draft.expired": N_("The contract draft has expired. Make a new one."),
    "draft.paid": N_("The contract draft is paid already. Its policy is among the policies."),
    "draft.begin_passed": N_("The first insured day of the draft is over. Delete it and make a new one."),
    "draft.in_order": N_("The contract draft is in an order already. Open that order to pay it."),
    "order.not_found": N_("There is no such order. Update the list of drafts."),
    "order.open_exists": N_("One of these drafts is in an open order already. Pay that order, or wait until it ends."),
    "order.expired": N_("The time to pay this order is over. Make a new order from the shopping cart."),
    "order.pending": N_("The bank is still working on the last payment of this order. Wait for its answer."),
    "order.paid": N_("This order is paid already. The policy is among the policies."),
    "policy.not_found": N_("There is no such policy. Update the list of policies."),
    "document.not_found": N_("The document is not there yet. Try again in a minute."),
    "card.unlisted": N_("Only test cards can be used with the demo insurer. Choose one of the list."),
}

PROGRAM = {
    "idempotency_key.missing": N_("The insurer did not take the request. Update this program, then try again."),
    "idempotency_key.format": N_("The insurer did not take the request. Update this program, then try again."),
    "idempotency_key.reused": N_(
        "The answers were changed after they were sent. Check what the insurer has, then send."
    ),
    "operation.running": N_("The insurer is still working on it. Wait a moment, then try again."),
    "not_found": N_("The insurer does not have this. Update the list and choose again."),
    "method_not_allowed": N_("The insurer does not take this request. Update this program, then try again."),
    "body.not_json": N_("The insurer could not read the request. Update this program, then try again."),
    "body.too_large": N_("This is too much at once. Send less, then try again."),
    "server.failed": N_("The insurer's system failed. Try again in a minute; nothing is done twice."),
    "rate.limited": N_("There were too many tries. Wait a minute, then try again."),
    "control.token": N_("The demo insurer does not take this program's orders. Start it with 'omi demo'."),
}

LONG = 120
"""Seconds above which a wait is told in minutes."""
BUSY_FOR = N_("The insurer is busy. Try again in {seconds} seconds.")
PAUSED_FOR = N_("The insurer could not be reached, so nothing is sent for a moment. Try again in {seconds} seconds.")
TOO_MANY_FOR = N_("There were too many tries. Wait {seconds} seconds, then try again.")

SENTENCES = {**NET, **SETUP, **ACCOUNT, **CONTRACT, **PROGRAM}

NUMBERED = N_(
    "The insurer refused this. Try again; if it is refused once more, call the insurer and name the number {number}."
)
UNNUMBERED = N_("The insurer refused this. Try again; if it is refused once more, call the insurer: {phones}.")


def phones() -> str:
    """The insurer's phones, as the cabinet's header has them."""
    return _("(+375 17) 269-269-2, mobile 7557, *7557")


def sentence(error: "ClientError") -> str:
    """What to say about *error* in the current language."""
    seconds = getattr(error, "retry_after", None)
    if seconds and seconds > LONG:
        minutes = ceil(seconds / 60)
        text = ngettext(
            "The insurer asks for a pause of {minutes} minute. Try again then.",
            "The insurer asks for a pause of {minutes} minutes. Try again then.",
            minutes,
        )
        return text.format(minutes=minutes)
    if seconds:
        text = TOO_MANY_FOR if error.code == "rate.limited" else BUSY_FOR
        if error.code.startswith("net."):
            text = PAUSED_FOR
        return _(text).format(seconds=round(seconds))
    known = _known(error)
    if known:
        return _(known)
    if error.correlation_id:
        return _(NUMBERED).format(number=error.correlation_id)
    return _(UNNUMBERED).format(phones=phones())


def _known(error: "ClientError") -> str | None:
    """The msgid for the code: with the kind, alone, or that of its family."""
    code, family = error.code, ("net.error" if error.code.startswith("net.") else "")
    status = getattr(error, "status", 0)
    if code not in SENTENCES and not family:
        family = {401: "session.expired", 404: "not_found", 412: "precondition.stale", 429: "rate.limited"}.get(
            status, "server.failed" if status >= 500 else ""
        )
        if getattr(error, "field_errors", None):
            family = "validation"
    return SENTENCES.get(f"{code}.{error.kind}") or SENTENCES.get(code) or SENTENCES.get(family)
