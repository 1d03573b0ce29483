"""What a paid order leaves at this desk: its policies in the folder, on paper, in one file, and the help cards."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.journeys.printing import print_saved
from omi_tui.journeys.view import Action
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order

ACTS = ("one_file", "help_cards")


def entries(order: "Order") -> tuple[Action, ...]:
    """What can be done with the policies besides saving them; nothing as long as there are none."""
    count = len(order.policies)
    if not count:
        return ()
    if count == 1:
        return (
            Action("print", _("Print the policy"), "entry"),
            Action("help_cards", _("Print the help card"), "entry"),
        )
    return (
        Action("print", _("Print the policies"), "entry"),
        Action("help_cards", _("Print the help cards"), "entry"),
        Action("one_file", _("Save all policies in one file"), "entry"),
    )


def saved_where(order: "Order", saved: Mapping[str, str]) -> tuple[str, ...]:
    """Where the policies are, by *saved* (paths by their ids): the folder alone where several are all in it."""
    paths = [saved.get(policy.id, "") for policy in order.policies]
    if len(paths) > 1 and all(paths):
        return (_("The policies are saved in {path}.").format(path=Path(paths[0]).parent),)
    line = _("Policy {name} is saved in {path}.")
    return tuple(
        line.format(name=f"{policy.series} {policy.number}", path=path)
        for policy, path in zip(order.policies, paths, strict=True)
        if path
    )


async def do(workplace: "Workplace", order: "Order", action: str) -> None:
    """``one_file`` or ``help_cards``. Raises ClientError."""
    if action == "one_file":
        await _one_file(workplace, order)
        return
    from omi_tui.journeys.help_card import print_cards

    insurer = await workplace.insurer()
    policies = [await insurer.policies.get(name.id) for name in order.policies]
    await print_cards(workplace, policies, order.order_number)


async def print_policies(workplace: "Workplace", paths: Sequence[str]) -> None:
    """Hand the saved documents to the printer; those that could not be saved were told of."""
    if saved := [Path(path) for path in paths if path]:
        await print_saved(workplace, saved)


async def _one_file(workplace: "Workplace", order: "Order") -> None:
    from omi_tui.desk.documents import BrokenDocument, save_all

    insurer, folder = await workplace.insurer(), workplace.downloads
    documents = [(f"{name.series} {name.number}", await insurer.policies.document(name.id)) for name in order.policies]
    try:
        (path,) = await asyncio.to_thread(save_all, documents, folder, one_file=True, name=order.order_number)
    except BrokenDocument as error:
        text = _("The document of policy {name} cannot be put together with others. Each has a file of its own.")
        workplace.tell(text.format(name=error.name), bad=True)
    except (OSError, ValueError):
        text = _("The policies cannot be saved in {folder}. Choose another folder in Settings and save them again.")
        workplace.tell(text.format(folder=folder), bad=True)
    else:
        workplace.tell(_("The policies are saved in {path}.").format(path=path))
