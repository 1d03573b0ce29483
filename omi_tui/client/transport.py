"""HTTP: the only file that names httpx. Strict about where it connects and about what it takes for an answer."""

import asyncio
import logging
import re
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx

from omi_tui.client.call import Call, Reply, new_id
from omi_tui.client.call_log import Ended
from omi_tui.client.decode import MAX_BYTES, decode
from omi_tui.client.errors import BadAnswer, ClientError, Misconfigured, TimedOut, Unreachable
from omi_tui.client.headers import kept, moment
from omi_tui.client.proxy import Proxy
from omi_tui.client.tls import Pins, tls_context

LONGEST = 60.0
"""Seconds for one call and its whole answer, however slowly it drips."""
if find_spec("sniffio") is None:  # httpcore looks for it several times in each call, through every folder of the path
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # Python's own mark of a module that is not there

LIMITS = httpx.Limits(max_connections=6, max_keepalive_connections=6, keepalive_expiry=4)
"""Idle connections are dropped before the usual server (5 s) drops them, so that no request meets a closing one."""

_ADDRESS = re.compile(r"[A-Za-z0-9.:/@\[\]_~%-]+")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")
_JSON, _PROBLEM, _PDF = "application/json", "application/problem+json", "application/pdf"

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below that they log addresses, and a reset ticket is in one


