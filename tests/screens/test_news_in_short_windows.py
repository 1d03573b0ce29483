"""In a window of twelve lines a sentence is read at the bottom, wherever the page is scrolled to."""

from pathlib import Path

from omi_tui.app import OmiApp
from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.screens.journey import JourneyScreen
from omi_tui.widgets.frame import BottomLines
from tests.screens.test_leaving_unsaved import until


async def test_the_news_stand_in_the_place_of_the_hint_until_the_focus_moves(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "settings.toml", tmp_path / "data", tmp_path / "downloads")

    async def connect() -> Insurer:
        raise ConnectionError

    secrets = Secrets(trusted=())
    vault = Vault(paths.vault("x"), secrets=secrets, runtime=None)
    workplace = Workplace(Settings(), Journal(paths.journal, "x"), connect, paths=paths, secrets=secrets, vault=vault)
    app = OmiApp(workplace, SettingsJourney(workplace))
    async with app.run_test(size=(40, 12)) as pilot:
        screen = app.screen
        assert isinstance(screen, JourneyScreen)
        await until(lambda: not screen.busy and not screen.occupied)
        screen.start("save")
        await until(lambda: screen.told[0] == "The settings are saved." and not screen.occupied)
        bottom = screen.query_one(BottomLines)
        assert bottom.hint == "The settings are saved."
        await pilot.press("tab")
        await until(lambda: bottom.hint != "The settings are saved.")
    workplace.journal.close()
