"""What an entered journey has shown is not said a second time when it is left."""

from pathlib import Path

from omi_tui.app import OmiApp
from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.screens.journey import JourneyScreen
from tests.screens.test_leaving_unsaved import until


async def test_a_sentence_that_was_read_is_not_repeated(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "settings.toml", tmp_path / "data", tmp_path / "downloads")

    async def connect() -> Insurer:
        raise ConnectionError

    secrets = Secrets(trusted=())
    vault = Vault(paths.vault("x"), secrets=secrets, runtime=None)
    workplace = Workplace(Settings(), Journal(paths.journal, "x"), connect, paths=paths, secrets=secrets, vault=vault)
    app = OmiApp(workplace, HomeJourney(workplace))
    async with app.run_test(size=(80, 24)):
        home = app.screen
        assert isinstance(home, JourneyScreen)
        await until(lambda: not home.busy and not home.occupied)
        home.start("settings")
        await until(lambda: isinstance(app.screen, JourneyScreen) and app.screen.journey.id == "settings")
        settings = app.screen
        assert isinstance(settings, JourneyScreen)
        for _time in range(2):
            await until(lambda: not settings.busy and not settings.occupied)
            settings.start("save")
            await until(lambda: settings.told == ("The settings are saved.", False))
        app.simulate_key("escape")
        await until(lambda: app.screen is home and not home.busy and not home.occupied)
        assert "saved" not in home.told[0]
    assert [message.text for message in workplace.messages].count("The settings are saved.") == 2
    workplace.journal.close()
