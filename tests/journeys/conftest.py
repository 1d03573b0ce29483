"""One bundled insurer for all journeys: real sockets, in a thread, back at its demo data before every test."""

import asyncio
import socket
import threading
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
from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.card_page.app import create_card_app
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.serve import Server
from omi_tui.fake_server.services import Config, Services
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.i18n import set_language
from tests.addresses import watched
from tests.journeys.walking import PASSWORD, make_account

Desk = Callable[..., Workplace]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(autouse=True)
def _clean_addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with watched(monkeypatch):
        yield


@pytest.fixture(scope="session")
def running() -> Iterator[Services]:
    """The insurer and its card page on ports of their own."""
    services = open_insurer(data="demo", config=Config(argon2_passes=1, argon2_memory_kib=64))
    sockets = [socket.create_server(("127.0.0.1", 0)) for _page in range(2)]
    services.url, services.pay_url = (f"http://127.0.0.1:{each.getsockname()[1]}" for each in sockets)
    servers = [Server(create_app(services), dated=True), Server(create_card_app(services))]

    async def serve() -> None:
        await asyncio.gather(*(server.serve([each]) for server, each in zip(servers, sockets, strict=True)))

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="insurer")
    thread.start()
    yield services
    for server in servers:
        server.should_exit = True
    thread.join()
    services.store.close()


@pytest.fixture(scope="session")
def line() -> Iterator[httpx.Client]:
    """For the fake's own calls: every new client would read the system's certificates first."""
    with httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)) as line:
        yield line


@pytest.fixture
def services(running: Services, line: httpx.Client) -> Services:
    """The insurer at its demo data, on the machine's time."""
    line.post(f"{running.url}/_omi/reset", headers={"Omi-Control": running.control_token}).raise_for_status()
    return running


async def no_wait(seconds: float) -> None:
    """Repeat at once."""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Makes desks with a connection of their own; one journal and one vault for all of them, as after a restart."""
    made: list[Workplace] = []

    def make(
        url: str, control_token: str | None = None, *, settings: Settings | None = None, read_only: bool = False
    ) -> Workplace:
        secrets = Secrets(trusted=())
        paths = Paths(tmp_path / "settings.toml", tmp_path / "data", tmp_path / "downloads")

        async def connect() -> Insurer:
            insurer = Insurer(url, secrets, control_token=control_token, sleep=no_wait)
            await insurer.sessions.restore()
            return insurer

        made.append(
            Workplace(
                settings or Settings(),
                Journal(paths.journal, url, read_only=read_only),
                connect,
                paths=paths,
                secrets=secrets,
                vault=Vault(paths.vault("insurer"), secrets=secrets, runtime=tmp_path / "runtime"),
                read_only=read_only,
            )
        )
        return made[-1]

    yield make
    for each in made:
        await each.close()
        each.journal.close()


@pytest.fixture
async def workplace(desk: Desk, services: Services) -> Workplace:
    """A desk where nobody is signed in yet."""
    return desk(services.url, services.control_token)


@pytest.fixture
async def agents_desk(workplace: Workplace) -> Workplace:
    """A desk where the demo agent is signed in."""
    await (await workplace.insurer()).sessions.sign_in("agent@example.test", "demo-desk-1")
    workplace.login = "agent@example.test"
    return workplace


@pytest.fixture
async def nobody(desk: Desk) -> Workplace:
    """A desk with the session of an earlier run, whose insurer cannot be reached."""
    workplace = desk("http://127.0.0.1:1")
    workplace.secrets.save("http://127.0.0.1:1", "kept")
    return workplace


@pytest.fixture
def email() -> str:
    """An address that has no account."""
    return "anna@example.test"


@pytest.fixture
async def insurer(workplace: Workplace) -> Insurer:
    """The client of the desk."""
    return await workplace.insurer()


@pytest.fixture
async def signed_in(workplace: Workplace, insurer: Insurer, email: str) -> Workplace:
    """A desk with a fresh account, signed in, whose details are not filled in yet."""
    await make_account(insurer, email)
    await insurer.sessions.sign_in(email, PASSWORD)
    workplace.login = email
    return workplace
