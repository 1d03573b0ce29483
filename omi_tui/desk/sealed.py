"""Sealing: what is personal, as bytes that only this desk's key opens. AES-256-GCM, a fresh nonce each time.

``OMIV`` · version (1 byte) · kept until, seconds since 1970 (8 bytes) · nonce (12 bytes) · ciphertext with its tag.
The day until which it is kept stands in the clear, so that old records go even where their key is gone.
"""

import hashlib
import hmac
import os
import struct

MAGIC = b"OMIV"
VERSION = 1
KEY_BYTES = 32
_HEAD = struct.Struct(">4sBQ")
_NONCE = 12


class Unreadable(ValueError):
    """These bytes are damaged, of another key, or of another place."""


class Newer(ValueError):
    """These bytes were sealed by a newer version of the program."""


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def hidden(key: bytes, name: str) -> str:
    """A name that tells nothing of *name* to whoever lacks *key*: 40 hex digits."""
    return hmac.digest(_part(key, b"names"), name.encode(), hashlib.sha256).hex()[:40]


def seal(key: bytes, place: str, plain: bytes, keep_until: float) -> bytes:
    """*plain* for the file *place* and for no other."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head, nonce = _HEAD.pack(MAGIC, VERSION, max(0, int(keep_until))), os.urandom(_NONCE)
    return head + nonce + AESGCM(_part(key, b"records")).encrypt(nonce, plain, head + place.encode())


def unseal(key: bytes, place: str, sealed: bytes) -> bytes:
    """What was sealed for *place*. Raises Unreadable and Newer."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kept_until(sealed)
    head, nonce, rest = sealed[: _HEAD.size], sealed[_HEAD.size :][:_NONCE], sealed[_HEAD.size + _NONCE :]
    try:
        return AESGCM(_part(key, b"records")).decrypt(nonce, rest, head + place.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None


def kept_until(sealed: bytes) -> int:
    """Seconds since 1970. Raises Unreadable and Newer."""
    if len(sealed) < _HEAD.size + _NONCE or sealed[:4] != MAGIC:
        raise Unreadable
    _magic, version, until = _HEAD.unpack_from(sealed)
    if version > VERSION:
        raise Newer
    return int(until)


def _part(key: bytes, use: bytes) -> bytes:
    """A key of its own for each use."""
    return hmac.digest(key, use, hashlib.sha256)
