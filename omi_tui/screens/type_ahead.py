"""Keys in their order: each is handed on when the one before has done its work, and none gets lost in between.

Textual gives a key to whatever has the focus at that moment, and lets commands of the application overtake letters
that a field has not taken yet. Somebody who types faster than the screen follows would lose letters that way.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Iterable
from contextlib import asynccontextmanager

from textual import events
from textual.message_pump import MessagePump
from textual.widgets import Input

Pressed = events.Key | events.Paste
LIMIT = 0.3
"""Seconds that one widget may take for one key before the next is handed on all the same."""


class TypeAhead:
    """Hands keys to *deliver*, one by one, and keeps them while *occupied* says that nobody could take them.

    Keys *at_once* do not wait for that; what was typed ahead of them is dropped.

    *takers* names who takes the next key, from the inside out; *broken* is told of a fault in what a key does.
    """

    def __init__(
        self,
        deliver: Callable[[Pressed], Awaitable[None]],
        takers: Callable[[], Iterable[MessagePump]],
        occupied: Callable[[], bool],
        broken: Callable[[Exception], None],
        at_once: Container[str] = (),
    ) -> None:
        self._deliver, self._takers, self._occupied = deliver, takers, occupied
        self._broken, self._at_once = broken, at_once
        self._kept: deque[Pressed] = deque()
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._letters: list[MessagePump] = []

    async def take(self, event: Pressed) -> None:
        """Keep the key for its turn; a key that stops a wait has its turn now."""
        if isinstance(event, events.Key) and event.key in self._at_once and self._occupied():
            self.drop()
            await self._deliver(event)
        else:
            self._kept.append(event)
            self._wake.set()

    def hand_on(self) -> None:
        """Look again whether somebody can take keys."""
        self._wake.set()

    def drop(self) -> None:
        """Forget what was typed ahead: a question has to be read before it is answered."""
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
                async with self._turn:
                    if self._kept and not self._occupied():
                        await self._hand_or_end(self._kept.popleft())

    async def _hand_or_end(self, event: Pressed) -> None:
        """A fault in what a key does must not end the handing on in silence: no key would work any more."""
        try:
            await self._hand(event)
        except Exception as error:  # whatever it is, it is a fault of this program
            self._broken(error)

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
