"""What surrounds every answer: the mark of the fake, the echoed ids, the request log, and a 500 that tells nothing."""

import logging
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omi_tui.fake_server.problems import ProblemError, refuse
from omi_tui.fake_server.services import Services

ECHOED = ("Omi-Request-Id", "Omi-Operation-Id", "Omi-Attempt")
_ECHOED = {name.lower().encode(): name for name in ECHOED}
_MARKS = ((b"omi-fake", b"1"), (b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))
BODY_MAX = 1 << 20
_NOWHERE, _READING = "(no such path)", "GET /_omi/requests"
_SHAPE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_log = logging.getLogger(__name__)


class Frame:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app, self.services = app, services
        self._unnamed = services.log.number

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        echoed = _echoed(scope["headers"])
        state = scope.setdefault("state", {})
        state["correlation_id"] = echoed.get("Omi-Request-Id") or self._own_id()
        status = 0
        if not scope["path"].startswith("/_omi/"):
            self.services.clock.tick()

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message["headers"])
                said = {name for name, _value in headers}
                marks = (*_MARKS, (b"date", _date(self.services.now().replace(microsecond=0))))
                headers += [mark for mark in marks if mark[0] not in said]
                headers += [(name.lower().encode(), value.encode()) for name, value in echoed.items()]
                message = {**message, "headers": headers}
            await send(message)

        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > BODY_MAX:
                raise ProblemError(413, "body.too_large", "The body is larger than 1 MiB.")
            return message

        try:
            if _repeats(scope["query_string"]):
                await refuse(framed, state, ProblemError(422, "query.repeated", "A parameter is given twice."))
                return
            await self.app(scope, counted, framed)
        except ClientDisconnect:
            pass  # who asked went away in the middle of the body: nobody is left to be answered
        except Exception:
            _log.exception("a request failed")
            if status:
                raise
            await refuse(framed, state, ProblemError(500, "server.failed", "The insurer failed.", retryable=True))
        finally:
            self._note(scope, status, echoed)
        if self.services.log.due:
            await self.services.store.write(self.services.log.save())

    def _own_id(self) -> str:
        """A correlation id for a request that brought none: of the seed, like every other."""
        self._unnamed += 1
        return self.services.ids.at("correlation", self._unnamed).hex()[:32]

    def _note(self, scope: Scope, status: int, echoed: dict[str, str]) -> None:
        """Log the route's pattern, never the address that was asked for: it may hold a ticket."""
        state = scope["state"]
        path = getattr(scope.get("route"), "path_format", None) or _NOWHERE
        named = state.get("operation") or f"{scope['method']} {path}"
        if named == _READING:  # or who follows the log would find their own question in it, and ask again
            return
        near = None
        if named.endswith(_NOWHERE) and "app" in scope:
            near = ", ".join(scope["app"].state.named_routes.nearest(scope["method"], scope["path"])) or None
        self.services.log.add(
            self.services.now(),
            named,
            status,
            nearest=near,
            code=state.get("problem"),
            fault=state.get("fault"),
            account_id=state.get("account_id"),
            request_id=echoed.get("Omi-Request-Id"),
            operation_id=echoed.get("Omi-Operation-Id"),
            attempt=echoed.get("Omi-Attempt"),
        )


def _echoed(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Those of a request's *headers* that its answer repeats, where they are ids; of two alike the first counts."""
    found: dict[str, str] = {}
    for raw, value in headers:
        if name := _ECHOED.get(raw):
            found.setdefault(name, value.decode("latin-1"))
    return {name: value for name, value in found.items() if _SHAPE.fullmatch(value)}


@lru_cache(4)  # one text for all answers of a second
def _date(now: datetime) -> bytes:
    return format_datetime(now, usegmt=True).encode()


def _repeats(query: bytes) -> bool:
    """Whether a parameter is given twice: which of them counts would be anybody's guess."""
    if b"&" not in query:
        return False
    names = [name for name, _value in parse_qsl(query.decode("latin-1"), keep_blank_values=True)]
    return len(names) > len(set(names))
