"""Locks the desk: by its key, after minutes without one, and when the program is suspended.

The screens that are open are emptied, not closed: their journeys wait behind the lock, and payments are still polled.
"""

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from textual import events
from textual.screen import ModalScreen

from omi_tui.commands import Commands
from omi_tui.journeys.idle import since_boot
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text.i18n import _


class Locking(Commands, inherit_bindings=False):
    """The application's lock. ``clock`` gives seconds; tests turn it."""

    clock: Callable[[], float] = staticmethod(since_boot)
    _one_lock: asyncio.Lock
    _last_key = 0.0
    _away = False
    """Whether a text browser has the terminal: nobody can press a key here meanwhile."""
    _stopped = False
    """Whether the terminal was given back for a stop that the program was asked for."""

    @property
    def _can_lock(self) -> bool:
        insurer = self.workplace.connected
        return not self.locked and insurer is not None and insurer.sessions.signed_in

    async def do_lock(self) -> None:
        """Lock the desk; without a sign-in there is nothing to hide."""
        if self._can_lock:
            await self.lock()
        elif not self.locked and isinstance(self.screen, JourneyScreen):
            self.workplace.tell(_("Nobody is signed in, so there is nothing to lock."))
            await self.screen.redraw()

    async def lock(self) -> None:
        """Lock; of several who want it at once (a key and a clock after a long sleep) the first one does it."""
        async with self._one_lock:
            if self._can_lock:
                await self._cover_everything()

    async def _cover_everything(self) -> None:
        """Dialogs are given up, keys typed ahead and the program's clipboard forgotten."""
        from omi_tui.journeys.lock import LockJourney
        from omi_tui.screens.lock import LockScreen

        while isinstance(self.screen, ModalScreen):
            await self.pop_screen()
        open_screens = self._journey_screens()
        lock = LockScreen(LockJourney(self.workplace))
        lock.id = "lock"
        self.push_screen(lock, self._opened)
        self.forget_what_was_shown()
        for screen in open_screens:
            await screen.cover()

    async def _opened(self, right: bool | None) -> None:
        self._last_key = self.clock()
        if right:
            for screen in self._journey_screens():
                await screen.uncover()

    def forget_what_was_shown(self) -> None:
        """Keep nothing that was copied or typed ahead, and nothing that the mouse points at."""
        self._clipboard = ""
        self.mouse_over = self.hover_over = None
        self.drop_keys()

    def _journey_screens(self) -> list[JourneyScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, JourneyScreen)]

    async def lock_if_idle(self) -> bool:
        """Lock where no key was pressed for the minutes of the settings; says whether it did."""
        idle = self.clock() - self._last_key >= 60 * self.workplace.settings.lock_minutes
        if not idle or self._away or not self._can_lock:
            return False
        await self.lock()
        return True

    async def stirred(self, event: events.Event) -> bool:
        """Somebody is there; says whether they were away for so long that the desk locks instead."""
        if not isinstance(event, events.Key | events.Paste | events.MouseDown):
            return False
        locked = await self.lock_if_idle()
        self._last_key = self.clock()
        return locked

    def watch_for_suspension(self) -> None:
        """Lock before the program is stopped (so that what comes back is the lock), and when it goes on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            textuals = signal.getsignal(number)
            loop.add_signal_handler(number, lambda *what: self.run_worker(self._suspended(*what)), number, textuals)

    async def _suspended(self, number: int, textuals: Any) -> None:
        if self.ending:
            return  # a terminal that is taken away lets go on, too: Textual would take it again, and read without end
        if number == signal.SIGCONT:
            if not self._stopped and not self._away and self._driver is not None:
                self._driver.suspend_application_mode()  # stopped unasked; Textual would read from it twice
            textuals(number, None)
            self.refresh(layout=True)
        self._stopped = number == signal.SIGTSTP
        if self._can_lock and not self._away:
            await self.lock()
            painted = asyncio.Event()
            self.call_after_refresh(painted.set)
            await painted.wait()
        if number == signal.SIGTSTP:
            textuals(number, None)
