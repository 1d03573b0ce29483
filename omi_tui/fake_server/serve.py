"""Run the fake insurer: two ports on the loopback interface, one ready line on stdout, gone with its parent."""

import asyncio
import contextlib
import ctypes
import gc
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator

import uvicorn

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.card_page.app import create_card_app
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.store import UnknownDatabaseError
from omi_tui.fake_server.wire import WireProtocol

LOOPBACK = "127.0.0.1"
_PR_SET_PDEATHSIG = 1
_BEAT_SECONDS = 1.0
_SWITCH_SECONDS = 0.0005
"""The writer lets go of the interpreter at every statement; by default it would wait 5 ms each time to have it back."""
_GARBAGE_AFTER = 50_000
"""Objects that fifty calls at once may well have in use: by default they would be searched for garbage at every 700."""


def run(
    *,
    port: int,
    pay_port: int,
    database: str | None,
    memory: bool,
    seed: int,
    data: str | None,
    scenario: str | None = None,
    with_parent: bool,
) -> int:
    """Serve until SIGTERM or SIGINT, and with *with_parent* until stdin ends or the parent is gone.

    A port of 0 is any free one. Returns the exit code: 2 where the ports, the database, the data set or the
    scenario cannot be used.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parent = os.getppid()
    try:
        with contextlib.ExitStack() as stack:
            insurer, gateway = (stack.enter_context(bound(number)) for number in (port, pay_port))
            services = open_insurer(None if memory else database, seed=seed, data=data, scenario=scenario)
            stack.callback(services.store.close)
            services.url, services.pay_url = _address(insurer), _address(gateway)
            ready = {
                "url": services.url,
                "pay_url": services.pay_url,
                "control_token": services.control_token,
                "seed": seed,
                "database": "memory" if memory or not database else database,
            }
            sys.setswitchinterval(_SWITCH_SECONDS)
            asyncio.run(_serve(services, insurer, gateway, ready, parent if with_parent else None))
    except (OSError, UnknownDatabaseError, ValueError) as error:
        sys.stderr.write(f"omi fake-server: {error}\n")
        return 2
    return 0


class Server(uvicorn.Server):
    """A server that leaves signals to us, and says when it accepts; a *dated* application dates its own answers."""

    def __init__(self, app: Callable[..., Awaitable[None]], *, dated: bool = False) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=WireProtocol,
                date_header=not dated,
                proxy_headers=False,  # nobody stands in between, and a caller must not say where it calls from
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=2,
            )
        )
        self.accepting = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        self.accepting.set()


async def _serve(
    services: Services, insurer: socket.socket, gateway: socket.socket, ready: dict[str, object], parent: int | None
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    servers = Server(create_app(services), dated=True), Server(create_card_app(services))
    serving = [
        asyncio.create_task(server.serve([socket_]))
        for server, socket_ in zip(servers, (insurer, gateway), strict=True)
    ]
    notices = asyncio.create_task(gateway_of(services).run())
    for server in servers:
        await server.accepting.wait()
    gc.freeze()  # what is loaded by now stays to the end, so no search for garbage has to go through it
    gc.set_threshold(_GARBAGE_AFTER)
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    if parent is not None:
        _watch_parent(loop, stop, parent)
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), None if parent is None else _BEAT_SECONDS)
    notices.cancel()
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*serving, notices, return_exceptions=True)
    await services.store.write(services.log.save())


def _watch_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event, parent: int) -> None:
    """Stop when stdin ends, and at once when the kernel tells of the parent's death where it can."""

    def until_end() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        with contextlib.suppress(RuntimeError):  # the loop may be closed by then
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=until_end, name="omi-stdin", daemon=True).start()
    if sys.platform == "linux":
        # The kernel means the thread that started us, which may end before its process does: hence the second look.
        loop.add_signal_handler(signal.SIGUSR1, lambda: None if os.getppid() == parent else stop.set())
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGUSR1)


@contextlib.contextmanager
def bound(port: int) -> Iterator[socket.socket]:
    """A socket on *port* of the loopback interface; 0 is any free one. Raises OSError."""
    # The protocol is named because asyncio turns Nagle's delay off, 40 ms an answer, only where it reads TCP.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((LOOPBACK, port))
        yield bound


def _address(bound: socket.socket) -> str:
    return f"http://{LOOPBACK}:{bound.getsockname()[1]}"
