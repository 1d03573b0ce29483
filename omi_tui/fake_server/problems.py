"""Refusals as RFC 9457 problem documents: one exception, its answer, and how a failed validation becomes one."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Send

from omi_tui.fake_server import hostile_texts
from omi_tui.model.problem import FieldProblem, Problem
from omi_tui.model.rules import RuleError

MEDIA_TYPE = "application/problem+json"
_CODES = {
    401: "session.missing", 404: "not_found", 405: "method_not_allowed", 413: "body.too_large", 500: "server.failed",
}  # fmt: skip
_NAMED_KINDS = {"missing": "missing", "extra_forbidden": "unknown_field"}


class ProblemError(Exception):
    """The insurer refuses. ``code`` is what clients go by; ``other_id`` names the contract that is in the way."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        fields: Sequence[FieldProblem] = (),
        other_id: str | None = None,
        retryable: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, dict(headers or {})
        self.detail, self.fields, self.other_id, self.retryable = detail, list(fields), other_id, retryable

    def document(self, correlation_id: str | None) -> Problem:
        """The answer's body."""
        return Problem(
            type=f"urn:omi:problem:{self.code}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            code=self.code,
            detail=self.detail,
            field_errors=self.fields,
            retryable=self.retryable,
            correlation_id=correlation_id,
            other_id=self.other_id,
        )

    def body(self, correlation_id: str | None) -> bytes:
        """The answer's body as bytes."""
        return self.document(correlation_id).model_dump_json().encode()


def field(pointer: str, kind: str) -> FieldProblem:
    """A field's failure: the last part of *pointer* names the field, *kind* says what is wrong."""
    return FieldProblem(pointer=pointer, code=f"{pointer.rsplit('/', 1)[-1]}.{kind}")


def refused_fields(failures: Iterable[FieldProblem], code: str = "validation") -> ProblemError:
    """A 422 that names fields."""
    return ProblemError(422, code, "Some fields are not as they have to be.", fields=list(failures))


def from_rule(pointer: str, error: RuleError) -> FieldProblem:
    """What a broken rule of the model is called on the wire."""
    return field(pointer, error.kind)


def not_found(what: str) -> ProblemError:
    """A 404 for something that does not exist, or is somebody else's."""
    return ProblemError(404, f"{what}.not_found")


def problem_response(request: Request, error: ProblemError) -> Response:
    """*error* as an answer to *request*."""
    request.state.problem = error.code
    if request.app.state.services.data == "hostile":
        error.detail = hostile_texts.poisoned(error.detail, error.status)
    body = error.body(getattr(request.state, "correlation_id", None))
    return Response(body, error.status, headers=error.headers, media_type=MEDIA_TYPE)


async def refuse(send: Send, state: dict[str, Any], error: ProblemError) -> None:
    """Answer with *error* where there is no request object yet, or no more."""
    state["problem"] = error.code
    headers = [(b"content-type", MEDIA_TYPE.encode())]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": error.body(state["correlation_id"])})


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer for a ProblemError."""
    assert isinstance(error, ProblemError)
    return problem_response(request, error)


async def on_http(request: Request, error: Exception) -> Response:
    """Answer for what the framework refuses by itself: no such path, no such method."""
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, f"http.{error.status_code}")
    return problem_response(request, ProblemError(error.status_code, code, headers=error.headers))


async def on_validation(request: Request, error: Exception) -> Response:
    """Answer for a request that is not as documented: 400 where it is no JSON, else 422 with its fields."""
    assert isinstance(error, RequestValidationError)
    return problem_response(request, validation_problem(error.errors()))


def validation_problem(errors: Sequence[Any]) -> ProblemError:
    """The refusal for pydantic's *errors*."""
    if any(item["type"] == "json_invalid" for item in errors):
        return ProblemError(400, "body.not_json", "The body is not JSON.")
    return refused_fields(_field_problem(item) for item in errors)


def _field_problem(item: Mapping[str, Any]) -> FieldProblem:
    parts = [str(part) for part in item["loc"]]
    if parts and parts[0] in ("body", "query", "path", "header"):
        parts = parts[1:]
    # The rules of the model put their kind into the context; what pydantic finds by itself is a wrong format.
    kind = _NAMED_KINDS.get(item["type"]) or (item["ctx"]["kind"] if "kind" in item.get("ctx", {}) else "format")
    named = [part for part in parts if not part.isdigit()] or ["body"]
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return FieldProblem(pointer="/" + "/".join(escaped) if parts else "", code=f"{named[-1]}.{kind}")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented refusals of a route, for its ``responses``."""
    return {status: {"model": Problem, "description": HTTPStatus(status).phrase} for status in statuses}
