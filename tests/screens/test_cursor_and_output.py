"""A11, A13: at every key the terminal's cursor is where the focus is, and little is written, as a terminal gets it.

A sample of the screens at 80 by 24 is gone through; with ``OMI_SWEEP=full`` every screen at both sizes.
"""

import os
import sys

import pytest
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from omi_tui.screens.journey import JourneyScreen
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.tick import Tick
from tests.screens.conftest import Open
from tests.screens.recorder import Recorder, recorded, recorder_of
from tests.screens.scenes import SCENES
from tests.screens.walking import app_of, settle, top

TYPED, MOVED, FILTERED = 1500, 8000, 8000
"""Bytes that a typed character and a move of the focus may write, and a letter of a filter, which lists anew."""
FULL = os.environ.get("OMI_SWEEP") == "full"
SAMPLE = ("sign_up_errors", "insured_other", "check", "pay", "archive_filtered", "settings", "conclude_question")
WALKS = [(name, size) for name in SCENES for size in ((80, 24), (40, 12))] if FULL else [(n, (80, 24)) for n in SAMPLE]
WALKS += [] if FULL else [("insured_errors", (40, 12)), ("countries", (40, 12)), ("help_page", (40, 12))]


def own_keys(place: Widget) -> tuple[str, ...]:
    """Keys that do something within a place and do not leave it."""
    if isinstance(place, FieldInput):
        return ("home", "end", "z", "backspace", "left", "right")
    if isinstance(place, NumberedList):
        return ("down", "end", "home", "up")
    if isinstance(place, ChoiceStrip):
        return ("right", "left")
    return ("home", "end") if not isinstance(place, Tick) else ()


def where_it_belongs(pilot: Pilot[int]) -> Region:
    """The cells that the cursor may stand in: of a list the chosen row; else the first line that is shown."""
    screen = pilot.app.screen
    focused = screen.focused
    if isinstance(focused, NumberedList):
        top_line, height = focused.line_of(focused.index)
        region = Region(focused.content_region.x, focused.content_region.y + top_line, focused.size.width, height)
    elif focused is not None:
        region = focused.region
    else:
        return screen.query(VerticalScroll).first().region
    for parent in focused.ancestors:
        if isinstance(parent, VerticalScroll) and not parent.content_region.overlaps(region):
            return Region(*parent.content_region.offset, 1, 1)  # paged on: what is read now
    return region


class Walk:
    """A screen, its recorder, and the figures of what each key wrote."""

    def __init__(self, pilot: Pilot[int], recorder: Recorder) -> None:
        self.pilot, self.recorder = pilot, recorder
        self.keys = 0
        self.most: dict[str, int] = {}

    async def press(self, key: str, budget: str = "", most: int = sys.maxsize) -> None:
        """Press a key; hold the cursor to its place, and what was written to the budget."""
        self.pilot.app.simulate_key(key)
        await settle(self.pilot)  # a key that may begin a scan waits a moment for the next one
        written = len(self.recorder.take())
        belongs = where_it_belongs(self.pilot)
        at = f"{key} at {self.pilot.app.screen.focused}"
        assert belongs.contains(*self.recorder.cursor), f"{at}: {self.recorder.cursor} is not in {belongs}"
        assert written <= most, f"{at}: {written} bytes"
        self.keys += 1
        self.most[budget] = max(written, self.most.get(budget, 0))


@pytest.mark.parametrize(("name", "size"), WALKS)
async def test_a11_a13_the_cursor_follows_every_key_and_little_is_written(
    name: str, size: tuple[int, int], open_app: Open
) -> None:
    app = recorded(open_app())
    async with app.run_test(headless=False, size=size) as pilot:
        await SCENES[name](pilot)
        if isinstance(app.screen, JourneyScreen):
            app.screen._poll_after(0)
        walk = Walk(pilot, recorder_of(app))
        walk.recorder.begin()
        await settle(pilot)
        await walk.press("pagedown")
        await walk.press("pageup")
        for _place in range(len(app.screen.focus_chain) + 1):
            await walk.press("tab", "focus", MOVED)
            place = app.screen.focused
            allowed = FILTERED if place is not None and place.has_class("filter") else TYPED
            for key in own_keys(place) if place is not None else ():
                letter = key in ("z", "backspace")
                await walk.press(key, "typed" if letter else "", allowed if letter else MOVED)
        for _place in range(3):
            await walk.press("shift+tab", "focus", MOVED)
    typed = f", at most {walk.most['typed']} bytes a letter" if "typed" in walk.most else ""
    sys.stdout.write(f"\n{name} {size[0]}: {walk.keys} keys, at most {walk.most['focus']} bytes a move{typed}\n")


async def test_a11_an_answer_longer_than_its_field_shows_its_caret(open_app: Open) -> None:
    app = recorded(open_app())
    async with app.run_test(headless=False, size=(40, 12)) as pilot:
        await SCENES["passport"](pilot)
        field = next(each for each in top(pilot).query(FieldInput) if each.value.startswith("Minsk"))
        field.value += ", second floor, room 12"
        await top(pilot).redraw()
        await settle(pilot)
        recorder = recorder_of(app)
        recorder.begin()
        await settle(pilot)
        while not (isinstance(app.focused, FieldInput) and app.focused.value.startswith("Minsk")):
            app.simulate_key("tab")
            await pilot.pause()
        column, row = recorder.cursor
        assert recorder.screen.display[row][:column].endswith("room 12")
        assert app.focused.content_region.contains(column, row)


async def test_a12_nothing_new_on_the_pay_page_writes_nothing(open_app: Open) -> None:
    """A look at the order that finds it as it was: the page is not painted again, and the next look will come."""
    app = recorded(open_app())
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        await SCENES["pay"](pilot)
        recorder = recorder_of(app)
        recorder.begin()
        await settle(pilot)
        shown, menu = recorder.take(), pilot.app.focused
        assert shown
        for _look in range(3):
            top(pilot)._poll_after(0)
            top(pilot).start("poll")
            await settle(pilot)
            assert recorder.take() == b""
        assert pilot.app.focused is menu
        assert top(pilot)._poll_timer is not None
        app_of(pilot).workplace.tell("The insurer can be reached again.")
        top(pilot).start("poll")
        await settle(pilot)
        assert "The insurer can be reached again." in "\n".join(recorder.screen.display)


@pytest.mark.parametrize("variable", ["", "OMI_REDUCED_MOTION", "TEXTUAL_ANIMATIONS"])
async def test_a14_nothing_moves_by_itself(variable: str, open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no motion to reduce, so that no setting is asked."""
    if variable:
        monkeypatch.setenv(variable, "full")
    app = recorded(open_app())
    async with app.run_test(headless=False, size=(40, 12)) as pilot:
        await SCENES["sign_up_errors"](pilot)
        assert app.animation_level == "none"
        assert all(not field.cursor_blink for field in top(pilot).query(FieldInput))
        frames = 0

        def count() -> None:
            nonlocal frames
            frames += 1

        recorder = recorder_of(app)
        recorder.begin()
        await settle(pilot)
        monkeypatch.setattr(app, "post_display_hook", count)
        await pilot.press("pagedown")
        await settle(pilot)
        assert app.animator._animations == {}
        assert frames <= 3, "a page is scrolled at once"
