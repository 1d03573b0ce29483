"""What must not come in or go out at the screen: pastes, copies, screenshots, titles."""

import inspect
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from textual.app import App
from textual.dom import DOMNode
from textual.pilot import Pilot

from omi_tui import actions
from omi_tui.app import OmiApp
from omi_tui.widgets.field_input import PASTE_LIMIT, FieldInput
from omi_tui.widgets.form_panel import FormPanel
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import app_of, burst, paste, press, top

HOSTILE = "AB\x1b]52;c;eA==\x07 12\x1b[2J\x9b31m3\u202e4\u200b5\u00ad6\r\nsecond line\tend"


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


def field(pilot: Pilot[int], field_id: str) -> FieldInput:
    row = top(pilot).query_one(FormPanel).row(field_id)
    assert row is not None
    assert isinstance(row.control, FieldInput)
    top(pilot).set_focus(row.control)
    return row.control


async def test_sec_06_a_paste_is_one_line_without_controls(pilot: Pilot[int]) -> None:
    await SCENES["insured_other"](pilot)
    address = field(pilot, "address")
    address.value = ""
    await paste(pilot, HOSTILE)
    assert address.value == "AB 123456 second line end"


async def test_sec_06_a_paste_ends_somewhere(pilot: Pilot[int]) -> None:
    await SCENES["insured_other"](pilot)
    address = field(pilot, "address")
    address.value = ""
    await paste(pilot, "x" * 1_000_000)
    assert len(address.value) == PASTE_LIMIT


async def test_sec_06_the_filter_takes_no_more(pilot: Pilot[int]) -> None:
    await SCENES["archive_filtered"](pilot)
    focused = pilot.app.focused
    assert isinstance(focused, FieldInput)
    await paste(pilot, HOSTILE)
    assert focused.value == "marAB 123456 second line end"


async def test_sec_06_a_password_is_pasted_as_it_is_but_in_one_line(pilot: Pilot[int]) -> None:
    await SCENES["sign_in"](pilot)
    password = field(pilot, "password")
    await paste(pilot, "  pass word \u00e9\n")
    assert password.value == "  pass word \u00e9"
    password.value = ""
    await paste(pilot, "one\x1b[2J\ntwo")
    assert password.value.isprintable()


async def test_sec_06_a_paste_where_no_field_is_does_nothing(pilot: Pilot[int]) -> None:
    await SCENES["home"](pilot)
    before = lines(app_of(pilot))
    await paste(pilot, "1\r\n2\r\n")
    assert lines(app_of(pilot)) == before


@pytest.mark.parametrize("keys", [("ctrl+a", "super+c"), ("ctrl+a", "ctrl+x"), ("home", "shift+end", "super+c")])
async def test_sec_07_nothing_is_copied_from_a_secret(keys: tuple[str, ...], pilot: Pilot[int]) -> None:
    await SCENES["sign_in"](pilot)
    password = field(pilot, "password")
    await burst(pilot, *"secret-7")
    await press(pilot, *keys)
    assert password.value == "secret-7"
    assert pilot.app.clipboard == ""


async def test_sec_07_what_is_cut_stays_in_the_program(pilot: Pilot[int], monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    await SCENES["insured_other"](pilot)
    driver = pilot.app._driver
    assert driver is not None
    monkeypatch.setattr(driver, "write", written.append)
    number = field(pilot, "passport_number")
    number.select_all()
    await press(pilot, "ctrl+x")
    assert pilot.app.clipboard == "1234567"
    assert not [data for data in written if "\x1b]" in data]
    await press(pilot, "ctrl+v")
    assert number.value == "1234567"


async def test_sec_07_no_text_is_selected_by_the_mouse(pilot: Pilot[int]) -> None:
    await SCENES["draft"](pilot)
    await pilot.mouse_down(offset=(2, 4))
    await pilot.hover(offset=(60, 8))
    await pilot.mouse_up(offset=(60, 8))
    assert pilot.app.screen.selections == {}
    assert OmiApp.ALLOW_SELECT is False


FORBIDDEN = ("screenshot", "suspend_process", "command_palette", "show_help_panel", "copy_text", "simulate_key")


async def test_sec_08_no_key_and_no_command_makes_a_screenshot(pilot: Pilot[int]) -> None:
    offered: list[str] = [command.id for command in actions.COMMANDS]
    for name in ("insured_other", "menu", "archive_filtered", "leave_question"):
        await SCENES[name](pilot)
        places: list[DOMNode] = [*pilot.app.screen.walk_children(), pilot.app.screen, pilot.app]
        for place in places:
            for bound in place._bindings.key_to_bindings.values():
                offered += [binding.action for binding in bound]
        while len(pilot.app.screen_stack) > 1:
            await pilot.app.pop_screen()
    assert "command('lock')" in offered
    assert not [action for action in offered if any(word in action for word in FORBIDDEN if word != "copy_text")]
    assert not OmiApp.ENABLE_COMMAND_PALETTE
    assert list(pilot.app.get_system_commands(pilot.app.screen)) == []


def test_sec_08_textual_still_calls_it_by_that_name() -> None:
    for name in ("screenshot", "suspend_process", "command_palette"):
        assert inspect.isfunction(getattr(App, f"action_{name}")), name


async def test_sec_05_the_title_is_constant(pilot: Pilot[int]) -> None:
    for name in ("sign_in", "home", "draft"):
        await SCENES[name](pilot)
        assert (pilot.app.title, pilot.app.sub_title) == ("OMI", "")


async def test_sec_35_the_insurer_s_host_is_always_named(pilot: Pilot[int]) -> None:
    """An insurer that calls itself the demo one is still named by its host."""
    await SCENES["home"](pilot)
    app = app_of(pilot)
    workplace = app.workplace
    assert app.served_by() == ("", (), "demo")
    workplace.demo, workplace.settings = False, replace(workplace.settings, backend_url="https://insurer.example.test")
    assert app.served_by() == ("insurer.example.test", (), "demo")
    top(pilot).show_frame()
    assert "insurer.example.test demo" in lines(app)[0]
