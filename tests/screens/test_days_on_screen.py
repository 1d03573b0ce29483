"""F09, F10: the dates of a policy on the screen: two readings are asked about, Minsk and both ends are said."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.screens.choose import ChooseScreen
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.numbered_list import NumberedList
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import burst, press, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


def words(pilot: Pilot[int]) -> str:
    return " ".join(" ".join(lines(pilot.app)).split())


async def test_f09_a_date_with_two_readings_is_asked_about_and_none_is_proposed(pilot: Pilot[int]) -> None:
    await SCENES["dates"](pilot)
    await burst(pilot, *"07/08/2036")
    assert "two dates: see list" in words(pilot)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, ChooseScreen)
    offered = [item.cells for item in pilot.app.screen.query_one(NumberedList).items]
    assert [cells[0] for cells in offered] == ["2036-08-07", "2036-07-08"]
    await press(pilot, "escape")
    assert top(pilot).query_one(FormPanel).form.value("begin_date") is None, "nothing was decided"
    await press(pilot, "enter", "2")
    assert str(top(pilot).query_one(FormPanel).form.value("begin_date")) == "2036-07-08"


async def test_f09_f10_what_was_typed_is_said_in_words_with_minsk_and_both_ends(pilot: Pilot[int]) -> None:
    await SCENES["dates_priced"](pilot)
    shown = words(pilot)
    assert "Mon 19 May 2036" in shown
    assert "Mon 26 May 2036" in shown
    assert "8 days" in shown
    assert "Policy end date (inclusive)" in shown
    assert "starts at 00:00 and finishes at 23:59 on chosen dates in local time (Minsk, Belarus)" in shown
