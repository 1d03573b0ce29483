"""What no application can send: resets, garbage, half answers. Written to the connection itself, below HTTP."""

import asyncio
import hashlib
import socket
import struct
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from omi_tui.fake_server.faults import Rule

_GARBAGE = hashlib.shake_256(b"random data").digest(512)
_NO_CHUNK = b"this is no length of a chunk\r\n" + _GARBAGE
_RESET = struct.pack("ii", 1, 0)  # linger on, for no time: the kernel answers with RST and forgets what it had to send


class WireProtocol(AutoHTTPProtocol):  # type: ignore[valid-type, misc]  # chosen at import by what is installed
    """The server's own protocol, which also gives a request its connection: ``scope["state"]["transport"]``."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Remember the connection."""
        super().connection_made(transport)
        self.app_state: dict[str, Any] = {**self.app_state, "transport": transport}  # a copy: the server's is shared


class BrokenWireError(ConnectionError):
    """The connection would have been broken as the argument says, but there is none: the caller is in this process."""


class Wire:
    """The outermost middleware: sends an answer as it is, or breaks it as the rule in ``state["wire"]`` says."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        transport: asyncio.Transport | None = state.pop("transport", None)
        start: dict[str, Any] = {}
        body = bytearray()

        async def wired(message: Message) -> None:
            if "wire" not in state:
                await send(message)
            elif message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, receive, wired)
        rule: Rule | None = state.get("wire")
        if rule is None:
            return
        if transport is None:
            raise BrokenWireError(rule.kind)
        await _break(transport, rule, _head(start), bytes(body))
        while (await receive())["type"] != "http.disconnect":  # the server would add an answer of its own
            pass


async def _break(transport: asyncio.Transport, rule: Rule, head: bytes, body: bytes) -> None:
    """Send what *rule* lets through, and end the connection as it says."""
    half = body[: (len(body) + 1) // 2] if rule.phase == "mid_body" else b""
    if half and rule.kind != "malformed_response_chunk":
        transport.write(head + half)
    match rule.kind:
        case "hang":
            return
        case "connection_reset":
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            transport.abort()
            return
        case "random_data_then_close":
            transport.write(_GARBAGE)
        case "malformed_response_chunk":
            transport.write(head + (b"%x\r\n%s\r\n" % (len(half), half) if half else b"") + _NO_CHUNK)
        case "truncate":
            transport.write(head + body[: len(body) // 2 if rule.size is None else min(rule.size, len(body) - 1)])
        case "dribble":
            await _dribble(transport, head + body, rule.size or 1, 0.05 if rule.seconds is None else rule.seconds)
    transport.close()


async def _dribble(transport: asyncio.Transport, data: bytes, size: int, pause: float) -> None:
    for place in range(0, len(data), size):
        if transport.is_closing():
            return
        transport.write(data[place : place + size])
        await asyncio.sleep(pause)


def _head(start: dict[str, Any]) -> bytes:
    if not start:
        return b""
    status = start["status"]
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    lines += [b"%s: %s" % (name, value) for name, value in start["headers"]]
    return b"\r\n".join((*lines, b"", b""))
