"""Columns side by side where they fit, one below another where not; always by the width of cells."""

import pytest

from omi_tui.text.width import cell_len
from omi_tui.widgets.numbered_list import Item, NumberedList
from tests.screens.cells import lines
from tests.widgets.conftest import Stand

ROWS = (
    Item("name", ("Insured person", "MAGDALENA KOWALSKA, born 14 Jul 1986"), "1", "1"),
    Item("passport", ("Passport", "ZZ 1234567"), "2", "2"),
)


async def drawn(stand: Stand, items: tuple[Item, ...], width: int) -> list[str]:
    async with stand(NumberedList(items)).run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        return [line for line in lines(pilot.app) if line]


async def test_columns_stand_side_by_side(stand: Stand) -> None:
    assert await drawn(stand, ROWS, 80) == [
        "  1  Insured person  MAGDALENA KOWALSKA, born 14 Jul 1986",
        "  2  Passport        ZZ 1234567",
    ]


async def test_the_last_column_goes_on_below_itself(stand: Stand) -> None:
    assert await drawn(stand, ROWS, 45) == [
        "  1  Insured person  MAGDALENA KOWALSKA, born",
        "                     14 Jul 1986",
        "  2  Passport        ZZ 1234567",
    ]


async def test_narrow_cells_stand_one_below_another(stand: Stand) -> None:
    assert await drawn(stand, ROWS, 30) == [
        "  1  Insured person",
        "       MAGDALENA KOWALSKA,",
        "       born 14 Jul 1986",
        "  2  Passport",
        "       ZZ 1234567",
    ]


@pytest.mark.parametrize("width", [24, 40, 80])
async def test_wide_characters_take_two_cells(stand: Stand, width: int) -> None:
    items = (Item("a", ("王小明", "北京市朝阳区建国路一号"), "1", "1"), Item("b", ("Ann", "Minsk"), "2", "2"))
    shown = await drawn(stand, items, width)
    assert all(cell_len(line) <= width for line in shown)
    assert "".join("".join(shown).split()) == "1王小明北京市朝阳区建国路一号2AnnMinsk"
    if width == 80:
        starts = [cell_len(line[: line.index(word)]) for line, word in zip(shown, ("北", "Minsk"), strict=True)]
        assert starts[0] == starts[1]


@pytest.mark.parametrize("name", ["王小明", "김민수", "Ke\u0301vin", "ガガ", "กำ", "Ann"])
async def test_i03_values_begin_in_one_column_whatever_the_letters(name: str, stand: Stand) -> None:
    items = (Item("a", (name, "value"), "1", "1"), Item("b", ("A longer label", "value"), "2", "2"))
    shown = await drawn(stand, items, 60)
    assert {cell_len(line[: line.index("value")]) for line in shown} == {len("  1  A longer label  ")}


async def test_keys_move_and_digits_are_found(stand: Stand) -> None:
    listed = NumberedList([*ROWS, Item("", ("A line that cannot be chosen",))])
    async with stand(listed).run_test(size=(60, 12)) as pilot:
        listed.focus()
        await pilot.press("down", "down", "down")
        assert listed.index == 1
        assert any(line.startswith("› 2") for line in lines(pilot.app))
        await pilot.press("home")
        assert listed.index == 0
        assert listed.by_digit("2") is ROWS[1]
        assert listed.by_digit("3") is None
