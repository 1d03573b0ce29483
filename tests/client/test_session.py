import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from omi_tui.client.call import Call
from omi_tui.client.errors import BadAnswer, Overloaded, Refused, SessionEnded, Unreachable
from omi_tui.client.session import SessionKeeper
from omi_tui.client.transport import Transport
from tests.client.raw_server import RESET, RawServer, Request, http, ok, problem, serve

CALL = Call("GET", "/v1/cart")
UNSIGNED = problem(401, "session.expired")


@dataclass
class Memory:
    """A token store that also remembers what it was asked."""

    kept: dict[str, str] = field(default_factory=dict)

    def save(self, backend: str, tokens: str) -> None:
        self.kept[backend] = tokens

    def load(self, backend: str) -> str | None:
        return self.kept.get(backend)

    def forget(self, backend: str) -> None:
        self.kept.pop(backend, None)


@dataclass
class Cabinet:
    """A session keeper at a raw server, with a clock that stands still."""

    keeper: SessionKeeper
    server: RawServer
    store: Memory
    time: float = 0.0

    def asked(self) -> list[str]:
        return [request.line.split()[1].rpartition("/")[2] for request in self.server.requests]

    def bearers(self) -> list[str]:
        return [request.headers.get("authorization", "-").removeprefix("Bearer ") for request in self.server.requests]


def pair(number: int, expires_in: int = 900) -> bytes:
    tokens = {"access_token": f"a{number}", "refresh_token": f"r{number}", "expires_in": expires_in}
    return ok(tokens, 201)


Answer = bytes | Callable[[Request], Any]


@asynccontextmanager
async def cabinet(*answers: Answer) -> AsyncIterator[Cabinet]:
    async with serve(answers) as server:
        transport = Transport(server.url)
        store = Memory()
        this: Cabinet
        keeper = SessionKeeper(transport, store, now=lambda: this.time)
        this = Cabinet(keeper, server, store)
        try:
            yield this
        finally:
            await keeper.aclose()
            await transport.aclose()


async def test_signed_in_calls_carry_the_token() -> None:
    async with cabinet(pair(1), ok({})) as at:
        before = at.keeper.signed_in
        await at.keeper.sign_in("anna@example.test", "horse staple")
        assert (before, at.keeper.signed_in) == (False, True)
        assert at.server.requests[0].json() == {"login": "anna@example.test", "password": "horse staple"}
        assert (await at.keeper.send(CALL)).status == 200
        assert at.bearers() == ["-", "a1"]
        assert at.store.kept == {at.server.url: "r1"}


async def test_signed_out_nothing_is_sent() -> None:
    async with cabinet() as at:
        with pytest.raises(SessionEnded) as caught:
            await at.keeper.send(CALL)
        assert (caught.value.code, caught.value.kind) == ("session.ended", "signed_out")
        assert at.asked() == []


async def test_a_wrong_password_is_a_refusal() -> None:
    async with cabinet(problem(401, "session.credentials")) as at:
        with pytest.raises(Refused) as caught:
            await at.keeper.sign_in("anna@example.test", "wrong")
        assert caught.value.code == "session.credentials"
        assert not at.keeper.signed_in


async def test_a_refused_token_is_renewed_and_the_call_sent_once_more() -> None:
    async with cabinet(pair(1), UNSIGNED, pair(2), ok({"n": 1})) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        assert (await at.keeper.send(CALL)).body == {"n": 1}
        assert at.asked() == ["sessions", "cart", "refresh", "cart"]
        assert at.server.requests[2].json() == {"refresh_token": "r1"}
        assert at.bearers()[3] == "a2"
        assert at.store.kept == {at.server.url: "r2"}


async def test_a_fresh_token_refused_ends_the_session() -> None:
    async with cabinet(pair(1), UNSIGNED, pair(2), UNSIGNED) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        with pytest.raises(SessionEnded) as caught:
            await at.keeper.send(CALL)
        assert caught.value.kind == "refused"
        assert not at.keeper.signed_in
        assert at.store.kept == {}


async def test_a_refused_refresh_ends_the_session() -> None:
    async with cabinet(pair(1), UNSIGNED, problem(401, "session.reused")) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        with pytest.raises(SessionEnded) as caught:
            await at.keeper.send(CALL)
        assert caught.value.kind == "expired"
        assert not at.keeper.signed_in


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (RESET, Unreachable),
        (problem(500, "server.failed"), Refused),
        (problem(503, "busy"), Overloaded),
        (http(200, b"<p>", "text/html"), BadAnswer),
        (ok({"access_token": "a"}), BadAnswer),
    ],
)
async def test_a_refresh_that_only_failed_keeps_the_session(answer: bytes, error: type[Exception]) -> None:
    async with cabinet(pair(1), UNSIGNED, answer) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        with pytest.raises(error):
            await at.keeper.send(CALL)
        assert at.keeper.signed_in


