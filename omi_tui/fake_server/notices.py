"""The signature on a gateway's notice: HMAC-SHA256 over the time of sending and the body.

A notice is believed only with a right signature that is at most 300 seconds old; the comparison takes constant time.
"""

import hashlib
import hmac
import re
from datetime import datetime

HEADER = "Omi-Gateway-Signature"
TOLERANCE_SECONDS = 300


class BadSignature(Exception):
    """The notice is unsigned, altered, or too old or too new; the argument says which."""


def sign(key: bytes, body: bytes, now: datetime) -> str:
    """The header's value for *body* sent at *now*: ``t=<seconds>,v1=<hex>``."""
    seconds = int(now.timestamp())
    return f"t={seconds},v1={_digest(key, seconds, body)}"


def verify(key: bytes, header: str | None, body: bytes, now: datetime) -> None:
    """Raise BadSignature unless *header* was made by :func:`sign` for this *body* within the tolerance of *now*."""
    match = re.fullmatch(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", header or "", re.ASCII)
    if not match:
        raise BadSignature("unsigned")
    seconds = int(match[1])
    if not hmac.compare_digest(_digest(key, seconds, body), match[2]):
        raise BadSignature("altered")
    if abs(now.timestamp() - seconds) > TOLERANCE_SECONDS:
        raise BadSignature("old")


def _digest(key: bytes, seconds: int, body: bytes) -> str:
    return hmac.new(key, b"%d." % seconds + body, hashlib.sha256).hexdigest()
