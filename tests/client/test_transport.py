import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from omi_tui.client.call import Call, segment
from omi_tui.client.decode import MAX_BYTES
from omi_tui.client.errors import BadAnswer, TimedOut, Unreachable
from omi_tui.client.transport import Transport, check_base_url
from tests.client.raw_server import RESET, Answer, http, ok, problem, serve

GET = Call("GET", "/v1/reference", signed_in=False)
PDF = Call("GET", "/v1/policies/p1/document", document=True)


@asynccontextmanager
async def transport_to(url: str, ca_file: Path | None = None) -> AsyncIterator[Transport]:
    transport = Transport(url, ca_file=ca_file)
    try:
        yield transport
    finally:
        await transport.aclose()


async def bad_answer(answer: Answer, call: Call = GET) -> BadAnswer:
    async with serve([answer]) as server, transport_to(server.url) as transport:
        with pytest.raises(BadAnswer) as caught:
            await transport.send(call)
    return caught.value


async def test_an_answer_comes_back_clean_with_its_headers() -> None:
    answer = ok({"na\x1b[2Jme": ["\x1b]52;c;x\x07Anna"]}, ETag='"3"', Omi_Fake="1", X_Other="no")
    async with serve([answer]) as server, transport_to(server.url) as transport:
        before = transport.fake
        reply = await transport.send(GET)
        assert (reply.status, reply.body) == (200, {"name": ["Anna"]})
        assert dict(reply.headers) == {"etag": '"3"', "omi-fake": "1"}
        assert (before, transport.fake) == (None, True)
        assert server.requests[0].line == "GET /v1/reference HTTP/1.1"


async def test_a_call_says_which_attempt_of_which_operation_it_is() -> None:
    call = Call("POST", "/v1/drafts", b'{"a":1}', key="6f1c", attempt=2, headers={"If-Match": '"1"'})
    async with serve([http(204, content_type="")]) as server, transport_to(server.url) as transport:
        reply = await transport.send(call)
        sent = server.requests[0]
        assert sent.body == b'{"a":1}'
        assert sent.headers["idempotency-key"] == sent.headers["omi-operation-id"] == "6f1c"
        assert sent.headers["omi-request-id"] == reply.request_id
        assert sent.headers["omi-attempt"] == "2"
        assert sent.headers["if-match"] == '"1"'
        assert sent.headers["content-type"] == "application/json"
        assert sent.headers["accept-encoding"] == "identity"
        assert transport.fake is False


async def test_a_problem_is_an_answer() -> None:
    async with serve([problem(422, "validation")]) as server, transport_to(server.url) as transport:
        reply = await transport.send(GET)
        assert (reply.status, reply.body["code"]) == (422, "validation")


async def test_a_document_is_bytes() -> None:
    async with serve([http(200, b"%PDF-1.7", "application/pdf")]) as server, transport_to(server.url) as transport:
        assert (await transport.send(PDF)).document == b"%PDF-1.7"


async def test_busy_with_a_page_is_an_answer_all_the_same() -> None:
    page = http(503, b"<h1>busy</h1>", "text/html", Retry_After="7")
    async with serve([page]) as server, transport_to(server.url) as transport:
        reply = await transport.send(GET)
        assert (reply.status, reply.body, reply.headers["retry-after"]) == (503, None, "7")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http(200, b"<html></html>", "text/html"), "content_type"),
        (http(200, b"{}", "application/problem+json"), "content_type"),
        (http(502, b"<html></html>", "text/html"), "content_type"),
        (http(500, b"", ""), "content_type"),
        (http(200, b"{", "application/json; charset=utf-8"), "json"),
        (http(200, b'"\xff"'), "json"),
        (http(200, b"[NaN]"), "json"),
        (http(200, b"[" * 40 + b"]" * 40), "json"),
        (http(200, b"[" * 100_000 + b"]" * 100_000), "json"),
        (http(200, b"9" * 5000), "json"),
        (http(302, b"", "", Location="https://elsewhere.test/"), "redirect"),
        (http(307, b"", "", Location="/v1/other"), "redirect"),
        (http(200, gzip.compress(b"{}", mtime=0), Content_Encoding="gzip"), "encoding"),
        (http(200, b" " * (MAX_BYTES + 1)), "too_large"),
        (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "http"),
        (b"HTTP/1.1 abc\r\n\r\n", "http"),
    ],
)
async def test_what_is_no_answer_of_the_interface(answer: bytes, kind: str) -> None:
    error = await bad_answer(answer)
    assert (error.code, error.kind) == ("net.bad_answer", kind)
    assert error.__cause__ is None


