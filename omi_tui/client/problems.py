"""From a reply to what it means: a refusal, or a model."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from omi_tui.client.call import Reply
from omi_tui.client.errors import BadAnswer, Overloaded, refusal
from omi_tui.client.headers import retry_after
from omi_tui.model.problem import Problem

Model = TypeVar("Model", bound=BaseModel)


def checked(reply: Reply) -> Reply:
    """*reply* if it is a success. Raises Overloaded, Refused or one of its kinds, or BadAnswer."""
    if reply.status < 400:
        return reply
    problem: Problem | None = None
    if isinstance(reply.body, Mapping):
        with suppress(ValidationError):
            problem = Problem.model_validate({**reply.body, "status": reply.status})
    if reply.status in (429, 503):
        pause = retry_after(reply.headers.get("retry-after"))
        said = problem is not None and "retryable" in problem.model_fields_set
        raise Overloaded(
            reply.status,
            reply.request_id,
            retry_after=pause,
            code=problem.code if problem else "",
            retryable=problem.retryable if problem and said else None,
        )
    if problem is None:
        raise BadAnswer("problem", reply.request_id, status=reply.status)
    raise refusal(problem, reply.request_id, reply.headers.get("etag", ""))


def read(model: type[Model], reply: Reply) -> Model:
    """The body of *reply* as *model*; fields that the model does not know are ignored. Raises BadAnswer."""
    with suppress(ValidationError):
        return model.model_validate(reply.body, extra="ignore")
    # outside the handler, for pydantic's error quotes the values
    raise BadAnswer("schema", reply.request_id, status=reply.status)
