import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import (
    BadAnswer,
    ClientError,
    Overloaded,
    Refused,
    SessionEnded,
    TimedOut,
    Unreachable,
    refusal,
)
from omi_tui.client.headers import retry_after
from omi_tui.client.retry import Retry
from omi_tui.client.waiting import Waits
from omi_tui.model.problem import Problem

READ = Call("GET", "/v1/orders")
KEYED = Call("POST", "/v1/orders", b"{}", key="k")
WRITE = Call("PUT", "/v1/me/settings", b"{}")
POST = Call("POST", "/v1/cart/items", b"{}")
PRICE = Call("POST", "/v1/quotes", b"{}", reads=True)
OK = Reply(200, {})
RESET = Unreachable("reset", sent=True)
REFUSED = Unreachable("refused", sent=False)


def problem(status: int, code: str, **members: object) -> Refused:
    return refusal(Problem.model_validate({"status": status, "code": code, **members}))


@dataclass
class Desk:
    """A clock that only waiting moves, and a server that fails as it is told."""

    failures: Sequence[ClientError | Reply]
    time: float = 0.0
    waits: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    attempts: list[int] = field(default_factory=list)
    random: float = 1.0

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    async def attempt(self, call: Call) -> Reply:
        outcome = self.failures[min(len(self.attempts), len(self.failures) - 1)]
        self.attempts.append(call.attempt)
        if isinstance(outcome, Reply):
            return outcome
        raise outcome

    async def send(self, call: Call) -> Reply:
        return await self.retry().send(call, self.attempt)

    def retry(self) -> Retry:
        waits = Waits(lambda waiting: self.told.append(waiting.seconds))
        jitter, now = (lambda: self.random), (lambda: self.time)
        return Retry(self.probe, sleep=self.sleep, jitter=jitter, now=now, waits=waits)

    async def probe(self) -> Reply:
        raise AssertionError("there is no pause in one call")


@pytest.mark.parametrize(
    ("call", "failure", "attempts"),
    [
        (READ, RESET, 5),
        (PRICE, RESET, 5),
        (KEYED, RESET, 3),
        (WRITE, RESET, 1),
        (WRITE, REFUSED, 3),
        (POST, REFUSED, 1),
        (KEYED, REFUSED, 3),
        (POST, TimedOut("connect", sent=False), 1),
        (WRITE, TimedOut("connect", sent=False), 3),
        (WRITE, TimedOut("read", sent=True), 1),
        (READ, REFUSED, 5),
        (READ, Unreachable("tls", sent=False), 1),
        (KEYED, TimedOut("read", sent=True), 3),
        (KEYED, Overloaded(503), 3),
        (KEYED, Overloaded(503, retryable=False), 1),
        (KEYED, Overloaded(503, retryable=True), 3),
        (POST, Overloaded(503, retryable=True), 1),
        (READ, Overloaded(503, retry_after=121.0), 1),
        (READ, Unreachable("proxy", sent=False), 1),
        (WRITE, Overloaded(429), 1),
        (READ, BadAnswer("content_type", status=502), 5),
        (READ, BadAnswer("content_type", status=200), 1),
        (READ, BadAnswer("http"), 1),
        (READ, problem(500, "server.failed"), 5),
        (READ, problem(500, "server.failed", retryable=False), 1),
        (READ, problem(408, "slow"), 5),
        (KEYED, problem(409, "operation.running"), 3),
        (KEYED, problem(409, "contract.overlap"), 1),
        (KEYED, problem(409, "other", retryable=True), 3),
        (WRITE, problem(500, "server.failed", retryable=True), 1),
        (READ, problem(404, "draft.not_found"), 1),
        (READ, SessionEnded("refused"), 1),
        (READ, ClientError("new"), 1),
    ],
)
async def test_how_often_a_call_is_sent(call: Call, failure: ClientError, attempts: int) -> None:
    desk = Desk([failure])
    with pytest.raises(type(failure)) as caught:
        await desk.send(call)
    assert caught.value is failure
    assert desk.attempts == list(range(1, attempts + 1))
    assert desk.told == desk.waits


async def test_a_later_success_counts() -> None:
    desk = Desk([RESET, RESET, OK])
    assert await desk.send(KEYED) is OK


async def test_waits_double_and_are_jittered() -> None:
    desk = Desk([RESET])
    with pytest.raises(Unreachable):
        await desk.send(READ)
    assert desk.waits == [0.5, 1.0, 2.0, 4.0]
    desk = Desk([RESET], random=0.0)
    with pytest.raises(Unreachable):
        await desk.send(READ)
    assert desk.waits == [0.0] * 4


async def test_an_overloaded_insurer_gets_its_pause() -> None:
    desk = Desk([Overloaded(429, retry_after=20.0), Overloaded(429), OK], random=0.0)
    await desk.send(READ)
    assert desk.waits == [20.0, 0.5]


async def test_a_pause_beyond_the_deadline_is_told_at_once() -> None:
    desk = Desk([Overloaded(503, retry_after=90.0)])
    with pytest.raises(Overloaded) as caught:
        await desk.send(READ)
    assert caught.value.retry_after == 90.0
    assert desk.waits == []


async def test_the_deadline_cuts_off_an_answer_that_drips() -> None:
    async def drip(_call: Call) -> Reply:
        await asyncio.Event().wait()
        return OK

    with pytest.raises(TimedOut) as caught:
        await Retry(Desk([OK]).probe, deadline=0.01).send(READ, drip)
    assert (caught.value.kind, caught.value.sent) == ("deadline", True)


async def test_giving_up_ends_it_at_once() -> None:
    waiting = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    desk = Desk([RESET])
    task = asyncio.create_task(Retry(desk.probe, sleep=sleep).send(READ, desk.attempt))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert desk.attempts == [1]


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("100000", 86_400.0),
        ("nan", None),
        ("-nan", None),
        ("inf", 86_400.0),
        ("1e999", 86_400.0),
        ("-inf", 0.0),
        ("9" * 400, 86_400.0),
        ("soon", None),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 82_800.0),
        ("Tue, 24 Nov 9999 12:00:00 GMT", 86_400.0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
        ("Monday, 23-Nov-26 12:00:30 GMT", 30.0),
    ],
)
def test_retry_after_in_every_form(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOON) == seconds


@given(st.text())
def test_retry_after_survives_anything(header: str) -> None:
    seconds = retry_after(header)
    assert seconds is None or 0 <= seconds <= 86_400
