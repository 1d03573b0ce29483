"""Sending again: which failures deserve it, how long to wait, and when to stop."""

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import BadAnswer, ClientError, Overloaded, Refused, TimedOut, Unreachable

FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
LONGEST_RETRY_AFTER = 120.0
DEADLINE = 60.0
UNSENT_RETRIES = 2
"""How often a write without a key is sent again when it surely never left."""


@dataclass
class Retry:
    """Sends a call until it succeeds, must not be repeated, or its minute is over. All times in seconds."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    now: Callable[[], float] = time.monotonic
    on_wait: Callable[[float], None] | None = None
    """Told how long the next wait is, before it begins."""
    deadline: float = DEADLINE

    async def send(self, call: Call, attempt: Callable[[Call], Awaitable[Reply]]) -> Reply:
        """The first success of *attempt*; else its last error, or TimedOut when the deadline cut it off."""
        end = self.now() + self.deadline
        number = 1
        while True:
            current = replace(call, attempt=number)
            failure: ClientError
            try:
                async with asyncio.timeout(max(end - self.now(), 0.001)):
                    return await attempt(current)
            except TimeoutError:
                raise TimedOut("deadline", call.key or call.operation_id, sent=True) from None
            except ClientError as error:
                failure = error
            wait = self._wait(failure, number)
            if number > _allowed(call, failure) or self.now() + wait >= end:
                raise failure
            if self.on_wait:
                self.on_wait(wait)
            await self.sleep(wait)
            number += 1

    def _wait(self, error: ClientError, number: int) -> float:
        ceiling: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (number - 1))
        if isinstance(error, Overloaded):
            # never near zero: a server that asks for mercy gets at least half
            return max(error.retry_after or 0.0, ceiling * (0.5 + self.random() / 2))
        return ceiling * self.random()


def _allowed(call: Call, error: ClientError) -> int:
    """How many repeats *call* may have after *error*."""
    match error:
        case Unreachable(kind="tls"):
            return 0
        case Unreachable(sent=False) | TimedOut(sent=False):
            return max(call.retries, UNSENT_RETRIES)
        case Unreachable() | TimedOut() | Overloaded():
            return call.retries
        case BadAnswer(status=status):
            return call.retries if status >= 500 else 0
        case Refused():
            return call.retries if _passing(error) else 0
        case _:
            return 0


def _passing(error: Refused) -> bool:
    """Whether the refusal may be gone the next time: the server's word first, then the status."""
    if "retryable" in error.problem.model_fields_set:
        return error.problem.retryable
    return error.status in (408, 429) or error.status >= 500 or error.code == "operation.running"


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, in either form, within 0 and 120; None where it says nothing."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            moment = parsedate_to_datetime(header)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if math.isfinite(seconds) else None
