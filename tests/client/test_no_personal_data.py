"""SEC-22: no personal data in an address, a query or a Referer, whatever is called."""

import inspect
from contextlib import suppress
from urllib.parse import unquote

import pytest

from omi_tui.client.call import Call
from omi_tui.client.errors import ClientError
from omi_tui.client.insurer import Insurer
from tests.addresses import Addresses
from tests.client.facade import CALLS, CANARIES, TICKET
from tests.client.raw_server import Request, ok, problem, serve
from tests.client.test_session import Memory

SESSION = ok({"access_token": "a1", "refresh_token": "r1", "expires_in": 900}, 201)


def test_every_call_of_the_facade_is_walked() -> None:
    insurer = Insurer("https://insurer.test", Memory())
    names = {
        f"{resource}.{name}"
        for resource, part in vars(insurer).items()
        if not resource.startswith("_") and not isinstance(part, str)
        for name, _ in inspect.getmembers(type(part), inspect.iscoroutinefunction)
        if not name.startswith("_")
    }
    assert names == set(CALLS)


async def test_sec_22_no_personal_data_in_a_url() -> None:
    async def answer(request: Request) -> bytes:
        return SESSION if request.line.startswith("POST /v1/sessions") else problem(422, "validation")

    async with serve([answer] * 60) as server:
        store = Memory({server.url: "r0"})
        insurer = Insurer(server.url, store, control_token="t")
        await insurer.sessions.restore()
        for call in CALLS.values():
            with suppress(ClientError):  # what it means is of no interest here
                await call(insurer)
        await insurer.aclose()
        assert len(server.requests) >= len(CALLS) - 1, "each but restore has asked"
        for request in server.requests:
            assert "referer" not in request.headers
            heads = [request.line, *(value for name, value in request.headers.items() if name != "authorization")]
            for text in (text for head in heads for text in (head, unquote(head))):
                assert not [canary for canary in CANARIES if canary.lower() in text.lower()], request.line
                assert TICKET not in text or request.line.startswith("PUT /v1/password-resets/")
        bodies = b"".join(request.body for request in server.requests).decode()
        assert all(word in bodies for word in ("Канарейка", "CN7654321", "canary@example.test")), "the canaries did fly"


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/v1/password-resets/4111111111111111", True),
        ("/v1/policies?name=CANARYLAST", True),
        ("/v1/accounts/canary%40example.test", True),
        ("/v1/policies?cursor=20361128", False),
    ],
)
def test_sec_22_the_watch_over_the_suites_sees_it(path: str, wrong: bool) -> None:
    addresses = Addresses()
    addresses.called(Call("POST", "/v1/drafts", b'{"insured": [{"last_name_latin": "Canarylast"}]}'))
    addresses.note("email", "canary@example.test")
    addresses.called(Call("GET", path))
    assert bool(addresses.wrong()) == wrong


@pytest.mark.parametrize("canary", CANARIES)
def test_the_canaries_are_long_enough_to_mean_something(canary: str) -> None:
    assert len(canary) >= 4
