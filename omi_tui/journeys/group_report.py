"""What became of a group: as one document for programs, as lines, and as a list for a spreadsheet with the policies."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omi_tui.journeys import show
from omi_tui.journeys.group_guards import GroupGuards
from omi_tui.journeys.group_people import STATES, People, Person
from omi_tui.journeys.group_taking import all_drafts
from omi_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order, Quote
    from omi_tui.model.period import Period

VERSION = 1
_COLUMNS = (
    *("row", "last_name_latin", "first_name_latin", "passport"),
    *("draft_id", "policy", "premium", "currency", "state", "problem", "order_number"),
)


def document(
    people: People,
    period: "Period | None",
    quote: "Quote | None",
    order: "Order | None",
    trouble: str,
    guards: GroupGuards | None = None,
) -> dict[str, Any]:
    """Everything, as JSON: rows with state, problems and warnings by code, and draft, then the order and its cost."""
    guards = guards or GroupGuards()
    if period is not None:
        guards.find(people, period)
    return {
        "version": VERSION,
        "begin_date": period.begin.isoformat() if period else None,
        "end_date": period.end.isoformat() if period else None,
        "premium": quote.premium.model_dump(mode="json") if quote else None,
        "people": len(people.all),
        "formed": len(people.where("formed", "paid")),
        "rows": [
            {
                "row": person.number,
                "name": person.name(),
                "state": person.state,
                "problems": person.codes(),
                "warnings": guards.codes(person),
                "draft_id": person.draft_id or None,
                "policy": person.policy or None,
                "premium": person.premium.model_dump(mode="json") if person.premium else None,
                "order_number": person.order_number or None,
            }
            for person in people.all
        ],
        "contracts_listed": guards.listed,
        "order_number": order.order_number if order else None,
        "amount": order.amount.model_dump(mode="json") if order else None,
        "pay_url": order.pay_url if order else None,
        "trouble": trouble or None,
    }


def lines(
    people: People,
    period: "Period",
    quote: "Quote | None",
    order: "Order | None",
    guards: GroupGuards | None = None,
) -> list[str]:
    """The same for a person: the days, who is not insured yet and why, what was formed, and how to pay."""
    told = [show.term(period)]
    told += [
        _("Row {number}, {name}: {problem}").format(number=person.number, name=person.name(), problem=_problems(person))
        for person in people.where("wrong", "duplicate", "refused", "unknown")
    ]
    if guards is not None:
        guards.find(people, period)
        told += guards.notes(people.all)
    ready, formed = len(people.where("ready")), len(people.where("formed", "paid"))
    if ready:
        told.append(
            ngettext("{count} person can be insured.", "{count} people can be insured.", ready).format(count=ready)
        )
    if formed:
        told.append(
            ngettext(
                "{count} person has a draft or a policy.", "{count} people have a draft or a policy.", formed
            ).format(count=formed)
        )
    if quote is not None:
        told.append(_("Insurance premium for each: {amount}.").format(amount=show.money(quote.premium)))
    if order is not None:
        text = _("Order {number}, {amount}. Pay it here: {link}")
        told.append(text.format(number=order.order_number, amount=show.money(order.amount), link=order.pay_url))
    return told


def _problems(person: Person) -> str:
    """All that is to be mended in a row; a twin's errors are not said before it is known which row goes."""
    return person.why() if person.twin else " ".join(error.message() for error in person.errors) or person.sentence


async def save(workplace: "Workplace", people: People, folder: str | Path) -> Path:
    """Write the list of results into *folder*; returns where it is. Raises ClientError, OSError."""
    from omi_tui.desk.downloads import save_table

    insurer = await workplace.insurer()
    if people.where("formed"):
        unpaid = {draft.id async for draft in all_drafts(insurer)}
        for person in people.where("formed"):
            if person.draft_id not in unpaid:  # it was paid elsewhere
                person.policy = (await insurer.drafts.get(person.draft_id)).policy_name or ""
                person.state = "paid" if person.policy else "formed"
    return await asyncio.to_thread(save_table, _folder(folder), "group", results(people))


async def save_and_tell(workplace: "Workplace", people: People) -> None:
    """Save the list of results where policies are saved, and say where, or that it cannot be. Raises ClientError."""
    try:
        path = await save(workplace, people, workplace.downloads)
    except OSError:
        told = _(
            "The list of results cannot be saved in {folder}. Choose another folder in Settings and save it again."
        )
        workplace.tell(told.format(folder=workplace.downloads), bad=True)
    else:
        workplace.tell(_("The list of results is saved in {path}.").format(path=path))


async def save_policies(workplace: "Workplace", people: People, folder: str | Path) -> list[Path]:
    """Save the policies of everybody who was found to have one in *folder*. Raises ClientError, ValueError, OSError."""
    from omi_tui.desk.documents import save_all

    insurer = await workplace.insurer()
    paid = [person for person in people.where("paid") if person.policy_id]
    documents = [(person.policy, await insurer.policies.document(person.policy_id)) for person in paid]
    return await asyncio.to_thread(save_all, documents, _folder(folder), one_file=False)


def _folder(folder: str | Path) -> Path:
    return Path(folder).expanduser()


def results(people: People) -> Iterator[tuple[str, ...]]:
    """The rows for a spreadsheet, their names first: passports show their end alone."""
    yield _COLUMNS
    for person in people.all:
        premium = person.premium
        yield (
            str(person.number),
            person.texts["last_name_latin"],
            person.texts["first_name_latin"],
            masked(person),
            person.draft_id,
            person.policy,
            f"{premium.amount:.2f}" if premium else "",
            premium.currency if premium else "",
            person.state,
            " ".join(person.codes()),
            person.order_number,
        )


def masked(person: Person) -> str:
    """The passport's number with its last three signs alone."""
    number = "".join(person.texts["passport_number"].split())
    return "*" * max(0, len(number) - 3) + number[-3:]


def state_in_words(person: Person) -> str:
    """How far *person* is, in a word or two."""
    return _(STATES[person.state])
