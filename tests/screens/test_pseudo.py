"""Every screen in a language that nobody speaks: nothing is English that should not be, and nothing is cut off."""

import os
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from omi_tui.screens.journey import JourneyScreen
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.qr import QrCode
from tests.latin_words import data, words
from tests.pseudo import CLOSE, OPEN, spoken
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import settle

FULL = os.environ.get("OMI_SWEEP") == "full"
SAMPLE = ("sign_in_wrong", "sign_up_errors", "dates_priced", "insured_errors", "check", "conclude_question", "pay")
SIZES = ((80, 24), (40, 12))
TALL = 260
"""Rows that show a whole page at once."""
FOREIGN = ("need", "pay_link", "mail", "mailbox", "messages")
"""What they show is for the most part no text of the program: links, mails of the insurer, what the scene says."""


@pytest.fixture(autouse=True)
def _nobodys_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with spoken(monkeypatch):
        yield


def drawn(pilot: Pilot[int]) -> Iterator[tuple[Widget, str]]:
    """Every widget that draws text itself, with the whole of it, however much of it is in sight."""
    for widget in pilot.app.screen.query("*"):
        shown = all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
        leaf = not widget.children or isinstance(widget, FieldRow)
        if shown and leaf and not isinstance(widget, QrCode | FieldInput):
            yield widget, "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


@pytest.mark.parametrize("name", SCENES if FULL else SAMPLE)
async def test_i01_nothing_is_english_and_nothing_is_cut_off(name: str, open_app: Open) -> None:
    cut, raw = [], []
    async with open_app().run_test(size=SIZES[0]) as pilot:
        await SCENES[name](pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            for widget, text in drawn(pilot):
                if text.count(OPEN) != text.count(CLOSE):
                    cut.append(f"{size} {widget}: {text}")
                if name not in FOREIGN and (english := words(text) - data()):
                    raw.append(f"{size} {type(widget).__name__}: {sorted(english)}")
            if isinstance(pilot.app.screen, JourneyScreen):  # and whether anything lies over a text, or beyond the edge
                await pilot.resize_terminal(size[0], TALL)
                await settle(pilot)
                whole = "".join(lines(pilot.app))
                if whole.count(OPEN) != whole.count(CLOSE):
                    cut.append("\n".join([f"{size}", *filter(None, lines(pilot.app))]))
    assert not cut + raw, "\n".join(["", "CUT", *cut, "RAW", *dict.fromkeys(raw)])
