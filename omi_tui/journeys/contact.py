"""Being in touch with the insurer: what to do when it can be reached again, and how far the two clocks differ."""

from contextlib import suppress
from typing import TYPE_CHECKING

from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace

CLOCK_TOLERANCE = 120.0
"""Seconds by which this machine's clock may differ from the insurer's before it is said."""


def came_back(workplace: "Workplace") -> bool:
    """Whether the insurer was out of reach at the last look here, and is not now."""
    insurer = workplace.connected
    was, workplace.was_out_of_reach = workplace.was_out_of_reach, bool(insurer and insurer.out_of_reach)
    return was and not workplace.was_out_of_reach


async def catch_up(workplace: "Workplace") -> bool:
    """After the insurer came back, find out what became of calls and orders; say whether anything was told."""
    from omi_tui.client.errors import ClientError
    from omi_tui.journeys.reconcile import reconcile

    insurer = await workplace.insurer()
    before = len(workplace.messages)
    if insurer.sessions.signed_in:
        with suppress(ClientError):  # it is gone again: the next time will do
            await reconcile(workplace)
    return len(workplace.messages) > before


def compare_clocks(workplace: "Workplace") -> None:
    """Warn, once, where this machine's clock is far from the insurer's. The demo's own clock may be put anywhere."""
    insurer = workplace.connected
    offset = (insurer.clock_offset if insurer else None) or 0.0
    if workplace.demo or workplace.clock_told or abs(offset) <= CLOCK_TOLERANCE:
        return
    workplace.clock_told = True
    workplace.tell(
        _(
            "The clock of this machine differs from the insurer's by more than two minutes. "
            "The insurer's clock counts: set the date and time of this machine."
        ),
        bad=True,
    )
