"""What is put into the downloads folder: a policy's document, and a page as text that can be copied and printed."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.text.i18n import _, pgettext

if TYPE_CHECKING:
    from omi_tui.journeys.view import View
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

    def attempt() -> str:
        try:
            return str(save_policy(folder, policy.series, policy.number, pdf))
        except (OSError, ValueError):
            return ""

    path = await asyncio.to_thread(attempt)
    if not path:
        text = _("Policy {name} cannot be saved in {folder}. Choose another folder in Settings and save it again.")
        workplace.tell(text.format(name=name, folder=folder), bad=True)
    return path


async def save_page(workplace: "Workplace", view: "View", name: str) -> None:
    """Save what *view* says as a text file and say where; a folder that takes no file is told."""
    from omi_tui.desk.downloads import save_note

    line = pgettext("label and value", "{label}: {value}")
    rows = [line.format(label=row.label, value=row.value) for row in view.rows]
    text = "\n".join([view.heading, "", *rows, "", *view.notes, ""])
    await _told(workplace, partial(save_note, workplace.downloads, name, text))


async def save_rows(workplace: "Workplace", name: str, rows: Iterable[Sequence[str]]) -> None:
    """Save *rows* for a spreadsheet and say where; a folder that takes no file is told."""
    from omi_tui.desk.downloads import save_table

    await _told(workplace, partial(save_table, workplace.downloads, name, list(rows)))


async def _told(workplace: "Workplace", save: Callable[[], Path]) -> None:
    """Save a page, and say where it is or that it cannot be saved."""
    try:
        path = await asyncio.to_thread(save)
    except (OSError, ValueError):
        told = _("This page cannot be saved in {folder}. Choose another folder in Settings and save it again.")
        workplace.tell(told.format(folder=workplace.downloads), bad=True)
    else:
        workplace.tell(_("This page is saved in {path}.").format(path=path))
