"""Reading the headers of an answer that mean something: whoever answers may have written anything into them."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

KEPT = ("etag", "retry-after", "idempotent-replayed", "omi-fake", "date")
LONGEST = 86_400.0


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that mean something to this program; one with anything but visible ASCII is as good as not sent."""
    found = {name: headers[name].strip() for name in KEPT if name in headers}
    return {name: value for name, value in found.items() if value.isascii() and value.isprintable()}


def moment(header: str | None) -> datetime | None:
    """The instant of an HTTP date; None where it is none."""
    try:
        found = parsedate_to_datetime(header or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds a ``Retry-After`` header asks for, in either form: 0 for the past, a day at most; None if unclear."""
    try:
        seconds = float(header or "")
    except ValueError:
        found = moment(header)
        if found is None:
            return None
        seconds = (found - (now or datetime.now(UTC))).total_seconds()
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST)
