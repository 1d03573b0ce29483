"""Every character that is drawn, in every theme and with the focus at every place, can be told from its paper."""

import sys

import pytest
from textual.pilot import Pilot

from omi_tui import themes
from omi_tui.widgets.field_input import FieldInput
from tests.screens.cells import cells
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import settle

TEXT, HIGH, MARK = 4.5, 7.0, 3.0
DRAWN = range(0x2500, 0x25A0)
"""Rules, frames and blocks: they say nothing, so that they may be fainter than text."""
REPRESENTATIVE = (
    *("sign_in", "sign_in_wrong", "sign_up_errors", "dates_priced", "insured_errors", "insured_other", "check"),
    *("conclude_question", "home_waiting", "archive_page_2", "archive_filtered", "policy", "pay", "conflict"),
    *("account", "settings", "countries", "menu", "help_page", "messages"),
)


def floor(theme: str, text: str) -> float:
    """What a character needs in *theme*."""
    if ord(text) in DRAWN:
        return MARK
    return HIGH if "contrast" in theme else TEXT


def weakest(pilot: Pilot[int], theme: str, found: dict[str, tuple[float, str]]) -> list[str]:
    """The cells that are too faint; the lowest contrast of text goes into *found*."""
    faint = []
    for cell in cells(pilot.app):
        ratio = cell.contrast
        if ord(cell.text) not in DRAWN and ratio < found.get(theme, (99.0, ""))[0]:
            found[theme] = (ratio, f"{cell.text} {cell.ink.hex} on {cell.paper.hex}")
        if ratio < floor(theme, cell.text):
            faint.append(f"{theme} {cell.y}:{cell.x} {cell.text} {ratio:.2f} {cell.ink.hex} on {cell.paper.hex}")
    return faint


@pytest.mark.parametrize("name", REPRESENTATIVE)
async def test_every_cell_can_be_read(name: str, open_app: Open) -> None:
    faint: list[str] = []
    lowest: dict[str, tuple[float, str]] = {}
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES[name](pilot)
        first = app.screen.focused
        for theme in themes.NAMES:
            app.theme = theme
            await settle(pilot)
            for widget in [first, *app.screen.focus_chain]:
                app.screen.set_focus(widget)
                await pilot.pause()
                faint += weakest(pilot, theme, lowest)
    sys.stdout.write("".join(f"{theme}: {ratio:.2f} {what}\n" for theme, (ratio, what) in lowest.items()))
    assert not faint, "\n".join(dict.fromkeys(faint))


async def test_the_length_of_a_field_is_seen_without_colour(open_app: Open) -> None:
    async with open_app().run_test(size=(80, 24)) as pilot:
        await SCENES["insured_other"](pilot)
        for field in pilot.app.screen.query(FieldInput):
            if field.display and field.region.height:
                marked = [cell for cell in cells(pilot.app) if cell.y == field.region.y and cell.underlined]
                assert all(cell.contrast >= MARK for cell in marked)
                strip = field.render_line(0)
                assert all(segment.style is not None and segment.style.underline for segment in strip)