async def test_a_page_instead_of_a_policy() -> None:
    assert (await bad_answer(http(200, b"{}"), PDF)).kind == "content_type"


@pytest.mark.parametrize(
    "answer",
    [
        RESET,
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
)
async def test_an_answer_that_breaks_off(answer: bytes) -> None:
    async with serve([answer]) as server, transport_to(server.url) as transport:
        with pytest.raises(Unreachable) as caught:
            await transport.send(GET)
    assert (caught.value.code, caught.value.kind, caught.value.sent) == ("net.unreachable", "reset", True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_nobody_listens() -> None:
    async with transport_to(f"http://127.0.0.1:{free_port()}") as transport:
        with pytest.raises(Unreachable) as caught:
            await transport.send(GET)
    assert (caught.value.kind, caught.value.sent) == ("refused", False)


async def test_no_such_host() -> None:
    async with transport_to("https://insurer.invalid") as transport:
        with pytest.raises(Unreachable) as caught:
            await transport.send(GET)
    assert (caught.value.kind, caught.value.sent) == ("dns", False)


async def test_no_answer_in_time() -> None:
    silent = asyncio.Event()

    async def say_nothing(_request: object) -> bytes:
        await silent.wait()
        return b""

    async with serve([say_nothing]) as server, transport_to(server.url) as transport:
        with pytest.raises(TimedOut) as caught:
            await transport.send(replace(GET, read_seconds=0.05))
        silent.set()
    assert (caught.value.code, caught.value.kind, caught.value.sent) == ("net.timeout", "read", True)


async def test_cookies_and_proxies_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    answers = [ok({}, Set_Cookie="a=1; Path=/"), ok({})]
    async with serve(answers) as server, transport_to(server.url) as transport:
        await transport.send(GET)
        await transport.send(GET)
        assert "cookie" not in server.requests[1].headers


async def test_the_address_stays_out_of_errors_and_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    call = Call("PUT", "/v1/password-resets/s3cret-ticket", b"{}", signed_in=False)
    async with serve([ok({}), RESET]) as server, transport_to(server.url) as transport:
        await transport.send(call)
        with pytest.raises(Unreachable) as caught:
            await transport.send(call)
    assert "s3cret" not in caplog.text
    assert "s3cret" not in repr(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://insurer.test/", "https://insurer.test"),
        ("https://insurer.test:8443/cabinet", "https://insurer.test:8443/cabinet"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_addresses_that_may_be_used(url: str, kept: str) -> None:
    assert check_base_url(url) == kept


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://insurer.test", "insecure"),
        ("http://10.0.0.1", "insecure"),
        ("http://localhost.insurer.test", "insecure"),
        ("ftp://insurer.test", "format"),
        ("insurer.test", "format"),
        ("https://", "format"),
        ("https://insurer..test", "format"),
        ("https://user:pw@insurer.test", "format"),
        ("https://insurer.test?x=1", "format"),
        ("https://insurer.test#x", "format"),
        ("https://insurer.test:99999", "format"),
        ("https://insurer.test:0", "format"),
        ("https://insu rer.test", "format"),
        ("https://страхование.test", "format"),
        ("https://[::1", "format"),
    ],
)
def test_addresses_that_may_not_be_used(url: str, kind: str) -> None:
    with pytest.raises(ValueError, match=rf"backend_url\.{kind}"):
        check_base_url(url)


@pytest.mark.parametrize("text", ["", ".", ".."])
def test_what_is_no_identifier(text: str) -> None:
    with pytest.raises(BadAnswer, match="identifier"):
        segment(text)


def test_an_identifier_is_one_segment() -> None:
    assert segment("a/../b?c#d") == "a%2F..%2Fb%3Fc%23d"
