"""Every screen in a language that nobody speaks: nothing is English that should not be, and nothing is cut off."""

import os
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel import Locale
from textual.pilot import Pilot
from textual.widget import Widget

from omi_tui.fake_server import schema
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text import i18n
from omi_tui.text.i18n import LANGUAGES
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.qr import QrCode
from tests.pseudo import CLOSE, OPEN, Pseudo
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.insurer import SHOWN, still_insurer
from tests.screens.scenes import SCENES
from tests.screens.walking import NEWCOMER, OTHER, settle

FULL = os.environ.get("OMI_SWEEP") == "full"
SAMPLE = ("sign_in_wrong", "sign_up_errors", "dates_priced", "insured_errors", "check", "conclude_question", "pay")
SIZES = ((80, 24), (40, 12))
TALL = 260
"""Rows that show a whole page at once."""
FOREIGN = ("need", "pay_link", "mail", "mailbox", "messages")
"""What they show is for the most part no text of the program: links, mails of the insurer, what the scene says."""
_WORD = re.compile(r"(?<![\w.-])[A-Za-z]{2,}(?![\w-])")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[\w/]*/\w+|\b[A-Z]{3}\b")
KEYS = "Enter Esc Tab Shift Ctrl Alt Space Backspace Delete Home End PgUp PgDn Up Down Left Right"
NAMES = "OMI EN EUR Anna KOVALSKAIA Nowa"
"""Of the program, the language, the currency, and people and places that the scenes name."""


def words(text: str) -> set[str]:
    """The words of Latin letters in *text*; addresses, of pages and of people, are no words."""
    return set(_WORD.findall(_ADDRESS.sub("", text)))


@cache
def data() -> set[str]:
    """The words that are no text of the program: keys, names, what the insurer's database and CLDR hold."""
    english = Locale("en")
    calendar = [*english.months["format"].values(), *english.days["format"].values()]
    named = [*english.territories.values(), *(name for names in calendar for name in names.values())]
    store = still_insurer().store
    held = store.write_now(
        lambda conn: [
            str(value)
            for table in schema.metadata.sorted_tables
            for row in conn.execute(table.select())
            for value in row
        ]
    )
    store.close()
    known = [KEYS, NAMES, *named, *held, *LANGUAGES.values(), *OTHER.values(), NEWCOMER, SHOWN]
    return words(" ".join(known))


@pytest.fixture(autouse=True)
def _nobodys_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Pseudo())


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
