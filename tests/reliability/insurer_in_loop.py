"""The bundled insurer on a real socket in the test's own loop: put back in a moment, and known when it is at rest."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.services import Config, Services

CHEAP = Config(argon2_passes=1, argon2_memory_kib=8)
"""Passwords that cost nothing: their strength is not what is tried here."""


@dataclass
class InsurerInLoop:
    """A running insurer; ``services`` is its inside."""

    services: Services
    server: uvicorn.Server

    async def at_rest(self) -> None:
        """Wait until every request that has arrived is answered and every connection is closed."""
        state = self.server.server_state
        for _turn in range(200_000):
            if not state.connections and not state.tasks:
                break
            await asyncio.sleep(0)
        else:
            raise AssertionError(f"never at rest: {len(state.connections)} connections, {len(state.tasks)} requests")
        await self.services.store.write(lambda conn: None)  # what was being written is written

    async def keep(self) -> sqlite3.Connection:
        """A copy of everything."""
        return await self.services.store.snapshot()

    async def put_back(self, copy: sqlite3.Connection) -> None:
        """Be as the copy says, on the machine's time."""
        self.services.clock.restart()
        self.services.log.clear()
        await self.services.store.restore(copy)

    async def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of an SQL question."""
        return await self.services.store.read(
            lambda conn: [tuple(row) for row in conn.exec_driver_sql(query, tuple(values))]
        )


@asynccontextmanager
async def insurer_in_loop(data: str = "demo") -> AsyncIterator[InsurerInLoop]:
    """Run it within this block."""
    services = open_insurer(data=data, config=CHEAP)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        services.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        config = uvicorn.Config(create_app(services), log_config=None, access_log=False, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([bound]))  # serve() would take the signals of the test's process
        for _turn in range(1000):
            if server.started:
                break
            await asyncio.sleep(0)
        try:
            yield InsurerInLoop(services, server)
        finally:
            server.should_exit = True
            await serving
            services.store.close()
