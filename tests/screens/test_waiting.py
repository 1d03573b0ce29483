"""Waiting is said in words and can be given up; what may have arrived is then looked up, and nothing is left behind."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from omi_tui.client.waiting import Waiting
from omi_tui.journeys.checking import CheckingJourney
from omi_tui.journeys.waiting import words
from omi_tui.journeys.workplace import Workplace
from omi_tui.screens.journey import JourneyScreen
from tests.journeys.walking import fill
from tests.screens.conftest import Open
from tests.screens.walking import agent, app_of, press, purchase, settle, show, top

DRAFTS = "POST /v1/drafts"


@pytest.fixture
def faulty(still: tuple[str, str]) -> Iterator[Callable[..., None]]:
    """Lets the insurer keep what it is asked for and never answer."""
    url, token = still

    def set_rules(*rules: dict[str, Any]) -> None:
        answered = httpx.put(f"{url}/_omi/faults", json={"rules": rules}, headers={"Omi-Control": token})
        answered.raise_for_status()

    yield set_rules
    set_rules()


@asynccontextmanager
async def concluding(open_app: Open) -> AsyncIterator[tuple[Pilot[int], Workplace]]:
    """The check page of another person, confirmed; the question is answered and the call under way."""
    async with open_app().run_test() as pilot:
        workplace = await agent(pilot)
        journey = await purchase(workplace, "check", other=True)
        fill(journey.confirm, confirmed="yes")
        await show(pilot, journey)
        await press(pilot, "f10")
        pilot.app.simulate_key("2")
        async with asyncio.timeout(20):
            while not workplace.sending:
                await pilot.pause()
        yield pilot, workplace


async def test_inv_16_esc_while_a_draft_is_sent_leads_to_checking_and_leaves_nothing_behind(
    open_app: Open, faulty: Callable[..., None]
) -> None:
    faulty({"operation": DRAFTS, "phase": "after_commit", "kind": "hang", "times": None})
    async with concluding(open_app) as (pilot, workplace):
        sending = workplace.sending
        waiting = top(pilot)
        await pilot.press("escape")
        await settle(pilot)
        screen = top(pilot)
        assert isinstance(screen.journey, CheckingJourney)
        assert screen.journey.operation.key == sending
        assert workplace.sending == ""
        assert (waiting.busy, len(pilot.app.screen_stack)) == ("", 2)
        assert not [worker for worker in pilot.app.workers if worker.group == "act" and worker.is_running]
        assert not any("Stopped waiting" in message.text for message in workplace.messages)
        screen._poll_after(0)

        faulty()
        await press(pilot, "f10")
        assert top(pilot) is waiting
        assert waiting.current.id == "formed"
        page = await (await workplace.insurer()).drafts.list()
        assert len([draft for draft in page.items if draft.insured.passport_number == "1234567"]) == 1


async def test_inv_16_esc_while_something_is_only_read_stops_it(open_app: Open, faulty: Callable[..., None]) -> None:
    async with open_app().run_test() as pilot:
        workplace = await agent(pilot)
        journey = await purchase(workplace, "dates")
        await show(pilot, journey)
        fill(journey.period, begin_date="+40", end_date="8d")
        faulty({"operation": "POST /v1/quotes", "phase": "before_auth", "kind": "hang", "times": None})
        top(pilot).start("continue")
        await pilot.press("escape")
        faulty()
        await settle(pilot)
        assert top(pilot).current.id == "dates"
        assert workplace.messages[-1].text.startswith("Stopped waiting.")
        assert workplace.journal.open_operations() == []
        await press(pilot, "f10")
        assert top(pilot).current.id == "insured"


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (Waiting(8.0, 2, "overloaded"), "The insurer is busy. The next try is in 8 seconds. Esc stops waiting."),
        (Waiting(1.0, 2, "retrying"), "The insurer did not answer. The next try is in 1 second. Esc stops waiting."),
        (
            Waiting(29.2, 2, "pausing"),
            "The insurer is struggling; pausing. The next try is in 30 seconds. Esc stops waiting.",
        ),
        (Waiting(0.0, 1, "signing-in-again"), "The session is being renewed. Esc stops waiting."),
        (Waiting(0.3, 2, "retrying"), "Asking the insurer… 4 s. Esc stops waiting."),
        (None, "Asking the insurer… 4 s. Esc stops waiting."),
    ],
)
async def test_what_is_waited_for_is_said_with_how_long(open_app: Open, waiting: Waiting | None, said: str) -> None:
    async with open_app().run_test() as pilot:
        workplace = await agent(pilot)
        insurer = await workplace.insurer()
        insurer._waits.current = waiting
        assert words(workplace, 4) == said


async def test_the_screen_says_it_while_it_waits(open_app: Open, faulty: Callable[..., None]) -> None:
    faulty({"operation": DRAFTS, "phase": "before_commit", "kind": "hang", "times": None})
    async with concluding(open_app) as (pilot, workplace):
        insurer = await workplace.insurer()
        screen = top(pilot)
        screen._waited = 1.0
        screen._show_wait()
        told = screen.query_one("#told", Static)
        assert str(told.content) == "It is being sent to the insurer. Esc stops waiting."
        insurer._waits.current = Waiting(8.0, 2, "overloaded")
        screen._show_wait()
        assert str(told.content).startswith("The insurer is busy. The next try is in 8 seconds.")
        insurer._waits.current = None
        await pilot.press("escape")
        faulty()
        await settle(pilot)
        top(pilot)._poll_after(0)


async def test_a_screen_that_is_left_while_it_is_drawn_is_no_fault(open_app: Open) -> None:
    """Its widgets were looked for after they had gone, and the program ended with a report."""
    async with open_app().run_test() as pilot:
        workplace = await agent(pilot)
        await show(pilot, await purchase(workplace, "dates"))
        left = top(pilot)
        for place in ("bottom", "field:begin:0", "list:menu:0"):
            pilot.app.push_screen(entered := JourneyScreen(left.journey))
            await settle(pilot)
            drawing = asyncio.create_task(entered._redraw(place, fresh=False, keep_focus=True))
            await asyncio.sleep(0)
            pilot.app.pop_screen()
            await drawing
            await settle(pilot)
        assert top(pilot) is left
        assert left.stays
        assert not entered.stays


@pytest.mark.parametrize("key", ["f1", "f8", "f9"])
async def test_inv_16_what_a_look_leads_to_waits_for_what_is_read_meanwhile(
    open_app: Open, faulty: Callable[..., None], key: str
) -> None:
    """The help was closed instead of the page that had found its end, and that page took no key any more."""
    faulty({"operation": DRAFTS, "phase": "after_commit", "kind": "hang", "times": None})
    async with concluding(open_app) as (pilot, _workplace):
        waiting = top(pilot)
        await pilot.press("escape")
        await settle(pilot)
        checking = top(pilot)
        checking._poll_after(0)
        await press(pilot, key)
        read = pilot.app.screen
        assert read is not checking
        faulty()
        checking.start("poll")
        await settle(pilot)
        assert pilot.app.screen is read, "nobody has what they read taken away"
        await press(pilot, "escape")
        assert top(pilot) is waiting
        assert waiting.current.id == "formed"
        await press(pilot, "f10")
        assert (top(pilot), top(pilot).current.id) != (waiting, "formed"), "it takes keys"


async def test_a_fault_on_the_way_to_the_first_menu_ends_the_program(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was told to nobody, and no key did anything any more."""

    async def fails(*_given: object) -> None:
        raise ZeroDivisionError

    async def walk() -> None:
        async with open_app().run_test() as pilot:
            workplace = await agent(pilot)
            monkeypatch.setattr(JourneyScreen, "begin", fails)
            top(pilot).host.restart(await purchase(workplace, "dates"))
            async with asyncio.timeout(20):
                while not app_of(pilot)._exception:
                    await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await walk()
