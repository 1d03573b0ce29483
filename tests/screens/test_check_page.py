"""The check page: each row leads to where it is changed and back; nothing is concluded or paid by keys in a hurry."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.question import QuestionScreen
from omi_tui.widgets.action_button import ActionButton
from tests.journeys.walking import fill
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, app_of, burst, press, purchase, show, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def ticked(pilot: Pilot[int]) -> PurchaseJourney:
    """The check page with the tick set and the focus on it."""
    journey = await purchase(await agent(pilot), "check", other=True)
    fill(journey.confirm, confirmed="yes")
    await show(pilot, journey)
    return journey


async def drafts(pilot: Pilot[int]) -> int:
    insurer = await app_of(pilot).workplace.insurer()
    return len((await insurer.drafts.list(limit=50)).items)


async def orders(pilot: Pilot[int]) -> int:
    insurer = await app_of(pilot).workplace.insurer()
    return len((await insurer.orders.list(limit=50)).items)


async def test_a_row_is_changed_with_its_number_and_f10(pilot: Pilot[int]) -> None:
    await SCENES["check"](pilot)
    journey = top(pilot).journey
    changes = [row.change for row in journey.view().rows]
    for number, change in enumerate(changes, 1):
        if change == "change:profile":
            continue
        await press(pilot, str(number))
        assert change == f"change:{journey.step}.{top(pilot).current.focus}"
        await press(pilot, "f10")
        assert journey.step == "check"


async def test_the_policyholder_is_changed_and_left_with_esc(pilot: Pilot[int]) -> None:
    await SCENES["check"](pilot)
    journey = top(pilot).journey
    await press(pilot, "3")
    assert top(pilot).journey.id == "profile"
    await press(pilot, "escape")
    assert top(pilot).journey is journey
    assert journey.step == "check"


async def test_twenty_times_enter_concludes_nothing(pilot: Pilot[int]) -> None:
    journey = await ticked(pilot)
    before = await drafts(pilot)
    await burst(pilot, *["enter"] * 20)
    assert journey.draft is None
    assert await drafts(pilot) == before


async def test_keys_typed_ahead_of_a_question_are_dropped(pilot: Pilot[int]) -> None:
    journey = await ticked(pilot)
    await burst(pilot, "f10", "2", "2", "down", "enter")
    assert isinstance(pilot.app.screen, QuestionScreen)
    assert journey.draft is None
    await press(pilot, "2")
    assert journey.draft is not None


@pytest.mark.parametrize("main", [True, False])
async def test_twenty_times_enter_pays_nothing(pilot: Pilot[int], main: bool) -> None:
    await SCENES["cart"](pilot)
    if main:
        top(pilot).set_focus(top(pilot).query(ActionButton).first())
    await burst(pilot, *["enter"] * 20)
    assert await orders(pilot) == 0
    beneath = pilot.app.screen_stack[0]
    assert isinstance(beneath, JourneyScreen)
    assert beneath.journey.id == "cart"


async def test_another_language_gives_up_a_dialog_and_keeps_the_page(pilot: Pilot[int]) -> None:
    journey = await ticked(pilot)
    before = await drafts(pilot)
    await press(pilot, "f10")
    assert isinstance(pilot.app.screen, QuestionScreen)
    await press(pilot, "ctrl+y")
    assert top(pilot).current.heading == "Проверьте данные перед заключением договора"
    assert journey.confirm.texts["confirmed"] == "yes"
    assert await drafts(pilot) == before
