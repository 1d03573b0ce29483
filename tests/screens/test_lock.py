"""The lock: it hides everything, keeps everything, and payments go on behind it."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import pytest
from rich.text import Text
from textual.pilot import Pilot
from textual.widget import Widget

from omi_tui.app import OmiApp
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.records import RecordsJourney
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.lock import LockScreen
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.form_panel import FormPanel
from tests.journeys.walking import OTHER, fill
from tests.scanned import ROWS
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, app_of, burst, ordered, paste, press, purchase, settle, show, top

PASSWORD = "demo-desk-1"
CANARIES = ("KOWALSKA", "Kowalska", "1234567", "86071400000", "Lipowa", "600000000", "agent@example", PASSWORD)


@pytest.fixture
def strangers() -> WeakSet[Widget]:
    """The widgets of earlier tests that are still alive: a thread of their shared insurer that started while an app
    ran holds what that app had put in the place of ``sys.stderr``, and so the whole app.
    """
    return WeakSet(living())


@pytest.fixture
async def pilot(strangers: object, open_app: Open) -> AsyncIterator[Pilot[int]]:
    app = open_app()
    app.clock = Clock()
    async with app.run_test(size=(80, 24)) as pilot:
        yield pilot


class Clock:
    """Seconds that go by when they are told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def pass_by(app: OmiApp, seconds: float) -> None:
    """So many seconds go by without a key."""
    assert isinstance(app.clock, Clock)
    app.clock.now += seconds


async def sign_in(pilot: Pilot[int]) -> None:
    """By the keys, as a person does."""
    await settle(pilot)
    fill(top(pilot).journey.view().form, login="agent@example.test", password=PASSWORD)
    await press(pilot, "f10")
    assert isinstance(top(pilot).journey, HomeJourney)


async def unlock(pilot: Pilot[int], password: str = PASSWORD) -> None:
    await burst(pilot, *password, "enter")


def texts(widget: Widget) -> Iterator[str]:
    """Everything in a widget that is a text, and what it renders."""
    if isinstance(widget, FieldInput):
        yield widget.value
    yield from _inside(vars(widget), 3)
    with suppress(KeyError):  # one that was never shown has no styles to be drawn with
        shown = widget.render()
        yield shown.plain if isinstance(shown, Text) else str(shown)


