"""At each size every text is there whole, nothing scrolls sideways, and a resize keeps the place (A20, A21).

English is looked at on every page, the other languages on some; with ``OMI_SWEEP=full`` every language on every page.
"""

import os
from dataclasses import replace
from itertools import product

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from omi_tui.text.i18n import LANGUAGES, _
from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import BottomLines
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.qr import QrCode
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import app_of, settle, top

SIZES = ((80, 24), (40, 12), (132, 50))
TALL = 260
"""Rows that show a whole page at once, so that it can be read without scrolling."""
DIALOGS = (
    *("conclude_question", "conclude_warned", "delete_question", "pay_question", "leave_question"),
    *("help_page", "menu", "countries", "messages"),
)
BESIDE = ("pay", "pay_link")
"""Texts stand beside the code there, so that they are looked for word by word."""
OTHERS = [code for code in LANGUAGES if code not in ("en", "ru", "de")]
LONGEST = ("sign_up_errors", "insured_errors", "check", "pay", "draft", "passport", "account", "conflict")
"""Pages that Russian and German words fill most."""
PAGES = tuple(name for name in SCENES if name not in DIALOGS)
FRAMES = dict.fromkeys(range(0x2500, 0x25A0), " ")
"""Rules and scrollbars, which may stand beside a word."""


def squashed(text: str) -> str:
    """A text without its breaks, which another width sets elsewhere."""
    return "".join(text.split())


def expected(pilot: Pilot[int]) -> list[str]:
    """Every text that the screen has to show."""
    screen = top(pilot)
    texts = [
        str(static.render())
        for static in screen.query("#body Static").results(Static)
        if not isinstance(static, QrCode) and all(node.display for node in static.ancestors_with_self)
    ]
    for row in screen.query(FieldRow):
        error = row.form.error(row.field.id)
        texts += [_(row.field.label), *([error.message()] if error else [])]
        if isinstance(row.control, FieldInput) and not row.control.password:
            texts.append(row.control.value)
    texts += [button.label for button in screen.query(ActionButton)]
    shown = (each for each in screen.query(NumberedList) if each.display)
    texts += [cell for each in shown for item in each.items for cell in item.cells]
    return [text for text in texts if text.strip()]


@pytest.mark.parametrize(
    ("name", "lang"),
    product(PAGES, LANGUAGES)
    if os.environ.get("OMI_SWEEP") == "full"
    else [
        *((name, "en") for name in PAGES),
        *product(LONGEST, ("ru", "de")),
        *product(("insured_errors", "check"), OTHERS),
    ],
)
async def test_a20_every_text_is_there_whole(name: str, lang: str, open_app: Open) -> None:
    app = open_app(lang=lang)
    async with app.run_test(size=SIZES[0]) as pilot:
        await SCENES[name](pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            body = top(pilot).query_one("#body", VerticalScroll)
            assert body.max_scroll_x == 0
            assert not body.show_horizontal_scrollbar
            await pilot.resize_terminal(size[0], TALL)
            await settle(pilot)
            texts, shown = expected(pilot), "\n".join(filter(None, lines(app)))
            if name in BESIDE:
                texts = [word for text in texts for word in text.split() if "://" not in word]
            missing = [text for text in texts if squashed(text) not in squashed(shown)]
            assert not missing, f"{size}: {missing}\n{shown}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["sign_up", "dates", "insured_other", "passport"])
async def test_a20_every_hint_is_there_whole(name: str, lang: str, open_app: Open) -> None:
    async with open_app(lang=lang).run_test(size=(40, 12)) as pilot:
        await SCENES[name](pilot)
        for row in top(pilot).query(FieldRow):
            row.control.focus()
            await pilot.pause()
            below = lines(pilot.app)[top(pilot).query_one(BottomLines).region.y :]
            assert squashed(_(row.field.hint)) in squashed(" ".join(below)), row.field.id


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["check", "sign_up_errors", "pay", "archive_page_2"])
async def test_a20_what_has_the_focus_is_in_sight(name: str, size: tuple[int, int], open_app: Open) -> None:
    async with open_app().run_test(size=size) as pilot:
        await SCENES[name](pilot)
        screen = top(pilot)
        body = screen.query_one("#body", VerticalScroll).region
        for widget in [screen.focused, *screen.focus_chain]:
            assert widget is not None
            if isinstance(widget, BottomLines):  # it stands below the body, and always in sight
                continue
            screen.set_focus(widget)
            await settle(pilot)
            marks = [line for line in lines(pilot.app)[body.y : body.bottom] if "›" in line]
            assert marks, widget


