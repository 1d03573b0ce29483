"""A key behind a passphrase: scrypt makes the key that wraps it, and the wrapping tells a wrong passphrase."""

import json
import os
import unicodedata
from typing import Any

from omi_tui.desk import sealed

WORK = 2**17
"""scrypt's N with r = 8 and p = 1: 128 MiB and some tenths of a second for each guess."""
_MOST = {"n": 2**20, "r": 32, "p": 16}
_PLACE = "passphrase"


def wrap(passphrase: str, key: bytes) -> bytes:
    """*key* for a file. Raises ValueError where there is no passphrase."""
    if not passphrase:
        raise ValueError("no passphrase")
    cost, salt = {"n": WORK, "r": 8, "p": 1}, os.urandom(16)
    wrapped = sealed.seal(_derived(passphrase, salt, **cost), _PLACE, key, 0)
    return json.dumps({"version": 1, **cost, "salt": salt.hex(), "wrapped": wrapped.hex()}).encode()


def unwrap(passphrase: str, content: bytes) -> bytes | None:
    """The key, or None where the passphrase is another one or *content* is not what :func:`wrap` makes."""
    try:
        found: dict[str, Any] = json.loads(content)
        cost = {name: int(found[name]) for name in _MOST}
        if found["version"] != 1 or any(not 0 < cost[name] <= most for name, most in _MOST.items()):
            return None
        derived = _derived(passphrase, bytes.fromhex(found["salt"]), **cost)
        key = sealed.unseal(derived, _PLACE, bytes.fromhex(found["wrapped"]))
    except (ValueError, KeyError, TypeError, MemoryError):
        return None
    return key if len(key) == sealed.KEY_BYTES else None


def _derived(passphrase: str, salt: bytes, *, n: int, r: int, p: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    text = unicodedata.normalize("NFKC", passphrase)
    return Scrypt(salt=salt, length=sealed.KEY_BYTES, n=n, r=r, p=p).derive(text.encode())
