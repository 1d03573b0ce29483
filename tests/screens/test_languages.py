"""The language can be changed on any screen: between the last two by one key, among all from a list (I06)."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from omi_tui.forms.kinds import CountryField
from omi_tui.screens.choose import ChooseScreen
from omi_tui.text.i18n import LANGUAGES, _, language
from omi_tui.text.width import cell_len
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.frame import BottomLines
from omi_tui.widgets.numbered_list import NumberedList
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import press, settle, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def chosen(pilot: Pilot[int], code: str) -> None:
    await press(pilot, "alt+y")
    assert isinstance(pilot.app.screen, ChooseScreen)
    await press(pilot, str(list(LANGUAGES).index(code) + 1))


async def test_i06_one_key_goes_between_the_last_two_languages(pilot: Pilot[int]) -> None:
    await SCENES["sign_in"](pilot)
    keys = top(pilot).query_one(BottomLines).keys
    assert (keys[-3].key, keys[-3].words) == ("Ctrl+Y", "Русский")
    await press(pilot, "ctrl+y")
    assert language() == "ru"
    await chosen(pilot, "pl")
    assert language() == "pl"
    assert top(pilot).query_one(BottomLines).keys[-3].words == "Русский"
    for expected in ("ru", "pl", "ru"):
        await press(pilot, "ctrl+y")
        assert language() == expected
    await chosen(pilot, "ru")
    await press(pilot, "ctrl+y")
    assert language() == "pl"


async def test_i06_the_list_names_each_language_in_its_own_words(pilot: Pilot[int]) -> None:
    await SCENES["sign_in"](pilot)
    await press(pilot, "alt+y")
    items = pilot.app.screen.query_one(NumberedList).items
    assert [item.cells for item in items] == [(name,) for name in LANGUAGES.values()]
    await press(pilot, "escape")
    assert language() == "en"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
async def test_i06_entries_and_focus_stay_in_every_language(code: str, pilot: Pilot[int]) -> None:
    await SCENES["insured_other"](pilot)
    screen = top(pilot)
    field = screen.query(FieldInput)[3]
    field.focus()
    await press(pilot, "ctrl+u", *"10.10")
    form, row = screen.current.form, screen.row_here()
    assert form is not None
    assert row is not None
    form.choose("citizenship", "POL")
    texts = dict(form.texts)
    await chosen(pilot, code)
    await settle(pilot)
    after = top(pilot).row_here()
    assert language() == code
    assert after is not None
    assert after.field.id == row.field.id
    named = [field for field in form.fields if isinstance(field, CountryField)]
    texts |= {field.id: field.show("POL") for field in named}  # what the program wrote is said in the new language
    assert dict(form.texts) == texts
    shown = "\n".join(filter(None, lines(pilot.app)))
    assert _(row.field.label) in shown
    assert texts[named[0].id] in shown
    assert f" {code[:2].upper()}" in shown.splitlines()[0]


@pytest.mark.parametrize("code", LANGUAGES)
async def test_i03_the_menu_gives_each_language_the_cells_that_its_words_take(code: str, open_app: Open) -> None:
    async with open_app(lang=code).run_test(size=(80, 24)) as pilot:
        await SCENES["home_waiting"](pilot)
        rows = [row for row in lines(pilot.app) if row]
        entries = [entry for entry in top(pilot).current.actions if entry.note]
        assert len(entries) >= 2
        begins = set()
        for entry in entries:
            row = next(row for row in rows if entry.label in row and entry.note in row)
            begins.add(cell_len(row[: row.index(entry.note)]))
        assert len(begins) == 1, rows


async def test_i06_the_lists_of_languages_begin_at_the_one_spoken(pilot: Pilot[int]) -> None:
    """Down and Enter by mistake change nothing, in the list of the key and in that of the settings."""
    await SCENES["settings"](pilot)
    await chosen(pilot, "pl")
    await press(pilot, "alt+y")
    entries = pilot.app.screen.query_one(NumberedList)
    assert entries.items[entries.index].id == "pl"
    await press(pilot, "escape", "f4")
    assert isinstance(pilot.app.screen, ChooseScreen)
    entries = pilot.app.screen.query_one(NumberedList)
    assert entries.items[entries.index].id == "pl"
    assert {item.cells for item in entries.items} == {(name,) for name in LANGUAGES.values()}
    await press(pilot, "enter")
    assert language() == "pl"
