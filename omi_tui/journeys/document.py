"""A policy's document: fetched, checked, and put into the downloads folder."""

import asyncio
from typing import TYPE_CHECKING

from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Policy, PolicyName


async def save_document(workplace: "Workplace", policy: "Policy | PolicyName") -> str:
    """Save the PDF of *policy* and return the full path; "" where the folder takes no file, which is told.

    Raises ClientError.
    """
    from omi_tui.desk.downloads import save_policy

    pdf = await (await workplace.insurer()).policies.document(policy.id)
    name = f"{policy.series} {policy.number}"
    folder = workplace.downloads
    try:
        path = await asyncio.to_thread(save_policy, folder, policy.series, policy.number, pdf)
    except (OSError, ValueError):
        text = _("Policy {name} cannot be saved in {folder}. Choose another folder in Settings and save it again.")
        workplace.tell(text.format(name=name, folder=folder), bad=True)
        return ""
    return str(path)
