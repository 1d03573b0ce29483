"""Where the cells of the fault matrix happen: an insurer with faults on a real port, and desks that begin alike."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.serve import Server, bound
from omi_tui.fake_server.services import Config, Services
from omi_tui.journeys.workplace import Workplace
from tests.client.certificates import Authority

AGENT, PASSWORD = "agent@example.test", "demo-desk-1"
NEWCOMER = "newcomer@example.test"
LASTING = Config(argon2_passes=1, argon2_memory_kib=8, order_life=timedelta(hours=10), access_life=timedelta(hours=10))
UNRESOLVED = "https://insurer.invalid"


async def at_once(_seconds: float) -> None:
    """Wait for nothing: the waits themselves are tried elsewhere."""


@dataclass
class World:
    """The insurer, the state at which every cell begins, and the wrong turnings that a connection can take."""

    services: Services
    folder: Path
    wrong: dict[str, str]
    """The addresses behind ``refused``, ``dns`` and ``tls``."""
    state: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    line: httpx.Client = field(default_factory=lambda: httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)))
    """For the fake's own calls: every new client would read the system's certificates first."""

    def control(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One of the fake's own calls."""
        headers = {"Omi-Control": self.services.control_token}
        return self.line.request(
            method, f"{self.services.url}/_omi/{path}", headers=headers, **options
        ).raise_for_status()

    def begin(self, cell: str) -> "Desk":
        """Put the insurer back, without faults, and open a new desk for *cell*."""
        self.services.faults.set([])
        self.control("PUT", f"snapshots/{self.state}")
        folder = self.folder / cell
        return Desk(self, folder)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of an SQL question."""
        return self.services.store.write_now(
            lambda conn: [tuple(row) for row in conn.exec_driver_sql(query, tuple(values))]
        )

    def count(self, query: str, *values: Any) -> int:
        """The number that an SQL question answers with."""
        return int(self.rows(query, *values)[0][0])


class Desk:
    """A desk with an empty journal and the agent's session."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.secrets = Secrets(trusted=())
        if "refresh" in world.facts:
            self.secrets.save(world.services.url, world.facts["refresh"])
        paths = Paths(folder / "settings.toml", folder / "data", folder / "downloads")
        self.workplace = Workplace(
            Settings(),
            Journal(paths.journal, "insurer"),
            self._connect,
            paths=paths,
            secrets=self.secrets,
            vault=Vault(paths.vault("insurer"), secrets=self.secrets, runtime=folder / "runtime"),
        )
        self.folder = folder
        self.workplace.login = AGENT if "refresh" in world.facts else ""
        self._made: list[Insurer] = []

    async def _connect(self) -> Insurer:
        token = self.world.services.control_token
        url = self.world.services.url
        self._made.append(insurer := Insurer(url, self.secrets, control_token=token, sleep=at_once))
        await insurer.sessions.restore()
        return insurer

    async def insurer(self) -> Insurer:
        """The insurer as this desk reaches it now."""
        return await self.workplace.insurer()

    def restart(self) -> None:
        """Be a new program at the same desk: with its session, and without an access token."""
        self.workplace._insurer = None

    async def lose_the_way(self, wrong: str) -> None:
        """Let every connection end at the *wrong* address from now on."""
        (await self.insurer())._transport._client._transport = Detour(self.world.wrong[wrong])

    async def calm(self) -> None:
        """Let everything work again."""
        self.world.services.faults.set([])
        client = (await self.insurer())._transport._client
        if isinstance(client._transport, Detour):
            client._transport = httpx.AsyncHTTPTransport(trust_env=False)

    async def close(self) -> None:
        """Leave the desk."""
        for insurer in self._made:
            with suppress(RuntimeError):
                await insurer.aclose()
        self.workplace.journal.close()


class Detour(httpx.AsyncBaseTransport):
    """A network in which every address is *wrong*'s."""

    def __init__(self, wrong: str) -> None:
        self._wrong = httpx.URL(wrong)
        self._true = httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it there."""
        wrong = self._wrong
        request.url = request.url.copy_with(scheme=wrong.scheme, host=wrong.host, port=wrong.port)
        return await self._true.handle_async_request(request)


@contextmanager
def world(folder: Path, scenario: str | None = None) -> Iterator[World]:
    """A world within this block, on demo data or in a *scenario*; its servers run in a thread of their own."""
    services = open_insurer(data=None if scenario else "demo", config=LASTING, scenario=scenario)
    with bound(0) as insurer, bound(0) as closed, socket.create_server(("127.0.0.1", 0)) as strange:
        services.url = _url(insurer)
        wrong = {"refused": _url(closed), "dns": UNRESOLVED, "tls": _url(strange, "https")}  # bound, and not listening
        server = Server(create_app(services), dated=True)
        certificate = Authority(folder).server("127.0.0.1", self_signed=True)
        ready, done = threading.Event(), threading.Event()
        thread = threading.Thread(
            target=lambda: asyncio.run(_serve(server, insurer, strange, certificate, ready)), name="insurer"
        )
        thread.start()
        ready.wait()
        try:
            yield World(services, folder, wrong)
        finally:
            server.should_exit = True
            done.set()
            thread.join()
            services.store.close()


async def _serve(
    server: Server, insurer: socket.socket, strange: socket.socket, certificate: ssl.SSLContext, ready: threading.Event
) -> None:
    def ignore(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(ignore, sock=strange, ssl=certificate):
        serving = asyncio.create_task(server.serve([insurer]))
        await server.accepting.wait()
        ready.set()
        await serving


def _url(bound_to: socket.socket, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{bound_to.getsockname()[1]}"
