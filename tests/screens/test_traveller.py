"""The page in the traveller's own language: proposed from the nationality, read by both sides, and back by a key."""

import asyncio

import pytest

from omi_tui.caret import place
from omi_tui.model.reader import language_of
from omi_tui.screens.choose import ChooseScreen
from omi_tui.text.i18n import LANGUAGES, in_language, language
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import settle, top


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("POL", "pl"), ("LVA", "lv"), ("LTU", "lt"), ("DEU", "de"), ("AUT", "de"), ("CHN", "zh_Hans"), ("RUS", "ru"),
        ("KAZ", "ru"), ("UZB", "ru"), ("TKM", "ru"), ("ARM", "ru"), ("BLR", "be"), ("ITA", "en"), ("IND", "en"),
        ("TUR", "en"), ("XXA", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_the_language_follows_the_nationality(country: str, expected: str) -> None:
    assert language_of(country) == (expected if expected in LANGUAGES else "en")


def test_every_country_has_a_shipped_language() -> None:
    from omi_tui.model.country import CODES

    assert {language_of(code) for code in CODES} <= set(LANGUAGES)


@pytest.mark.parametrize("scene", ["check", "pay"])
async def test_a_key_shows_the_page_and_any_key_goes_back(scene: str, open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES[scene](pilot)
        before, focused = app.screen.current, app.focused  # type: ignore[attr-defined]  # a JourneyScreen
        await pilot.press("f11")
        await settle(pilot)
        proposed = language_of(await app.screen_stack[-2].journey.nationality())  # type: ignore[attr-defined]  # as above
        assert language() == proposed
        assert app.screen_stack[-2].current.heading != before.heading or proposed == "en"  # type: ignore[attr-defined]
        await pilot.press("2")
        await settle(pilot)
        assert language() == "ru"
        assert app.screen_stack[-2].current.id == before.id  # type: ignore[attr-defined]  # as above
        for key in ("enter", "f10", "space"):  # nothing is answered in a language that is only shown
            await pilot.press(key)
            await settle(pilot)
            assert language() == "en"
            assert app.screen.current == before  # type: ignore[attr-defined]  # as above
            assert type(app.focused) is type(focused)
            if key != "space":
                await pilot.press("f11")
                await settle(pilot)


@pytest.mark.parametrize("lang", ["en", "ru"])
async def test_the_focus_is_in_sight_again_and_the_cursor_in_it_in_a_small_window(lang: str, open_app: Open) -> None:
    """While the other language is shown the cursor is on the line that says how to go back."""
    app = open_app(lang=lang)
    async with app.run_test(size=(40, 12)) as pilot:
        await SCENES["check"](pilot)
        await pilot.press("tab")
        await settle(pilot)
        focused = app.focused
        assert focused is not None
        assert focused.content_region.contains_point(place(app.screen))
        await pilot.press("f11")
        await settle(pilot)
        assert app.screen.query_one("#language").region.contains_point(place(app.screen))
        await pilot.press("escape")
        await settle(pilot)
        focused = app.focused
        assert focused is not None
        assert focused.content_region.contains_point(place(app.screen))


async def test_the_lock_takes_the_travellers_language_away(open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES["check"](pilot)
        await pilot.press("f11")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert language() == "ru"
        await app.lock()
        await settle(pilot)
        assert language() == "en"
        assert app.locked


async def test_whoever_goes_on_while_the_nationality_is_asked_for_is_left_alone(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page in another language lay over the menu, and scrolling it ended the program."""
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await SCENES["check"](pilot)
        answered = asyncio.Event()

        async def slowly() -> str:
            await answered.wait()
            return "POL"

        monkeypatch.setattr(top(pilot).journey, "nationality", slowly)
        await pilot.press("f11", "f9")
        async with asyncio.timeout(20):
            while not isinstance(app.screen, ChooseScreen):
                await pilot.pause()
        answered.set()
        await settle(pilot)
        assert isinstance(app.screen, ChooseScreen)
        assert language() == "en"


def test_its_words_are_those_of_its_language() -> None:
    from omi_tui.screens.traveller import BACK

    assert in_language("en", BACK) == BACK
