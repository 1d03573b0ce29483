"""K05: a scanner's burst is recognised in any field by its shape, and leaks nowhere; F2 opens a box for it."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from omi_tui.forms.form import Form
from omi_tui.forms.insured import InsuredForm
from omi_tui.journeys import scan_words
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.screens.choose import ChooseScreen
from omi_tui.screens.scanner import HAND_ON, QUIET
from omi_tui.text.i18n import _
from omi_tui.widgets.form_panel import FormPanel
from tests.scanned import DIRT, MISREAD, ROWS, VISA, WRONG
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.walking import agent, app_of, burst, nobody, paste, press, purchase, settle, show, top

FULL = os.environ.get("OMI_SWEEP", "sample") == "full"
READ = "The scan is read, and all check digits are right."
SCANNED = {
    "last_name_latin": "KOWALSKA",
    "first_name_latin": "MAGDALENA",
    "birth_date": "14.07.1986",
    "citizenship": "POL  Poland",
    "passport_series": "",
    "passport_number": "ZZ1234567",
    "personal_number": "86071400000",
}
TYPED = {"address": "ul. Lipowa 12", "phone": "+48600000000", "country_of_residence": "POL  Poland"}
FIELDS = [field.id for field in InsuredForm.fields]
KEYS = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x01": "ctrl+a", "\x02": "ctrl+b", "\x03": "ctrl+c"}


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def keys(pilot: Pilot[int], text: str, between: float = 0.0) -> None:
    """Type *text* as a scanner does: control characters come as Ctrl keys."""
    for character in text:
        key = KEYS.get(character) or _character_to_key(character)
        pilot.app.post_message(events.Key(key, character))
        await asyncio.sleep(between)
    await settle(pilot)


async def person(pilot: Pilot[int], field: str = "") -> tuple[PurchaseJourney, InsuredForm]:
    """A purchase at the insured person, whose address is typed already, with the focus in *field*."""
    journey = await purchase(await agent(pilot), "insured")
    for field_id, text in TYPED.items():
        journey.insured.answer(field_id, text)
    if field not in ("", "policyholder_is_insured"):
        journey.insured.answer("policyholder_is_insured", "")
    await show(pilot, journey)
    if field:
        row = top(pilot).query_one(FormPanel).row(field)
        assert row is not None
        top(pilot).set_focus(row.control)
        await settle(pilot)
    return journey, journey.insured


def assert_filled(pilot: Pilot[int], journey: PurchaseJourney) -> None:
    texts = journey.insured.texts
    assert {key: text for key, text in texts.items() if key in SCANNED} == SCANNED
    assert {key: text for key, text in texts.items() if key in TYPED} == TYPED
    assert texts["policyholder_is_insured"] == ""
    assert READ in top(pilot).told[0]
    assert (journey.step, len(pilot.app.screen_stack)) == ("insured", 1)
    told = [message.text for message in app_of(pilot).workplace.messages]
    assert not [text for text in told if "Ctrl+C" in text]


@pytest.mark.parametrize("dirt", DIRT)
@pytest.mark.parametrize("field", FIELDS if FULL else ["policyholder_is_insured", "birth_date", "country_of_residence"])
async def test_k05_a_burst_in_any_field_fills_the_person(pilot: Pilot[int], field: str, dirt: str) -> None:
    journey, _form = await person(pilot, field)
    await keys(pilot, DIRT[dirt](ROWS))
    assert_filled(pilot, journey)
    assert journey.insured.scan is not None
    assert journey.insured.scan.rows == ROWS


@pytest.mark.parametrize("between", [0.001, 0.005])
@pytest.mark.parametrize("dirt", DIRT if FULL else ["enter", "frame", "russian", "blanks"])
async def test_k05_a_burst_key_by_key(pilot: Pilot[int], dirt: str, between: float) -> None:
    journey, _form = await person(pilot, "address")
    await keys(pilot, DIRT[dirt](ROWS), between)
    assert_filled(pilot, journey)


@pytest.mark.parametrize("rows", [ROWS[:1], ROWS[1:], (ROWS[0], ROWS[1][:30]), (ROWS[0][:20],)])
@pytest.mark.parametrize("field", ["policyholder_is_insured", "last_name_latin", "country_of_residence"])
async def test_k05_half_a_scan_is_said_and_leaves_nothing(pilot: Pilot[int], field: str, rows: tuple[str, ...]) -> None:
    journey, form = await person(pilot, field)
    before = dict(form.texts)
    await keys(pilot, "\r".join(rows) + "\r", 0.001)
    assert form.texts == before
    assert top(pilot).told == (top(pilot).told[0], True)
    assert top(pilot).told[0].endswith("Nothing was filled in: scan again.")
    assert journey.step == "insured"


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\t", ""])
async def test_k05_rows_that_are_pasted(pilot: Pilot[int], separator: str) -> None:
    journey, _form = await person(pilot, "last_name_latin")
    await paste(pilot, separator.join(ROWS) + separator)
    assert_filled(pilot, journey)


async def test_k05_a_scan_that_is_recognised_late_is_taken_out_of_its_field(pilot: Pilot[int]) -> None:
    """The machine halts between two keys for longer than a scanner does."""
    journey, _form = await person(pilot, "last_name_latin")
    text = DIRT["enter"](ROWS)
    await keys(pilot, text[:2])
    await asyncio.sleep(0.2)
    await keys(pilot, text[2:], 0.001)
    assert_filled(pilot, journey)


async def test_k05_what_a_hand_types_is_left_alone(pilot: Pilot[int]) -> None:
    _journey, form = await person(pilot, "last_name_latin")
    for text in ("anna", "iv", "a", "vanessa  pia", "p< pol", "id", "ANPOL SMITH"):
        form.answer("last_name_latin", "")
        await show(pilot, top(pilot).journey)
        row = top(pilot).query_one(FormPanel).row("last_name_latin")
        assert row is not None
        top(pilot).set_focus(row.control)
        await keys(pilot, text)
        assert form.texts["last_name_latin"] == text
    await keys(pilot, "\r")
    assert top(pilot).query_one(FormPanel).focused_field() == "first_name_latin"


async def test_k05_what_is_typed_right_behind_a_scan_is_not_lost(pilot: Pilot[int]) -> None:
    journey, form = await person(pilot)
    for field_id in TYPED:
        form.answer(field_id, "")
    await keys(pilot, DIRT["enter"](ROWS) + "apartment 4\r+48600000001\rger")
    assert form.texts["last_name_latin"] == "KOWALSKA"
    assert [form.texts[each] for each in TYPED] == ["apartment 4", "+48600000001", "ger"]
    assert journey.step == "insured"


async def test_k05_the_box_shows_every_check_and_fills_the_form(pilot: Pilot[int]) -> None:
    journey, _form = await person(pilot, "address")
    await press(pilot, "f2")
    assert top(pilot).current.heading == "Scan a passport"
    await keys(pilot, DIRT["enter"](ROWS), 0.001)
    shown = "\n".join(lines(pilot.app))
    assert "All check digits are right" in shown
    assert "ZZ1234567, check digit right" in shown
    await press(pilot, "enter")
    assert_filled(pilot, journey)


async def test_k05_the_box_names_no_key_that_opens_it(pilot: Pilot[int]) -> None:
    await person(pilot, "address")
    assert "F2 scan" in lines(pilot.app)[-1]
    await press(pilot, "f2")
    shown = lines(pilot.app)
    assert "F2" not in shown[-1]
    await press(pilot, "f2")
    assert (lines(pilot.app), len(pilot.app.screen_stack)) == (shown, 2)


async def test_k05_rows_typed_by_hand_in_the_box(pilot: Pilot[int]) -> None:
    journey, _form = await person(pilot)
    await press(pilot, "ctrl+n")
    for row in ROWS:
        panel = top(pilot).query_one(FormPanel).row("row")
        assert panel is not None
        panel.control.value = row.rstrip("<").lower()  # type: ignore[attr-defined]  # the box has one line of text
        await press(pilot, "enter")
    assert top(pilot).current.heading == "All check digits are right"
    await press(pilot, "escape")
    assert top(pilot).journey is journey
    assert journey.insured.scan is None


async def test_k05_a_wrong_digit_is_looked_at_first(pilot: Pilot[int]) -> None:
    journey, form = await person(pilot)
    await keys(pilot, DIRT["enter"](WRONG))
    assert top(pilot).current.heading == "The scan is not right: compare it with the page"
    assert form.texts["passport_number"] == ""
    await press(pilot, *("tab",) * (len(top(pilot).current.actions) - 1), "enter")
    assert form.texts["passport_number"] == "ZZ1234568"
    assert form.marks["passport_number"] == "scanned, check it"
    assert top(pilot).told[1]
    assert journey.step == "insured"


async def test_k05_a_repair_is_shown_before_it_is_taken(pilot: Pilot[int]) -> None:
    _journey, form = await person(pilot)
    await keys(pilot, DIRT["enter"](MISREAD))
    assert any("ZZ12345678 in place of ZZI2345678" in line for line in top(pilot).current.lead)
    await press(pilot, "tab", "enter")
    assert top(pilot).current.heading == "All check digits are right"
    await press(pilot, "f10")
    assert form.texts["passport_number"] == "ZZ1234567"
    assert form.marks["passport_number"] == "scanned"


async def test_k05_a_visa_is_refused(pilot: Pilot[int]) -> None:
    _journey, form = await person(pilot)
    before = dict(form.texts)
    await keys(pilot, DIRT["enter"](VISA))
    assert top(pilot).current.heading == "This is a visa, not a passport"
    assert [action.id for action in top(pilot).current.actions] == ["again"]
    await press(pilot, "escape", "escape")
    assert form.texts == before


async def test_k05_own_passport_details_are_scanned_too(pilot: Pilot[int]) -> None:
    journey = ProfileJourney(await agent(pilot), "passport")
    await show(pilot, journey)
    await keys(pilot, DIRT["enter"](ROWS), 0.001)
    texts = journey.parts["passport"].form.texts
    assert (texts["number"], texts["nationality"], texts["expiry_date"]) == ("ZZ1234567", "POL  Poland", "20.05.2040")


async def test_f2_elsewhere_says_where_it_works(pilot: Pilot[int]) -> None:
    await show(pilot, await purchase(await agent(pilot), "dates"))
    await burst(pilot, "f2")
    assert top(pilot).told[0].startswith("A passport is scanned where")


UNWANTED = "A passport is scanned where the insured person or your own details are asked."
TAKEN = [name for name in DIRT if name != "empty rows"]
"""Ways of typing that begin with no Enter, which a page without scans takes for a person's at once."""


