"""A client's connection with mishaps: answers lost after or before the commit, calls that arrive late, waits given up.

It also keeps what was sent, and watches that no old key goes out that was not looked up first.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import TimedOut, Unreachable
from omi_tui.client.insurer import Insurer

Mishap = Literal["none", "answer lost", "never arrived", "late", "given up"]
KEY_LIFE = timedelta(hours=72)


class Wire:
    """Stands before the transport of one client at a time; what it remembers outlives every restart."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.mishap: Mishap = "none"
        self.times = 0
        """How many keyed calls the mishap still meets."""
        self.kept: dict[str, Call] = {}
        """Every keyed call that was sent, by key."""
        self.late: list[Call] = []
        self.stale: list[str] = []
        """Keys that were sent although they were old and had not been looked up."""
        self._first: dict[str, datetime] = {}
        self._asked: set[str] = set()

    def stand_before(self, insurer: Insurer) -> None:
        """Watch the calls of *insurer*."""
        transport = insurer._transport
        send = transport.send

        async def watched(call: Call) -> Reply:
            if call.path.startswith("/v1/operations/"):
                self._asked.add(call.path.rpartition("/")[2])
            if not call.key:
                return await send(call)
            self._note(call)
            if not self.times:
                return await send(call)
            self.times -= 1
            if self.mishap == "never arrived":
                raise Unreachable("reset", "", sent=True)
            if self.mishap == "late":
                self.late.append(call)
                raise TimedOut("read", "", sent=True)
            await send(call)
            if self.mishap == "given up":
                raise asyncio.CancelledError
            raise Unreachable("reset", "", sent=True)

        transport.send = watched  # type: ignore[method-assign]  # the one place where every call passes

    def _note(self, call: Call) -> None:
        assert call.key
        self.kept[call.key] = call
        first = self._first.setdefault(call.key, self._now())
        if self._now() - first >= KEY_LIFE and call.key not in self._asked:
            self.stale.append(call.key)
        self._asked.discard(call.key)
