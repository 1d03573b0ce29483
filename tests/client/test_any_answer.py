"""INV-17: whatever answers, a call gives its value or an error of ``client.errors``, and nothing else."""

import asyncio
import json
import os
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from omi_tui.client.errors import ClientError
from omi_tui.client.insurer import Insurer
from tests.client.facade import CALLS
from tests.client.raw_server import Request, http, ok, serve
from tests.client.test_insurer import QUOTE
from tests.client.test_session import Memory

FULL_SWEEP = os.environ.get("OMI_SWEEP") == "full"
SESSION = {"access_token": "a1", "refresh_token": "r1", "expires_in": 900}

numbers = st.none() | st.booleans() | st.integers() | st.floats() | st.just(10**30) | st.just(1e308)
texts = st.text() | st.sampled_from(
    ["", "..", "EUR", "8.00", "2026-12-01", "2026-12-01T00:00:00Z", "unpaid", "\x1b[2J"]
)
names = st.text() | st.sampled_from(
    """id items next_cursor state draft_id order_number amount currency premium sum_insured days begin_date end_date
    status code field_errors pointer retryable correlation_id title detail type body access_token refresh_token
    expires_in insured policyholder total quote_id tariff_id valid_until events policies pay_url expires_at""".split()
)
values = st.recursive(
    numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=8),
    max_leaves=20,
)
header_values = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=40) | st.sampled_from(
    ["1", "gzip", "-1", "nan", "1e999", "soon", "Mon, 23 Nov 2026 12:00:30 GMT", '"\xe9"', "text/html", "chunked", "5"]
)
header_names = st.sampled_from(
    "ETag Retry-After Date Omi-Fake Location Content-Encoding Idempotent-Replayed Set-Cookie X-Other".split()
)


@st.composite
def nearly_valid(draw: st.DrawFn) -> Any:
    """A right answer with some members replaced."""
    body: dict[str, Any] = dict(draw(st.sampled_from([QUOTE, SESSION, {"items": [QUOTE], "next_cursor": None}])))
    for name in draw(st.lists(st.sampled_from(sorted(body)), max_size=2)):
        body[name] = draw(values)
    return body


@st.composite
def responses(draw: st.DrawFn) -> bytes:
    """An HTTP answer: its parts are right or wrong, each for itself."""
    content = draw(st.binary(max_size=200) | st.builds(lambda body: json.dumps(body).encode(), values | nearly_valid()))
    status = draw(
        st.sampled_from([200, 201, 204, 304, 400, 401, 404, 412, 422, 428, 429, 500, 503]) | st.integers(100, 999)
    )
    kinds = ["application/json", "application/problem+json", "application/pdf", "text/html", ""]
    answer = http(status, content, draw(st.sampled_from(kinds)))
    for name, value in draw(st.lists(st.tuples(header_names, header_values), max_size=3)):
        answer = answer.replace(b"\r\n", f"\r\n{name}: {value}\r\n".encode("latin-1"), 1)
    return answer[: draw(st.none() | st.integers(0, len(answer)))]


def outcome(name: str, answer: bytes) -> object:
    """What the call *name* makes of *answer*, to the call itself and to the renewal before it."""

    async def main() -> object:
        async def reply(request: Request) -> bytes:
            return ok(SESSION, 201) if "sessions" in request.line and not name.startswith("sessions") else answer

        async def at_once(_seconds: float) -> None:
            """Wait for nothing."""

        async with serve([reply] * 12) as server:
            insurer = Insurer(server.url, Memory({server.url: "r0"}), control_token="t", sleep=at_once)
            try:
                await insurer.sessions.restore()
                await CALLS[name](insurer)
                return await CALLS[name](insurer)
            except ClientError as error:
                return str(error)
            finally:
                await insurer.aclose()

    return asyncio.run(main())


@settings(max_examples=6000 if FULL_SWEEP else 120, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(CALLS)), responses() | st.binary(max_size=300))
@example("profile.settings", ok({}, ETag='"\xe9"'))
@example("sessions.sign_in", ok({**SESSION, "access_token": "é"}, 201))
@example("sessions.sign_in", ok({**SESSION, "expires_in": 10**400}, 201))
@example("drafts.get", http(200, b'{"id": 1e999}'))
@example("orders.get", http(200, b'"\\ud800"'))
@example("reference.get", http(503, b"", "", Retry_After="9" * 400))
def test_inv_17_any_answer_to_any_call(name: str, answer: bytes) -> None:
    outcome(name, answer)


NONSENSE = (b"", b"\x00" * 50, http(200, b"null"), http(200, b"[]"), http(599, b"{}"), b"HTTP/1.1 200 OK\r\n\r\n{}")


def test_inv_17_every_call_survives_the_same_nonsense() -> None:
    for number, name in enumerate(CALLS):
        for answer in NONSENSE if FULL_SWEEP else NONSENSE[number % 3 :: 3]:
            outcome(name, answer)
