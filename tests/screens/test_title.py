"""A22: the window's title names the page and its step in this program's words, and an error before them."""

import pytest
from textual.pilot import Pilot

from omi_tui.app import OmiApp
from omi_tui.text.i18n import set_language
from omi_tui.window import title_of
from tests.screens.conftest import Open
from tests.screens.recorder import recorded, recorder_of
from tests.screens.scenes import SCENES
from tests.screens.walking import press, settle


def title(app: OmiApp) -> str:
    return title_of(app.screen_stack)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sign_in", "Sign in · OMI"),
        ("sign_in_wrong", "Error: Sign in · OMI"),
        ("sign_up_errors", "Error: Sign up · step 1 of 2 · OMI"),
        ("home", "Welcome · OMI"),
        ("dates", "Dates · step 1 of 4 · Buy policy · OMI"),
        ("dates_errors", "Error: Dates · step 1 of 4 · Buy policy · OMI"),
        ("conclude_question", "Check answers · step 3 of 4 · Buy policy · OMI"),
        ("pay", "Pay by card · Shopping cart · OMI"),
        ("policy", "Policy · Policies · OMI"),
        ("mail", "Mail · Demo mailbox · OMI"),
        ("menu", "Welcome · OMI"),
        ("locked", "Locked · OMI"),
    ],
)
async def test_a22_the_title_names_page_and_step(name: str, said: str, open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES[name](pilot)
        assert title(app) == said


async def test_a22_an_error_leaves_the_title_when_it_is_mended(open_app: Open) -> None:
    app = open_app(lang="ru")
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES["dates_errors"](pilot)
        assert title(app).startswith("Ошибка: ")
        await _mend(pilot)
        assert not title(app).startswith("Ошибка: ")
        set_language("en")
        await app.redraw_all()
        assert "step 2 of 4" in title(app)


async def _mend(pilot: Pilot[int]) -> None:
    form = pilot.app.screen.journey.view().form  # type: ignore[attr-defined]  # the purchase that the scene shows
    form.answer("begin_date", "+5")
    form.answer("end_date", "8d")
    await press(pilot, "f10")


async def test_a22_nothing_of_others_stands_in_it(open_app: Open) -> None:
    """No name, no number: a title is seen by whoever looks at the desktop."""
    for name in ("home", "draft", "policy", "paid", "check", "mail", "archive_filtered"):
        app = open_app()
        async with app.run_test(size=(80, 24)) as pilot:
            await SCENES[name](pilot)
            shown = title(app)
            assert "anna" not in shown.lower()
            assert not [char for char in shown.replace("3 of 4", "") if char.isdigit()], shown


@pytest.mark.parametrize(
    ("terminal", "has"),
    [("xterm-256color", True), ("tmux-256color", True), ("linux", False), ("vt220", False), ("dumb", False)],
)
async def test_a22_only_a_terminal_that_has_titles_gets_one(
    terminal: str, has: bool, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", terminal)
    app = recorded(open_app())
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        await settle(pilot)
        recorder = recorder_of(app)
        recorder.begin()
        recorder.take()
        for shown in ("A\x1b]52;c;eA==\x07B\u202e", "A\x1b]52;c;eA==\x07B\u202e"):
            recorder.show_title(shown)
        mark = "\ufffd"
        expected = f"\x1b]2;A{mark}]52;c;eA=={mark}B{mark}\x1b\\".encode() if has else b""
        assert recorder.take() == expected