async def in_field(pilot: Pilot[int], journey: Journey, field: str) -> Form:
    """*journey* with the focus in *field*."""
    await show(pilot, journey)
    panel = top(pilot).query_one(FormPanel)
    row = panel.row(field)
    assert row is not None
    top(pilot).set_focus(row.control)
    await settle(pilot)
    return panel.form


@pytest.mark.parametrize("between", [0.0, 0.005])
@pytest.mark.parametrize("dirt", TAKEN if FULL else ["enter", "frame", "russian", "blanks", "nothing"])
async def test_k05_a_date_takes_no_rows_and_the_page_says_so(pilot: Pilot[int], dirt: str, between: float) -> None:
    """What was typed before stays, the focus too, and nothing is gone on with."""
    journey = await purchase(await agent(pilot), "dates")
    form = await in_field(pilot, journey, "end_date")
    await keys(pilot, "8d")
    await keys(pilot, DIRT[dirt](ROWS), between)
    assert (form.texts["begin_date"], form.texts["end_date"]) == ("", "8d")
    assert top(pilot).query_one(FormPanel).focused_field() == "end_date"
    assert (top(pilot).told[0], journey.step) == (UNWANTED, "dates")
    assert not form.errors


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("lang", ["en", "ru"])
async def test_k05_the_field_stays_in_sight_below_what_is_said(
    open_app: Open, size: tuple[int, int], lang: str
) -> None:
    async with open_app(lang=lang).run_test(size=size) as pilot:
        form = await in_field(pilot, await purchase(await agent(pilot), "dates"), "end_date")
        await keys(pilot, DIRT["enter"](ROWS), 0.001)
        await pilot.pause()
        shown = lines(pilot.app)
        assert [line for line in shown if line.strip().startswith("›")], shown
        said = " ".join(" ".join(shown).split())
        assert " ".join(_(scan_words.UNWANTED).split()[:4]) in said
        assert form.texts["end_date"] == ""


