"""F07: undo, redo, and what stood in a field when it was entered."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import BottomLines
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import burst, press, settle, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def at(pilot: Pilot[int], field_id: str) -> FieldInput:
    """The other insured person's form, with the focus in a field."""
    await SCENES["insured_other"](pilot)
    row = top(pilot).query_one(FormPanel).row(field_id)
    assert row is not None
    assert isinstance(row.control, FieldInput)
    row.control.focus()
    await press(pilot, "end")
    return row.control


def stands(pilot: Pilot[int], field_id: str) -> str:
    """What the form has."""
    return top(pilot).query_one(FormPanel).form.texts[field_id]


async def test_f07_ctrl_z_undoes_and_alt_z_does_again(pilot: Pilot[int]) -> None:
    field = await at(pilot, "address")
    before = field.value
    await burst(pilot, *", door 3", "ctrl+z")
    assert field.value == stands(pilot, "address") == before + ", door "
    await burst(pilot, "ctrl+z", "ctrl+z")
    assert field.value == before
    await burst(pilot, *["alt+z"] * 5)
    assert field.value == stands(pilot, "address") == before + ", door 3"
    assert pilot.app.focused is field


async def test_f07_what_was_cut_or_replaced_comes_back(pilot: Pilot[int]) -> None:
    field = await at(pilot, "passport_number")
    await burst(pilot, "ctrl+u")
    assert field.value == ""
    await burst(pilot, "ctrl+z")
    assert field.value == stands(pilot, "passport_number") == "1234567"
    field.select_all()
    await burst(pilot, "9", "9", "ctrl+z")
    assert field.value == "1234567"


async def test_f07_a_tick_is_undone_with_its_fields(pilot: Pilot[int]) -> None:
    await at(pilot, "address")
    top(pilot).set_focus(top(pilot).query_one(FormPanel).rows()[0].control)
    await press(pilot, "space")
    assert len(top(pilot).query_one(FormPanel).rows()) == 2
    await press(pilot, "ctrl+z")
    assert len(top(pilot).query_one(FormPanel).rows()) == 11
    assert stands(pilot, "address") == "ul. Lipowa 12, 15-427 Bialystok"


async def test_f07_the_field_is_restored_to_what_stood_there_when_it_was_entered(pilot: Pilot[int]) -> None:
    field = await at(pilot, "address")
    before = field.value
    await burst(pilot, "ctrl+u", *"Brest ul. 5", "ctrl+z", "f1")
    await press(pilot, "escape")
    await burst(pilot, *"x", "alt+r")
    assert field.value == stands(pilot, "address") == before
    await burst(pilot, *" y", "tab", "shift+tab", *"z", "alt+r")
    assert field.value == before + " y", "it was entered a second time"
    await press(pilot, "ctrl+z")
    assert field.value == before + " yz", "a restored field can be undone"


async def test_f07_a_drawn_page_is_no_new_entry(pilot: Pilot[int]) -> None:
    field = await at(pilot, "address")
    before = field.value
    await burst(pilot, *" x")
    await top(pilot).redraw(keep_focus=True)
    await burst(pilot, *"yz")
    assert stands(pilot, "address") == before + " xyz"
    await press(pilot, "alt+r")
    assert stands(pilot, "address") == before


async def test_f07_the_menu_does_it_without_a_letter_key(pilot: Pilot[int]) -> None:
    """The last line, Enter, the next page and a digit: for a keyboard whose other keys go elsewhere."""
    field = await at(pilot, "address")
    before = field.value
    await burst(pilot, *" x")
    last = top(pilot).query_one(BottomLines)
    top(pilot).set_focus(last)
    await press(pilot, "enter", "right")
    (undo,) = [line.split() for line in lines(pilot.app) if " Undo " in line]
    await press(pilot, undo[undo.index("Undo") - 1][-1])
    assert field.value == before + " "
    assert pilot.app.focused is field
    top(pilot).set_focus(last)


async def test_f07_outside_a_field_the_menu_offers_none_of_it(pilot: Pilot[int]) -> None:
    await SCENES["home"](pilot)
    await press(pilot, "ctrl+z", "alt+z", "alt+r", "f9")
    shown = "\n".join(lines(pilot.app))
    assert "Change language" in shown
    assert "Undo" not in shown
    assert "Restore" not in shown


async def test_f07_a_password_is_not_undone(pilot: Pilot[int]) -> None:
    await SCENES["sign_in"](pilot)
    row = top(pilot).query_one(FormPanel).row("password")
    assert row is not None
    row.control.focus()
    await burst(pilot, *"secret", "ctrl+u", "ctrl+z")
    assert row.form.texts["password"] == ""


async def test_a11_the_focus_is_nowhere_else_while_a_page_is_drawn_anew(pilot: Pilot[int]) -> None:
    """A reader that follows the focus must not be led to the last line and back."""
    field = await at(pilot, "address")
    shown: list[str] = []
    last = top(pilot).query_one(BottomLines)
    last.watch(last, "has_focus", lambda has: shown.append("last line") if has else None, init=False)
    await top(pilot).redraw(keep_focus=True)
    await settle(pilot)
    assert pilot.app.focused is not field
    assert top(pilot).query_one(FormPanel).focused_field() == "address"
    assert shown == []
    assert last.focusable
    top(pilot).set_focus(last)
    await settle(pilot)
    await top(pilot).redraw()
    await settle(pilot)
    assert pilot.app.focused is last
