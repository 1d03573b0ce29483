"""Every cell and every part that is drawn, in every theme and with the focus at every place, can be told apart."""

import json
import os
import sys
from pathlib import Path

import pytest
from rich.terminal_theme import TerminalTheme
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets.input import Selection

from omi_tui import themes
from omi_tui.colours import NO_HUE, NO_HUE_LIGHT, SIXTEEN
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.qr import QrCode
from tests.screens.cells import PALETTES, Terminal, cells, grid, luminance
from tests.screens.conftest import Open
from tests.screens.parts import Part, parts
from tests.screens.scenes import SCENES
from tests.screens.walking import settle

TEXT, HIGH, PART = 4.5, 7.0, 3.0
DRAWN = range(0x2500, 0x25A0)
"""Rules, frames and blocks: they say nothing, so that they may be fainter than text."""
SAMPLE = ("sign_in_wrong", "insured_errors", "conclude_question", "archive_filtered", "pay", "settings", "countries")
FULL = os.environ.get("OMI_SWEEP") == "full"
FIGURES = os.environ.get("OMI_FIGURES")
"""A file to which the lowest contrasts of each scene go; ``tools.contrast_page`` makes a table of them."""
COLOURED = tuple(name for name in themes.NAMES if name != SIXTEEN)
Lowest = dict[str, dict[str, Part]]


def take(lowest: Lowest, theme: str, found: Part) -> None:
    """Keep *found* where it is the lowest of its kind so far."""
    here = lowest.setdefault(theme, {})
    if found.name not in here or found.ratio < here[found.name].ratio:
        here[found.name] = found


def measure(pilot: Pilot[int], theme: str, lowest: Lowest) -> None:
    """The text and the parts that are in sight now, where all colours are shown and where 256 are."""
    for terminal in (Terminal.TRUE, Terminal.EIGHT):
        kind = "text" if terminal is Terminal.TRUE else "text in 256 colours"
        for cell in cells(pilot.app, terminal):
            if ord(cell.text[0]) not in DRAWN:
                where = f"{cell.text!r} {cell.ink.hex} on {cell.paper.hex} at {cell.y}:{cell.x}"
                take(lowest, theme, Part(kind, cell.contrast, where))
    for part in parts(pilot.app):
        take(lowest, theme, part)


def floor(theme: str, name: str) -> float:
    """What *name* needs in *theme*."""
    if not name.startswith("text"):
        return PART
    return HIGH if "contrast" in theme else TEXT


def report(scene: str, lowest: Lowest) -> None:
    """Put the figures where they can be read."""
    for theme, found in lowest.items():
        figures = ", ".join(f"{part.name} {part.ratio:.2f}" for part in found.values())
        sys.stdout.write(f"{scene} {theme}: {figures}\n")
    if FIGURES:
        with Path(FIGURES).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"scene": scene, "lowest": lowest}) + "\n")


@pytest.mark.parametrize("name", SCENES if FULL else SAMPLE)
async def test_a16_a17_every_cell_and_every_part_can_be_told_apart(name: str, open_app: Open) -> None:
    lowest: Lowest = {}
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES[name](pilot)
        first = app.screen.focused
        for theme in COLOURED:
            app.theme = theme
            await settle(pilot)
            for widget in [first, *app.screen.focus_chain[:: 1 if FULL else 4]]:
                app.screen.set_focus(widget)
                await pilot.pause()
                measure(pilot, theme, lowest)
    report(name, lowest)
    faint = [
        f"{name} {theme}: {part.name} {part.ratio:.2f}, {part.where}"
        for theme, found in lowest.items()
        for part in found.values()
        if part.ratio < floor(theme, part.name)
    ]
    assert not faint, "\n".join(faint)


async def test_a17_cursor_and_selection_are_seen_in_every_theme(open_app: Open) -> None:
    lowest: Lowest = {}
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES["insured_other"](pilot)
        field = app.screen.query(FieldInput).first()
        field.focus()
        for theme in COLOURED:
            app.theme = theme
            for selection in (Selection(3, 3), Selection(0, 3), Selection(0, len(field.value))):
                field.selection = selection
                await settle(pilot)
                papers = {cell.paper for cell in grid(app)[field.region.y][field.region.x : field.region.right]}
                assert len(papers) == 2, (theme, selection)
                measure(pilot, theme, lowest)
    report("cursor and selection", lowest)
    for theme, found in lowest.items():
        assert found["cursor and selection"].ratio >= PART, (theme, found["cursor and selection"])
        assert found["text"].ratio >= floor(theme, "text"), (theme, found["text"])


async def test_a17_the_scrollbar_is_seen_in_every_theme(open_app: Open) -> None:
    lowest: Lowest = {}
    app = open_app()
    async with app.run_test(size=(80, 12)) as pilot:
        await SCENES["insured_errors"](pilot)
        body = app.screen.query_one("#body", VerticalScroll)
        for theme in COLOURED:
            app.theme = theme
            for place in range(0, body.max_scroll_y + 1, 1 if FULL else 5):
                body.scroll_to(y=place, animate=False)
                await settle(pilot)
                measure(pilot, theme, lowest)
    report("scroll bar", lowest)
    assert all(found["scrollbar"].ratio >= PART for found in lowest.values()), lowest


@pytest.mark.parametrize("scene", ["insured_other", "insured_errors"])
async def test_a17_the_length_of_a_field_is_seen_without_colour(scene: str, open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES[scene](pilot)
        for field in app.screen.query(FieldInput):
            field.focus()
            await settle(pilot)
            strip = grid(app)[field.region.y][field.region.x : field.region.right]
            assert all(cell.underlined for cell in strip), field.value


@pytest.mark.parametrize("scene", SAMPLE)
@pytest.mark.parametrize("theme", [SIXTEEN, NO_HUE, NO_HUE_LIGHT])
async def test_a19_the_terminal_s_own_two_colours_carry_every_text(theme: str, scene: str, open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES[scene](pilot)
        app.theme = theme
        for widget in [app.screen.focused, *app.screen.focus_chain[:: 1 if FULL else 6]]:
            app.screen.set_focus(widget)
            await settle(pilot)
            for terminal in PALETTES:
                own = terminal.value
                assert isinstance(own, TerminalTheme)
                for cell in cells(app, terminal):
                    if ord(cell.text[0]) not in DRAWN:
                        assert {cell.ink.rgb, cell.paper.rgb} == {own.foreground_color, own.background_color}, cell
                for part in parts(app, terminal):
                    assert part.ratio >= PART, (terminal, part)


@pytest.mark.parametrize("theme", themes.ALL)
async def test_a16_a_qr_code_is_dark_on_light_in_every_theme(theme: str, open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES["pay"](pilot)
        app.theme = theme
        await settle(pilot)
        x, y, width, height = app.screen.query_one(QrCode).region
        light = theme == NO_HUE_LIGHT
        told = theme not in (NO_HUE, NO_HUE_LIGHT)
        lowest = 21.0
        for terminal in PALETTES:
            if told or (terminal is Terminal.TANGO_LIGHT) == light:
                drawn = [cell for row in grid(app, terminal)[y : y + height] for cell in row[x : x + width]]
                assert drawn
                assert all(luminance(cell.ink) < luminance(cell.paper) for cell in drawn), terminal
                lowest = min(lowest, *(cell.contrast for cell in drawn))
        sys.stdout.write(f"QR code, {theme}: {lowest:.2f}\n")
        assert lowest >= TEXT
