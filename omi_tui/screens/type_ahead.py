"""Keys in their order: each is handed on when the one before has done its work, and none gets lost in between.

Textual gives a key to whatever has the focus at that moment, and lets commands of the application overtake letters
that a field has not taken yet. Somebody who types faster than the screen follows would lose letters that way.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Iterable
from contextlib import asynccontextmanager
from time import monotonic

from textual import events
from textual.message_pump import MessagePump
from textual.widgets import Input

from omi_tui.screens.scanner import QUIET, Heard, Pressed, Scanner

LIMIT = 0.3
"""Seconds that one widget may take for one key before the next is handed on all the same."""
LATE = 0.01
"""Seconds in which keys that came while this program was at work get from the terminal to here."""
Scanned = Callable[[Heard], Awaitable[None]]


class TypeAhead:
    """Hands keys to *deliver*, one by one, and keeps them while *occupied* says that nobody could take them.

    Keys *at_once* do not wait for that; what was typed ahead of them is dropped.

    *takers* names who takes the next key, from the inside out; *broken* is told of a fault in what a key does.
    What *scanner* hears in the keys goes to *scanned* instead; *counted* is told of each key that a person pressed, and
    *coming* says whether keys may be on their way to here.
    """

    def __init__(
        self,
        deliver: Callable[[Pressed], Awaitable[None]],
        takers: Callable[[], Iterable[MessagePump]],
        occupied: Callable[[], bool],
        broken: Callable[[Exception], None],
        at_once: Container[str] = (),
        *,
        scanner: Scanner,
        scanned: Scanned,
        counted: Callable[[], None],
        coming: Callable[[], bool],
    ) -> None:
        self._deliver, self._takers, self._occupied = deliver, takers, occupied
        self._broken, self._at_once = broken, at_once
        self._scanner, self._scanned, self._counted, self._coming = scanner, scanned, counted, coming
        self._quiet = False
        """Whether no key came since the scanner wanted to wait for more."""
        self._last: Pressed | None = None
        self._kept: deque[Pressed] = deque()
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._letters: list[MessagePump] = []

    async def take(self, event: Pressed) -> None:
        """Keep the key for its turn; a key that stops a wait has its turn now."""
        if isinstance(event, events.Key) and event.key in self._at_once and self._occupied():
            self.drop()
            self._count(event)
            await self._deliver(event)
        else:
            self._kept.append(event)
            self._last, self._quiet = event, False
            self._wake.set()

    def in_scan(self, event: events.Key) -> bool:
        """Whether *event*, Ctrl+C, follows another key as closely as the last one of a scanner's frame does."""
        last = self._last
        return last is not None and event.time - last.time < QUIET and self._scanner.listening

    def hand_on(self) -> None:
        """Look again whether somebody can take keys."""
        self._wake.set()

    def drop(self) -> None:
        """Forget what was typed ahead: a question has to be read before it is answered."""
        for event in self._kept:
            self._count(event)
        self._kept.clear()

    @property
    def idle(self) -> bool:
        """Whether no key waits or is under way."""
        return not self._kept and not self._turn.locked()

    async def run(self) -> None:
        """Hand keys on until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._kept and not self._occupied():
                heard = self._scanner.hear(self._kept, now=monotonic(), quiet=self._quiet)
                if heard.wait:
                    await self._await_more(heard.wait)
                    continue
                async with self._turn:
                    if self._kept and not self._occupied():
                        await self._hand_or_end(heard)

    async def _await_more(self, seconds: float) -> None:
        """Wait for the next key; what comes late because this program was at work is not late."""
        before = len(self._kept)
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            await asyncio.sleep(LATE)
            self._quiet = len(self._kept) == before and not self._coming()

    async def _hand_or_end(self, heard: Heard) -> None:
        """A fault in what a key does must not end the handing on in silence: no key would work any more."""
        try:
            if heard.taken:
                for _key in range(min(heard.taken, len(self._kept))):
                    self._kept.popleft()
                await self._settle_letters()
                await self._scanned(heard)
                return
            event = self._kept.popleft()
            self._count(event)
            self._scanner.handed(event)
            await self._hand(event)
        except Exception as error:  # whatever it is, it is a fault of this program
            self._broken(error)

    def _count(self, event: Pressed) -> None:
        if isinstance(event, events.Key):
            self._counted()

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """No key is under way within this block, so that widgets can be exchanged."""
        async with self._turn:
            await self._settle_letters()
            yield

    async def _settle_letters(self) -> None:
        takers, self._letters = self._letters, []
        await _settle(takers)

    async def _hand(self, event: Pressed) -> None:
        takers = list(self._takers())
        if isinstance(takers[0], Input) and _letter(event) and not getattr(takers[0], "goes_on", False):
            await self._deliver(event)  # letters keep their order by themselves
            self._letters = takers
            return
        await self._settle_letters()
        await self._deliver(event)
        await _settle(takers)


def _letter(event: Pressed) -> bool:
    """Whether the key types; Textual calls ``alt+z`` printable too."""
    return isinstance(event, events.Key) and event.is_printable and not event.key.startswith("alt+")


async def _settle(takers: list[MessagePump]) -> None:
    """Wait until *takers* have done their work for a key."""
    # A key rises to the application, which calls a binding of the widget, which tells those above it.
    for taker in (*takers, *takers):
        await _told(taker)


async def _told(taker: MessagePump) -> None:
    """Wait until *taker* has handled what it was told, and what it told itself because of that."""
    for _turn in range(2):
        done = asyncio.Event()
        if not taker.is_running or not taker.call_later(done.set):
            return
        try:
            await asyncio.wait_for(done.wait(), LIMIT)
        except TimeoutError:
            return
