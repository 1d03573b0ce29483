"""From the dates of a purchase into a group, through its pages, to its drafts."""

import asyncio
from pathlib import Path

from omi_tui.journeys.group import GroupJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.contract import Draft
from tests.journeys.walking import fill


async def into_the_group(workplace: Workplace, days: int = 10) -> GroupJourney:
    purchase = PurchaseJourney(workplace)
    await purchase.enter()
    fill(purchase.period, begin_date=f"+{days}", end_date="8d")
    effect = await purchase.act("several")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, GroupJourney)
    assert not purchase.worth_keeping()
    await effect.journey.enter()
    return effect.journey


async def read(group: GroupJourney, path: Path) -> None:
    fill(group.source, path=str(path))
    await group.act("continue")
    assert group.step == "columns"
    await group.act("continue")
    assert group.step == "people"


async def conclude(group: GroupJourney) -> None:
    if group.step != "check":
        await group.act("continue")
    assert group.step == "check"
    fill(group.confirm, confirmed="yes")
    effect = await group.act("continue")
    assert isinstance(effect, Ask)
    await group.act(effect.then)


async def until_done(group: GroupJourney) -> None:
    while group.step == "sending":
        assert group.view().poll
        await asyncio.sleep(0)
        await group.act("poll")


async def until_formed(group: GroupJourney, count: int) -> None:
    sending = group.sending
    assert sending is not None
    for _step in iter(lambda: sending.done >= count, True):
        await asyncio.sleep(0)


async def pay(group: GroupJourney) -> None:
    """Order all drafts, pay them by a test card, and come back."""
    effect = await group.act("order:yes")
    assert isinstance(effect, Enter)
    await effect.journey.enter()
    await effect.journey.act("card:0000")
    left = await effect.journey.act("home")
    assert isinstance(left, Leave)
    await group.act(effect.then, left.result)


async def drafts_of(workplace: Workplace, group: GroupJourney) -> list[Draft]:
    """The insurer's drafts of these days."""
    page = await (await workplace.insurer()).drafts.list(limit=1000)
    return [draft for draft in page.items if (draft.begin_date, draft.end_date) == group.period]
