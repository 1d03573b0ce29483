"""Saved travellers on the screen: three letters and one key fill in the form; the sixth entry lists them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest
from textual.pilot import Pilot

from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.travellers import travellers_of
from omi_tui.journeys.view import Enter
from omi_tui.journeys.workplace import Workplace
from omi_tui.screens.choose import ChooseScreen
from omi_tui.screens.question import QuestionScreen
from omi_tui.widgets.form_panel import FormPanel
from tests.journeys.walking import OTHER
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.walking import agent, press, purchase, settle, show, top

HINT = "Saved: KOWALSKA MAGDALENA, 14 Jul 1986, POL. Down fills in everything."


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def saved(pilot: Pilot[int]) -> Workplace:
    """A traveller was just insured and saved; the page of the formed draft is shown."""
    workplace = await agent(pilot)
    await show(pilot, HomeJourney(workplace))
    await top(pilot).follow(Enter(await purchase(workplace, "formed", other=True)))
    await settle(pilot)
    await press(pilot, "end", "tab", "tab", "tab", "enter")
    assert isinstance(pilot.app.screen, QuestionScreen)
    await press(pilot, "2")
    assert any("The traveller is saved." in line for line in lines(pilot.app))
    return workplace


def shown(pilot: Pilot[int]) -> str:
    return "\n".join(lines(pilot.app)).replace("\u00a0", " ")


async def hinted(pilot: Pilot[int], words: str) -> None:
    """The last lines follow what is typed after a moment without keys."""
    async with asyncio.timeout(10):
        while words not in shown(pilot):
            await asyncio.sleep(0.01)
            await settle(pilot)


async def test_three_letters_and_one_key_fill_in_the_form(pilot: Pilot[int]) -> None:
    await saved(pilot)
    await press(pilot, "f6", "k", "o", "w")
    await hinted(pilot, HINT)
    await press(pilot, "down")
    form = top(pilot).query_one(FormPanel).form
    assert {key: form.texts[key] for key in OTHER} == OTHER | {"citizenship": "POL  Poland"} | {
        "country_of_residence": "POL  Poland"
    }
    assert shown(pilot).count("saved") == 10
    assert HINT not in shown(pilot)
    await press(pilot, "f10")
    assert top(pilot).current.id == "check"


async def test_several_of_a_name_are_listed(pilot: Pilot[int]) -> None:
    workplace = await saved(pilot)
    assert workplace.last_draft is not None
    other = {"first_name_latin": "JAN", "passport_number": "7654321", "birth_date": date(1980, 2, 1)}
    travellers_of(workplace).save(workplace.last_draft.insured.model_copy(update=other))
    await press(pilot, "f6", "k", "o", "w")
    await hinted(pilot, "Saved: 2 people. Down lists them.")
    await press(pilot, "f4")
    assert isinstance(pilot.app.screen, ChooseScreen)
    await press(pilot, "1")
    form = top(pilot).query_one(FormPanel).form
    assert (form.texts["first_name_latin"], form.texts["passport_number"]) == ("JAN", "7654321")


async def test_a_name_that_nobody_saved_has_stays_as_it_is_typed(pilot: Pilot[int]) -> None:
    await saved(pilot)
    await press(pilot, "f6", *"nowak", "down")
    assert top(pilot).query_one(FormPanel).form.texts["last_name_latin"] == "nowak"
    assert top(pilot).query_one(FormPanel).form.texts["passport_number"] == ""


async def test_the_list_opens_one_and_deletes_it_after_a_question(pilot: Pilot[int]) -> None:
    await saved(pilot)
    await press(pilot, "ctrl+o", "6")
    assert "1  KOWALSKA MAGDALENA" in shown(pilot)
    await press(pilot, "1")
    assert "ZZ 1234567" in shown(pilot)
    await press(pilot, "tab", "enter")
    assert isinstance(pilot.app.screen, QuestionScreen)
    await press(pilot, "2")
    assert "Nobody is saved." in shown(pilot)


async def test_insuring_from_the_page_begins_at_the_dates(pilot: Pilot[int]) -> None:
    await saved(pilot)
    await press(pilot, "ctrl+o", "6", "1", "f10")
    assert top(pilot).current.id == "dates"
    await press(pilot, *"+80", "enter", *"3d", "enter")
    assert top(pilot).current.id == "insured"
    assert shown(pilot).count("saved") == 10


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_field_stays_in_sight_under_a_longer_hint(open_app: Open, size: tuple[int, int]) -> None:
    async with open_app().run_test(size=size) as pilot:
        workplace = await agent(pilot)
        await show(pilot, HomeJourney(workplace))
        before = await purchase(workplace, "formed", other=True)
        assert before.draft is not None
        travellers_of(workplace).save(before.draft.insured)
        await top(pilot).follow(Enter(before))
        await settle(pilot)
        await press(pilot, "f6", "K", "O", "W")
        await hinted(pilot, "Saved: KOWALSKA")
        await settle(pilot)
        assert "KOW\n" in shown(pilot).replace(" ", "").replace("▄", "").replace("▆", "")
