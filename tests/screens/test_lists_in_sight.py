"""A list that has just come begins with its first line in sight, however small the window (A20)."""

import pytest
from textual.containers import VerticalScroll

from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import press, top


@pytest.mark.parametrize("lang", ["en", "lv"])
@pytest.mark.parametrize("digit", ["2", "3", "4", "5"])
async def test_a20_a_list_begins_with_its_first_line_in_sight(digit: str, lang: str, open_app: Open) -> None:
    """Where the columns' names give way in a narrow window, the chosen entry moves up and is followed."""
    async with open_app(lang=lang).run_test(size=(40, 12)) as pilot:
        await SCENES["home"](pilot)
        await press(pilot, digit)
        body = top(pilot).query_one("#body", VerticalScroll).region
        assert any("›" in line for line in lines(pilot.app)[body.y : body.bottom]), lines(pilot.app)
