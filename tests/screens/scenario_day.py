"""A day at the desk: the whole wizard before a real insurer that plays one scenario, and what its database holds."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from textual.pilot import Pilot

from omi_tui.app import OmiApp
from omi_tui.client.insurer import Insurer
from omi_tui.client.waiting import Waiting
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.card_page.app import create_card_app
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.serve import Server, bound
from omi_tui.fake_server.services import Config, Services
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.i18n import set_language
from tests.fake_server.cabinet import LIGHT
from tests.fake_server.paying import Browser
from tests.screens.cells import lines
from tests.screens.walking import agent, app_of, burst, ordered, press, purchase, settle, show, top

LOGIN, PASSWORD = "agent@example.test", "demo-desk-1"
GOOD = "4200000000000000"


class Day:
    """Somebody before the wizard."""

    def __init__(
        self,
        services: Services,
        pilot: Pilot[int],
        workplace: Workplace,
        waits: list[Waiting],
        other: Callable[[], Workplace],
    ) -> None:
        self.services = services
        self.pilot = pilot
        self.workplace = workplace
        self.waits = waits
        """The waits before a call was sent again."""
        self._other = other
        self.morning = _counted(self.rows)

    # what the person does

    async def press(self, *keys: str) -> None:
        """Press one key after the other."""
        await press(self.pilot, *keys)

    async def type(self, text: str) -> None:
        """Type *text* at once; a line's end is Enter."""
        await burst(self.pilot, *("enter" if character == "\n" else character for character in text))

    async def sign_in(self) -> None:
        """Sign in as the demo agent."""
        await self.type(f"{LOGIN}\n{PASSWORD}\n")

    async def arrive(self) -> None:
        """Be signed in without having typed it, where the scenario has nothing to do with signing in."""
        await agent(self.pilot)

    async def to_check(self, *, other: bool = True) -> None:
        """Fill in an application up to its check page, for somebody *other* or for the policyholder."""
        await show(self.pilot, await purchase(self.workplace, "check", other=other))

    async def conclude(self) -> None:
        """Confirm the check page and conclude."""
        await self.press("space", "f10", "2")

    async def order(self) -> str:
        """Stand before an order that can be paid; its number. What leads there is walked in other scenarios."""
        await self.arrive()
        await show(self.pilot, await ordered(self.workplace))
        return self.number()

    async def look(self) -> None:
        """Let the screen look at the order, or at the call, as it does by itself after some seconds."""
        top(self.pilot).start("poll")
        await settle(self.pilot)

    def card_page(self) -> Browser:
        """A browser at the card page."""
        return Browser(None, self.services.pay_url)

    async def use_card_page(self, number: str) -> Browser:
        """Pay the order in a browser, as far as the scenario lets it."""
        browser = self.card_page()
        await browser.open(self.rows("SELECT pay_url FROM orders WHERE order_number = ?", number)[0][0])
        await browser.pay(GOOD)
        return browser

    async def later(self, seconds: float) -> None:
        """Let time pass on the insurer's clock."""
        now = self.services.now() + timedelta(seconds=seconds)
        await self.control("PUT", "clock", {"mode": "frozen", "now": now.isoformat()})

    async def lift(self) -> None:
        """End all faults."""
        await self.control("DELETE", "faults")

    async def control(self, method: str, path: str, body: Any = None) -> None:
        """One of the fake's own calls."""
        headers = {"Omi-Control": self.services.control_token}
        async with httpx.AsyncClient(trust_env=False) as caller:
            answer = await caller.request(method, f"{self.services.url}/_omi/{path}", json=body, headers=headers)
            answer.raise_for_status()

    async def calmly(self, deed: Callable[[], Awaitable[None]]) -> None:
        """Do *deed* while nothing goes wrong, and let the scenario's faults come back after it."""
        faults = self.services.faults
        kept, faults.rules = faults.rules, []
        await deed()
        faults.rules = kept

    async def other_desk(self) -> Workplace:
        """A second desk at the same insurer, where the same agent has signed in."""
        workplace = self._other()
        await (await workplace.insurer()).sessions.sign_in(LOGIN, PASSWORD)
        workplace.login = LOGIN
        return workplace

    # what there is to see

    @property
    def at(self) -> str:
        """The view's id."""
        return top(self.pilot).current.id

    @property
    def text(self) -> str:
        """All that stands on the screen, in one line."""
        return " ".join(" ".join(lines(app_of(self.pilot))).split())

    def sees(self, *sentences: str) -> None:
        """Each of *sentences* stands on the screen."""
        for sentence in sentences:
            assert sentence in self.text, f"{sentence!r} is not there: {self.text}"

    def number(self) -> str:
        """The order's number on the screen."""
        assert self.at in ("pay", "paid", "declined"), f"{self.at}: {self.text}"
        return next(word for word in self.text.split() if word.isdigit() and len(word) == 6)

    # what the insurer holds

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of an SQL question to its database."""
        return self.services.store.write_now(
            lambda conn: [tuple(row) for row in conn.exec_driver_sql(query, tuple(values))]
        )

    def holds(self, *, drafts: int = 0, policies: int = 0, orders: str = "", mails: int | None = None) -> None:
        """So many drafts, policies and mails more than in the morning; and new orders in the states that are named."""
        now = _counted(self.rows)
        more = {table: now[table] - self.morning[table] for table in now}
        assert (more["drafts"], more["policies"], more["payments"]) == (drafts, policies, policies)
        states = self.rows("SELECT state FROM orders ORDER BY created_at, order_number")[self.morning["orders"] :]
        assert [state for (state,) in states] == orders.split()
        assert mails is None or more["mail"] == mails


def _counted(rows: Callable[..., list[tuple[Any, ...]]]) -> dict[str, int]:
    tables = ("drafts", "policies", "payments", "orders", "mail")
    return {table: rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


@contextmanager
def _served(services: Services) -> Iterator[None]:
    """The insurer, its card page and the gateway's notices, in a thread of their own."""
    ready, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        with bound(0) as insurer, bound(0) as page:
            services.url, services.pay_url = (f"http://127.0.0.1:{each.getsockname()[1]}" for each in (insurer, page))
            servers = Server(create_app(services), dated=True), Server(create_card_app(services))
            serving = [
                asyncio.create_task(server.serve([each])) for server, each in zip(servers, (insurer, page), strict=True)
            ]
            for server in servers:
                await server.accepting.wait()
            notices = asyncio.create_task(gateway_of(services).run())
            ready.set()
            await done.wait()
            notices.cancel()
            for server in servers:
                server.should_exit = True
            await asyncio.gather(*serving, notices, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), name="insurer")
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()
        services.store.close()


