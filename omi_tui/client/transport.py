"""HTTP: the only file that names httpx. Strict about where it connects and about what it takes for an answer."""

import json
import logging
import os
import re
import socket
import ssl
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx

from omi_tui.client.call import Call, Reply, new_id
from omi_tui.client.errors import BadAnswer, ClientError, TimedOut, Unreachable
from omi_tui.text.clean import clean, clean_json

MAX_BYTES = 5_000_000
TIMEOUT = httpx.Timeout(connect=5, read=15, write=10, pool=2)
LIMITS = httpx.Limits(max_connections=6, max_keepalive_connections=6, keepalive_expiry=4)
"""Idle connections are dropped before the usual server (5 s) drops them, so that no request meets a closing one."""

_ADDRESS = re.compile(r"[A-Za-z0-9.:/@\[\]_~%-]+")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")
_HEADERS = ("etag", "retry-after", "idempotent-replayed", "omi-fake", "date")
_JSON, _PROBLEM, _PDF = "application/json", "application/problem+json", "application/pdf"

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below that they log addresses, and a reset ticket is in one


class Transport:
    """Sends calls to one insurer. ``fake`` is None until the first answer, then whether it was the fake insurer's.

    Raises ValueError for an address or a CA file that must not be used: ``backend_url.format``,
    ``backend_url.insecure``, ``ca_file.missing``, ``ca_file.unsafe``, ``ca_file.format``.
    """

    def __init__(self, base_url: str, *, ca_file: Path | None = None, user_agent: str = "omi-tui") -> None:
        self.base_url = check_base_url(base_url)
        self.fake: bool | None = None
        self._client = httpx.AsyncClient(
            base_url=self.base_url,
            verify=tls_context(ca_file, roots=self.base_url.startswith("https:")),
            headers={"User-Agent": user_agent, "Accept-Encoding": "identity"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=TIMEOUT,
            limits=LIMITS,
            follow_redirects=False,
            trust_env=False,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def send(self, call: Call) -> Reply:
        """Send *call* once. Raises Unreachable, TimedOut or BadAnswer; a problem document is an answer."""
        request_id = new_id()
        failure: ClientError
        try:
            async with self._client.stream(
                call.method,
                call.path,
                content=call.body,
                params=call.query or None,
                headers=_headers(call, request_id),
            ) as response:
                return await self._read(call, response, request_id)
        except httpx.HTTPError as error:
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
        headers = {name: clean(response.headers[name]) for name in _HEADERS if name in response.headers}
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
            else:
                body = _decode(bytes(content))
                if body is _UNREADABLE:
                    bad("json")
        if status < 400 or "omi-fake" in headers:  # a page before the insurer does not carry its mark
            self.fake = headers.get("omi-fake") == "1"
        return Reply(status, headers, body, document, request_id)


def check_base_url(url: str) -> str:
    """*url* without a trailing slash. https, or http to this machine alone; no user, query or fragment."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("backend_url.format") from None
    named = _HOST.fullmatch(host) and port != 0 and "@" not in parts.netloc
    if not _ADDRESS.fullmatch(url) or parts.scheme not in ("http", "https") or not named:
        raise ValueError("backend_url.format")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("backend_url.insecure")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether *host* can only be this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def tls_context(ca_file: Path | None, *, roots: bool = True) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and host name always verified, no key log whatever the environment says.

    *ca_file* replaces the system's roots; it must be ours or root's, and nobody else may be able to write it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        _check_ca_file(ca_file)
        try:
            context.load_verify_locations(cafile=ca_file)
        except ssl.SSLError:
            raise ValueError("ca_file.format") from None
    elif roots:
        _load_roots(context)
    return context


def _load_roots(context: ssl.SSLContext) -> None:
    if sys.platform in ("win32", "darwin"):
        context.load_default_certs()
        return
    paths = ssl.get_default_verify_paths()  # the built-in places: SSL_CERT_FILE and SSL_CERT_DIR do not count
    file, folder = paths.openssl_cafile, paths.openssl_capath
    if Path(file).is_file() or Path(folder).is_dir():
        context.load_verify_locations(file if Path(file).is_file() else None, folder if Path(folder).is_dir() else None)


def _check_ca_file(path: Path) -> None:
    try:
        found = path.stat()
    except OSError:
        raise ValueError("ca_file.missing") from None
    if sys.platform == "win32":
        return
    if found.st_uid not in (0, os.getuid()) or stat.S_IMODE(found.st_mode) & 0o022:
        raise ValueError("ca_file.unsafe")


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


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _decode(content: bytes) -> Any:
    try:
        return clean_json(json.loads(content.decode(), parse_constant=_no_constant))
    except (ValueError, RecursionError):
        return _UNREADABLE


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _failure(error: httpx.HTTPError, request_id: str) -> ClientError:
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
        case httpx.RemoteProtocolError() if "without sending" not in str(error) and "incomplete" not in str(error):
            return BadAnswer("http", request_id)
        case _:
            return Unreachable("reset", request_id, sent=True)
