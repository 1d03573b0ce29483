"""A client that costs so little that the server is what is measured: one kept connection, one request at a time."""

import asyncio
import json
import time
from typing import Any, NamedTuple


class Heard(NamedTuple):
    """An answer: its status, its body, and the seconds that it took from the first byte sent."""

    status: int
    body: bytes
    seconds: float

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


KEPT_SECONDS = 4.0
"""A connection that was idle for longer is opened anew: the server closes it after five."""


class Line:
    """One connection to *port* of this machine, opened at the first call and again after a long rest."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self._port = port
        self._head = f"Host: 127.0.0.1:{port}\r\n" + (f"Authorization: Bearer {token}\r\n" if token else "")
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._used = 0.0

    async def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> Heard:
        """Send and wait for the whole answer. A header's underscore stands for its hyphen."""
        rested = time.perf_counter() - self._used > KEPT_SECONDS
        if rested or self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        kind = "Content-Type: application/json\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{kind}{more}Content-Length: {len(body)}\r\n\r\n"
        started = time.perf_counter()
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        length = 0
        for line in answer.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        content = await self._reader.readexactly(length) if length else b""
        self._used = time.perf_counter()
        return Heard(status, content, self._used - started)

    def close(self) -> None:
        """Hang up."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None
