"""SEC-34: a proxy only where the settings name it, asked to connect only, its password never in a file."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from omi_tui.client.errors import BadAnswer, Misconfigured, Unreachable
from omi_tui.client.opening import open_insurer
from omi_tui.client.proxy import Proxy, check_proxy, find_proxy
from tests.client.certificates import Authority
from tests.client.raw_server import ok, read_request, serve
from tests.client.test_session import Memory

VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy")


@dataclass
class Tunnel:
    """A proxy that connects, and what it was asked and could read."""

    url: str = ""
    connects: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    seen: bytearray = field(default_factory=bytearray)


@asynccontextmanager
async def tunnel(
    answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Tunnel]:
    this = Tunnel()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            this.seen += data
            writer.write(data)
        writer.close()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await read_request(reader)
            this.connects.append(request.line)
            this.headers.append(request.headers)
            writer.write(answer)
            await writer.drain()
            if b" 200 " in answer:
                host, _, port = request.line.split()[1].rpartition(":")
                there = await asyncio.open_connection(host, int(port))
                await asyncio.gather(carry(reader, there[1]), carry(there[0], writer))
        except (OSError, asyncio.IncompleteReadError):
            pass  # one of the two ends went away
        finally:
            writer.close()

    listener = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    this.url = f"{'https' if tls else 'http'}://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield this
    finally:
        listener.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("proxy"))


async def ask(url: str, ca_file: Path, proxy: str | None, store: Memory | None = None) -> None:
    insurer = await open_insurer(url, store or Memory(), ca_file=ca_file, proxy=proxy)
    try:
        with pytest.raises(BadAnswer, match="schema"):  # the answer is {}, and it came
            await insurer.reference.get()
    finally:
        await insurer.aclose()


async def test_sec_34_the_environment_leads_nobody_into_a_trap(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every proxy variable set, the trap never sees a byte: over TLS, and to this machine."""
    async with tunnel() as trap, serve([ok({})], authority.server("127.0.0.1")) as insurer, serve([ok({})]) as plain:
        for name in VARIABLES:
            monkeypatch.setenv(name, trap.url)
        await ask(insurer.url, authority.ca_file, None)
        await ask(plain.url, authority.ca_file, None)
        assert (len(insurer.requests), len(plain.requests)) == (1, 1)
        assert (trap.connects, bytes(trap.seen)) == ([], b"")


@pytest.mark.parametrize("behind_tls", [False, True])
async def test_sec_34_a_proxy_of_the_settings_is_asked_to_connect_and_reads_nothing(
    authority: Authority, behind_tls: bool
) -> None:
    proxy_tls = authority.server("127.0.0.1") if behind_tls else None
    async with tunnel(tls=proxy_tls) as proxy, serve([ok({})], authority.server("127.0.0.1")) as insurer:
        await ask(insurer.url, authority.ca_file, proxy.url)
        assert len(insurer.requests) == 1
        assert [line.split()[0] for line in proxy.connects] == ["CONNECT"]
        assert set(proxy.headers[0]) == {"host", "accept"}
        assert proxy.seen
        assert b"/v1/reference" not in proxy.seen


async def test_sec_34_the_environment_counts_where_the_settings_say_so(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tunnel() as proxy, serve([ok({})] * 2, authority.server("127.0.0.1")) as insurer:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        await ask(insurer.url, authority.ca_file, "environment")
        assert len(proxy.connects) == 1
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        await ask(insurer.url, authority.ca_file, "environment")
        assert (len(proxy.connects), len(insurer.requests)) == (1, 2)


async def test_sec_34_http_to_this_machine_never_goes_through_a_proxy(authority: Authority) -> None:
    async with tunnel() as proxy, serve([ok({})]) as insurer:
        await ask(insurer.url, authority.ca_file, proxy.url)
        assert (len(insurer.requests), proxy.connects) == (1, [])


async def test_sec_34_the_proxys_password_comes_from_the_keyring(authority: Authority) -> None:
    async with tunnel() as proxy, serve([ok({})], authority.server("127.0.0.1")) as insurer:
        store = Memory({f"proxy {proxy.url}": "anna:pa:ss"})
        await ask(insurer.url, authority.ca_file, proxy.url, store)
        assert proxy.headers[0]["proxy-authorization"] == "Basic YW5uYTpwYTpzcw=="
        assert "proxy-authorization" not in insurer.requests[0].headers


async def test_a_proxy_that_refuses_is_told_once(authority: Authority) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with tunnel(refusal) as proxy, serve([], authority.server("127.0.0.1")) as server:
        insurer = await open_insurer(server.url, Memory(), ca_file=authority.ca_file, proxy=proxy.url)
        with pytest.raises(Unreachable) as caught:
            await insurer.reference.get()
        await insurer.aclose()
        assert (caught.value.kind, caught.value.sent) == ("proxy", False)
        assert len(proxy.connects) == 1


async def test_behind_a_proxy_the_certificate_counts_as_ever(authority: Authority, tmp_path: Path) -> None:
    async with tunnel() as proxy, serve([ok({})], Authority(tmp_path).server("127.0.0.1")) as server:
        insurer = await open_insurer(server.url, Memory(), ca_file=authority.ca_file, proxy=proxy.url)
        with pytest.raises(Unreachable) as caught:
            await insurer.reference.get()
        await insurer.aclose()
        assert caught.value.kind == "tls"
        assert server.requests == []


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Proxy("http://proxy.example.test", ("anna", "secret")))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://anna:secret@proxy.example.test", "proxy.credentials"),
        ("socks5://proxy.example.test", "proxy.format"),
        ("proxy.example.test:3128", "proxy.format"),
        ("http://", "proxy.format"),
        ("http://proxy.example.test:99999", "proxy.format"),
        ("http://proxy.example.test:0", "proxy.format"),
        ("http://proxy.example.test/path", "proxy.format"),
        ("http://прокси.test", "proxy.format"),
        ("http://[::1", "proxy.format"),
    ],
)
def test_sec_34_which_proxies_are_none(url: str, code: str) -> None:
    for find in (check_proxy, lambda url: find_proxy("environment", "https://insurer.test", {"HTTPS_PROXY": url})):
        with pytest.raises(Misconfigured) as caught:
            find(url)
        assert caught.value.code == code
        assert "secret" not in repr(caught.value)


@pytest.mark.parametrize(
    ("setting", "base", "environment", "found"),
    [
        (None, "https://insurer.test", {"HTTPS_PROXY": "http://p.test"}, None),
        ("http://q.test/", "https://insurer.test", {"HTTPS_PROXY": "http://p.test"}, "http://q.test"),
        ("environment", "https://insurer.test", {}, None),
        ("environment", "https://insurer.test", {"all_proxy": "http://p.test"}, "http://p.test"),
        ("environment", "https://insurer.test", {"http_proxy": "http://p.test"}, None),
        (
            "environment",
            "https://a.insurer.test",
            {"https_proxy": "http://p.test", "no_proxy": "x, .insurer.test"},
            None,
        ),
        ("environment", "https://insurer.test", {"https_proxy": "http://p.test", "no_proxy": "*"}, None),
        (
            "environment",
            "https://insurer.test",
            {"https_proxy": "http://p.test", "no_proxy": "surer.test"},
            "http://p.test",
        ),
    ],
)
def test_which_proxy_is_taken(setting: str | None, base: str, environment: dict[str, str], found: str | None) -> None:
    assert find_proxy(setting, base, environment) == found
