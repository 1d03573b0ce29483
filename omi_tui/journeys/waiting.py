"""What the program waits for while a call is under way, in words: said once for each wait, not every second."""

import math
from typing import TYPE_CHECKING

from omi_tui.journeys import states
from omi_tui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace

REASONS = {
    "retrying": N_("The insurer did not answer."),
    "overloaded": N_("The insurer is busy."),
    "pausing": N_("The insurer is struggling; pausing."),
    "signing-in-again": N_("The session is being renewed."),
}
SHORTEST = 1.0
"""Seconds; a shorter wait is over before it is read."""


def words(workplace: "Workplace", waited: int, stop: str = "") -> str:
    """The line for a call that has been under way for *waited* seconds; *stop* says how to stop waiting."""
    stop = stop or _("Esc stops waiting.")
    waiting = workplace.connected.waiting if workplace.connected else None
    if waiting is not None and waiting.reason == "signing-in-again":
        return f"{_(REASONS[waiting.reason])} {stop}"
    if waiting is not None and waiting.seconds >= SHORTEST:
        count = math.ceil(waiting.seconds)
        text = ngettext("The next try is in {count} second.", "The next try is in {count} seconds.", count)
        return f"{_(REASONS[waiting.reason])} {text.format(count=count)} {stop}"
    if workplace.sending:
        return f"{states.words('sending')} {stop}"
    asking = _("Asking the insurer… {seconds} s.").format(seconds=waited)
    return f"{asking} {stop}"
