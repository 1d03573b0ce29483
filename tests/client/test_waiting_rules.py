"""INV-14, INV-16 and LOAD-03: repeats, pauses and their limits, on a clock of their own."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omi_tui.client.budget import COST, COST_AFTER_TIMEOUT, FULL, Budget
from omi_tui.client.call import Call, Reply
from omi_tui.client.circuit import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Circuit
from omi_tui.client.errors import BadAnswer, ClientError, Overloaded, SessionEnded, TimedOut, Unreachable
from omi_tui.client.retry import DEADLINE, Retry
from omi_tui.client.waiting import Waiting, Waits
from tests.client.virtual_time import now, run

FULL_SWEEP = os.environ.get("OMI_SWEEP") == "full"
READ = Call("GET", "/v1/orders")
KEYED = Call("POST", "/v1/orders", b"{}", key="k")
SAVE = Call("PUT", "/v1/me/settings", b"{}")
POST = Call("POST", "/v1/cart/items", b"{}")
OK = Reply(200, {})
RESET = Unreachable("reset", sent=True)


@dataclass
class Insurer:
    """Answers after some seconds, with what *answer* gives then; ``asked`` are the moments of all requests."""

    answer: Callable[[], ClientError | None]
    takes: Callable[[], float] = lambda: 0.0
    asked: list[float] = field(default_factory=list)
    told: list[Waiting] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waits = Waits(self.told.append)
        self.retry = Retry(self.attempt, now=now, waits=self.waits, jitter=random.Random(1).random)

    async def attempt(self, _call: Call | None = None) -> Reply:
        self.asked.append(now())
        await asyncio.sleep(self.takes())
        failure = self.answer()
        if failure is not None:
            raise failure
        return OK

    async def outcome(self, call: Call) -> ClientError | None:
        try:
            await self.retry.send(call, self.attempt)
        except ClientError as error:
            return error
        return None


def failures() -> st.SearchStrategy[ClientError | None]:
    sent, pause = st.booleans(), st.none() | st.floats(0, 200)
    return st.one_of(
        st.none(),
        st.builds(Unreachable, st.sampled_from(["refused", "reset", "tls", "dns"]), sent=sent),
        st.builds(TimedOut, st.sampled_from(["read", "connect"]), sent=sent),
        st.builds(Overloaded, st.sampled_from([429, 503]), retry_after=pause, retryable=st.none() | st.booleans()),
        st.builds(BadAnswer, st.just("json"), status=st.sampled_from([200, 502])),
        st.builds(SessionEnded, st.just("expired")),
    )


@settings(max_examples=3000 if FULL_SWEEP else 300)
@given(
    calls=st.lists(st.tuples(st.sampled_from([READ, KEYED, SAVE, POST]), st.floats(0, 40)), min_size=1, max_size=12),
    answers=st.lists(st.tuples(failures(), st.floats(0, 30)), min_size=1, max_size=40),
    together=st.booleans(),
)
def test_inv_14_attempts_waits_and_budget_keep_their_limits(
    calls: list[tuple[Call, float]], answers: list[tuple[ClientError | None, float]], together: bool
) -> None:
    """At most 1 + retries attempts a call, at most the deadline for waits and attempts together, 0 <= budget <= 10."""

    async def main() -> None:
        outcomes = iter([outcome for outcome, _takes in answers] * 20)
        times = iter([takes for _outcome, takes in answers] * 20)
        insurer = Insurer(lambda: next(outcomes, None), lambda: next(times, 0.0))

        async def one(call: Call, gap: float) -> None:
            attempts: list[int] = []

            async def attempt(current: Call) -> Reply:
                attempts.append(current.attempt)
                assert 0 <= insurer.retry.budget.tokens <= FULL
                return await insurer.attempt()

            await asyncio.sleep(gap)
            began = now()
            failure = None
            try:
                await insurer.retry.send(call, attempt)
            except ClientError as error:
                failure = error
            assert getattr(failure, "sent", True) or not getattr(failure, "unsure", False)
            assert now() - began <= DEADLINE + 0.01
            assert attempts == list(range(1, len(attempts) + 1))
            assert len(attempts) <= 1 + (call.retries or (2 if call is SAVE else 0))
            assert 0 <= insurer.retry.budget.tokens <= FULL

        if together:
            await asyncio.gather(*(one(call, gap) for call, gap in calls))
        else:
            for call, gap in calls:
                await one(call, gap)
        assert insurer.waits.current is None

    run(main())


@given(st.lists(st.sampled_from([COST, COST_AFTER_TIMEOUT, 0])))
def test_inv_14_the_budget_is_never_negative(steps: list[int]) -> None:
    budget = Budget()
    for cost in steps:
        before = budget.tokens
        if cost == 0:
            budget.earn()
        else:
            assert budget.spend(cost) == (before >= cost)
        assert 0 <= budget.tokens <= FULL


def test_an_empty_budget_ends_repeats_and_successes_fill_it() -> None:
    async def main() -> None:
        sick = [True]
        insurer = Insurer(lambda: Overloaded(429) if sick[0] else None)
        asked = []
        for _ in range(4):
            before = len(insurer.asked)
            await insurer.outcome(READ)
            asked.append(len(insurer.asked) - before)
        assert asked == [5, 5, 3, 1], "ten repeats for the whole desk"
        sick[0] = False
        await insurer.outcome(READ)
        assert insurer.retry.budget.tokens == 1

    run(main())


def test_after_a_timeout_a_repeat_costs_double() -> None:
    async def main() -> None:
        insurer = Insurer(lambda: TimedOut("read", sent=True))
        await insurer.outcome(KEYED)
        assert insurer.retry.budget.tokens == FULL - 2 * COST_AFTER_TIMEOUT

    run(main())


def test_five_failures_in_a_row_open_the_circuit_and_one_question_closes_it() -> None:
    async def main() -> None:
        sick = [True]
        insurer = Insurer(lambda: RESET if sick[0] else None)
        assert isinstance(await insurer.outcome(READ), Unreachable)
        assert not insurer.retry.circuit.closed
        sick[0] = False
        asked, began = len(insurer.asked), now()
        assert await insurer.outcome(POST) is None
        assert len(insurer.asked) - asked == 2, "the small question, then the call"
        assert FIRST_PAUSE / 2 <= now() - began <= FIRST_PAUSE
        assert insurer.told[-1].reason == "pausing"
        assert insurer.told[-1].attempt == 1
        assert insurer.retry.circuit.closed

    run(main())


def test_while_it_is_ill_only_the_small_question_goes_out() -> None:
    async def main() -> None:
        insurer = Insurer(lambda: RESET)
        await insurer.outcome(READ)
        asked = len(insurer.asked)
        errors = await asyncio.gather(*(insurer.outcome(READ) for _ in range(6)))
        assert len(insurer.asked) - asked == 1, "one for all that wait"
        for error in errors:
            assert isinstance(error, Unreachable)
            assert (error.kind, error.sent) == ("paused", False)
            assert error.retry_after
            assert error.retry_after <= 2 * FIRST_PAUSE
        assert insurer.waits.current is None

    run(main())


def test_a_pause_longer_than_the_call_may_take_is_told_at_once() -> None:
    async def main() -> None:
        retry = Retry(Insurer(lambda: None).attempt, now=now, deadline=1.0)
        retry.circuit.pause(now())
        with pytest.raises(Unreachable, match="paused") as caught:
            await retry.send(READ, Insurer(lambda: None).attempt)
        assert now() == 0.0
        assert caught.value.retry_after

    run(main())


@pytest.mark.parametrize(
    ("failure", "opens"),
    [
        (RESET, True),
        (TimedOut("read", sent=True), True),
        (Overloaded(503), True),
        (BadAnswer("content_type", status=502), True),
        (Overloaded(429), False),
        (Unreachable("tls", sent=False), False),
        (Unreachable("proxy", sent=False), False),
        (BadAnswer("json", status=200), False),
        (SessionEnded("expired"), False),
        (ClientError("new"), False),
    ],
    ids=str,
)
def test_which_failures_count(failure: ClientError, opens: bool) -> None:
    async def main() -> None:
        insurer = Insurer(lambda: failure)
        for _ in range(FAILURES):
            await insurer.outcome(POST)
        assert insurer.retry.circuit.closed is not opens

    run(main())


def test_pauses_double_up_to_half_a_minute_and_start_anew_after_a_success() -> None:
    circuit = Circuit(lambda: 1.0)
    pauses = []
    for _ in range(5):
        circuit.pause(100.0)
        pauses.append(circuit.left(100.0))
    assert pauses == [4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE]
    circuit.succeeded()
    assert (circuit.closed, circuit.left(100.0)) == (True, 0.0)
    circuit.pause(100.0)
    assert circuit.left(100.0) == FIRST_PAUSE


def test_an_earlier_attempt_that_left_makes_the_end_unsure() -> None:
    async def main() -> None:
        turns = iter([RESET, Unreachable("refused", sent=False), Unreachable("refused", sent=False)])
        error = await Insurer(lambda: next(turns)).outcome(KEYED)
        assert isinstance(error, Unreachable)
        assert (error.kind, error.sent, error.unsure) == ("refused", True, True)
        error = await Insurer(lambda: Unreachable("refused", sent=False)).outcome(KEYED)
        assert isinstance(error, Unreachable)
        assert (error.sent, error.unsure) == (False, False)

    run(main())


@pytest.mark.parametrize("ill", [RESET, TimedOut("read", sent=True), Overloaded(503, retry_after=1.0)], ids=str)
def test_inv_16_giving_up_at_any_moment_leaves_nothing_half_open(ill: ClientError) -> None:
    """Three calls through failures, waits, a pause and the small question; one of them is cancelled at every step."""

    async def main(steps: int) -> bool:
        answers = iter([ill] * 8)
        insurer = Insurer(lambda: next(answers, None), lambda: 0.5)
        tasks = [asyncio.create_task(insurer.outcome(READ)) for _ in range(3)]
        for _ in range(steps):
            await asyncio.sleep(0.05)
        done = tasks[0].done()
        tasks[0].cancel()
        await asyncio.wait(tasks)
        assert tasks[0].cancelled() or done
        assert not any(task.cancelled() for task in tasks[1:])
        assert insurer.waits.current is None
        assert not insurer.retry._gate.locked()
        assert 0 <= insurer.retry.budget.tokens <= FULL
        assert asyncio.all_tasks() == {asyncio.current_task()}
        await asyncio.sleep(2 * LONGEST_PAUSE)
        outcomes = [await insurer.outcome(READ) for _ in range(9)]
        assert outcomes[-1] is None, "the next calls go on as if nothing had been"
        return done

    steps = 0
    while not run(main(steps)):
        steps += 1
    assert steps > 20


def test_inv_16_whoever_asks_for_all_may_give_up() -> None:
    async def main() -> None:
        sick = [True]
        insurer = Insurer(lambda: RESET if sick[0] else None)
        await insurer.outcome(READ)
        sick[0] = False
        first, second = (asyncio.create_task(insurer.outcome(READ)) for _ in range(2))
        await asyncio.sleep(0.1)
        first.cancel()
        assert await second is None
        assert first.cancelled()

    run(main())


def test_load_03_five_hundred_desks_come_back_gently() -> None:
    """The insurer is down for 60 s. After it is back: less than twice the usual rate, and everybody served in 3 min."""
    desks, every, down_from, down_until, end = 500, 6.0, 60.0, 120.0, 300.0

    async def main() -> tuple[Counter[int], list[float]]:
        arrivals: Counter[int] = Counter()
        served_again: list[float] = []
        dice = random.Random(3)

        async def desk() -> None:
            retry = Retry(lambda: attempt(), now=now, jitter=dice.random)
            back = False

            async def attempt(_call: Call | None = None) -> Reply:
                arrivals[int(now())] += 1
                if down_from <= now() < down_until:
                    raise Unreachable("refused", sent=False)
                return OK

            await asyncio.sleep(dice.random() * every)
            while now() < end:
                try:
                    await retry.send(READ, attempt)
                    if now() >= down_until and not back:
                        back = True
                        served_again.append(now())
                except ClientError:
                    pass
                await asyncio.sleep(every * (0.5 + dice.random()))

        await asyncio.gather(*(desk() for _ in range(desks)))
        return arrivals, served_again

    arrivals, served_again = run(main())
    steady = sum(arrivals[second] for second in range(20, 60)) / 40
    peak = max(arrivals[second] for second in range(int(down_until), int(end)))
    assert 0.8 * desks / every < steady < 1.2 * desks / every
    assert peak < 2 * steady, (peak, steady)
    assert len(served_again) == desks
    assert max(served_again) < down_until + 180
    assert sum(arrivals[second] for second in range(80, 120)) / 40 < steady, "and it is not hammered while it is down"
