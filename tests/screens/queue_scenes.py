"""How to reach the pages of scanning and of a group."""

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from omi_tui.journeys.group import GroupJourney
from omi_tui.journeys.scanning import ScanJourney
from omi_tui.model import scanned_text
from omi_tui.model.period import Period
from tests.journeys.group_lists import HEADER, people
from tests.screens.insurer import TODAY
from tests.screens.walking import agent, purchase, settle, show

SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3204157ZE184226B<<<<<10"


async def scan(pilot: Pilot[int]) -> None:
    await show(pilot, ScanJourney(await agent(pilot)))


async def scan_wrong(pilot: Pilot[int]) -> None:
    found = scanned_text.documents(SPECIMEN, TODAY)
    await show(pilot, ScanJourney(await agent(pilot), found))


async def group_source(pilot: Pilot[int]) -> None:
    group = await _group(pilot)
    group.nearby = []
    await show(pilot, group)


async def group_people(pilot: Pilot[int]) -> None:
    await show(pilot, await _listed(pilot))


async def group_person(pilot: Pilot[int]) -> None:
    group = await _listed(pilot)
    await group.act(f"open:{group.people.all[-1].number}")
    await show(pilot, group)


async def group_shared(pilot: Pilot[int]) -> None:
    group = await _group(pilot)
    without = [dict(zip(HEADER[:5], row[:5], strict=True)) for row in people(2)]
    await group._add(without)
    await group.act("shared")
    await show(pilot, group)


async def group_check(pilot: Pilot[int]) -> None:
    group = await _listed(pilot)
    await group.act("continue")
    await show(pilot, group)


async def _group(pilot: Pilot[int]) -> GroupJourney:
    workplace = await agent(pilot)
    began = await purchase(workplace, "insured")
    period = began.period.period()
    assert period is not None
    group = GroupJourney(workplace)
    group.period, group.price = Period(period.begin, period.end), began.price
    return group


async def _listed(pilot: Pilot[int]) -> GroupJourney:
    """Six people, the last of whom has a passport number that is none."""
    group = await _group(pilot)
    await group._add([dict(zip(HEADER, row, strict=True)) for row in people(6, bad=1)])
    await settle(pilot)
    return group


SCENES: dict[str, Callable[[Pilot[int]], Awaitable[None]]] = {
    each.__name__: each
    for each in (scan, scan_wrong, group_source, group_people, group_person, group_shared, group_check)
}
