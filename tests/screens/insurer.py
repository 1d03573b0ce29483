"""A bundled insurer whose clock stands still, on a port of its own; what it shows never names that port."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from omi_tui.fake_server import seeds
from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.clock import Clock
from omi_tui.fake_server.serve import Server
from omi_tui.fake_server.services import Config, Services
from omi_tui.fake_server.store import MEMORY, Store
from omi_tui.model.period import minsk_today

NOW = datetime(2036, 5, 14, 9, 30, tzinfo=UTC)
"""Noon and a half in Minsk; so far ahead that the insurer's clock, which never goes back, can stand there."""
TODAY: date = minsk_today(NOW)
SHOWN, SHOWN_PAY = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
"""What links say. Nobody opens them here."""


def still_insurer() -> Services:
    """The demo data of :data:`TODAY`."""
    clock = Clock()
    clock.freeze(NOW)
    config = Config(argon2_passes=1, argon2_memory_kib=64)
    services = Services(Store(MEMORY), clock=clock, seed=1, data="demo", url=SHOWN, pay_url=SHOWN_PAY, config=config)
    gateway_of(services)
    services.store.write_now(lambda conn: seeds.sow(conn, services))
    return services


@contextmanager
def served(services: Services) -> Iterator[str]:
    """The address at which *services* answer meanwhile."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(create_app(services))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), name="still insurer")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        services.store.close()
