"""What a person confirmed, as a hash: the insurer refuses a contract whose body differs from it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(body: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8 unescaped."""
    return _CANONICAL.encode(body).encode()


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 (lower-case hex) of *body* without its own ``fingerprint`` member."""
    return hashlib.sha256(canonical({key: value for key, value in body.items() if key != "fingerprint"})).hexdigest()