async def test_k05_a_late_scan_is_taken_out_of_a_date(pilot: Pilot[int]) -> None:
    """The machine halts behind the first keys, for longer than they are held."""
    form = await in_field(pilot, await purchase(await agent(pilot), "dates"), "begin_date")
    form.answer("begin_date", "+5")
    await top(pilot).query_one(FormPanel).refresh_rows()
    text = DIRT["enter"](ROWS)
    await keys(pilot, text[:3])
    await asyncio.sleep(0.2)
    assert form.texts["begin_date"] == "+5P<P"
    await keys(pilot, text[3:], 0.001)
    assert form.texts["begin_date"] == "+5"
    assert top(pilot).told[0] == UNWANTED


async def test_k05_neither_login_nor_password_gets_a_row(pilot: Pilot[int]) -> None:
    """The rows end in Enter, which would go on to the password and sign in."""
    form = await in_field(pilot, SignInJourney(await nobody(pilot)), "login")
    await keys(pilot, DIRT["enter"](ROWS), 0.005)
    assert form.texts == {**form.texts, "login": "", "password": ""}
    assert top(pilot).query_one(FormPanel).focused_field() == "login"
    assert top(pilot).told[0] == UNWANTED


async def test_k05_a_secret_takes_whatever_is_typed(pilot: Pilot[int]) -> None:
    """A password may look like anything, and no machine looks at it."""
    form = await in_field(pilot, SignInJourney(await nobody(pilot)), "password")
    await keys(pilot, "P<POLKOWALSKI<<ANNA<<<<<<<<", 0.001)
    assert form.texts["password"] == "P<POLKOWALSKI<<ANNA<<<<<<<<"
    assert top(pilot).before_scan() is None


