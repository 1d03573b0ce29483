"""F6 and F5: the next traveller of the same trip from wherever one is, and one answer of the last one."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.view import Enter
from omi_tui.screens.question import QuestionScreen
from omi_tui.widgets.form_panel import FormPanel
from tests.journeys.walking import OTHER
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.walking import agent, app_of, burst, press, purchase, settle, show, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def formed(pilot: Pilot[int]) -> None:
    """A contract draft for somebody else was just formed, above the first menu."""
    workplace = await agent(pilot)
    await show(pilot, HomeJourney(workplace))
    await top(pilot).follow(Enter(await purchase(workplace, "formed", other=True)))
    await settle(pilot)


def person() -> list[str]:
    """The keys that type the next person, up to the passport number."""
    typed = ("NOWAK", "JAN", "01.02.1980", "POL", "", "7654321")
    return [key for text in typed for key in (*text, "enter")]


@pytest.mark.parametrize(("key", "carted"), [("f6", False), ("ctrl+t", True)])
async def test_the_next_traveller_costs_six_keys_beside_the_person(pilot: Pilot[int], key: str, carted: bool) -> None:
    """K02: F6, the person, F10, Space, F10, 2, Enter; from the cart page as well."""
    await formed(pilot)
    if carted:
        await press(pilot, "enter")
        assert top(pilot).journey.id == "cart"
    await burst(pilot, key, *person(), "f10")
    journey = top(pilot).journey
    assert isinstance(journey, PurchaseJourney)
    assert journey.step == "check"
    assert len(pilot.app.screen_stack) == 2
    await press(pilot, "space", "f10", "2", "enter")
    assert top(pilot).journey.id == "cart"
    assert any("JAN NOWAK" in line for line in lines(pilot.app))
    assert any("KOWALSKA" in line for line in lines(pilot.app)) is carted


async def test_what_is_carried_is_marked_and_the_focus_is_in_the_name(pilot: Pilot[int]) -> None:
    await formed(pilot)
    await press(pilot, "f6")
    assert top(pilot).query_one(FormPanel).focused_field() == "last_name_latin"
    assert sum("carried" in line for line in lines(pilot.app)) == 3
    await press(pilot, "f7")
    assert sum("carried" in line for line in lines(pilot.app)) == 2
    assert any("8.00 EUR" in line.replace("\u00a0", " ") for line in lines(pilot.app))


async def test_something_that_was_typed_is_given_up_on_purpose_only(pilot: Pilot[int]) -> None:
    await formed(pilot)
    await press(pilot, "f6", "N", "f6")
    assert isinstance(pilot.app.screen, QuestionScreen)
    await press(pilot, "1")
    assert top(pilot).query_one(FormPanel).form.texts["last_name_latin"] == "N"
    await press(pilot, "f6", "2")
    assert top(pilot).query_one(FormPanel).form.texts["last_name_latin"] == ""


async def test_where_nothing_was_formed_it_says_so(pilot: Pilot[int]) -> None:
    await show(pilot, HomeJourney(await agent(pilot)))
    await press(pilot, "f6")
    assert any("Nothing can be carried over" in line for line in lines(pilot.app))
    assert app_of(pilot).screen_stack[-1] is app_of(pilot).screen_stack[0]


async def test_f5_repeats_one_answer(pilot: Pilot[int]) -> None:
    await formed(pilot)
    await press(pilot, "f6", "f5")
    form = top(pilot).query_one(FormPanel).form
    assert form.texts["last_name_latin"] == OTHER["last_name_latin"]
    assert sum("carried" in line for line in lines(pilot.app)) == 4
    await press(pilot, "S")
    assert form.texts["last_name_latin"] == OTHER["last_name_latin"] + "S"
    assert sum("carried" in line for line in lines(pilot.app)) == 3
