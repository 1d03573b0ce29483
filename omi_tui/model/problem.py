"""Problem documents (RFC 9457) as the insurer sends them. Screens map ``code``, never text."""

from pydantic import Field

from omi_tui.model.base import Answer


class FieldProblem(Answer):
    """One field's failure: a JSON pointer into the request, and a code such as ``passport_number.format``."""

    pointer: str
    code: str


class Problem(Answer):
    """``application/problem+json``; ``other_id`` names the other contract of an overlap."""

    type: str = "about:blank"
    title: str = ""
    status: int
    code: str
    detail: str = ""
    field_errors: list[FieldProblem] = Field(default_factory=list)
    retryable: bool = False
    correlation_id: str | None = None
    other_id: str | None = None
