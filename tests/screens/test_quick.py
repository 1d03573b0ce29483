"""Quick entry on the whole screen: a slash on the menu, the key and the F9 menu from everywhere, to check answers."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.view import Enter
from omi_tui.screens.choose import ChooseScreen
from omi_tui.screens.question import QuestionScreen
from omi_tui.widgets.field_input import FieldInput
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.walking import agent, burst, press, purchase, settle, show, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        await show(pilot, HomeJourney(await agent(pilot)))
        yield pilot


def step(pilot: Pilot[int]) -> str:
    return f"{top(pilot).journey.id} {top(pilot).journey.step}"


async def test_a_line_typed_ahead_lands_on_check_answers(pilot: Pilot[int]) -> None:
    """The tick, the question and the answer to it come after that, as always."""
    await burst(pilot, *"/buy +5 14d self", "enter")
    assert step(pilot) == "purchase check"
    assert len(pilot.app.screen_stack) == 2, "nothing of the line stays open"
    assert any("[ ] I confirm" in line for line in lines(pilot.app))
    await press(pilot, "escape")
    assert step(pilot) == "purchase insured"
    await press(pilot, "f7")
    assert step(pilot) == "purchase dates"


async def test_a_slash_types_where_there_is_a_field(pilot: Pilot[int]) -> None:
    await burst(pilot, "1", "/")
    assert step(pilot) == "purchase dates"
    focused = top(pilot).focused
    assert isinstance(focused, FieldInput)
    assert focused.value == "/"


async def test_what_cannot_be_read_is_said_beside_the_line(pilot: Pilot[int]) -> None:
    await burst(pilot, *"/+5 14x self", "enter")
    assert step(pilot) == "quick line"
    shown = "\n".join(lines(pilot.app))
    assert "This is not a day: 14x." in shown
    assert "+5 14x self" in shown
    await press(pilot, "escape")
    assert step(pilot) == "home menu"


@pytest.mark.parametrize("way", ["alt+n", "menu"])
async def test_it_is_reached_from_every_page(pilot: Pilot[int], way: str) -> None:
    """By its key, and by the menu for who has no Latin letters; what was typed is given up on purpose only."""
    await burst(pilot, "1", *"+5", "enter")
    if way == "menu":
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, *"quick", "enter", "enter")
    else:
        await press(pilot, way)
    assert isinstance(pilot.app.screen, QuestionScreen)
    await press(pilot, "2")
    assert step(pilot) == "quick line"
    assert len(pilot.app.screen_stack) == 2


async def test_it_does_nothing_before_somebody_signed_in(open_app: Open) -> None:
    async with open_app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "alt+n")
        assert top(pilot).journey.id == "sign_in"


async def test_a_formed_draft_is_left_for_the_next_line(pilot: Pilot[int]) -> None:
    await top(pilot).follow(Enter(await purchase(top(pilot).journey.workplace, "formed")))
    await settle(pilot)
    await press(pilot, "alt+n")
    assert step(pilot) == "quick line"
