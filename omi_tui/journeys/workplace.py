"""What every journey of one run shares: the insurer, the settings, the journal, today in Minsk, the messages."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.journeys.unfinished import Unfinished
from omi_tui.journeys.view import Message
from omi_tui.model.period import minsk_today
from omi_tui.text.card_numbers import mask_card_numbers

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Journal
    from omi_tui.desk.paths import Paths
    from omi_tui.desk.secrets import Secrets
    from omi_tui.desk.settings import Settings
    from omi_tui.desk.vault import Vault
    from omi_tui.desk.verifier import Verifier
    from omi_tui.model.contract import Draft


WHO = "who"
"""The record of who is signed in: a session that an earlier run left does not say."""


class Workplace:
    """One run at one desk. ``connect`` makes the insurer the first time that somebody needs it."""

    def __init__(
        self,
        settings: "Settings",
        journal: "Journal",
        connect: "Callable[[], Awaitable[Insurer]]",
        *,
        paths: "Paths",
        secrets: "Secrets",
        vault: "Vault",
        read_only: bool = False,
        demo: bool = False,
        today: Callable[[], date] = minsk_today,
    ) -> None:
        """*read_only*: another program writes at this desk, so this one may look and nothing else."""
        self.settings = settings
        self.journal = journal
        self.paths = paths
        self.secrets = secrets
        self.vault = vault
        self.read_only = read_only
        self.demo = demo
        self.today = today
        self.messages: list[Message] = []
        self.unfinished = Unfinished(self)
        self.login = ""
        self.sending = ""
        """The idempotency key of the call that is being sent; it stays where the person stops waiting for an answer."""
        self.sent: set[str] = set()
        """The keys that were sent in this run."""
        self.was_out_of_reach = False
        self.clock_told = False
        self.put_off = ""
        """The key of a call that the insurer did not take at that moment: the next try is the same one."""
        self.last_draft: Draft | None = None
        """The contract draft that was formed last in this run: what the next traveller may have in common with it."""
        self.verifier: Verifier | None = None
        """Of the password that somebody signed in with in this run, to unlock the desk with."""
        self._connect = connect
        self._insurer: asyncio.Task[Insurer] | None = None

    def may_write(self) -> None:
        """Raises ReadOnlyDesk where another program writes at this desk."""
        from omi_tui.desk.journal import ReadOnlyDesk

        if self.read_only:
            raise ReadOnlyDesk

    @property
    def downloads(self) -> Path:
        """The folder where policies are saved."""
        return self.settings.downloads_folder or self.paths.downloads

    async def insurer(self) -> "Insurer":
        """The insurer; the first call connects, later ones share it. Raises Unreachable; the next call tries again."""
        if self._insurer is None or (self._insurer.done() and self._insurer.exception()):
            self._insurer = asyncio.create_task(_as_coroutine(self._connect))
        return await asyncio.shield(self._insurer)

    @property
    def connected(self) -> "Insurer | None":
        """The insurer if it is there already, without waiting."""
        task = self._insurer
        return task.result() if task and task.done() and not task.cancelled() and not task.exception() else None

    async def signed_in(self, login: str, password: str) -> None:
        """Remember who signed in, and how to know the password again without keeping it."""
        from omi_tui.desk.verifier import Verifier

        self.login, self.verifier = login, await asyncio.to_thread(Verifier.of, password)
        if not self.read_only:
            await asyncio.to_thread(self.vault.put, WHO, {"login": login})

    async def recall_login(self) -> None:
        """Find out who is signed in where an earlier run left the session. Raises ClientError."""
        if self.login:
            return
        kept = await asyncio.to_thread(self.vault.get, WHO)
        self.login = kept.content["login"] if kept else (await (await self.insurer()).profile.settings()).value.email

    def forget(self) -> None:
        """Nobody is signed in any more: their name, password and messages go."""
        self.unfinished.signed_out()
        self.login, self.verifier = "", None
        self.last_draft = None
        self.messages.clear()

    def tell(self, text: str, *, bad: bool = False, quiet: bool = False) -> None:
        """Say a sentence: the face shows it (not a *quiet* one), and it stays in the messages (F8)."""
        self.messages.append(Message(datetime.now().strftime("%H:%M:%S"), mask_card_numbers(text), bad, quiet))

    async def close(self) -> None:
        """Close the connections."""
        if self.connected:
            await self.connected.aclose()


async def _as_coroutine(connect: "Callable[[], Awaitable[Insurer]]") -> "Insurer":
    return await connect()
