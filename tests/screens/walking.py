"""What tests of screens do again and again: wait, press, show a journey, and drive one to where it is wanted."""

import asyncio

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from omi_tui.app import OmiApp
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.screens.journey import JourneyScreen
from tests.journeys.walking import OTHER, fill, make_account

NEWCOMER = "maria@example.test"


def app_of(pilot: Pilot[int]) -> OmiApp:
    assert isinstance(pilot.app, OmiApp)
    return pilot.app


def top(pilot: Pilot[int]) -> JourneyScreen:
    screen = pilot.app.screen
    assert isinstance(screen, JourneyScreen)
    return screen


async def settle(pilot: Pilot[int]) -> None:
    """Wait until nothing is being done or drawn any more."""
    app = app_of(pilot)
    async with asyncio.timeout(20):
        while True:
            await pilot.pause()
            busy = any(isinstance(each, JourneyScreen) and each.busy for each in app.screen_stack)
            running = any(worker.is_running for worker in app.workers)
            heard = app.focused or app.screen  # letters may be on their way to it, whatever the machine does meanwhile
            coming = app.message_queue_size or heard.message_queue_size or not app._keys.idle
            if not (busy or running or coming or getattr(app.screen, "occupied", False)):
                return
            await asyncio.sleep(0.005)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
        await pilot.pause()
        await settle(pilot)


async def burst(pilot: Pilot[int], *keys: str) -> None:
    """Send all keys at once, as somebody does who types faster than the screen follows."""
    for key in keys:
        character = key if len(key) == 1 else {"enter": "\r", "tab": "\t"}.get(key)
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(name, character))
    await settle(pilot)


async def paste(pilot: Pilot[int], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await settle(pilot)


async def show(pilot: Pilot[int], journey: Journey) -> None:
    await settle(pilot)
    await top(pilot).begin(journey)
    await settle(pilot)


async def nobody(pilot: Pilot[int]) -> Workplace:
    await settle(pilot)
    return app_of(pilot).workplace


async def agent(pilot: Pilot[int]) -> Workplace:
    """The desk, where the demo agent has signed in."""
    workplace = await nobody(pilot)
    await (await workplace.insurer()).sessions.sign_in("agent@example.test", "demo-desk-1")
    workplace.login = "agent@example.test"
    return workplace


async def newcomer(pilot: Pilot[int]) -> Workplace:
    """The desk, where somebody has signed in who has told nothing yet."""
    workplace = await nobody(pilot)
    insurer = await workplace.insurer()
    await make_account(insurer, NEWCOMER)
    await insurer.sessions.sign_in(NEWCOMER, "four unrelated words")
    workplace.login = NEWCOMER
    return workplace


async def purchase(workplace: Workplace, step: str, *, other: bool = False) -> PurchaseJourney:
    """A purchase that stands at *step*."""
    journey = PurchaseJourney(workplace)
    await journey.enter()
    if step == "dates":
        return journey
    fill(journey.period, begin_date="+40", end_date="8d")
    await journey.act("continue")
    if other:
        fill(journey.insured, **OTHER)
        for field_id in OTHER:
            journey.insured.tidy(field_id)
    if step == "insured":
        return journey
    await journey.act("continue")
    if step == "check":
        return journey
    fill(journey.confirm, confirmed="yes")
    await journey.act("conclude")
    return journey


async def ordered(workplace: Workplace) -> PayJourney:
    """An order of one fresh draft."""
    bought = await purchase(workplace, "formed")
    assert bought.draft is not None
    order = await (await workplace.insurer()).orders.create([bought.draft.id], "11111111-2222-4333-8444-555555555555")
    journey = PayJourney(workplace, order.order_number)
    await journey.enter()
    return journey
