"""The plain face before an insurer that stands still; back at its demo data before every test."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.fake_server.services import Services
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.i18n import set_language
from tests.addresses import watched
from tests.screens.insurer import TODAY, served, still_insurer


@pytest.fixture(scope="session")
def standing() -> Iterator[tuple[str, Services]]:
    """Address and parts of the insurer; the copy "1" is its beginning."""
    services = still_insurer()
    with served(services) as url:
        httpx.post(f"{url}/_omi/snapshots", headers={"Omi-Control": services.control_token}).raise_for_status()
        yield url, services


@pytest.fixture(autouse=True)
def _minsk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Minsk")
        time.tzset()
        set_language("en")
        yield
    time.tzset()
    set_language("en")


@pytest.fixture(autouse=True)
def _clean_addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with watched(monkeypatch):
        yield


async def no_wait(seconds: float) -> None:
    """Repeat at once."""


@pytest.fixture
def begun(standing: tuple[str, Services]) -> None:
    """The insurer is back at its demo data."""
    url, services = standing
    httpx.put(f"{url}/_omi/snapshots/1", headers={"Omi-Control": services.control_token}).raise_for_status()


@pytest.fixture
async def desk(
    standing: tuple[str, Services], begun: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., Workplace]]:
    """Makes desks, one journal and one vault for all of them, as after a restart of the program."""
    url, services = standing
    token = services.control_token
    monkeypatch.setenv("HOME", str(tmp_path))
    paths = Paths(tmp_path / "settings.toml", tmp_path / "data", tmp_path / "Downloads")
    made: list[Workplace] = []

    def make(settings: Settings | None = None, *, read_only: bool = False) -> Workplace:
        secrets = Secrets(trusted=())

        async def connect() -> Insurer:
            insurer = Insurer(url, secrets, control_token=token, sleep=no_wait)
            await insurer.sessions.restore()
            return insurer

        made.append(
            Workplace(
                settings or Settings(),
                Journal(paths.journal, url, read_only=read_only),
                connect,
                paths=paths,
                secrets=secrets,
                vault=Vault(paths.vault(url), secrets=secrets, runtime=tmp_path / "runtime"),
                demo=True,
                read_only=read_only,
                today=lambda: TODAY,
            )
        )
        return made[-1]

    yield make
    for each in made:
        await each.close()
        each.journal.close()
