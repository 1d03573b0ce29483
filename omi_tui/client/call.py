"""One call of the API and its answer, before anybody knows what they mean."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from omi_tui.client.errors import BadAnswer


def new_id() -> str:
    """A fresh UUID, for operations and requests."""
    return str(uuid.uuid4())


def segment(text: str) -> str:
    """*text* as one segment of a path. Raises BadAnswer for what is no name at all (empty, ``.``, ``..``)."""
    if text in ("", ".", ".."):
        raise BadAnswer("identifier")  # identifiers come from the insurer, so this is a fault in its answer
    return quote(text, safe="", errors="replace")


@dataclass(frozen=True)
class Call:
    """What is asked. ``body`` is JSON as bytes, sent exactly so."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    body: bytes | None = field(default=None, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    key: str | None = None
    """The idempotency key, made before the call and kept over every repeat."""
    reads: bool = False
    """A POST that changes nothing (a price)."""
    signed_in: bool = True
    """Whether the bearer token goes with it."""
    document: bool = False
    """Whether a PDF is expected instead of JSON."""
    told: bool = True
    """Whether anybody reads what a success says; else only that it was one counts, and its body is left unread."""
    read_seconds: float = 15.0
    """How long the insurer may be silent."""
    operation_id: str = field(default_factory=new_id)
    attempt: int = 1

    @property
    def retries(self) -> int:
        """How often it may be sent again: 4 for reads, 2 for keyed writes, 0 for writes without a key."""
        if self.method == "GET" or self.reads:
            return 4
        return 2 if self.key else 0


@dataclass(frozen=True)
class Reply:
    """What came back: a status below 300 or a problem document. Every string of ``body`` is clean."""

    status: int
    headers: Mapping[str, str]
    """``etag``, ``retry-after``, ``idempotent-replayed``, ``omi-fake`` and ``date``, where they were sent."""
    body: Any = field(default=None, repr=False)
    """Decoded JSON; None where there was no body."""
    document: bytes = field(default=b"", repr=False)
    """The bytes of a PDF."""
    request_id: str = ""
