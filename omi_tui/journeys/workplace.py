"""What every journey of one run shares: the insurer, the settings, the journal, today in Minsk, the messages."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.journeys.view import Message
from omi_tui.model.period import minsk_today

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Journal
    from omi_tui.desk.paths import Paths
    from omi_tui.desk.secrets import Secrets
    from omi_tui.desk.settings import Settings


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
        demo: bool = False,
        today: Callable[[], date] = minsk_today,
    ) -> None:
        self.settings = settings
        self.journal = journal
        self.paths = paths
        self.secrets = secrets
        self.demo = demo
        self.today = today
        self.messages: list[Message] = []
        self.login = ""
        self._connect = connect
        self._insurer: asyncio.Task[Insurer] | None = None

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

    def tell(self, text: str, *, bad: bool = False, quiet: bool = False) -> None:
        """Say a sentence: the face shows it (not a *quiet* one), and it stays in the messages (F8)."""
        self.messages.append(Message(datetime.now().strftime("%H:%M:%S"), text, bad, quiet))

    async def close(self) -> None:
        """Close the connections."""
        if self.connected:
            await self.connected.aclose()


async def _as_coroutine(connect: "Callable[[], Awaitable[Insurer]]") -> "Insurer":
    return await connect()
