"""What can go wrong with a call. Every error has a ``code`` that the catalogue turns into a sentence.

No error carries a value that a person typed: ``str(error)`` is a code, a kind and a correlation id.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omi_tui.model.problem import FieldProblem, Problem


class ClientError(Exception):
    """A call failed. ``kind`` narrows ``code`` down; ``correlation_id`` finds the call in the insurer's log."""

    code = "net.error"
    unsure = False
    """Whether an earlier try of the same call was sent, so that it may have had its effect."""

    def __init__(self, kind: str = "", correlation_id: str | None = None) -> None:
        super().__init__(kind, correlation_id)
        self.kind = kind
        self.correlation_id = correlation_id

    def __str__(self) -> str:
        """Code, kind and correlation id: nothing that a person typed."""
        kind = f" ({self.kind})" if self.kind else ""
        return f"{self.code}{kind}" + (f" [{self.correlation_id}]" if self.correlation_id else "")


class Unreachable(ClientError):
    """No connection, or it broke off. ``kind``: ``refused``, ``dns``, ``proxy``, ``tls``, ``reset`` or ``paused``.

    ``sent`` is False where not one byte of the request left, so that it surely had no effect. ``paused`` is an insurer
    that failed too often and is left alone for ``retry_after`` seconds.
    """

    code = "net.unreachable"

    def __init__(
        self, kind: str, correlation_id: str | None = None, *, sent: bool, retry_after: float | None = None
    ) -> None:
        super().__init__(kind, correlation_id)
        self.sent = sent
        self.retry_after = retry_after
        if kind == "tls":
            self.code = "net.tls"


class TimedOut(ClientError):
    """No answer in time. ``kind``: ``connect``, ``read``, ``write``, ``pool`` or ``deadline``; ``sent`` as above."""

    code = "net.timeout"

    def __init__(self, kind: str, correlation_id: str | None = None, *, sent: bool) -> None:
        super().__init__(kind, correlation_id)
        self.sent = sent


class Misconfigured(ClientError, ValueError):
    """A setting of the connection must not be used; ``code`` says which and why (``ca_file.unsafe``)."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class BadAnswer(ClientError):
    """Something answered that is not the insurer's API: a page, garbage, a redirect, too much, another shape."""

    code = "net.bad_answer"

    def __init__(self, kind: str, correlation_id: str | None = None, *, status: int = 0) -> None:
        super().__init__(kind, correlation_id)
        self.status = status


class SessionEnded(ClientError):
    """The insurer no longer knows the session, and a refresh could not mend that: sign in again."""

    code = "session.ended"


class Refused(ClientError):
    """The insurer refused the call and said why: ``problem``, with its ``code``.

    ``etag`` is the version of what is there (or of "nothing yet"), where the refusal told it.
    """

    def __init__(self, problem: "Problem", correlation_id: str | None = None, etag: str = "") -> None:
        super().__init__(str(problem.status), problem.correlation_id or correlation_id)
        self.problem = problem
        self.code = problem.code
        self.status = problem.status
        self.etag = etag


class ValidationRefused(Refused):
    """Single fields were refused: ``field_errors``."""

    @property
    def field_errors(self) -> "list[FieldProblem]":
        """Pointers into the request and codes; never empty."""
        return self.problem.field_errors


class Conflict(Refused):
    """The copy that was edited is stale (412): fetch again and show both."""


class NotFound(Refused):
    """There is no such thing (404), or it belongs to somebody else."""


class Overloaded(ClientError):
    """The insurer asks to wait (429, 503); ``retry_after`` in seconds where it said how long, at most a day.

    ``retryable`` is its own word on whether a repeat may help; None where it said nothing.
    """

    code = "server.overloaded"

    def __init__(
        self,
        status: int,
        correlation_id: str | None = None,
        *,
        retry_after: float | None = None,
        code: str = "",
        retryable: bool | None = None,
    ) -> None:
        super().__init__(str(status), correlation_id)
        self.status = status
        self.retry_after = retry_after
        self.retryable = retryable
        if code:
            self.code = code


def refusal(problem: "Problem", correlation_id: str | None = None, etag: str = "") -> Refused:
    """The error that a problem document means."""
    kind = Refused
    if problem.status == 412:
        kind = Conflict
    elif problem.status == 404:
        kind = NotFound
    elif problem.field_errors:
        kind = ValidationRefused
    return kind(problem, correlation_id, etag)
