"""The help card: one page of text for the traveller, in a language that they read. Whom to call, and with what."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.journeys import show
from omi_tui.journeys.printing import print_saved
from omi_tui.journeys.sentences import phones
from omi_tui.journeys.view import Action, View
from omi_tui.text.i18n import _, days_count, pgettext, show_date, speaking

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Policy

WIDTH = 60
"""Cells of a line: it fits on any paper, in letters that can be read."""
RULE = "-" * WIDTH
INDENT = 3
AMBULANCE = "103"
NEXT_PAGE = "\f"


def card(policy: "Policy", assistance: str) -> list[str]:
    """The lines of the card of *policy* in the language that its insured person is likeliest to read.

    *assistance* is the phone that helps day and night; it is left out where it is empty.
    """
    from omi_tui.text.width import wrap

    title, facts, advice, last = _told(policy, assistance)
    lines = [*wrap(title, WIDTH), RULE]
    for fact in facts:
        lines += wrap(fact, WIDTH)
    lines.append(RULE)
    for text in advice:
        first, *more = wrap(text, WIDTH - INDENT)
        lines += [first, *(" " * INDENT + each for each in more)]
    return [*lines, RULE, *wrap(last, WIDTH)]


def view(policy: "Policy", assistance: str) -> View:
    """The card on the screen, before it goes to the printer."""
    title, facts, advice, last = _told(policy, assistance)
    return View(
        id="card",
        heading=_("Help card"),
        place=(_("Policies"), _("Policy"), _("Help card")),
        title=_("Help card"),
        lead=(title, *facts, *advice, last),
        actions=(
            Action("card:print", _("Print the help card"), "main"),
            Action("card:save", _("Save the help card")),
            Action("record", _("Back to the policy")),
        ),
    )


def _told(policy: "Policy", assistance: str) -> tuple[str, list[str], list[str], str]:
    """What the card says, in the traveller's language: its title, what the policy is, what to do, what to carry."""
    from omi_tui.model.reader import language_of

    with speaking(language_of(policy.insured.citizenship)):
        line = pgettext("label and value", "{label}: {value}")
        facts = [line.format(label=label, value=value) for label, value in _facts(policy)]
        advice = [f"{number}. {text}" for number, text in enumerate(_advice(policy, assistance), 1)]
        advice.insert(0, line.format(label=_("If you fall ill or have an accident"), value="").rstrip())
        last = _("Carry the policy and this card with you all through your stay.")
        return _("Obligatory medical insurance in Belarus"), facts, advice, last


def _facts(policy: "Policy") -> Iterator[tuple[str, str]]:
    term = _("{days}, {begin} 00:00 to {end} 23:59")
    begin, end = show_date(policy.begin_date), show_date(policy.end_date)
    yield _("Policy"), show.policy_name(policy)
    yield _("Insured person"), show.person(policy.insured)
    yield _("Term of insurance"), term.format(days=days_count(policy.days), begin=begin, end=end)
    yield _("Sum insured"), show.money(policy.sum_insured)


def _advice(policy: "Policy", assistance: str) -> Iterator[str]:
    yield _("If a life is in danger, call the ambulance: {phone}.").format(phone=AMBULANCE)
    if assistance:
        yield _("Call for help at any hour: {phone}.").format(phone=assistance)
    yield _("Call the insurer, Belgosstrakh: {phones}. Outside office hours this line gives contacts only.").format(
        phones=phones()
    )
    yield _("Name the number of the policy, and show the policy and your passport.")
    yield _(
        "The policy pays for emergency care in a sudden illness or an accident. "
        "Dental treatment and treatment that can be planned are not paid for."
    )


async def save_cards(workplace: "Workplace", policies: "Sequence[Policy]", name: str) -> Path | None:
    """Save the cards of *policies*, a page each, as one text; None where the folder takes no file, which is told."""
    from omi_tui.desk.downloads import save_note

    assistance = workplace.settings.assistance_phone
    text = NEXT_PAGE.join("\n".join([*card(policy, assistance), ""]) for policy in policies)

    def attempt() -> Path | None:
        try:
            return save_note(workplace.downloads, f"card {name}", text)
        except (OSError, ValueError):
            return None

    path = await asyncio.to_thread(attempt)
    if path is None:
        told = _("The help card cannot be saved in {folder}. Choose another folder in Settings and save it again.")
        workplace.tell(told.format(folder=workplace.downloads), bad=True)
    return path


async def print_cards(workplace: "Workplace", policies: "Sequence[Policy]", name: str) -> None:
    """Save the cards of *policies* and hand them to the printer; what became of it is told."""
    path = await save_cards(workplace, policies, name)
    if path is not None:
        await print_saved(workplace, [path])
