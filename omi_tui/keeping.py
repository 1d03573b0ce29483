"""Keeps what is typed: a moment after it was typed, when a field is left, before anything is sent, on every way out.

Nothing is written while nobody types.
"""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.timer import Timer

from omi_tui.exit_codes import INTERRUPTED, SAVED
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.unfinished import Open
from omi_tui.screens import workers
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace

EVERY = 1.5
"""Seconds after which a letter is on disk, though the field has not been left."""


class Keeping(App[int], inherit_bindings=False):
    """The application's autosave: what stands in the open forms outlives the program."""

    workplace: "Workplace"
    ending = False
    """Whether the program is on its way out."""
    _due: Timer | None = None

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End with *result*, and from now on take the terminal no more."""
        self.ending = True
        super().exit(result, return_code, message)

    def typed(self) -> None:
        """An answer changed: keep it soon."""
        if self._due is None:
            self._due = self.set_timer(EVERY, self.keep_soon)

    def keep_soon(self) -> None:
        """Keep what stands in the open forms, beside whatever else is done."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        workers.run(self, self.keep, "keep")

    async def keep(self) -> bool:
        """Keep what stands in the open forms; on disk when this returns. Says whether anything is unfinished."""
        told = len(self.workplace.messages)
        unfinished = await self.workplace.unfinished.save(self._open())
        if len(self.workplace.messages) > told and isinstance(self.screen, JourneyScreen):
            self.screen.show_news()
        return unfinished

    def keep_before_crash(self) -> None:
        """Keep what can be kept at once, whatever has gone wrong."""
        with suppress(Exception):
            self.workplace.unfinished.save_now(self._open())

    async def take_up(self, journey: Journey) -> None:
        """Put what was kept of *journey*, which is about to be entered, into it; say so, and drop keys typed ahead."""
        await self.workplace.unfinished.take_up(journey)
        if journey.kept_at is not None:
            from omi_tui.journeys.show import moment_of

            typed = _("This was typed on {moment}. Go on, or press Esc to leave it.")
            self.workplace.tell(typed.format(moment=moment_of(journey.kept_at)))
            self.drop_keys()

    async def unlock_saved_work(self) -> None:
        """Ask for the passphrase where one protects what was kept. In a worker."""
        from omi_tui.journeys.passphrase import UnlockJourney

        if await asyncio.to_thread(lambda: self.workplace.vault.locked):
            self.drop_keys()
            await self.push_screen_wait(JourneyScreen(UnlockJourney(self.workplace)))

    def over(self, journey: Journey) -> None:
        """*journey* was left: nothing of it is to be kept."""
        workers.run(self, partial(self.workplace.unfinished.forget, journey), "forget")

    def losing(self) -> bool:
        """Whether something that was typed would be lost if the program ended now, saved or not."""
        safe = self.workplace.unfinished.safe and not self.workplace.read_only
        return any(each.journey.unsaved() and not (safe and each.journey.worth_keeping()) for each in self._open())

    def end_soon(self) -> None:
        """End because somebody outside wants it, or nobody is there any more; what was typed is kept."""
        self.ending = True
        workers.run(self, self._keep_and_end, "end")

    async def _keep_and_end(self) -> None:
        with suppress(Exception):  # nothing may keep the program from ending
            await self.keep()
        self.exit(INTERRUPTED)

    def end_saved(self) -> None:
        """End, and say that what was typed is kept."""
        told = _("Saved. Start the program again to go on with what you typed.")
        self.exit(SAVED, message=Text(told))

    def drop_keys(self) -> None:
        """Forget keys that were pressed before the screen could be read."""
        raise NotImplementedError

    def _open(self) -> list[Open]:
        screens = (screen for screen in self.screen_stack if isinstance(screen, JourneyScreen))
        return [Open(screen.journey, screen.then) for screen in screens]
