"""Errors stand in a summary and at their fields in the same words; states are told without colour."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.tick import Tick
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import burst, press, settle, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 40)) as pilot:
        yield pilot


def words(pilot: Pilot[int]) -> str:
    return " ".join(" ".join(lines(pilot.app)).split())


async def test_the_summary_has_the_focus_and_leads_to_each_field(pilot: Pilot[int]) -> None:
    await SCENES["sign_up_errors"](pilot)
    screen = top(pilot)
    form = screen.query_one(FormPanel).form
    assert len(form.errors) == 5
    for number, error in enumerate(form.errors, 1):
        summary = screen.query_one("#summary", NumberedList)
        screen.set_focus(summary)
        await press(pilot, str(number))
        assert screen.query_one(FormPanel).focused_field() == error.field_id
        shown = words(pilot)
        assert f"{number} {error.message()}" in shown
        assert f"Error: {error.message()}" in shown


async def test_what_was_typed_stays_with_its_errors(pilot: Pilot[int]) -> None:
    await SCENES["insured_errors"](pilot)
    assert isinstance(top(pilot).focused, NumberedList)
    form = top(pilot).query_one(FormPanel).form
    assert form.texts["last_name_latin"] == "Ковальская"
    assert form.texts["address"] == "ul. Lipowa 12, 15-427 Bialystok"


async def test_typing_and_leaving_a_field_shows_no_error(pilot: Pilot[int]) -> None:
    await SCENES["dates"](pilot)
    await burst(pilot, *"31.02.2036", "tab", *"nonsense", "tab", "tab")
    assert "Error" not in words(pilot)
    assert not top(pilot).query("#summary")


async def test_another_language_keeps_texts_caret_field_and_errors(pilot: Pilot[int]) -> None:
    await SCENES["insured_errors"](pilot)
    row = top(pilot).query_one(FormPanel).row("address")
    assert row is not None
    row.control.focus()
    await press(pilot, "end", "left", "left")
    assert isinstance(row.control, FieldInput)
    before = (row.control.value, row.control.cursor_position)
    kinds = [error.code for error in row.form.errors]
    await press(pilot, "ctrl+y")
    focused = top(pilot).focused
    assert isinstance(focused, FieldInput)
    assert (focused.value, focused.cursor_position) == before
    assert top(pilot).query_one(FormPanel).focused_field() == "address"
    assert [error.code for error in row.form.errors] == kinds
    assert "Ошибка:" in words(pilot)
    assert "Error:" not in words(pilot)


async def test_states_differ_without_colour(pilot: Pilot[int]) -> None:
    await SCENES["account"](pilot)
    screen = top(pilot)
    for kind, key in ((ChoiceStrip, "right"), (Tick, "space")):
        screen.set_focus(screen.query(kind).first())
        await settle(pilot)
        before = lines(pilot.app)
        await press(pilot, key)
        assert lines(pilot.app) != before
    drawn = []
    for widget in screen.focus_chain:
        screen.set_focus(widget)
        await settle(pilot)
        drawn.append("\n".join(lines(pilot.app)))
    assert len(set(drawn)) == len(drawn)
