"""The whole wizard before one insurer that stands still; back at its demo data before every test."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from omi_tui.app import OmiApp
from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.i18n import set_language
from tests.addresses import watched
from tests.screens.insurer import TODAY, served, still_insurer

Open = Callable[..., OmiApp]


@pytest.fixture(autouse=True)
def _clean_addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with watched(monkeypatch):
        yield


async def no_wait(seconds: float) -> None:
    """Repeat at once."""


@pytest.fixture(scope="session")
def line() -> Iterator[httpx.Client]:
    """For the fake's own calls: every new client would read the system's certificates first."""
    with httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)) as line:
        yield line


@pytest.fixture(scope="session")
def still(line: httpx.Client) -> Iterator[tuple[str, str]]:
    """Address and control token of the insurer; the copy "1" is its beginning."""
    services = still_insurer()
    with served(services) as url:
        line.post(f"{url}/_omi/snapshots", headers={"Omi-Control": services.control_token}).raise_for_status()
        yield url, services.control_token


@pytest.fixture(autouse=True)
def _minsk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Minsk")
        time.tzset()
        yield
    time.tzset()
    set_language("en")


@pytest.fixture
def open_app(
    still: tuple[str, str], line: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Makes the wizard at its sign-in; nothing is connected before it runs."""
    url, token = still
    line.put(f"{url}/_omi/snapshots/1", headers={"Omi-Control": token}).raise_for_status()
    monkeypatch.chdir(tmp_path)
    paths = Paths(Path("settings.toml"), tmp_path / "data", Path("Downloads"))
    made: list[Workplace] = []

    def make(theme: str = "omi-dark", lang: str = "en", **more: Any) -> OmiApp:
        set_language(lang)
        secrets = Secrets(trusted=())

        async def connect() -> Insurer:
            insurer = Insurer(url, secrets, control_token=token, sleep=no_wait)
            await insurer.sessions.restore()
            return insurer

        journal = Journal(paths.journal, url)
        settings = Settings(theme=theme, **more)
        vault = Vault(paths.vault(url), secrets=secrets, runtime=tmp_path / "runtime")
        workplace = Workplace(
            settings, journal, connect, paths=paths, secrets=secrets, vault=vault, demo=True, today=lambda: TODAY
        )
        made.append(workplace)
        return OmiApp(workplace, SignInJourney(workplace))

    yield make
    for workplace in made:
        workplace.journal.close()
