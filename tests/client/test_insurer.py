"""The facade at an insurer that is not the bundled one, and on a bad day."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import httpx
import pytest

from omi_tui.client.errors import BadAnswer, NotFound, Overloaded, SessionEnded, Unreachable
from omi_tui.client.insurer import Insurer
from omi_tui.client.waiting import Waiting
from tests.client.raw_server import RESET, Answer, RawServer, http, ok, problem, serve
from tests.client.test_session import Memory

QUOTE = {
    "quote_id": "q1",
    "days": 8,
    "premium": {"amount": "8.00", "currency": "EUR"},
    "sum_insured": {"amount": "10000.00", "currency": "EUR"},
    "tariff_id": "t1",
    "valid_until": "2026-11-23T12:00:00Z",
    "something_new": {"x": 1},
}
BEGIN, END = date(2026, 12, 1), date(2026, 12, 8)
KEY = "0b0e7a52-8f3c-4b53-9d0e-6c4a4c1e9a11"


@asynccontextmanager
async def insurer_at(answers: Iterable[Answer]) -> AsyncIterator[tuple[Insurer, RawServer, list[float]]]:
    waits: list[float] = []

    async def sleep(_seconds: float) -> None:
        """Wait for nothing."""

    async with serve(answers) as server:
        insurer = Insurer(
            server.url, Memory(), on_wait=lambda wait: waits.append(wait.seconds), sleep=sleep, jitter=lambda: 1.0
        )
        try:
            yield insurer, server, waits
        finally:
            await insurer.aclose()


async def test_a_price_on_the_third_try() -> None:
    async with insurer_at([RESET, http(503, b"busy", "text/plain"), ok(QUOTE)]) as (insurer, server, waits):
        quote = await insurer.quotes.quote(BEGIN, END)
        assert quote.days == 8
        assert waits == [0.5, 1.0]
        assert [request.headers["omi-attempt"] for request in server.requests] == ["1", "2", "3"]
        assert len({request.headers["omi-operation-id"] for request in server.requests}) == 1
        assert len({request.headers["omi-request-id"] for request in server.requests}) == 3
        assert server.requests[0].json() == {"product": "OMI", "begin_date": "2026-12-01", "end_date": "2026-12-08"}
        assert insurer.is_fake is False


async def test_a_keyed_call_is_repeated_with_its_key_and_an_unkeyed_one_is_not() -> None:
    tokens = ok({"access_token": "a1", "refresh_token": "r1", "expires_in": 900}, 201)
    async with insurer_at([tokens, RESET, RESET, RESET, RESET]) as (insurer, server, _waits):
        await insurer.sessions.sign_in("anna@example.test", "x")
        with pytest.raises(Unreachable):
            await insurer.orders.create(["d1"], KEY)
        assert [request.headers.get("idempotency-key") for request in server.requests[1:]] == [KEY] * 3
        with pytest.raises(Unreachable):
            await insurer.cart.add("d1")
        assert len(server.requests) == 5


async def test_a_real_insurer_has_no_calls_of_the_fake() -> None:
    async with insurer_at([problem(404, "not_found"), problem(404, "not_found")]) as (insurer, server, _waits):
        assert await insurer.fake.about() is None
        assert not insurer.fake.usable
        with pytest.raises(NotFound):
            await insurer.fake.mail("anna@example.test")
        assert server.requests[1].headers["omi-control"] == ""


async def test_an_answer_of_another_shape() -> None:
    async with insurer_at([ok({**QUOTE, "premium": 8.0})]) as (insurer, _server, _waits):
        with pytest.raises(BadAnswer) as caught:
            await insurer.quotes.quote(BEGIN, END)
        assert caught.value.kind == "schema"


async def test_a_long_pause_is_told_at_once() -> None:
    async with insurer_at([problem(429, "rate.limited", headers={"Retry-After": "100"})]) as (insurer, _server, waits):
        with pytest.raises(Overloaded) as caught:
            await insurer.reference.get()
        assert (caught.value.code, caught.value.retry_after, waits) == ("rate.limited", 100.0, [])


async def test_signed_out_nothing_is_asked() -> None:
    async with insurer_at([]) as (insurer, server, _waits):
        with pytest.raises(SessionEnded):
            await insurer.drafts.list()
        assert server.requests == []


async def test_making_one_asks_nobody_and_checks_the_address() -> None:
    with pytest.raises(ValueError, match=r"backend_url\.insecure"):
        Insurer("http://insurer.test", Memory())
    insurer = Insurer("https://insurer.test/api/", Memory())
    assert insurer.base_url == "https://insurer.test/api"
    assert insurer.is_fake is None
    await insurer.aclose()


@pytest.mark.parametrize("identifier", ["", ".."])
async def test_an_identifier_from_the_insurer_cannot_leave_its_place(identifier: str) -> None:
    async with insurer_at([]) as (insurer, server, _waits):
        with pytest.raises(BadAnswer, match="identifier"):
            await insurer.drafts.get(identifier)
        assert server.requests == []


async def test_each_part_of_a_call_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds: connect 5, silence 15 (10 where a payment is waited for), write 10, a free connection 2."""
    asked: list[dict[str, float]] = []
    stream = httpx.AsyncClient.stream

    def watched(client: httpx.AsyncClient, *arguments: Any, **options: Any) -> Any:
        asked.append(options["timeout"].as_dict())
        return stream(client, *arguments, **options)

    monkeypatch.setattr(httpx.AsyncClient, "stream", watched)
    tokens = ok({"access_token": "a1", "refresh_token": "r1", "expires_in": 900}, 201)
    async with insurer_at([tokens, problem(404, "x"), problem(404, "x")]) as (insurer, _server, _waits):
        await insurer.sessions.sign_in("anna@example.test", "x")
        for call in (insurer.orders.get("o1"), insurer.drafts.get("d1")):
            with pytest.raises(NotFound):
                await call
    assert asked == [{"connect": 5, "read": read, "write": 10, "pool": 2} for read in (15, 10, 15)]


async def test_a_struggling_insurer_is_shown_and_left_alone_and_comes_back() -> None:
    """Five failures, then the small question on the way to the next call, which is answered."""
    answers = [*[RESET] * 5, ok({}), ok(QUOTE)]
    async with insurer_at(answers) as (insurer, server, waits):
        with pytest.raises(Unreachable):
            await insurer.quotes.quote(BEGIN, END)
        struggling = [insurer.struggling]
        told: list[Waiting] = []
        insurer.on_wait = told.append
        assert (await insurer.quotes.quote(BEGIN, END)).days == 8
        assert [(waiting.reason, waiting.attempt) for waiting in told] == [("pausing", 1)]
        assert [request.line.split()[1] for request in server.requests[5:]] == ["/v1/reference", "/v1/quotes"]
        assert [*struggling, insurer.struggling] == [True, False]
        assert insurer.waiting is None
        assert waits == [0.5, 1.0, 2.0, 4.0]