async def test_k05_no_page_keeps_a_secret_for_a_scan(pilot: Pilot[int]) -> None:
    form = await in_field(pilot, SignInJourney(await nobody(pilot)), "login")
    form.answer("password", "canary of a scan")
    page = top(pilot).before_scan()
    assert page is not None
    assert "canary of a scan" not in repr(page.held.texts)


@pytest.mark.parametrize(
    "typed", ["28 apr", "1 may 2036", "28.11.2036", "t", "+5", "8d", "v", "avi", "p < 3", "31 авг", "мая"]
)
@pytest.mark.parametrize("between", [0.0, 0.004])
async def test_k04_a_date_gets_every_key(pilot: Pilot[int], typed: str, between: float) -> None:
    form = await in_field(pilot, await purchase(await agent(pilot), "dates"), "begin_date")
    await keys(pilot, typed, between)
    assert form.texts["begin_date"] == typed
    await paste(pilot, "28.11.2036")
    assert form.texts["begin_date"] == typed + "28.11.2036"


async def test_k04_a_figure_in_a_date_waits_for_nothing(pilot: Pilot[int]) -> None:
    """Only a letter with which a row begins is held; no figure, no sign, and no Enter."""
    await in_field(pilot, await purchase(await agent(pilot), "dates"), "begin_date")
    scanner = app_of(pilot)._keys._scanner
    for key, character in (("2", "2"), ("plus", "+"), ("full_stop", "."), ("d", "d"), ("t", "t"), ("enter", "\r")):
        event = events.Key(key, character)
        assert scanner.hear([event], now=event.time, quiet=False) == HAND_ON, key
    event = events.Key("P", "P")
    assert scanner.hear([event], now=event.time, quiet=False).wait == QUIET


async def test_k05_a_list_to_choose_from_is_neither_filtered_nor_chosen_from(pilot: Pilot[int]) -> None:
    _journey, form = await person(pilot, "country_of_residence")
    before = dict(form.texts)
    await press(pilot, "f4")
    choosing = pilot.app.screen
    assert isinstance(choosing, ChooseScreen)
    await keys(pilot, DIRT["enter"](ROWS), 0.001)
    assert pilot.app.screen is choosing
    assert form.texts == before


async def test_the_check_page_says_what_the_scan_says(pilot: Pilot[int]) -> None:
    journey, _form = await person(pilot)
    await keys(pilot, DIRT["enter"](ROWS))
    await press(pilot, "f10")
    assert journey.step == "check"
    assert [row.value for row in top(pilot).current.rows if row.label == "The scan says"] == [
        "ZZ1234567, all check digits right"
    ]