@asynccontextmanager
async def day(name: str, folder: Path) -> AsyncIterator[Day]:
    """The scenario *name* from its morning: the sign-in. Waits are over at once, and noted."""
    set_language("en")
    services = open_insurer(scenario=name, config=Config(**LIGHT))
    services.store.write_now(lambda conn: conn.exec_driver_sql("DELETE FROM cart_items").close())
    waits: list[Waiting] = []
    made: list[Workplace] = []

    async def no_wait(seconds: float) -> None:
        """Repeat at once."""

    def desk(place: Path) -> Workplace:
        paths = Paths(place / "settings.toml", place / "data", place / "downloads")
        secrets = Secrets(trusted=())

        async def connect() -> Insurer:
            token = services.control_token
            return Insurer(services.url, secrets, control_token=token, sleep=no_wait, on_wait=waits.append)

        vault = Vault(paths.vault(services.url), secrets=secrets, runtime=place / "runtime")
        journal = Journal(paths.journal, services.url)
        made.append(Workplace(Settings(), journal, connect, paths=paths, secrets=secrets, vault=vault))
        return made[-1]

    with _served(services):
        workplace = desk(folder)
        async with OmiApp(workplace, SignInJourney(workplace)).run_test(size=(110, 36)) as pilot:
            await settle(pilot)
            yield Day(services, pilot, workplace, waits, lambda: desk(folder / "other desk"))
        for each in made:
            await each.close()
            each.journal.close()