@pytest.mark.parametrize(("size", "lang"), [(SIZES[0], "en"), (SIZES[1], "en"), (SIZES[1], "ru")])
@pytest.mark.parametrize("name", DIALOGS)
async def test_a20_a_dialog_can_be_read_whole(name: str, size: tuple[int, int], lang: str, open_app: Open) -> None:
    """Title and keys are always in sight; what stands between them is reached by paging or moving."""
    async with open_app(lang=lang).run_test(size=size) as pilot:
        await SCENES[name](pilot)
        screen = pilot.app.screen
        title, keys = screen.query_one(".dialog-title", Static), screen.query_one(".dialog-keys", Static)
        shown: set[str] = set()
        moves = "down" if isinstance(screen.focused, NumberedList) else "pagedown"
        stale = 0
        while stale < 12:  # as many lines as a window of twelve can hold between two that were not seen before
            seen, before = lines(pilot.app), len(shown)
            # a small window shows the whole question instead of the keys
            for always in (title, keys) if keys.display else (title,):
                assert screen.region.contains_region(always.region), seen
                assert squashed(str(always.render())) in squashed("".join(line.strip("│ ") for line in seen))
            shown |= {word for line in seen for word in line.translate(FRAMES).split()}
            stale = stale + 1 if len(shown) == before else 0
            await pilot.press(moves)
        for question in screen.query("VerticalScroll").results(VerticalScroll):
            question.scroll_end(animate=False)
            await pilot.pause()
            shown |= {word for line in lines(pilot.app) for word in line.translate(FRAMES).split()}
        texts = [str(static.render()) for static in screen.query("VerticalScroll > Static").results(Static)]
        texts += [cell for each in screen.query(NumberedList) for item in each.items for cell in item.cells]
        assert not [word for text in texts for word in text.split() if word not in shown], shown


async def test_a21_a_resize_keeps_value_caret_focus_and_scrolls_to_it(open_app: Open) -> None:
    async with open_app().run_test(size=(80, 24)) as pilot:
        await SCENES["insured_other"](pilot)
        row = top(pilot).query_one(FormPanel).row("address")
        assert row is not None
        field = row.control
        assert isinstance(field, FieldInput)
        field.focus()
        await pilot.press("end", *["left"] * 5)
        before = (field.value, field.cursor_position)
        for size in ((40, 12), (132, 50), (40, 12), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert top(pilot).focused is field
            assert (field.value, field.cursor_position) == before
            body = top(pilot).query_one("#body", VerticalScroll)
            assert body.region.contains_region(row.region)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a20_that_a_window_only_looks_or_has_no_insurer_is_never_cut(open_app: Open, lang: str) -> None:
    """Nor that it is the fake: not by a long name of an insurer, nor by a small window, which leaves the name out."""
    async with open_app(lang=lang).run_test(size=SIZES[0]) as pilot:
        await SCENES["check"](pilot)
        app = app_of(pilot)
        workplace, host = app.workplace, "the-insurer-with-a-long-name.example.test"
        workplace.demo, workplace.settings = False, replace(workplace.settings, backend_url=f"https://{host}")
        for columns, rows in SIZES:
            workplace.read_only = True
            await pilot.resize_terminal(columns, rows)
            await settle(pilot)
            top(pilot).show_frame()
            await pilot.pause()
            assert _("only to look") in lines(app)[0]
            assert ("the-i" in lines(app)[0]) == (columns > 40)
            assert lines(app)[0].rstrip().endswith(lang[:2].upper()) or columns == 40
            workplace.read_only = False
            top(pilot).show_frame()
            await pilot.pause()
            assert _("only to look") not in lines(app)[0]
            assert f" {_('demo')}" in lines(app)[0]
            assert "the-i" in lines(app)[0]
