"""A long list: pages of ten, where we are, a filter over everything, more asked for where it is needed."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.record_list import RecordList
from tests.screens.cells import lines
from tests.widgets.conftest import Bare

LINES = [(f"id{n}", (f"BS {n:07}", "ANNA IVANOVA" if n % 10 else "JAN KOWALSKI")) for n in range(1, 26)]


@pytest.fixture
def listed() -> RecordList:
    return RecordList(("Policy", "Insured person"), (12,), LINES, 25, "There are none.")


@pytest.fixture
async def pilot(listed: RecordList) -> AsyncIterator[Pilot[int]]:
    async with Bare(listed).run_test(size=(80, 24)) as pilot:
        listed.query_one(NumberedList).focus()
        await pilot.pause()
        yield pilot


def shown(pilot: Pilot[int]) -> list[str]:
    return [line for line in lines(pilot.app) if line]


async def test_pages_of_ten_say_where_we_are(pilot: Pilot[int]) -> None:
    assert len([line for line in shown(pilot) if "BS 0" in line]) == 10
    assert "1 to 10 of 25" in shown(pilot)[-1]
    await pilot.press("pagedown", "pagedown", "pagedown")
    assert "BS 0000021" in shown(pilot)[1]
    assert "21 to 25 of 25" in shown(pilot)[-1]
    await pilot.press("pageup")
    assert "11 to 20 of 25" in shown(pilot)[-1]


async def test_a20_stacked_cells_are_named(listed: RecordList) -> None:
    """In a window too narrow for columns each cell says which it is, and no line of names stands above."""
    listed.widths = (30,)
    async with Bare(listed).run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        assert [line.strip() for line in shown(pilot)[:2]] == ["1  Policy: BS 0000001", "Insured person: ANNA IVANOVA"]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert shown(pilot)[0].split() == ["Policy", "Insured", "person"]
        assert shown(pilot)[1].split() == ["1", "BS", "0000001", "ANNA", "IVANOVA"]


async def test_columns_stand_over_their_cells(pilot: Pilot[int]) -> None:
    head, first = shown(pilot)[:2]
    assert head.index("Policy") == first.index("BS")
    assert head.index("Insured") == first.index("ANNA")


async def test_the_filter_looks_through_the_whole_list(pilot: Pilot[int], listed: RecordList) -> None:
    await pilot.press("slash", *"kowal")
    assert len([line for line in shown(pilot) if "KOWALSKI" in line]) == 2
    assert any("1 to 2 of 2" in line for line in shown(pilot))
    await pilot.press("enter")
    assert isinstance(pilot.app.focused, NumberedList)
    assert listed.query_one(NumberedList).by_digit("2") is not None
    await pilot.press("slash", *"xyz")
    assert any("Nothing matches." in line for line in shown(pilot))
    listed.close_filter()
    await pilot.pause()
    assert "1 to 10 of 25" in shown(pilot)[-1]


async def test_an_empty_list_says_so() -> None:
    async with Bare(RecordList(("Policy",), (), [], 0, "There are none.")).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "".join(shown(pilot)).strip() == "There are none."
