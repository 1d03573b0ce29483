"""The kill sweep: buy, be killed at a point, start again on the same files, finish; then look what the insurer has."""

import contextlib
import hashlib
import shutil
import sqlite3
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from omi_tui.client.insurer import Insurer
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.workplace import Workplace
from tests.reliability.face import Face
from tests.reliability.insurer_in_loop import InsurerInLoop
from tests.reliability.kill import Esc, Fuse, KillableJournal
from tests.reliability.person import Person

_TABLES = {
    "drafts": "last_name_latin, begin_date, state",
    "cart_items": "draft_id, position",
    "orders": "order_number, state",
    "gateway_orders": "order_number, state",
    "gateway_attempts": "order_number, state",
    "policies": "draft_id, order_number",
    "accounts": "email, active",
}


@dataclass
class Life:
    """One run of the program: its fuse, when the person gives up, where each view was first read, what is left."""

    fuse: Fuse
    esc: Esc
    marks: dict[str, int] = field(default_factory=dict)
    ended: bool = False
    left: str = ""


async def _at_once(seconds: float) -> None:
    """Repeat without a pause."""


@dataclass
class Sweep:
    """One flow at one insurer. *before* is the insurer's state at which every run begins."""

    insurer: InsurerInLoop
    before: sqlite3.Connection
    session: str
    """The refresh token of a session that the state knows, as a keyring holds it; empty for nobody."""
    folder: Path
    person: Callable[[], Person]
    journal: type[KillableJournal] = KillableJournal
    runs: int = 0
    violations: list[str] = field(default_factory=list)

    async def once(self, *kills: int, esc: int | None = None) -> list[Life]:
        """A program killed at each of *kills* in turn, and one that comes to its end; then look what is there."""
        await self.insurer.put_back(self.before)
        shutil.rmtree(self.folder, ignore_errors=True)
        person, secrets = self.person(), Secrets(trusted=())
        if self.session:
            secrets.save(self.insurer.services.url, self.session)
        lives = []
        for at in (*kills, None):
            fuse = Fuse(at)
            life = Life(fuse, Esc(esc))
            lives.append(life)
            try:
                life.ended = await fuse.run(self._program(person, secrets, life))
            except AssertionError as error:
                where = traceback.extract_tb(error.__traceback__)[-1]
                what = f"{error} ({where.filename}, line {where.lineno}: {where.line})"
                self.violations.append(f"killed at {kills}, stopped at {esc}: {what}")
            await self.insurer.at_rest()
            life.left = await self._left(person, secrets)
            if fuse.wrote_after:
                self.violations.append(f"killed at {kills}: written after the end: {fuse.wrote_after}")
            if life.ended and fuse.still_running:
                self.violations.append(f"killed at {kills}, stopped at {esc}: INV-16: {fuse.still_running}")
            if life.ended:
                break
        broken = await person.broken(self.insurer.rows, self.folder)
        self.violations += [f"killed at {kills}, stopped at {esc}: {name}: {what}" for name, what in broken]
        self.runs += 1
        return lives

    async def _program(self, person: Person, secrets: Secrets, life: Life) -> None:
        """What ``omi`` does, without its screen."""
        paths = self._paths
        url, token = self.insurer.services.url, self.insurer.services.control_token
        insurer = Insurer(url, secrets, control_token=token, sleep=_at_once)

        async def connect() -> Insurer:
            await insurer.sessions.restore()
            return insurer

        journal = self.journal(paths.journal, url, fuse=life.fuse)
        vault = Vault(paths.vault(url), secrets=secrets, runtime=self.folder / "runtime")
        workplace = Workplace(Settings(), journal, connect, paths=paths, secrets=secrets, vault=vault)
        try:
            signed_in = (await workplace.insurer()).sessions.signed_in
            first = HomeJourney(workplace) if signed_in else SignInJourney(workplace)

            def read(face: Face) -> None:
                life.marks.setdefault(face.view.id, life.fuse.count)
                person.read(face)

            face = Face(first, read)
            face.waiting, face.patient = life.esc.waiting, life.esc.at is not None
            await person.use(face)
        finally:
            with contextlib.suppress(RuntimeError):
                await insurer.aclose()
            journal.close()

    @property
    def _paths(self) -> Paths:
        return Paths(self.folder / "settings.toml", self.folder / "data", self.folder / "downloads")

    async def _left(self, person: Person, secrets: Secrets) -> str:
        """All that outlives the program, times and random names aside: lives that begin alike go on alike."""
        rows = self.insurer.rows
        seen: list[tuple[str, list[Any]]] = []
        for table, columns in _TABLES.items():
            seen.append((table, await rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2")))
        token = hashlib.sha256((secrets.load(self.insurer.services.url) or "").encode()).hexdigest()
        seen.append(("session", await rows("SELECT used_at IS NULL FROM tokens WHERE token_hash = ?", token)))
        journal = self.folder / "data" / "journal.sqlite3"
        if journal.exists():
            with contextlib.closing(sqlite3.connect(journal)) as database:
                query = "SELECT kind, state, server_id, settled FROM operations ORDER BY created"
                seen.append(("journal", database.execute(query).fetchall()))
        vault = Vault(self._paths.vault(self.insurer.services.url), secrets=secrets, runtime=self.folder / "runtime")
        for name in vault.names("work/"):
            kept = vault.get(name)
            assert kept is not None
            seen.append((name, [(kept.content["snapshot"]["step"], kept.content["snapshot"]["forms"])]))
        seen.append(("files", sorted(path.name for path in self.folder.glob("downloads/*.pdf"))))
        seen.append(("person", [(sorted(person.formed.values()), person.confirming is None, person.paid)]))
        return repr(seen)