def _inside(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict):
        for name, part in value.items():
            if name not in ("form", "journey"):
                yield from _inside(part, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _inside(part, depth - 1)


def living() -> list[Widget]:
    """Every widget that something holds, whether or not it is on a screen."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Widget)]


def left_over(app: OmiApp, strangers: WeakSet[Widget], canaries: Sequence[str] = CANARIES) -> dict[str, str]:
    """The *canaries* that stand in a widget that is still alive and no stranger, or on the clipboard."""
    found = {}
    for widget in [each for each in living() if each not in strangers]:
        for text in texts(widget):
            for canary in canaries:
                if canary in text:
                    found[f"{widget!r} {canary}"] = text[:80]
    return found | {canary: "clipboard" for canary in canaries if canary in app.clipboard}


async def form_of_another_person(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    workplace = app_of(pilot).workplace
    pilot.app.push_screen(JourneyScreen(await purchase(workplace, "insured", other=True)))
    await settle(pilot)


async def test_sec_26_lock_and_unlock_keep_what_was_typed_and_the_focus(pilot: Pilot[int]) -> None:
    await form_of_another_person(pilot)
    screen = top(pilot)
    row = screen.query_one(FormPanel).row("address")
    assert row is not None
    screen.set_focus(row.control)
    await burst(pilot, "end", *" flat 9", "left", "left")
    await press(pilot, "f12")
    assert isinstance(pilot.app.screen, LockScreen)
    assert "KOWALSKA" not in "\n".join(lines(app_of(pilot)))
    await unlock(pilot)
    assert pilot.app.screen is screen
    focused = screen.focused
    assert isinstance(focused, FieldInput)
    assert (focused.value, focused.cursor_position) == (f"{OTHER['address']} flat 9", len(OTHER["address"]) + 5)
    assert screen.query_one(FormPanel).form.texts["last_name_latin"] == "KOWALSKA"


async def test_inv_20_no_widget_and_no_clipboard_holds_a_person_while_locked(
    pilot: Pilot[int], strangers: WeakSet[Widget]
) -> None:
    await form_of_another_person(pilot)
    assert left_over(app_of(pilot), strangers), "this way of looking finds what is not hidden"
    app_of(pilot).copy_to_clipboard("KOWALSKA")
    await press(pilot, "ctrl+l")
    await pilot.pause()
    assert left_over(app_of(pilot), strangers) == {}


async def test_inv_20_nor_once_signed_out(pilot: Pilot[int], strangers: WeakSet[Widget]) -> None:
    await form_of_another_person(pilot)
    app_of(pilot).copy_to_clipboard("KOWALSKA")
    workplace = app_of(pilot).workplace
    workplace.tell("The policy of KOWALSKA is saved.")
    await press(pilot, "f12")
    await burst(pilot, "enter")
    locked = app_of(pilot).screen
    assert isinstance(locked, LockScreen)
    locked.start("sign_out")
    await settle(pilot)
    assert top(pilot).journey.id == "sign_in"
    assert (workplace.login, workplace.verifier) == ("", None)
    assert [message.text for message in workplace.messages] == ["You are signed out."]
    assert "You are signed out." in "\n".join(lines(app_of(pilot)))
    assert left_over(app_of(pilot), strangers, CANARIES[:-2]) == {}  # the sign-in page of a demo names its account


async def test_sec_26_five_minutes_without_a_key_lock(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    app = app_of(pilot)
    pass_by(app, 299)
    assert not await app.lock_if_idle()
    await press(pilot, "down")
    pass_by(app, 299)
    assert not await app.lock_if_idle()
    pass_by(app, 1)
    assert await app.lock_if_idle()
    await settle(pilot)
    assert isinstance(pilot.app.screen, LockScreen)


async def test_sec_26_the_first_key_after_a_long_sleep_does_nothing_but_lock(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    pass_by(app_of(pilot), 3600)
    await press(pilot, "1")
    assert isinstance(pilot.app.screen, LockScreen)
    await unlock(pilot)
    assert isinstance(top(pilot).journey, HomeJourney)


async def test_sec_26_a_key_and_the_clock_at_once_lock_once(pilot: Pilot[int]) -> None:
    """A key wakes the machine up: the clock looks at that moment, too, and closing the menu takes a while."""
    await sign_in(pilot)
    await press(pilot, "f9")
    pass_by(app_of(pilot), 301)
    await asyncio.gather(*(app_of(pilot).lock_if_idle() for _each in range(3)))
    await settle(pilot)
    assert [type(screen) for screen in pilot.app.screen_stack] == [JourneyScreen, LockScreen]
    await unlock(pilot)
    assert [type(screen) for screen in pilot.app.screen_stack] == [JourneyScreen]


async def test_sec_26_five_wrong_passwords_sign_out(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    await press(pilot, "f12")
    for tries in range(5):
        assert isinstance(pilot.app.screen, LockScreen), tries
        await unlock(pilot, "wrong")
    assert top(pilot).journey.id == "sign_in"
    insurer = app_of(pilot).workplace.connected
    assert insurer is not None
    assert not insurer.sessions.signed_in
    assert "Five passwords were wrong" in "\n".join(lines(app_of(pilot)))


async def test_a_scanner_that_goes_on_with_the_queue_uses_up_no_tries(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    await press(pilot, "f12")
    for _scan in range(3):
        for row in ROWS:
            await unlock(pilot, row)
    assert isinstance(pilot.app.screen, LockScreen)
    assert "A passport is scanned where the insured person" in " ".join("\n".join(lines(app_of(pilot))).split())
    await unlock(pilot, "wrong")
    assert "4 tries are left" in "\n".join(lines(app_of(pilot)))
    await unlock(pilot)
    assert isinstance(top(pilot).journey, HomeJourney)


async def test_nothing_to_lock_before_signing_in(pilot: Pilot[int]) -> None:
    await settle(pilot)
    await press(pilot, "f12")
    assert top(pilot).journey.id == "sign_in"
    assert "Nobody is signed in, so there is nothing to lock." in "\n".join(lines(app_of(pilot)))
    pass_by(app_of(pilot), 3600)
    assert not await app_of(pilot).lock_if_idle()


@pytest.mark.parametrize("key", ["escape", "f7", "ctrl+o", "f8", "f9", "ctrl+p", "f4", "f12"])
async def test_no_other_key_leads_past_the_lock(key: str, pilot: Pilot[int]) -> None:
    await form_of_another_person(pilot)
    await press(pilot, "f12", key)
    assert isinstance(pilot.app.screen, LockScreen)
    assert len(pilot.app.screen_stack) == 3


async def test_language_changes_under_the_lock_and_nothing_shows(pilot: Pilot[int], strangers: WeakSet[Widget]) -> None:
    await form_of_another_person(pilot)
    await press(pilot, "f12", "ctrl+y")
    assert isinstance(pilot.app.screen, LockScreen)
    assert left_over(app_of(pilot), strangers) == {}
    await unlock(pilot)
    assert "KOWALSKA" in "\n".join(lines(app_of(pilot)))


@pytest.mark.parametrize("scene", ["delete_question", "menu", "help_page", "countries", "messages"])
async def test_inv_16_a_dialog_is_given_up_by_the_lock(scene: str, pilot: Pilot[int]) -> None:
    await SCENES[scene](pilot)
    if scene == "countries":
        await agent(pilot)
    await press(pilot, "f12")
    assert isinstance(pilot.app.screen, LockScreen)
    assert all(isinstance(screen, JourneyScreen) for screen in pilot.app.screen_stack)


async def test_sec_26_payments_are_polled_behind_the_lock(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    journey = await ordered(app_of(pilot).workplace)
    await show(pilot, journey)
    screen = top(pilot)
    await press(pilot, "f12")
    insurer = app_of(pilot).workplace.connected
    assert insurer is not None
    await insurer.fake.pay(journey.order_number, "0000")
    assert screen._poll_timer is not None
    screen.start("poll")
    await settle(pilot)
    assert journey.order is not None
    assert journey.order.state == "approved"
    assert isinstance(pilot.app.screen, LockScreen)
    assert not screen.query("#body > *")
    await unlock(pilot)
    assert screen.current.id == "paid"
    assert "is paid" in "\n".join(lines(app_of(pilot)))


async def test_inv_16_what_an_act_leads_to_waits_behind_the_lock(pilot: Pilot[int]) -> None:
    await sign_in(pilot)
    screen = top(pilot)
    screen.start("drafts")
    await app_of(pilot).lock()
    await settle(pilot)
    assert isinstance(pilot.app.screen, LockScreen)
    assert len(pilot.app.screen_stack) == 2
    await unlock(pilot)
    await settle(pilot)
    assert isinstance(top(pilot).journey, RecordsJourney)
    await press(pilot, "escape")
    assert top(pilot) is screen


async def test_a_session_without_its_password_is_unlocked_at_the_insurer(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    workplace.login = ""
    await show(pilot, HomeJourney(workplace))
    await press(pilot, "f12")
    assert workplace.login == "agent@example.test"
    await unlock(pilot, "wrong")
    assert isinstance(pilot.app.screen, LockScreen)
    await unlock(pilot)
    assert isinstance(top(pilot).journey, HomeJourney)
    assert not isinstance(pilot.app.screen, LockScreen)


async def test_keys_and_pastes_do_not_reach_what_is_locked(pilot: Pilot[int]) -> None:
    await form_of_another_person(pilot)
    form: Any = top(pilot).journey.view().form
    before = dict(form.texts)
    await press(pilot, "f12")
    await paste(pilot, "PASTED")
    await burst(pilot, *"abc", "tab", "tab", "down")
    assert form.texts == before
