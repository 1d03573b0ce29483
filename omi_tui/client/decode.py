"""From the bytes of an answer to clean JSON, within limits that no answer of the insurer comes near."""

import json
from typing import Any, NoReturn

from omi_tui.text.clean import clean_json

MAX_BYTES = 5_000_000
MAX_ITEMS = 100_000
"""Members and elements of one answer, nested ones included; ``clean_json`` limits the depth to 32."""


def decode(content: bytes) -> Any:
    """The JSON value of *content*, every string clean. Raises ValueError for too many items, too deep, or no JSON."""
    # Counted before it is parsed, for parsing is what makes five million bytes of "[]," dear. A comma or a bracket
    # in a text counts as well, so this is never too few.
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_ITEMS:
        raise ValueError("too many items")
    try:
        return clean_json(json.loads(content.decode(), parse_constant=_refuse))
    except RecursionError:
        raise ValueError("nested too deep") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
