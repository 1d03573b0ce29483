"""Passwords, kept as Argon2id; hashing and checking run beside the event loop and take alike long for everybody."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError
from argon2.low_level import hash_secret_raw

_threads = ThreadPoolExecutor(2, "omi-argon2")


class Passwords:
    """Argon2id with so many *passes* over so much *memory* (KiB)."""

    def __init__(self, passes: int, memory: int) -> None:
        self._passes, self._memory = passes, memory
        self._invented: dict[str, str] = {}
        self._hasher = PasswordHasher(passes, memory, parallelism=1)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("the password of an account that does not exist")

    def hash_now(self, password: str) -> str:
        """The hash of a data set's invented *password*: made once, so that a reset does not wait for it."""
        if password not in self._invented:
            self._invented[password] = self._hasher.hash(password)
        return self._invented[password]

    async def hashed(self, password: str) -> str:
        """The hash of *password*, made in a thread."""
        return await asyncio.get_running_loop().run_in_executor(_threads, self._hasher.hash, password)

    async def digest(self, text: bytes, salt: bytes) -> str:
        """A slow digest of *text*, the same each time: for a request's body that holds a password."""

        def run() -> str:
            return hash_secret_raw(text, salt, self._passes, self._memory, 1, 32, Type.ID).hex()

        return await asyncio.get_running_loop().run_in_executor(_threads, run)

    async def fits(self, password_hash: str | None, password: str) -> bool:
        """Whether *password* belongs to *password_hash*; None, for no account, costs the same work and is False."""
        return await asyncio.get_running_loop().run_in_executor(_threads, self._fits, password_hash, password)

    def _fits(self, password_hash: str | None, password: str) -> bool:
        try:
            self._hasher.verify(password_hash or self._nobody, password)
        except VerificationError:
            return False
        return password_hash is not None
