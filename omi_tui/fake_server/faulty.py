"""Plays the fault rules around a call: before it is let in, before it keeps anything, after it has, mid-answer."""

import asyncio
import hmac
import logging
from contextlib import suppress
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omi_tui.fake_server.fault_answers import Whole, altered, made
from omi_tui.fake_server.fault_kinds import KINDS, Phase, phases_of
from omi_tui.fake_server.faults import Account, Fault, Interrupted, Rule
from omi_tui.fake_server.named_routes import NamedRoutes
from omi_tui.fake_server.problems import ProblemError, refuse
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.store import before_write

HEADER = "Omi-Fault"
_HEADER = HEADER.lower().encode()
_EMPTY = Whole.of(200, "application/json", b"")
_log = logging.getLogger(__name__)


class Faulty:
    """Middleware inside the frame: what it sends gets the frame's marks, and the log tells which fault it was."""

    def __init__(self, app: ASGIApp, services: Services, routes: NamedRoutes) -> None:
        self.app, self.services, self.routes = app, services, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        operation = asked = None
        if scope["type"] == "http" and any(name == _HEADER for name, _value in scope["headers"]):
            asked = Headers(scope=scope).get(HEADER)
        if asked or (self.services.faults.rules and scope["type"] == "http"):
            operation = self.routes.name(scope["method"], scope["path"])
        if operation is None or " /_omi/" in operation:  # a rule must not lock out whoever could lift it
            await self.app(scope, receive, send)
            return
        try:
            own = self._own(scope, asked) if asked else None
        except ProblemError as error:
            await refuse(send, scope["state"], error)
            return
        await Call(self, scope, receive, send, operation, own).serve()

    def _own(self, scope: Scope, text: str) -> Rule:
        token = Headers(scope=scope).get("Omi-Control", "")
        if not hmac.compare_digest(token.encode(), self.services.control_token.encode()):
            _log.warning("refused a header %s: it came without the control token", HEADER)
            raise ProblemError(401, "control.token", f"The header {HEADER} needs the header Omi-Control as well.")
        try:
            return parse(text)
        except ValueError:
            raise ProblemError(422, "fault.format", f"The header {HEADER} has to hold a rule or kind@phase.") from None


def parse(text: str) -> Rule:
    """A rule from JSON, or from the short form ``kind@phase``. Raises ValueError."""
    if text.lstrip().startswith("{"):
        return Rule.model_validate_json(text)
    kind, _, phase = text.strip().partition("@")
    return Rule.model_validate({"kind": kind, "phase": phase or next(iter(phases_of(kind)), "")})


class Call:
    """One request under the rules; ``own`` is the rule that it brought along, which comes before all others."""

    def __init__(
        self, faulty: Faulty, scope: Scope, receive: Receive, send: Send, operation: str, own: Rule | None
    ) -> None:
        self.app, self.services = faulty.app, faulty.services
        self.scope, self.receive, self.send = scope, receive, send
        self.state: dict[str, Any] = scope["state"]
        self.operation, self.own = operation, own
        self.state["operation"] = operation
        self.wrote = False

    async def serve(self) -> None:
        """Let the application answer, and pass on its answer or what a rule makes of it."""
        fault = await self._fault("before_auth")
        if fault:
            with suppress(ProblemError):  # a request that is too large
                while (await self.receive()).get("more_body"):  # an unread one would turn any end into a reset
                    pass
            await self._play(fault, None)
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        token = before_write.set(self._before_write)
        try:
            await self.app(self.scope, self.receive, keep)
        except Interrupted as interrupted:
            await self._play(interrupted.fault, None)
            return
        finally:
            before_write.reset(token)
        answer = _whole(messages)
        if answer.status < 400:  # a refusal kept nothing: the rules wait for a call that does
            fault = None if self.wrote else await self._fault("before_commit")
            fault = fault or await self._fault("after_commit")
            if answer.body and not fault:
                fault = await self._fault("mid_body")
        await (self._play(fault, answer) if fault else self._pass_on(answer))

    async def _before_write(self) -> None:
        if not self.wrote:
            self.wrote = True
            if fault := await self._fault("before_commit"):
                raise Interrupted(fault)

    async def _fault(self, phase: Phase) -> Fault | None:
        """The fault of *phase*, except a delay: that is served here."""
        if self.own:
            fault = Fault(self.own, 1.0) if self.own.phase == phase else None
        else:
            fault = self.services.faults.match(phase, self.operation, self._account())
        if fault:
            self.state["fault"] = f"{fault.rule.kind}@{phase}"
            if fault.rule.kind == "delay":
                seconds = 3.0 if fault.rule.seconds is None else fault.rule.seconds
                await asyncio.sleep(max(seconds, 0) * fault.jitter)
                return None
        return fault

    def _account(self) -> Account | None:
        known = self.state.get("account_id"), self.state.get("account_email")
        return (known[0], known[1]) if known[0] and known[1] else None

    async def _play(self, fault: Fault, answer: Whole | None) -> None:
        rule = fault.rule
        if KINDS[rule.kind].socket:
            self.state["wire"] = rule  # the outermost middleware breaks what is sent from now on
            if rule.kind == "malformed_response_chunk":
                await self._pass_on(_chunked(answer or _EMPTY))
            elif rule.phase == "mid_body" or rule.kind in ("dribble", "truncate"):
                await self._pass_on(answer or _EMPTY)
            return
        wrong = made(rule, self.services, self.state["correlation_id"])
        await self._pass_on(wrong or altered(rule, self.services, answer or _EMPTY))

    async def _pass_on(self, answer: Whole) -> None:
        await self.send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await self.send({"type": "http.response.body", "body": answer.body})


def _whole(messages: list[Message]) -> Whole:
    start, *rest = messages
    return Whole(start["status"], list(start["headers"]), b"".join(message.get("body", b"") for message in rest))


def _chunked(answer: Whole) -> Whole:
    kept = [(name, value) for name, value in answer.headers if name != b"content-length"]
    return answer._replace(headers=[*kept, (b"transfer-encoding", b"chunked")])