class Transport:
    """Sends calls to one insurer. ``fake`` is None until the first answer, then whether it was the fake insurer's.

    ``clock_offset`` is how many seconds the insurer's clock is ahead of this machine's, by its last ``Date``; None
    before that. *observe* is told of each call right before it is sent, *ended* of its end. Raises Misconfigured for an
    address, a CA file or pins that must not be used: ``backend_url.format``, ``backend_url.insecure``, and see ``tls``.
    """

    def __init__(
        self,
        base_url: str,
        *,
        ca_file: Path | None = None,
        pins: Pins | None = None,
        proxy: Proxy | None = None,
        user_agent: str = "omi-tui",
        observe: Callable[[Call], None] | None = None,
        ended: Ended | None = None,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self.base_url = check_base_url(base_url)
        self.fake: bool | None = None
        self.reached = True
        """Whether the last call got an answer of the insurer."""
        self.clock_offset: float | None = None
        self._observe = observe
        self._ended = ended
        self._wall_clock = wall_clock
        secure = self.base_url.startswith("https:")
        self._client = httpx.AsyncClient(
            base_url=self.base_url,
            verify=tls_context(ca_file, roots=secure, pins=pins),
            headers={"User-Agent": user_agent, "Accept-Encoding": "identity"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=None,  # each call names its own
            limits=LIMITS,
            follow_redirects=False,
            trust_env=False,
            # for http a proxy would read every byte; the only http is to this machine, and needs none
            proxy=_proxied(proxy, ca_file) if proxy and secure else None,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def send(self, call: Call) -> Reply:
        """Send *call* once. Raises Unreachable, TimedOut or BadAnswer; a problem document is an answer."""
        request_id, began = new_id(), time.monotonic()
        end: Reply | ClientError | None = None
        if self._observe:
            self._observe(call)
        try:
            end = await self._exchange(call, request_id)
            self.reached = True
            return end
        except ClientError as error:
            end, self.reached = error, False
            raise
        finally:
            if self._ended:
                self._ended(call, request_id, end, time.monotonic() - began)

    async def _exchange(self, call: Call, request_id: str) -> Reply:
        failure: ClientError
        try:
            async with (
                asyncio.timeout(LONGEST),
                self._client.stream(
                    call.method,
                    call.path,
                    content=call.body,
                    params=call.query or None,
                    headers=_headers(call, request_id),
                    timeout=httpx.Timeout(connect=5, read=call.read_seconds, write=10, pool=2),
                ) as response,
            ):
                return await self._read(call, response, request_id)
        except TimeoutError:
            failure = TimedOut("deadline", request_id, sent=True)
        except (httpx.HTTPError, OSError) as error:  # httpx lets errors of a broken TLS stream through as they are
            failure = _failure(error, request_id)
        raise failure  # outside the handler: httpx errors know the address, and that stays out of every traceback

    async def _read(self, call: Call, response: httpx.Response, request_id: str) -> Reply:
        status = response.status_code

        def bad(kind: str) -> NoReturn:
            raise BadAnswer(kind, request_id, status=status)

        if 300 <= status < 400:
            bad("redirect")
        if response.headers.get("content-encoding", "identity") != "identity":
            bad("encoding")
        headers = kept(response.headers)
        content = bytearray()
        async for chunk in _chunks(response):
            content += chunk
            if len(content) > MAX_BYTES:
                bad("too_large")
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        body: Any = None
        document = b""
        if call.document and status < 400:
            if kind != _PDF:
                bad("content_type")
            document = bytes(content)
        elif content or status >= 400:
            if kind != _JSON and (kind != _PROBLEM or status < 400):
                if status not in (429, 503):  # what stands before the insurer may say "wait" with a page
                    bad("content_type")
            elif call.told or status >= 400:
                body = _body(bytes(content))
                if body is _UNREADABLE:
                    bad("json")
        if status < 400 or "omi-fake" in headers:  # a page before the insurer does not carry its mark
            self.fake = headers.get("omi-fake") == "1"
            if date := moment(headers.get("date")):
                self.clock_offset = date.timestamp() - self._wall_clock()
        return Reply(status, headers, body, document, request_id)


def check_base_url(url: str) -> str:
    """*url* without a trailing slash. https, or http to this machine alone; no user, query or fragment."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Misconfigured("backend_url.format") from None
    named = _HOST.fullmatch(host) and port != 0 and "@" not in parts.netloc
    if not _ADDRESS.fullmatch(url) or parts.scheme not in ("http", "https") or not named:
        raise Misconfigured("backend_url.format")
    if parts.scheme == "http" and not is_loopback(host):
        raise Misconfigured("backend_url.insecure")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether *host* can only be this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _proxied(proxy: Proxy, ca_file: Path | None) -> httpx.Proxy:
    context = tls_context(ca_file) if proxy.url.startswith("https:") else None
    return httpx.Proxy(proxy.url, auth=proxy.credentials, ssl_context=context)


def _headers(call: Call, request_id: str) -> dict[str, str]:
    headers = {
        "Accept": f"{_PDF if call.document else _JSON}, {_PROBLEM}",
        "Omi-Request-Id": request_id,
        "Omi-Operation-Id": call.key or call.operation_id,
        "Omi-Attempt": str(call.attempt),
        **call.headers,
    }
    if call.body is not None:
        headers["Content-Type"] = _JSON
    if call.key:
        headers["Idempotency-Key"] = call.key
    return headers


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in response.aiter_raw():
        yield chunk


_UNREADABLE = object()


def _body(content: bytes) -> Any:
    try:
        return decode(content)
    except ValueError:
        return _UNREADABLE


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _failure(error: Exception, request_id: str) -> ClientError:
    match error:
        case httpx.TimeoutException():
            kind = type(error).__name__.removesuffix("Timeout").lower()
            return TimedOut(kind, request_id, sent=kind in ("read", "write"))
        case httpx.ConnectError():
            causes = list(_causes(error))
            if any(isinstance(cause, ssl.SSLError) for cause in causes):
                return Unreachable("tls", request_id, sent=False)
            if any(isinstance(cause, socket.gaierror) for cause in causes):
                return Unreachable("dns", request_id, sent=False)
            return Unreachable("refused", request_id, sent=False)
        case httpx.ProxyError():
            return Unreachable("proxy", request_id, sent=False)
        case httpx.RemoteProtocolError() if "without sending" not in str(error) and "incomplete" not in str(error):
            return BadAnswer("http", request_id)
        case _:
            return Unreachable("reset", request_id, sent=True)
