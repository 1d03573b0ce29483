"""All that can be done on the page of a policy, a draft and a scan is seen at 80 by 24, without scrolling."""

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from omi_tui.journeys.scanning import ScanJourney
from omi_tui.model import mrz
from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.numbered_list import NumberedList
from tests.scanned import MISREAD
from tests.screens.conftest import Open
from tests.screens.insurer import TODAY
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, show, top


async def misread(pilot: Pilot[int]) -> None:
    """A document with a wrong digit, and a proposal that is proved."""
    await show(pilot, ScanJourney(await agent(pilot), [mrz.read(MISREAD, TODAY)]))
    assert len(top(pilot).current.actions) == 3


@pytest.mark.parametrize("lang", ["en", "ru", "de"])
@pytest.mark.parametrize("name", ["policy", "draft", "scan_wrong", "misread", "traveller"])
async def test_a20_every_action_is_in_sight(open_app: Open, name: str, lang: str) -> None:
    async with open_app(lang=lang).run_test(size=(80, 24)) as pilot:
        await (misread if name == "misread" else SCENES[name])(pilot)
        await pilot.pause()
        body = top(pilot).query_one("#body", VerticalScroll)
        deeds = [*body.query(ActionButton), *(each for each in body.query(NumberedList) if each.id == "menu")]
        assert len(deeds) > 1
        assert body.scroll_y == 0
        for deed in deeds:
            if deed.display:
                assert body.region.contains_region(deed.region), (deed, deed.region, body.region)
