"""How to reach the pages of the day book and the help card."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from textual.pilot import Pilot

from omi_tui.desk.day_book import note
from omi_tui.journeys.day_book import DayBookJourney
from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.sales import sale_of
from tests.screens.walking import agent, ordered, show


async def _day_book(pilot: Pilot[int], *acts: str) -> None:
    """The day on which the agent sold one policy, and somebody else at the desk three."""
    pay = await ordered(await agent(pilot))
    await pay.act("card:0000")
    assert pay.order is not None
    other = sale_of(pay.order, "ben@example.test")._replace(order_number="208031", contracts=3, amount=Decimal("66.00"))
    note(pay.workplace.vault, [other])
    journey = DayBookJourney(pay.workplace)
    await journey.enter()
    for act in acts:
        await journey.act(act)
    await show(pilot, journey)


async def _sold(pilot: Pilot[int]) -> None:
    await _day_book(pilot, "sold")


async def _days(pilot: Pilot[int]) -> None:
    await _day_book(pilot, "days")


async def _help_card(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    page = await (await workplace.insurer()).policies.list("active", limit=1)
    journey = PolicyJourney(workplace, page.items[0].id)
    await journey.enter()
    await journey.act("card")
    await show(pilot, journey)


SCENES: dict[str, Callable[[Pilot[int]], Awaitable[None]]] = {
    "day_book": _day_book,
    "day_book_sold": _sold,
    "day_book_days": _days,
    "help_card": _help_card,
}