async def test_a_token_near_its_end_is_renewed_before_it_is_used() -> None:
    async with cabinet(pair(1), ok({}), pair(2, expires_in=100), ok({}), pair(3), ok({})) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        at.time = 839.0
        await at.keeper.send(CALL)
        at.time = 840.0
        await at.keeper.send(CALL)
        at.time = 890.0  # half of a short life
        await at.keeper.send(CALL)
        assert at.asked() == ["sessions", "cart", "refresh", "cart", "refresh", "cart"]


async def test_many_calls_renew_once() -> None:
    async def by_token(request: Request) -> bytes:
        return UNSIGNED if request.headers.get("authorization") == "Bearer a1" else ok({})

    renewals: list[Request] = []

    async def any_answer(request: Request) -> bytes:
        if "refresh" in request.line:
            renewals.append(request)
            return pair(2)
        return await by_token(request)

    async with cabinet(pair(1), *[any_answer] * 20) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        replies = await asyncio.gather(*(at.keeper.send(CALL) for _ in range(6)))
        assert [reply.status for reply in replies] == [200] * 6
        assert len(renewals) == 1


async def test_giving_up_during_a_renewal_does_not_lose_the_new_tokens() -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow_pair(_request: Request) -> bytes:
        asked.set()
        await go_on.wait()
        return pair(2)

    async with cabinet(pair(1), UNSIGNED, slow_pair, ok({})) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        first = asyncio.create_task(at.keeper.send(CALL))
        await asked.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        renewal = at.keeper._renewal
        assert renewal is not None, "it goes on although nobody waits for it"
        second = asyncio.create_task(at.keeper.send(CALL))
        go_on.set()
        assert (await second).status in (200, 401)
        await renewal
        assert at.store.kept == {at.server.url: "r2"}


async def test_signing_out_wins_over_a_renewal_under_way() -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow_pair(_request: Request) -> bytes:
        asked.set()
        await go_on.wait()
        return pair(2)

    async with cabinet(pair(1), UNSIGNED, slow_pair, http(204, content_type="")) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        call = asyncio.create_task(at.keeper.send(CALL))
        await asked.wait()
        await at.keeper.sign_out()
        go_on.set()
        with pytest.raises(SessionEnded):
            await call
        assert not at.keeper.signed_in
        assert at.store.kept == {}


async def test_signing_in_wins_over_a_renewal_that_is_refused() -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow_refusal(_request: Request) -> bytes:
        asked.set()
        await go_on.wait()
        return problem(401, "session.expired")

    async with cabinet(pair(1), UNSIGNED, slow_refusal, pair(7)) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        call = asyncio.create_task(at.keeper.send(CALL))
        await asked.wait()
        await at.keeper.sign_in("anna@example.test", "x")
        go_on.set()
        with pytest.raises(SessionEnded):
            await call
        assert at.keeper.signed_in
        assert at.store.kept == {at.server.url: "r7"}


async def test_a_session_is_taken_up_again_with_what_the_store_has() -> None:
    async with cabinet(pair(2), ok({})) as at:
        at.store.kept[at.server.url] = "r1"
        assert await at.keeper.restore()
        at.store.kept[at.server.url] = "r1-newer"  # another program at this desk was faster
        await at.keeper.send(CALL)
        assert at.server.requests[0].json() == {"refresh_token": "r1-newer"}


async def test_nothing_to_take_up() -> None:
    async with cabinet() as at:
        assert not await at.keeper.restore()


async def test_restoring_leaves_a_session_alone() -> None:
    async with cabinet(pair(1)) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        at.store.kept.clear()
        assert await at.keeper.restore()


async def test_the_end_of_the_program_ends_a_renewal() -> None:
    asked = asyncio.Event()

    async def never(_request: Request) -> bytes:
        asked.set()
        await asyncio.Event().wait()
        return RESET

    async with cabinet(pair(1), UNSIGNED, never) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        call = asyncio.create_task(at.keeper.send(CALL))
        await asked.wait()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert at.keeper.signed_in


async def test_without_a_store_that_keeps_the_own_token_serves() -> None:
    async with cabinet(pair(1), UNSIGNED, pair(2), ok({})) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        at.store.kept.clear()
        assert (await at.keeper.send(CALL)).status == 200


