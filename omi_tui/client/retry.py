"""Sending again: which failures deserve it, how long to wait, and when to stop."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from omi_tui.client.budget import COST, COST_AFTER_TIMEOUT, Budget
from omi_tui.client.call import Call, Reply
from omi_tui.client.circuit import Circuit
from omi_tui.client.errors import BadAnswer, ClientError, Overloaded, Refused, SessionEnded, TimedOut, Unreachable
from omi_tui.client.waiting import Waiting, Waits

FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
LONGEST_RETRY_AFTER = 120.0
"""An insurer that asks for a longer pause is not waited for: the person is told how long it is."""
DEADLINE = 60.0
UNSENT_RETRIES = 2
"""How often a save (never a POST) is sent again when it surely never left."""


class Retry:
    """Sends a call until it succeeds, must not be repeated, or its minute is over. All times in seconds.

    *probe* asks the insurer the small question that ends a pause; it raises ClientError where that goes wrong.
    """

    def __init__(
        self,
        probe: Callable[[], Awaitable[object]],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.monotonic,
        waits: Waits | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        self.budget = Budget()
        self.circuit = Circuit(jitter)
        self._probe, self._sleep, self._jitter, self._now = probe, sleep, jitter, now
        self._waits = waits or Waits()
        self._deadline = deadline
        self._gate = asyncio.Lock()

    async def send(self, call: Call, attempt: Callable[[Call], Awaitable[Reply]]) -> Reply:
        """The first success of *attempt*; else its last error, or TimedOut when the deadline cut it off.

        An error is ``unsure`` where an attempt before the last may have had its effect; ``sent`` is True then, too.
        """
        end = self._now() + self._deadline
        number, unsure = 1, False
        while True:
            started = False
            failure: ClientError
            try:
                async with asyncio.timeout(max(end - self._now(), 0.001)):
                    await self._passage(number, end)
                    started = True
                    reply = await attempt(replace(call, attempt=number))
                self._note(None)
                return reply
            except TimeoutError:
                failure = TimedOut("deadline", call.key or call.operation_id, sent=started)
            except ClientError as error:
                failure = error
            if started:
                self._note(failure)
            wait = self._wait(failure, number)
            cost = COST_AFTER_TIMEOUT if isinstance(failure, TimedOut) else COST
            late = self._now() + wait >= end
            if not started or number > _allowed(call, failure) or late or not self.budget.spend(cost):
                failure.unsure = unsure
                if isinstance(failure, Unreachable | TimedOut):
                    failure.sent |= unsure
                raise failure
            number, overloaded = number + 1, isinstance(failure, Overloaded)
            unsure |= getattr(failure, "sent", True)
            with self._waits.told(Waiting(wait, number, "overloaded" if overloaded else "retrying")):
                await self._sleep(wait)

    async def _passage(self, number: int, end: float) -> None:
        """Wait where the insurer is being left alone, then ask once whether it is well, one caller for all.

        Raises Unreachable (``paused``) where it is not, or where the pause outlasts the call.
        """
        if self.circuit.closed:
            return
        seen, pause = self.circuit.pauses, self.circuit.left(self._now())
        if self._now() + pause < end:
            with self._waits.told(Waiting(pause, number, "pausing")):
                async with self._gate:
                    if self.circuit.pauses == seen:  # else somebody has asked meanwhile
                        await self._sleep(self.circuit.left(self._now()))
                        await self._ask()
        if not self.circuit.closed:
            raise Unreachable("paused", sent=False, retry_after=self.circuit.left(self._now()))

    async def _ask(self) -> None:
        try:
            await self._probe()
        except ClientError as error:
            if _health(error) is not True:
                self.circuit.pause(self._now())
                return
        self.circuit.succeeded()

    def _note(self, failure: ClientError | None) -> None:
        health = _health(failure)
        if health is False:
            self.circuit.failed(self._now())
        elif health:
            self.circuit.succeeded()
            if not isinstance(failure, Overloaded):
                self.budget.earn()

    def _wait(self, error: ClientError, number: int) -> float:
        ceiling: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (number - 1))
        if not isinstance(error, Overloaded):
            return ceiling * self._jitter()
        if error.retry_after:  # and a little more, or all desks that were told the same come back at once
            return error.retry_after + ceiling * self._jitter()
        return ceiling * (0.5 + self._jitter() / 2)  # never near zero for a server that asks for mercy


def _allowed(call: Call, error: ClientError) -> int:
    """How many repeats *call* may have after *error*: the insurer's word first, then the kind of failure."""
    match error:
        case Unreachable(kind="tls" | "proxy"):
            return 0
        case TimedOut(kind="deadline"):
            return 0
        case Unreachable(sent=False) | TimedOut(sent=False):
            return call.retries or (0 if call.method == "POST" else UNSENT_RETRIES)
        case Unreachable() | TimedOut():
            return call.retries
        case Overloaded():
            long = (error.retry_after or 0.0) > LONGEST_RETRY_AFTER
            return 0 if error.retryable is False or long else call.retries
        case BadAnswer(status=status):
            return call.retries if status >= 500 else 0
        case Refused():
            return call.retries if _passing(error) else 0
        case _:
            return 0


def _passing(error: Refused) -> bool:
    """Whether the refusal may be gone the next time: the insurer's word first, then the status."""
    if "retryable" in error.problem.model_fields_set:
        return error.problem.retryable
    return error.status in (408, 429) or error.status >= 500 or error.code == "operation.running"


def _health(failure: ClientError | None) -> bool | None:
    """Whether the outcome shows the insurer at work (True), failing (False), or says nothing about it (None)."""
    match failure:
        case None:
            return True
        case SessionEnded() | Unreachable(kind="tls" | "proxy"):
            return None
        case Unreachable() | TimedOut():
            return False
        case Overloaded(status=status) | Refused(status=status):
            return status < 500
        case BadAnswer(status=status):
            return False if status >= 500 else None
        case _:
            return None
