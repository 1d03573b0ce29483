"""The newest rules that are known of who needs this insurance: the insurer's where they are of a later day."""

from typing import TYPE_CHECKING

from omi_tui.journeys import last_seen
from omi_tui.model import exemption
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace


async def newest(workplace: "Workplace") -> tuple[exemption.Rules, tuple[str, ...]]:
    """The rules, and in a sentence how old what the insurer told is. Raises ClientError where it told nothing."""
    from omi_tui.model.reference import Reference

    seen = await last_seen.ask(workplace, "reference", Reference, lambda insurer: insurer.reference.get())
    return exemption.newest(seen.value.exemptions, seen.value.exemptions_date), seen.notes()


def source(address: str) -> str:
    """Where a reason was read."""
    return _("Source: {address}").format(address=address)