def pending(at: Cabinet) -> list[str]:
    return at.store.kept.get(f"{at.server.url}#to-revoke", "").split()


async def test_sec_28_signing_out_ends_the_session_at_the_insurer_too() -> None:
    async with cabinet(pair(1), http(204, content_type="")) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        await at.keeper.sign_out()
        assert at.asked() == ["sessions", "current"]
        assert at.bearers()[1] == "a1"
        assert not at.keeper.signed_in
        assert at.store.kept == {}
        await at.keeper.sign_out()
        assert len(at.asked()) == 2


async def test_sec_28_signed_out_offline_the_session_is_ended_at_the_next_connection() -> None:
    async with cabinet(pair(1), RESET, pair(2), http(204, content_type="")) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        await at.keeper.sign_out()
        assert not at.keeper.signed_in
        assert at.store.kept == {f"{at.server.url}#to-revoke": "r1"}
        with pytest.raises(SessionEnded):
            await at.keeper.send(CALL)
        transport = Transport(at.server.url)
        later = SessionKeeper(transport, at.store)
        assert not await later.restore()
        assert later._settling
        await later._settling
        await transport.aclose()
        assert at.asked() == ["sessions", "current", "refresh", "current"]
        assert at.server.requests[2].json() == {"refresh_token": "r1"}
        assert at.bearers()[3] == "a2"
        assert at.store.kept == {}


async def test_sec_28_nothing_listens_and_signing_out_works_all_the_same() -> None:
    store = Memory()
    transport = Transport("http://127.0.0.1:1")
    keeper = SessionKeeper(transport, store)
    store.kept[transport.base_url] = "r1"
    assert await keeper.restore()
    await keeper.sign_out()
    assert not keeper.signed_in
    assert store.kept == {f"{transport.base_url}#to-revoke": "r1"}
    await keeper.aclose()
    await transport.aclose()


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ([UNSIGNED, UNSIGNED], []),  # the insurer has ended it already
        ([UNSIGNED, RESET], ["r1"]),
        ([UNSIGNED, problem(500, "server.failed")], ["r1"]),
        ([UNSIGNED, problem(503, "busy")], ["r1"]),
        ([UNSIGNED, pair(2), RESET], ["r2"]),  # the old token is used up, so the new one is remembered
        ([UNSIGNED, pair(2), http(204, content_type="")], []),
    ],
)
async def test_sec_28_what_the_insurer_was_not_told_stays_remembered(answers: list[bytes], left: list[str]) -> None:
    async with cabinet(pair(1), *answers) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        await at.keeper.sign_out()
        assert pending(at) == left


async def test_sec_28_a_silent_insurer_does_not_hold_the_sign_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omi_tui.client.session.FAREWELL", 0.01)

    async def never(_request: Request) -> bytes:
        await asyncio.Event().wait()
        return RESET

    async with cabinet(pair(1), never) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        await at.keeper.sign_out()
        assert pending(at) == ["r1"]


async def test_only_the_newest_ended_sessions_are_remembered() -> None:
    async with cabinet() as at:
        for number in range(7):
            at.store.kept[at.server.url] = f"r{number}"
            at.keeper._refresh = f"r{number}"
            await at.keeper.sign_out()
        assert pending(at) == ["r2", "r3", "r4", "r5", "r6"]


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "тайна"])
async def test_a_token_that_no_header_can_carry_is_no_token(token: str) -> None:
    answer = ok({"access_token": token, "refresh_token": "r1", "expires_in": 900}, 201)
    async with cabinet(answer) as at:
        with pytest.raises(BadAnswer):
            await at.keeper.sign_in("anna@example.test", "x")
        assert not at.keeper.signed_in


async def test_a_session_ended_elsewhere_does_not_end_a_newer_one() -> None:
    signed_in_again = asyncio.Event()
    refused_twice = asyncio.Event()

    async def refuse_late(_request: Request) -> bytes:
        refused_twice.set()
        await signed_in_again.wait()
        return UNSIGNED

    async with cabinet(pair(1), UNSIGNED, pair(2), refuse_late, pair(3)) as at:
        await at.keeper.sign_in("anna@example.test", "x")
        call = asyncio.create_task(at.keeper.send(CALL))
        await refused_twice.wait()
        await at.keeper.sign_in("anna@example.test", "x")
        signed_in_again.set()
        with pytest.raises(SessionEnded):
            await call
        assert at.store.kept == {at.server.url: "r3"}
