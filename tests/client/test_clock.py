"""How far the insurer's clock is from this machine's, by the ``Date`` of its answers alone."""

from datetime import UTC, datetime

import pytest

from omi_tui.client.call import Call
from omi_tui.client.insurer import Insurer
from omi_tui.client.transport import Transport
from tests.client.raw_server import http, ok, problem, serve
from tests.client.test_session import Memory
from tests.client.test_transport import GET

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("answer", "offset"),
    [
        (ok({}, Date="Mon, 23 Nov 2026 12:00:00 GMT"), 0.0),
        (ok({}, Date="Mon, 23 Nov 2026 12:02:30 GMT"), 150.0),
        (ok({}, Date="Mon, 23 Nov 2026 11:00:00 GMT"), -3600.0),
        (problem(422, "validation", headers={"Date": "Mon, 23 Nov 2026 12:02:30 GMT", "Omi-Fake": "1"}), 150.0),
        (ok({}), None),
        (ok({}, Date="soon"), None),
        (ok({}, Date=""), None),
        (http(502, b"<p>", "text/html", Date="Mon, 23 Nov 2026 13:00:00 GMT"), None),
        (http(503, b"<p>", "text/html", Date="Mon, 23 Nov 2026 13:00:00 GMT"), None),
    ],
)
async def test_the_offset_comes_from_the_date_of_the_insurers_own_answer(answer: bytes, offset: float | None) -> None:
    async with serve([answer]) as server:
        transport = Transport(server.url, wall_clock=lambda: NOON)
        before = transport.clock_offset
        try:
            await transport.send(GET)
        except Exception:
            assert offset is None
        await transport.aclose()
        assert before is None
        assert transport.clock_offset == offset


async def test_the_insurer_tells_it_and_every_call_can_be_watched() -> None:
    seen: list[Call] = []
    async with serve([ok({"items": []}, Date="Fri, 31 Dec 9999 00:00:00 GMT")]) as server:
        insurer = Insurer(server.url, Memory(), observe=seen.append)
        await insurer.fake.mail()
        await insurer.aclose()
        assert insurer.clock_offset is not None
        assert insurer.clock_offset > 120
        assert [(call.method, call.path) for call in seen] == [("GET", "/_omi/mail")]
