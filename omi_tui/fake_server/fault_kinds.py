"""The kinds of faults: what each one is on the wire, and in which phases it can happen."""

from dataclasses import dataclass
from typing import Literal

Phase = Literal["before_auth", "before_commit", "after_commit", "mid_body", "notice"]
PHASES: dict[Phase, str] = {
    "before_auth": "as the request comes in: nobody was asked who they are, and nothing happens",
    "before_commit": "let in and understood, but nothing is kept",
    "after_commit": "the effect is kept for good, and then the answer goes wrong",
    "mid_body": "as after_commit, once half of the answer's body has left",
    "notice": "where the gateway tells the insurer about an order",
}

Kind = Literal[
    "status", "delay", "connection_reset", "empty_response", "random_data_then_close", "malformed_response_chunk",
    "hang", "dribble", "truncate", "captive_portal", "oversize", "bad_json", "deep_json", "unknown_enum", "extra_field",
    "stale_etag", "clock_skew", "notice_dropped", "notice_duplicated", "notice_reordered",
]  # fmt: skip

_ANY: tuple[Phase, ...] = ("before_auth", "before_commit", "after_commit")
_CUT: tuple[Phase, ...] = (*_ANY, "mid_body")
_TRUE: tuple[Phase, ...] = ("after_commit",)
_NOTICE: tuple[Phase, ...] = ("notice",)


@dataclass(frozen=True)
class About:
    """What a kind does, the phases it knows, and whether it needs a socket: an application alone cannot make it."""

    text: str
    phases: tuple[Phase, ...]
    socket: bool = False


KINDS: dict[Kind, About] = {
    "status": About("a problem document with `status` (503); `retry_after` in seconds, sent as `retry_after_as`", _ANY),
    "delay": About("the true answer, `seconds` (3) late, give or take a half by the seed", _ANY),
    "connection_reset": About("the connection is reset (CONNECTION_RESET_BY_PEER)", _CUT, True),
    "empty_response": About("the connection is closed without a byte (EMPTY_RESPONSE)", _ANY, True),
    "random_data_then_close": About("bytes that are no HTTP, then the end (RANDOM_DATA_THEN_CLOSE)", _ANY, True),
    "malformed_response_chunk": About("the true status, then a broken chunk (MALFORMED_RESPONSE_CHUNK)", _CUT, True),
    "hang": About("not a byte until the caller gives up", _CUT, True),
    "dribble": About("the true answer, `size` (1) bytes at a time, `seconds` (0.05) apart", _TRUE, True),
    "truncate": About("the connection ends after `size` bytes of the body (half), fewer than announced", _TRUE, True),
    "captive_portal": About("a page in HTML with status 200, as a network's sign-in page is", _ANY),
    "oversize": About("JSON of `size` bytes (6000000)", _ANY),
    "bad_json": About("status 200 and half a JSON document", _ANY),
    "deep_json": About("JSON of `size` (100000) brackets within brackets", _ANY),
    "unknown_enum": About("the true answer with a state, type or kind that nobody knows", _TRUE),
    "extra_field": About("the true answer with fields that nobody knows", _TRUE),
    "stale_etag": About("the true answer with the ETag of an older copy", _TRUE),
    "clock_skew": About("the true answer, dated `seconds` (3600) from now", _TRUE),
    "notice_dropped": About("the gateway's notice is lost on its way; the gateway tries again later", _NOTICE),
    "notice_duplicated": About("the gateway's notice comes twice", _NOTICE),
    "notice_reordered": About("the gateway's notice comes after a later one", _NOTICE),
}


def phases_of(kind: str) -> tuple[Phase, ...]:
    """The phases that *kind* knows; none where there is no such kind."""
    return next((about.phases for name, about in KINDS.items() if name == kind), ())
