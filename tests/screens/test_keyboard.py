"""The keyboard alone: Tab follows the definition, letters stay letters, help is everywhere, pastes are cleaned."""

from collections.abc import AsyncIterator
from string import ascii_letters, digits, punctuation

import pytest
from textual.pilot import Pilot

from omi_tui import actions
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.text_page import TextScreen
from omi_tui.text.i18n import _
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, app_of, burst, paste, press, purchase, settle, show, top

PRINTABLE = digits + ascii_letters + punctuation + " ёЯцЫ"
FORMS = ("sign_in", "insured_other", "check", "personal", "passport", "settings")


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


@pytest.mark.parametrize("name", [*FORMS, "home_waiting", "cart", "archive_page_2", "pay", "conflict"])
async def test_tab_goes_through_everything_in_its_order_and_back(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    screen = top(pilot)
    chain = screen.focus_chain
    assert len(set(chain)) == len(chain)
    panels = screen.query(FormPanel)
    if panels:
        fields = [panel.form.visible() for panel in panels]
        rows = [widget.parent.field for widget in chain if isinstance(widget.parent, FieldRow)]
        assert rows == [field for form in fields for field in form]
    screen.set_focus(chain[0])
    for way, places in (("tab", [*chain[1:], chain[0]]), ("shift+tab", chain[::-1])):
        for place in places:
            await burst(pilot, way)
            assert screen.focused is place


async def test_esc_leaves_from_every_place(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    await show(pilot, HomeJourney(workplace))
    for place in range(14):
        pilot.app.push_screen(JourneyScreen(ProfileJourney(workplace)))
        await settle(pilot)
        chain = top(pilot).focus_chain
        top(pilot).set_focus(chain[place % len(chain)])
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


@pytest.mark.parametrize("name", FORMS)
async def test_no_letter_runs_a_command_in_a_field(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    app, screen = app_of(pilot), top(pilot)
    before = (app.screen, screen.current.id, screen.journey.step, app.theme, len(app.workplace.messages))
    for row in screen.query(FieldRow).results():
        control = row.control
        if isinstance(control, FieldInput):
            control.value = ""
        elif not isinstance(control, ChoiceStrip):
            continue
        screen.set_focus(control)
        await burst(pilot, *PRINTABLE)
        assert screen.focused is control
        assert (app.screen, screen.current.id, screen.journey.step, app.theme, len(app.workplace.messages)) == before
        if isinstance(control, FieldInput):
            assert control.value == PRINTABLE


@pytest.mark.parametrize(
    "name", ["sign_in", "sign_up_errors", "dates", "check", "home", "cart", "archive_page_2", "pay"]
)
async def test_help_stands_in_one_place_and_names_field_and_keys(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    assert lines(pilot.app)[-1].split(" · ")[1] == "F1 help"
    focused = top(pilot).focused
    await press(pilot, "f1")
    page = pilot.app.screen
    assert isinstance(page, TextScreen)
    assert set(actions.help_lines()) <= set(page.sentences)
    if focused is not None and isinstance(focused.parent, FieldRow):
        assert page.sentences[0] == _(focused.parent.field.label)


async def test_a_paste_is_one_clean_line(pilot: Pilot[int]) -> None:
    await SCENES["insured_other"](pilot)
    row = top(pilot).query_one(FormPanel).row("address")
    assert row is not None
    assert isinstance(row.control, FieldInput)
    row.control.value = ""
    row.control.focus()
    await paste(pilot, "ul. \x1b[31mLipowa\x1b]52;c;aGk=\x07 12\u202e,\r\n15-427\x9b Bialystok\u200b\n")
    value = row.control.value
    assert "Lipowa" in value
    assert "15-427" in value
    assert not [char for char in value if not char.isprintable()]
    assert row.form.texts["address"] == value


async def test_a_secret_is_not_copied(pilot: Pilot[int]) -> None:
    await SCENES["sign_in"](pilot)
    field = top(pilot).query(FieldInput)[1]
    assert field.password
    field.value = "four unrelated words"
    field.focus()
    field.action_select_all()
    for key in ("ctrl+x", "super+c", "ctrl+insert"):
        await burst(pilot, key)
    field.action_copy()
    field.action_cut()
    assert pilot.app.clipboard == ""
    assert field.value == "four unrelated words"


async def test_texts_of_others_are_never_markup(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    insurer = await workplace.insurer()
    copy = await insurer.profile.personal_info()
    assert copy.value is not None
    strange = "[/] [red]x [bold]Minsk[/bold] $name"
    await insurer.profile.save_personal_info(copy.value.model_copy(update={"address": strange}), copy.etag)
    await show(pilot, await purchase(workplace, "check"))
    assert strange in "\n".join(lines(pilot.app))
    workplace.tell(strange, bad=True)
    await press(pilot, "f8")
    assert strange in "\n".join(lines(pilot.app))
    await press(pilot, "escape")
    await show(pilot, ProfileJourney(workplace))
    assert strange in "\n".join(lines(pilot.app))


async def test_every_sentence_stays_in_the_messages_and_none_passes_by(pilot: Pilot[int]) -> None:
    await SCENES["cart"](pilot)
    workplace = app_of(pilot).workplace
    for act in ("open", "update"):
        workplace.tell(f"The {act} was done.")
        await top(pilot).redraw()
    await press(pilot, "f8")
    page = pilot.app.screen
    assert isinstance(page, TextScreen)
    for message in workplace.messages:
        assert f"{message.at}  {message.text}" in page.sentences
    assert not pilot.app.query("Toast")
