"""Whether a password is the one that somebody signed in with, without keeping it."""

import hashlib
import hmac
import os
from typing import NamedTuple

N, R, P = 2**14, 8, 1
"""scrypt: 16 MB and some 50 ms for each try."""


class Verifier(NamedTuple):
    """A salted scrypt digest, in memory only. Making and asking take some 50 ms: call through a thread."""

    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, password: str) -> "Verifier":
        """The verifier of *password*."""
        salt = os.urandom(16)
        return cls(salt, _digest(password, salt))

    def fits(self, password: str) -> bool:
        """Whether *password* is the same, compared in constant time."""
        return hmac.compare_digest(self.digest, _digest(password, self.salt))


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=N, r=R, p=P)
