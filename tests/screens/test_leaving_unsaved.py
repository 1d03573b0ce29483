"""Esc, F3 and the way home ask before what was typed is lost; the safe answer keeps it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from omi_tui.app import OmiApp
from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.question import QuestionScreen
from omi_tui.widgets.choice_strip import ChoiceStrip


@pytest.fixture
async def pilot(tmp_path: Path) -> AsyncIterator[Pilot[int]]:
    """The settings above the first menu, at a desk whose insurer cannot be reached."""
    paths = Paths(tmp_path / "settings.toml", tmp_path / "data", tmp_path / "downloads")

    async def connect() -> Insurer:
        raise ConnectionError

    secrets = Secrets(trusted=())
    vault = Vault(paths.vault("x"), secrets=secrets, runtime=None)
    workplace = Workplace(Settings(), Journal(paths.journal, "x"), connect, paths=paths, secrets=secrets, vault=vault)
    app = OmiApp(workplace, HomeJourney(workplace))
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(JourneyScreen(SettingsJourney(workplace)))
        await pilot.pause()
        yield pilot
        if app.is_running:
            await pilot.pause()  # a screen that is going away is gone before the program is
    workplace.journal.close()


async def until(held: Callable[[], bool]) -> None:
    """Wait until something holds; a pilot's own wait does not end when a screen goes away meanwhile."""
    async with asyncio.timeout(20):
        while not held():  # noqa: ASYNC110 - screens tell nobody that they went away
            await asyncio.sleep(0.01)


async def change_theme(pilot: Pilot[int]) -> None:
    pilot.app.screen.query(ChoiceStrip)[1].focus()
    await pilot.press("space")
    screen = pilot.app.screen
    assert isinstance(screen, JourneyScreen)
    await until(screen.journey.unsaved)


async def test_esc_leaves_what_was_not_changed(pilot: Pilot[int]) -> None:
    pilot.app.simulate_key("escape")
    await until(lambda: len(pilot.app.screen_stack) == 1)


@pytest.mark.parametrize("key", ["escape", "f7", "f3", "ctrl+q", "ctrl+o"])
async def test_what_was_typed_is_asked_about_and_kept(pilot: Pilot[int], key: str) -> None:
    await change_theme(pilot)
    pilot.app.simulate_key(key)
    await until(lambda: isinstance(pilot.app.screen, QuestionScreen) and not pilot.app.screen.occupied)
    pilot.app.simulate_key("escape")
    await until(lambda: isinstance(pilot.app.screen, JourneyScreen))
    assert isinstance(pilot.app.screen, JourneyScreen)
    assert pilot.app.screen.journey.unsaved()


@pytest.mark.parametrize("key", ["escape", "ctrl+o"])
async def test_the_deed_leaves(pilot: Pilot[int], key: str) -> None:
    await change_theme(pilot)
    pilot.app.simulate_key(key)
    await until(lambda: isinstance(pilot.app.screen, QuestionScreen) and not pilot.app.screen.occupied)
    pilot.app.simulate_key("2")
    await until(lambda: len(pilot.app.screen_stack) == 1)


async def test_no_dialog_opens_on_top_of_another(pilot: Pilot[int]) -> None:
    await change_theme(pilot)
    pilot.app.simulate_key("f3")
    await until(lambda: isinstance(pilot.app.screen, QuestionScreen) and not pilot.app.screen.occupied)
    for key in ("f3", "f9", "f8", "ctrl+o", "f1"):
        await pilot.press(key)
    assert len(pilot.app.screen_stack) == 3
    pilot.app.simulate_key("2")
    await until(lambda: pilot.app.return_code == 0)
