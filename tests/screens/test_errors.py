"""Errors stand in a summary and at their fields in the same words; states are told without colour."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.text.i18n import _
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


@pytest.mark.parametrize(
    ("name", "count"),
    [("sign_up_errors", 5), ("dates_errors", 2), ("insured_errors", 3), ("sign_in", 2), ("forgot", 1), ("check", 1)],
)
async def test_f01_the_summary_has_the_focus_and_leads_to_each_field(name: str, count: int, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    if not name.endswith("errors"):
        await press(pilot, "f10")
    screen = top(pilot)
    form = screen.query_one(FormPanel).form
    assert screen.focused is screen.query_one("#summary", NumberedList)
    assert len(form.errors) == count
    typed = dict(form.texts)
    for number, error in enumerate(form.errors, 1):
        summary = screen.query_one("#summary", NumberedList)
        screen.set_focus(summary)
        await press(pilot, str(number))
        assert screen.query_one(FormPanel).focused_field() == error.field_id
        shown = words(pilot)
        assert f"{number} {error.message()}" in shown
        assert f"Error: {error.message()}" in shown
    assert form.texts == typed


async def test_f01_what_was_typed_stays_with_its_errors(pilot: Pilot[int]) -> None:
    await SCENES["insured_errors"](pilot)
    assert isinstance(top(pilot).focused, NumberedList)
    form = top(pilot).query_one(FormPanel).form
    assert form.texts["last_name_latin"] == "Ковальская"
    assert form.texts["address"] == "ul. Lipowa 12, 15-427 Bialystok"


@pytest.mark.parametrize("name", ["dates", "sign_in", "sign_up", "insured_other", "personal", "passport", "password"])
async def test_f02_typing_and_leaving_a_field_shows_no_error(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    screen = top(pilot)
    screen.set_focus(screen.query_one(FormPanel).rows()[0].control)
    for row in screen.query_one(FormPanel).rows():
        if isinstance(row.control, FieldInput):
            await burst(pilot, "ctrl+u", *"31.02 ?!")
        await burst(pilot, "tab")
        assert "Error" not in words(pilot)
    assert not screen.query("#summary")
    assert not screen.query_one(FormPanel).form.errors


@pytest.mark.parametrize("typed", ["zz-123 45-67", "ZZ\u00a01234567", " zz1234567 ", "zz\u20091234\u2013567"])
async def test_f02_codes_are_cleaned_without_a_word(typed: str, pilot: Pilot[int]) -> None:
    await SCENES["insured_other"](pilot)
    row = top(pilot).query_one(FormPanel).row("passport_number")
    assert row is not None
    assert isinstance(row.control, FieldInput)
    row.control.focus()
    await burst(pilot, "ctrl+u", *typed, "tab")
    assert row.control.value == row.form.texts["passport_number"] == "ZZ1234567"
    assert row.form.value("passport_number") == "ZZ1234567"
    assert "Error" not in words(pilot)


ASKED = ["sign_in", "sign_up", "activation", "dates", "insured_other", "check", "personal", "passport", "account"]


@pytest.mark.parametrize("size", [(80, 40), (40, 12)])
@pytest.mark.parametrize("name", ASKED)
async def test_f08_every_label_stands_beside_its_field_with_or_without_an_answer(
    name: str, size: tuple[int, int], open_app: Open
) -> None:
    async with open_app().run_test(size=size) as pilot:
        await SCENES[name](pilot)
        for row in top(pilot).query_one(FormPanel).rows():
            top(pilot).set_focus(row.control)
            for keys in (["ctrl+u"], list("abc")) if isinstance(row.control, FieldInput) else ([],):
                await burst(pilot, *keys)
                label = _(row.field.label)
                assert label in words(pilot) or label.split()[0] in words(pilot), label
                assert "*" not in label
                if isinstance(row.control, FieldInput):
                    assert not row.control.placeholder
            if not row.field.required and not isinstance(row.control, Tick):
                assert "(optional)" in words(pilot)


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
