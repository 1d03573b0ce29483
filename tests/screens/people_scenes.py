"""How to reach the pages of the next traveller and of saved travellers."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from textual.pilot import Pilot

from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.quick import QuickJourney
from omi_tui.journeys.travellers import TravellerJourney, TravellersJourney, travellers_of
from omi_tui.journeys.workplace import Workplace
from tests.screens.insurer import TODAY
from tests.screens.walking import agent, press, purchase, show


async def next_traveller(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    await show(pilot, HomeJourney(workplace))
    await purchase(workplace, "formed", other=True)
    await press(pilot, "f6")


async def travellers(pilot: Pilot[int]) -> None:
    await show(pilot, TravellersJourney(await _saved(pilot)))


async def traveller(pilot: Pilot[int]) -> None:
    workplace = await _saved(pilot)
    await show(pilot, TravellerJourney(workplace, travellers_of(workplace).all()[0]))


async def quick(pilot: Pilot[int]) -> None:
    journey = QuickJourney(await _saved(pilot))
    journey.form.answer("line", "buy +5 14x self")
    journey.form.check()
    await show(pilot, journey)


async def quick_which(pilot: Pilot[int]) -> None:
    await show(pilot, QuickJourney(await _saved(pilot), "+40 14d mag"))


async def _saved(pilot: Pilot[int]) -> Workplace:
    """Two people are saved; the passport of one of them has expired."""
    workplace = await agent(pilot)
    draft = (await purchase(workplace, "formed", other=True)).draft
    assert draft is not None
    saved = travellers_of(workplace)
    saved.save(draft.insured, TODAY - timedelta(20))
    other = {"last_name_latin": "NOVAK", "passport_number": "7654321", "birth_date": date(1990, 1, 2)}
    saved.save(draft.insured.model_copy(update=other), TODAY + timedelta(400))
    return workplace


SCENES: dict[str, Callable[[Pilot[int]], Awaitable[None]]] = {
    each.__name__: each for each in (next_traveller, travellers, traveller, quick, quick_which)
}
