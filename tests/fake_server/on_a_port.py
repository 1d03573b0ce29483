"""An insurer of this process on a real port, and somebody who speaks to it byte by byte."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from omi_tui.fake_server.serve import Server, bound
from tests.fake_server.cabinet import Cabinet


@asynccontextmanager
async def on_a_port(cabinet: Cabinet) -> AsyncIterator[int]:
    """Serve *cabinet* on a free port of this machine."""
    server = Server(cabinet.app, dated=True)
    with bound(0) as socket_:
        task = asyncio.create_task(server.serve([socket_]))
        await server.accepting.wait()
        port: int = socket_.getsockname()[1]
        try:
            yield port
        finally:
            server.should_exit = True
            await task


class Seen(NamedTuple):
    """What came over the wire; ``end`` is ``closed``, ``reset`` or ``silent``."""

    data: bytes
    end: str

    @property
    def head(self) -> dict[str, str]:
        """The answer's headers, by lower-case name."""
        lines = self.data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}

    @property
    def body(self) -> bytes:
        """What follows the head."""
        return self.data.partition(b"\r\n\r\n")[2]


async def raw(port: int, method: str, path: str, body: Any = None, *, give_up: float = 30, **headers: str) -> Seen:
    """Ask, and read until the connection ends or nothing has come for *give_up* seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    content = b"" if body is None else json.dumps(body).encode()
    named = {"Host": "insurer.example.test", "Connection": "close", "Content-Length": str(len(content))}
    if body is not None:
        named["Content-Type"] = "application/json"
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    writer.write("\r\n".join(lines).encode() + content)
    data = bytearray()
    try:
        while chunk := await asyncio.wait_for(reader.read(65536), give_up):
            data += chunk
        return Seen(bytes(data), "closed")
    except ConnectionResetError:
        return Seen(bytes(data), "reset")
    except TimeoutError:
        return Seen(bytes(data), "silent")
    finally:
        writer.close()
