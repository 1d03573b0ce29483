"""INV-13: one renewal at a time, whatever comes late; and nobody who gives up spoils it for the others (INV-16)."""

import asyncio
import itertools
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import SessionEnded
from omi_tui.client.session import SessionKeeper
from omi_tui.client.transport import Transport
from tests.client.virtual_time import now, run

CALL = Call("GET", "/v1/cart")
UNSIGNED = Reply(401, {}, {"code": "session.expired"})


class Shelf:
    """A token store that needs no thread."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def save(self, backend: str, tokens: str) -> None:
        self.kept[backend] = tokens

    def load(self, backend: str) -> str | None:
        return self.kept.get(backend)

    def forget(self, backend: str) -> None:
        self.kept.pop(backend, None)


@dataclass
class Cabinet(Transport):
    """The insurer's sessions in memory: refresh tokens are good once, a second use ends everything."""

    takes: "itertools.cycle[float]"
    base_url: str = "https://insurer.test"
    number: int = 1
    refreshing: int = 0
    most_refreshing: int = 0
    renewals: int = 0
    ended: bool = False
    used: set[str] = field(default_factory=set)

    async def send(self, call: Call) -> Reply:
        if call.path != "/v1/sessions/refresh":
            await asyncio.sleep(next(self.takes))
            good = call.headers["Authorization"] == f"Bearer a{self.number}"
            await asyncio.sleep(next(self.takes))  # the answer, a refusal too, may be late
            return Reply(200, {}, {}) if good and not self.ended else UNSIGNED
        self.refreshing += 1
        self.most_refreshing = max(self.most_refreshing, self.refreshing)
        await asyncio.sleep(next(self.takes))
        token = (call.body or b"").decode().split('"')[3]
        self.ended |= token in self.used
        self.used.add(token)
        if not self.ended:
            self.number += 1
            self.renewals += 1
        await asyncio.sleep(next(self.takes))
        self.refreshing -= 1
        return self.tokens() if not self.ended else UNSIGNED

    def tokens(self) -> Reply:
        body = {"access_token": f"a{self.number}", "refresh_token": f"r{self.number}", "expires_in": 900}
        return Reply(201, {}, body)


async def without_threads(function: Callable[..., object], *arguments: object) -> object:
    """Instead of a thread: the virtual loop has none, and the order is to be the same each time."""
    await asyncio.sleep(0)
    return function(*arguments)


def run_here(main: Callable[[], Coroutine[Any, Any, object]]) -> None:
    with patch.object(asyncio, "to_thread", without_threads):
        run(main())


def keeper_at(cabinet: Cabinet) -> SessionKeeper:
    keeper = SessionKeeper(cabinet, Shelf(), now=now)
    keeper._access, keeper._refresh, keeper._renew_at = "a1", "r1", 1e9
    return keeper


@settings(max_examples=1000 if os.environ.get("OMI_SWEEP") == "full" else 60)
@given(
    takes=st.lists(st.floats(0, 5), min_size=1, max_size=30),
    starts=st.lists(st.floats(0, 30), min_size=100, max_size=100),
    cancelled=st.lists(st.tuples(st.integers(0, 99), st.floats(0, 10)), max_size=30),
    revoked_at=st.floats(0, 15),
)
def test_inv_13_a_hundred_calls_one_renewal(
    takes: list[float], starts: list[float], cancelled: list[tuple[int, float]], revoked_at: float
) -> None:
    """A hundred calls, some given up at any moment; the access token dies under them."""

    async def main() -> None:
        cabinet = Cabinet(itertools.cycle(takes))
        keeper = keeper_at(cabinet)

        async def one(start: float) -> int:
            await asyncio.sleep(start)
            return (await keeper.send(CALL)).status

        async def die() -> None:
            await asyncio.sleep(revoked_at)
            cabinet.number += 1  # nobody has been told of this one

        async def give_up(task: asyncio.Task[int], after: float) -> None:
            await asyncio.sleep(after)
            task.cancel()

        tasks = [asyncio.create_task(one(start)) for start in starts]
        await asyncio.gather(die(), *(give_up(tasks[index], after) for index, after in cancelled))
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        left = {index for index, _after in cancelled}
        for index, outcome in enumerate(outcomes):
            assert outcome == 200 or (index in left and isinstance(outcome, asyncio.CancelledError)), outcome
        assert cabinet.most_refreshing <= 1
        assert cabinet.renewals <= 1
        assert not cabinet.ended
        assert keeper.signed_in
        await asyncio.sleep(20)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run_here(main)


def test_inv_13_every_interleaving_of_a_late_refusal() -> None:
    """Three calls; each answer may be overtaken by any other: the refusal of the old token never ends the new one."""

    async def main(takes: tuple[float, ...]) -> None:
        cabinet = Cabinet(itertools.cycle(takes), number=2)
        keeper = keeper_at(cabinet)
        replies = await asyncio.gather(*(keeper.send(CALL) for _ in range(3)))
        assert [reply.status for reply in replies] == [200] * 3
        assert (cabinet.renewals, cabinet.most_refreshing, keeper.signed_in) == (1, 1, True)

    for takes in itertools.product((0.0, 1.0, 3.0), repeat=5):
        run_here(partial(main, takes))


def test_inv_16_one_that_gives_up_at_any_moment_loses_no_tokens() -> None:
    async def main(step: int) -> bool:
        cabinet = Cabinet(itertools.cycle([0.5]), number=2)
        keeper = keeper_at(cabinet)
        first = asyncio.create_task(keeper.send(CALL))
        await asyncio.sleep(step * 0.1)
        first.cancel()
        done = (await asyncio.gather(first, return_exceptions=True))[0]
        assert (await keeper.send(CALL)).status == 200
        assert (cabinet.ended, cabinet.renewals) == (False, 1)
        assert keeper._renewal is None
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return isinstance(done, Reply)

    with patch.object(asyncio, "to_thread", without_threads):
        steps = next(step for step in itertools.count() if run(main(step)))
    assert steps > 15


def test_a_session_that_was_ended_stays_ended() -> None:
    async def main() -> None:
        cabinet = Cabinet(itertools.cycle([0.5]), ended=True)
        keeper = keeper_at(cabinet)
        outcomes = await asyncio.gather(*(keeper.send(CALL) for _ in range(100)), return_exceptions=True)
        assert all(isinstance(outcome, SessionEnded) for outcome in outcomes)
        assert cabinet.most_refreshing == 1
        assert not keeper.signed_in

    run_here(main)
