"""Saved files to the printer, and what became of that in a sentence."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace

NOT_PRINTED = {
    "missing": N_("There is no program {program} on this computer to print with. Print from the folder {folder}."),
    "refused": N_("The printer did not take it: {said} What is to be printed is in the folder {folder}."),
    "slow": N_("The program {program} does not answer. What is to be printed is in the folder {folder}."),
}


async def print_saved(workplace: "Workplace", paths: Sequence[Path]) -> bool:
    """Hand *paths* to the printer as one job, and say what became of it; whether the printer took them."""
    from omi_tui.desk.printing import NotPrinted, print_files

    command = workplace.settings.printer
    try:
        await asyncio.to_thread(print_files, paths, command)
    except NotPrinted as error:
        said = error.said if error.said.endswith((".", "!")) or not error.said else f"{error.said}."
        text = _(NOT_PRINTED[error.why])
        workplace.tell(text.format(program=command[0], said=said, folder=paths[0].parent).replace("  ", " "), bad=True)
        return False
    told = ngettext("{count} file was sent to the printer.", "{count} files were sent to the printer.", len(paths))
    workplace.tell(told.format(count=len(paths)))
    return True
