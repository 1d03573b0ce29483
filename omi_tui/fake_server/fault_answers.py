"""Answers that are wrong on purpose, and that an application can send."""

import json
import math
from datetime import timedelta
from email.utils import format_datetime
from typing import Any, NamedTuple

from starlette.datastructures import MutableHeaders

from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.problems import MEDIA_TYPE, ProblemError
from omi_tui.fake_server.services import Services

UNHEARD_OF = "unheard_of"
_JSON = "application/json"
_CODES = {401: "session.expired", 429: "rate.limited", 503: "server.unavailable"}
_KINDS = ("state", "status", "document_type", "sex", "product", "event")
_PORTAL = (
    "<!DOCTYPE html><html lang=en><title>Guest network</title>"
    "<h1>Welcome to the guest network</h1><p>Accept the terms of use to go on.</p></html>"
)


class Whole(NamedTuple):
    """An answer with all its bytes; ``headers`` are those of ASGI."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @staticmethod
    def of(status: int, media_type: str, body: bytes, **headers: str) -> "Whole":
        """An answer of *media_type*."""
        named = {"content-type": media_type, "content-length": str(len(body)), **headers}
        return Whole(status, [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()], body)


def made(rule: Rule, services: Services, correlation_id: str | None) -> Whole | None:
    """The answer that *rule* puts in the place of the true one; None where its kind alters the true one."""
    match rule.kind:
        case "status":
            return _refusal(rule, services, correlation_id)
        case "captive_portal":
            return Whole.of(200, "text/html; charset=utf-8", _PORTAL.encode())
        case "oversize":
            size = 6_000_000 if rule.size is None else rule.size
            return Whole.of(200, _JSON, b'{"filler": "%s"}' % (b"x" * max(size - 14, 0)))
        case "bad_json":
            return Whole.of(200, _JSON, b'{"items": [{"id": "')
        case "deep_json":
            depth = 100_000 if rule.size is None else rule.size
            return Whole.of(200, _JSON, b"[" * depth + b"]" * depth)
        case _:
            return None


def altered(rule: Rule, services: Services, answer: Whole) -> Whole:
    """The true *answer* as *rule* bends it."""
    status, headers, body = answer
    changed = MutableHeaders(raw=list(headers))
    match rule.kind:
        case "stale_etag" if "etag" in changed:
            changed["etag"] = '"stale"'
        case "clock_skew":
            skew = timedelta(seconds=3600 if rule.seconds is None else rule.seconds)
            changed["date"] = format_datetime(services.now() + skew, usegmt=True)
        case "unknown_enum" | "extra_field" if changed.get("content-type", "").startswith(_JSON):
            bend = _unheard_of if rule.kind == "unknown_enum" else _extended
            body = json.dumps(bend(json.loads(body)), ensure_ascii=False).encode()
            changed["content-length"] = str(len(body))
    return Whole(status, changed.raw, body)


def _refusal(rule: Rule, services: Services, correlation_id: str | None) -> Whole:
    status = rule.status or 503
    code = _CODES.get(status, "server.failed" if status >= 500 else f"http.{status}")
    problem = ProblemError(status, code, "A fault rule says so.", retryable=status in (408, 425, 429) or status >= 500)
    headers = {}
    if rule.retry_after is not None:
        moment = services.now() + timedelta(seconds=rule.retry_after)
        in_seconds = str(math.ceil(rule.retry_after))
        headers["retry_after"] = (
            in_seconds if rule.retry_after_as == "seconds" else format_datetime(moment, usegmt=True)
        )
    return Whole.of(status, MEDIA_TYPE, problem.body(correlation_id), **headers)


def _unheard_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: UNHEARD_OF if name in _KINDS and isinstance(part, str) else _unheard_of(part)
            for name, part in value.items()
        }
    return [_unheard_of(part) for part in value] if isinstance(value, list) else value


def _extended(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _extended(part) for name, part in value.items()} | {"omi_extra": {"since": "a later version"}}
    return [_extended(part) for part in value] if isinstance(value, list) else value
