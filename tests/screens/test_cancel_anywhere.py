"""INV-16: Esc or the lock at any await of a deed leaves no half-open dialog, no task and nothing held."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from omi_tui.client.call import Call, Reply
from omi_tui.client.transport import Transport
from omi_tui.journeys.cart import CartJourney
from omi_tui.screens.lock import LockScreen
from omi_tui.screens.text_page import TextScreen
from tests.journeys.walking import fill
from tests.screens.conftest import Open
from tests.screens.walking import agent, app_of, burst, press, purchase, settle, show, top

MOMENTS = range(1, 13) if os.environ.get("OMI_SWEEP") == "full" else (1, 2, 4)
"""Awaits at which a deed is held; one that has fewer is held nowhere, and simply ends."""


class Gate:
    """Holds the deed at the *at*-th moment before or after a call of the insurer."""

    def __init__(self) -> None:
        self.at = 0
        self.count = 0
        self.reached = asyncio.Event()
        self.open = asyncio.Event()

    async def passing(self) -> None:
        self.count += 1
        if self.count == self.at:
            self.reached.set()
            await self.open.wait()


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate, send = Gate(), Transport.send

    async def held(self: Transport, call: Call) -> Reply:
        await gate.passing()
        reply = await send(self, call)
        await gate.passing()
        return reply

    monkeypatch.setattr(Transport, "send", held)
    return gate


async def conclude(pilot: Pilot[int]) -> tuple[str, ...]:
    journey = await purchase(await agent(pilot), "check", other=True)
    fill(journey.confirm, confirmed="yes")
    await show(pilot, journey)
    await press(pilot, "f10")
    return ("2",)


async def order(pilot: Pilot[int]) -> tuple[str, ...]:
    await show(pilot, CartJourney(await agent(pilot)))
    await press(pilot, "f10")
    return ("2",)


async def dates(pilot: Pilot[int]) -> tuple[str, ...]:
    journey = await purchase(await agent(pilot), "dates")
    fill(journey.period, begin_date="+40", end_date="8d")
    await show(pilot, journey)
    fill(journey.period, end_date="9d")  # a price that was not asked for yet
    return ("f10",)


async def sign_in(pilot: Pilot[int]) -> tuple[str, ...]:
    await settle(pilot)
    fill(top(pilot).journey.view().form, login="agent@example.test", password="demo-desk-1")
    return ("f10",)


DEEDS: dict[str, Callable[[Pilot[int]], Awaitable[tuple[str, ...]]]] = {
    each.__name__: each for each in (conclude, order, dates, sign_in)
}


async def held_at(pilot: Pilot[int], gate: Gate, deed: str, at: int) -> bool:
    """Begin *deed* and hold it there; False where it is over before."""
    keys = await DEEDS[deed](pilot)
    gate.at, gate.count = at, 0
    for key in keys:
        pilot.app.simulate_key(key)
    reached = asyncio.create_task(gate.reached.wait())
    over = asyncio.create_task(settle(pilot))
    await asyncio.wait((reached, over), return_when=asyncio.FIRST_COMPLETED)
    held = gate.reached.is_set()
    for task in (reached, over):
        task.cancel()
    assert held or at > 2, "every deed asks the insurer at least once"
    return held


async def at_rest(pilot: Pilot[int]) -> None:
    """Nothing runs or waits any more, and keys do what they always do."""
    await settle(pilot)
    app = app_of(pilot)
    assert not [worker for worker in app.workers if worker.is_running]
    assert not any(isinstance(screen, ModalScreen) for screen in app.screen_stack)
    assert not app._keys._turn.locked()
    assert not any(screen._one_hand.locked() for screen in app._journey_screens())
    assert not top(pilot).occupied
    await press(pilot, "f1")
    assert isinstance(app.screen, TextScreen)
    await press(pilot, "escape")


@pytest.mark.parametrize("at", MOMENTS)
@pytest.mark.parametrize("deed", DEEDS)
async def test_inv_16_esc_at_any_await(deed: str, at: int, gate: Gate, pilot: Pilot[int]) -> None:
    if await held_at(pilot, gate, deed, at):
        pilot.app.simulate_key("escape")
        await pilot.pause()
        gate.open.set()
    await at_rest(pilot)


@pytest.mark.parametrize("at", MOMENTS)
@pytest.mark.parametrize("deed", ["conclude", "order", "dates"])
async def test_inv_16_the_lock_at_any_await(deed: str, at: int, gate: Gate, pilot: Pilot[int]) -> None:
    await held_at(pilot, gate, deed, at)
    await app_of(pilot).lock()
    gate.open.set()
    await settle(pilot)
    assert isinstance(pilot.app.screen, LockScreen)
    await burst(pilot, *"demo-desk-1", "enter")
    await settle(pilot)
    assert not app_of(pilot).locked
    await at_rest(pilot)
