"""SEC-36, SEC-17: how much of an answer is taken, and that a redirect takes nothing anywhere."""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from omi_tui.client.call import Call
from omi_tui.client.decode import MAX_BYTES, MAX_ITEMS, decode
from omi_tui.client.errors import BadAnswer, ClientError, TimedOut
from omi_tui.client.transport import Transport
from tests.client.raw_server import http, read_request, serve
from tests.client.test_transport import GET, PDF, bad_answer, transport_to

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WRITE = Call("POST", "/v1/drafts", b'{"passport_number": "AB1234567"}', key="k", signed_in=False)


@asynccontextmanager
async def endless(head: bytes, piece: bytes) -> AsyncIterator[tuple[str, list[int]]]:
    """A server that never stops answering, and how many bytes it got rid of."""
    written = [0]

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await read_request(reader)
            writer.write(head)
            while not writer.is_closing():
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
                written[0] += len(piece)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has had enough
        finally:
            writer.close()

    listener = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", written
    finally:
        listener.close()


async def failure(url: str, call: Call = GET) -> ClientError:
    async with transport_to(url) as transport:
        with pytest.raises(ClientError) as caught:
            await transport.send(call)
    return caught.value


BUFFERS = 16_000_000
"""What the sockets of this machine may hold beside what was read."""


@pytest.mark.parametrize(
    "coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "x-unknown", "GZIP"]
)
async def test_sec_36_a_compressed_answer_is_refused_unread(coding: str) -> None:
    bomb = gzip.compress(b"0" * 50_000_000, 9, mtime=0) if "zip" in coding else zlib.compress(b"0" * 1_000_000)
    assert (await bad_answer(http(200, bomb, Content_Encoding=coding))).kind == "encoding"


async def test_sec_36_an_endless_bomb_is_not_read_to_see_what_it_is() -> None:
    async with endless(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"0" * 10_000_000)) as (url, written):
        assert (await failure(url)).kind == "encoding"
        assert written[0] < BUFFERS


async def test_sec_36_a_compressed_transfer_is_no_answer() -> None:
    answer = HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    assert (await bad_answer(answer)).kind == "http"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (HEAD + b"\r\n", b"[" * 65536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"),
        (HEAD + b"Content-Length: 999999999999\r\n\r\n", b" " * 65536),
        (HEAD.replace(b"json", b"pdf") + b"\r\n", b"%PDF" * 16384),
        (b"HTTP/1.1 500 X\r\nContent-Type: application/problem+json\r\n\r\n", b" " * 65536),
    ],
    ids=["until closed", "chunked", "counted", "document", "problem"],
)
@pytest.mark.parametrize("call", [GET, PDF], ids=["json", "pdf"])
async def test_sec_36_an_endless_answer_is_left_after_five_megabytes(head: bytes, piece: bytes, call: Call) -> None:
    async with endless(head, piece) as (url, written):
        assert (await failure(url, call)).kind == "too_large"
        assert MAX_BYTES <= written[0] + 65536 < MAX_BYTES + BUFFERS


async def test_sec_36_endless_headers_are_no_answer() -> None:
    async with endless(HEAD, b"X-More: " + b"x" * 1000 + b"\r\n") as (url, written):
        assert (await failure(url)).kind == "http"
        assert written[0] < BUFFERS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" + b"0," * MAX_ITEMS + b"0]", "too many"),
        (b"[" + b"[]," * (MAX_ITEMS // 2) + b"0]", "too many"),
        (b"{" + b",".join(b'"%d":0' % n for n in range(MAX_ITEMS + 2)) + b"}", "too many"),
        (b"[" * 34 + b"]" * 34, "too deep"),
        (b'{"a":' * 34 + b"0" + b"}" * 34, "too deep"),
        (b"[" * 50_000 + b"]" * 50_000, "too deep"),
        (b"9" * 5000, "digits"),
        (b"[Infinity]", "Infinity"),
        (b"\xff", "decode"),
        (b"", "Expecting value"),
    ],
    ids="items empty members lists objects abyss digits constant bytes nothing".split(),
)
def test_sec_36_depth_and_items_are_counted(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        decode(content)


def test_what_the_insurer_really_says_is_far_below_the_limits() -> None:
    draft = {f"member{number}": {"amount": "8.00", "currency": "EUR"} for number in range(40)}
    page = {"items": [draft] * 100, "next_cursor": None}
    assert decode(json.dumps(page).encode()) == page


@pytest.mark.parametrize(
    "kind",
    ["", "text/html", "text/json", "application/jsonp", "application/xml", "application/json+x", "*/*", "json", "\xe9"],
)
async def test_sec_36_json_is_what_says_that_it_is(kind: str) -> None:
    answer = http(200, b"{}", "").replace(b"\r\n\r\n", b"\r\nContent-Type: " + kind.encode("latin-1") + b"\r\n\r\n", 1)
    assert (await bad_answer(answer)).kind == "content_type"


async def test_an_answer_that_drips_is_left_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often something arrives within the read timeout; here the minute is a twentieth of a second."""
    monkeypatch.setattr("omi_tui.client.transport.LONGEST", 0.05)
    hold = asyncio.Event()

    async def drip(_request: object) -> bytes:
        await hold.wait()
        return b""

    async with serve([drip]) as server:
        error = await failure(server.url)
        hold.set()
        assert isinstance(error, TimedOut)
        assert (error.kind, error.sent) == ("deadline", True)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
@pytest.mark.parametrize("target", ["other host", "same host", "downgrade", "refresh", "none"])
async def test_sec_17_a_redirect_takes_nothing_anywhere(status: int, target: str) -> None:
    """A POST with a passport in it: neither the target nor the first server is sent anything more."""
    async with serve([]) as elsewhere:
        places = {
            "other host": {"Location": f"{elsewhere.url}/v1/drafts"},
            "same host": {"Location": "/v1/drafts"},
            "downgrade": {"Location": "http://insurer.test/"},
            "refresh": {"Refresh": f"0; url={elsewhere.url}"},
            "none": {},
        }
        async with serve([http(status, b"", "", **places[target])]) as server, transport_to(server.url) as transport:
            with pytest.raises(BadAnswer) as caught:
                await transport.send(WRITE)
            assert (caught.value.kind, caught.value.status) == ("redirect", status)
            assert len(server.requests) == 1
        assert elsewhere.requests == []


@pytest.mark.parametrize("url", ["http://insurer.test", "http://192.0.2.1", "http://[2001:db8::1]", "http://0.0.0.0"])
def test_sec_17_http_is_for_this_machine_alone(url: str) -> None:
    with pytest.raises(ValueError, match=r"backend_url\.insecure"):
        Transport(url)
