"""The keyboard alone: Tab follows the definition, letters stay letters, help is everywhere, pastes are cleaned."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from string import ascii_letters, digits, punctuation

import pytest
from textual.pilot import Pilot

from omi_tui import actions
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.text_page import TextScreen
from omi_tui.text.i18n import LANGUAGES, _
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import BottomLines
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.tick import Tick
from tests.forms.every_form import FORMS as FORM_CLASSES
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, app_of, burst, paste, press, purchase, settle, show, top

PRINTABLE = digits + ascii_letters + punctuation + " ёЯцЫ"
FORMS = ("sign_in", "insured_other", "check", "personal", "passport", "settings")
EVERY_FORM = (
    *FORMS, "sign_up_errors", "activation", "forgot", "reset", "dates", "account", "email", "password", "unlock",
    "protect", "quick", "price", "need", "day_book_days", "scan",
    "group_source", "group_person", "group_shared",
)  # fmt: skip
WITHOUT_LETTERS = re.compile("f[0-9]+|enter|escape|up|down")
ORDER = ("next", "help", "scan", "forward", "back", "language", "menu", "leave")
"""The commands of the last line, on every screen in this order."""
SWEEP = list(SCENES) if os.environ.get("OMI_SWEEP") == "full" else list(SCENES)[::3]


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


@pytest.mark.parametrize("name", [*FORMS, "home_waiting", "cart", "archive_page_2", "pay", "conflict"])
async def test_a23_tab_goes_through_everything_in_its_order_and_back(name: str, pilot: Pilot[int]) -> None:
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


async def test_a23_esc_leaves_from_every_place(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    await show(pilot, HomeJourney(workplace))
    for place in range(14):
        pilot.app.push_screen(JourneyScreen(ProfileJourney(workplace)))
        await settle(pilot)
        chain = top(pilot).focus_chain
        top(pilot).set_focus(chain[place % len(chain)])
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


@pytest.mark.parametrize("name", EVERY_FORM)
async def test_a24_no_letter_runs_a_command_in_a_field(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    app, screen = app_of(pilot), top(pilot)
    before = (app.screen, screen.current.id, screen.journey.step, app.theme, len(app.workplace.messages))
    for row in screen.query(FieldRow).results():
        control = row.control
        if isinstance(control, FieldInput):
            control.value = ""
        screen.set_focus(control)
        # a digit chooses a line of the page where nothing is typed; a blank sets a tick
        await burst(pilot, *(PRINTABLE if not isinstance(control, Tick) else ascii_letters + "ёЯцЫ"))
        assert screen.focused is control
        assert (app.screen, screen.current.id, screen.journey.step, app.theme, len(app.workplace.messages)) == before
        if isinstance(control, FieldInput):
            assert control.value == PRINTABLE


@pytest.mark.parametrize("name", SWEEP)
async def test_a27_help_stands_in_one_place_and_names_field_and_keys(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    if not isinstance(pilot.app.screen, JourneyScreen):
        assert "Esc" in "\n".join(lines(pilot.app)[:-1]), "a dialog names its own keys"
        await press(pilot, "escape")
    assert lines(pilot.app)[-1].replace(" › ", " · ").split(" · ")[1] == "F1 help"
    shown = [each.command for each in top(pilot).query_one(BottomLines).keys]
    assert shown == [command for command in ORDER if command in shown]
    assert len(shown) <= 6
    focused = top(pilot).focused
    await press(pilot, "f1")
    page = pilot.app.screen
    assert isinstance(page, TextScreen)
    assert set(actions.help_lines()) <= set(page.sentences)
    if focused is not None and isinstance(focused.parent, FieldRow):
        assert page.sentences[0] == _(focused.parent.field.label)
    if isinstance(focused, NumberedList):
        assert page.sentences[0].startswith("Up and Down move")
        assert ("/: filter" in page.sentences) == (focused.id == "entries")


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


async def test_a26_every_sentence_stays_in_the_messages_and_none_passes_by(pilot: Pilot[int]) -> None:
    await SCENES["cart"](pilot)
    workplace = app_of(pilot).workplace
    for act in ("open", "update"):
        workplace.tell(f"The {act} was done.")
        await top(pilot).redraw()
    workplace.tell("The last one stands.")
    await top(pilot).redraw()
    for _moment in range(3):
        await press(pilot, "tab")
        assert "The last one stands." in "\n".join(lines(pilot.app)), "it stays until something is done"
    await press(pilot, "f8")
    page = pilot.app.screen
    assert isinstance(page, TextScreen)
    for message in workplace.messages:
        assert f"{message.at}  {message.text}" in page.sentences
    assert not pilot.app.query("Toast")


async def test_a24_every_form_was_typed_into(pilot: Pilot[int]) -> None:
    """The list of pages above forgets none of the forms."""
    seen = set()
    for name in EVERY_FORM:
        while len(pilot.app.screen_stack) > 1:
            await pilot.app.pop_screen()
        await SCENES[name](pilot)
        seen |= {type(panel.form) for panel in top(pilot).query(FormPanel).results()}
    assert set(FORM_CLASSES) <= seen


def test_a25_every_command_has_a_key_or_a_menu_line_without_a_latin_letter() -> None:
    """Where Ctrl and a letter do not work, as with a Cyrillic layout, the menu and its digits do."""
    direct = [each.id for each in actions.COMMANDS if any(WITHOUT_LETTERS.fullmatch(key) for key in each.keys)]
    in_menu = [each.id for each in actions.COMMANDS if each.id not in ("next", "menu")]
    assert {"next", "menu", "back", "help", "forward", "leave", "messages"} <= set(direct)
    assert {each.id for each in actions.COMMANDS} <= {*direct, *in_menu}
    for each in actions.COMMANDS:
        assert not any(len(key) == 1 for key in each.keys), "a bare letter"
        assert not any(key.startswith(("ctrl+alt+", "insert", "caps")) for key in each.keys), "a screen reader's key"


@pytest.mark.parametrize("name", ["sign_in", "insured_other", "home", "cart", "pay"])
async def test_a25_the_menu_is_the_last_place_of_tab_and_digits_do_its_commands(name: str, pilot: Pilot[int]) -> None:
    await SCENES[name](pilot)
    screen = top(pilot)
    screen.set_focus(screen.focus_chain[0])
    await press(pilot, "shift+tab")
    assert isinstance(screen.focused, BottomLines)
    assert " › F9 menu" in lines(pilot.app)[-1]
    assert screen.focused.caret.y == screen.focused.size.height - 1
    assert lines(pilot.app)[-1][screen.focused.caret.x :].startswith("F9"), "the terminal's cursor stands there"
    await press(pilot, "enter")
    assert pilot.app.screen is not screen
    offered = [line.split() for line in lines(pilot.app) if "Messages so far" in line]
    await press(pilot, offered[0][offered[0].index("Messages") - 1][-1])
    assert isinstance(pilot.app.screen, TextScreen)
    assert pilot.app.screen.page_title == "Messages so far"


async def test_a25_every_line_of_the_menu_is_reached_by_arrows_and_a_digit(pilot: Pilot[int]) -> None:
    await SCENES["insured_other"](pilot)
    await press(pilot, "f9")
    seen = ""
    for _page in range(2):
        seen += "\n".join(lines(pilot.app))
        await press(pilot, "right")
    for each in actions.COMMANDS:
        assert each.id in ("next", "menu") or re.search(rf"\d  {re.escape(each.label)}", seen), each.id


async def test_a24_a27_other_keys_stand_everywhere_and_work(open_app: Open) -> None:
    keys = {"help": ("f13", "alt+h"), "forward": ("f14",), "back": ("alt+q",), "leave": ("alt+k",), "menu": ("f1",)}
    async with open_app(keys=keys).run_test(size=(80, 24)) as pilot:
        await SCENES["dates"](pilot)
        assert lines(pilot.app)[-1].strip() == (
            "Enter next · F13 help · F14 buy · Ctrl+Y Русский · F1 menu · Alt+K leave"
        )
        app = app_of(pilot)
        await press(pilot, "f13")
        page = pilot.app.screen
        assert isinstance(page, TextScreen)
        assert set(actions.help_lines(app.commands)) <= set(page.sentences)
        assert any(line.startswith("F13, Alt+H: Help on this field and screen.") for line in page.sentences)
        await press(pilot, "alt+q")
        assert top(pilot).current.id == "dates"
        await press(pilot, "f1")
        shown = " ".join("\n".join(lines(pilot.app)).split())
        assert "Help on this field and screen F13, Alt+H" in shown
        await press(pilot, "escape", "f10", "f3", "f9")
        assert top(pilot).current.id == "dates", "the former keys do nothing"
        assert not top(pilot).query("#summary")
        await press(pilot, "f14")
        assert top(pilot).query("#summary"), "the new key continues"


async def test_a24_a_wait_is_stopped_by_the_keys_that_are_set(open_app: Open) -> None:
    app = open_app(keys={"back": ("f14",), "leave": ("f13",)})
    assert app._keys._at_once == {"ctrl+c", "escape", "f14", "f13"}


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a27_help_and_menu_stay_in_the_smallest_window(lang: str, open_app: Open) -> None:
    async with open_app(lang=lang).run_test(size=(40, 12)) as pilot:
        for name in ("sign_in", "dates"):
            await SCENES[name](pilot)
            last = lines(pilot.app)[-1]
            assert "F1 " in last, f"{name}: {last}"
            assert "F9 " in last, f"{name}: {last}"


def test_a26_nothing_passes_by_in_a_corner() -> None:
    """Textual's toasts vanish by themselves; every sentence goes through the messages instead."""
    sources = Path(actions.__file__).parent.rglob("*.py")
    assert [path for path in sources if re.search(r"\.notify\(|Toast\(", path.read_text("utf-8"))] == []
