"""A server of plain bytes on a free port: each connection's first request gets the next of the given answers."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    """What arrived."""

    line: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class RawServer:
    """A running server, and what it was asked."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)


RESET = b""
"""An answer that is a connection cut off."""
Answer = bytes | Callable[[Request], Awaitable[bytes]]


def http(status: int, body: bytes = b"", content_type: str = "application/json", **headers: str) -> bytes:
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    if content_type:
        head.append(f"Content-Type: {content_type}")
    head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def ok(body: Any, status: int = 200, **headers: str) -> bytes:
    return http(status, json.dumps(body).encode(), **headers)


def problem(status: int, code: str, *, headers: dict[str, str] | None = None, **members: Any) -> bytes:
    body = json.dumps({"status": status, "code": code, **members}).encode()
    return http(status, body, "application/problem+json", **(headers or {}))


async def read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(head[0], headers, body)


@asynccontextmanager
async def serve(answers: Iterable[Answer], tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """Serve *answers* in turn; when they are used up, connections are cut off."""
    server = RawServer()
    left = iter(answers)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await read_request(reader)
            server.requests.append(request)
            answer = next(left, RESET)
            content = answer if isinstance(answer, bytes) else await answer(request)
            writer.write(content)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client went away, as some of the tests want
        finally:
            writer.close()

    listener = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    port = listener.sockets[0].getsockname()[1]
    server.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield server
    finally:
        listener.close()
