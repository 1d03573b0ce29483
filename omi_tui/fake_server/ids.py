"""Identifiers, tickets and numbers from one seeded generator, keyed by stream and counter.

What belongs to somebody has a stream of their own, so that who calls first changes nobody's identifiers. Numbers that
an insurer counts up (orders, policies) are the exception.

The counters live in the database: a rolled-back transaction takes its identifiers back with it, and a
server that is started again goes on where it stopped. Bearer tokens do not come from here.
"""

import base64
import hashlib

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.sqlite import insert

from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.schema import counters

_ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "abcdefghjkmnpqrstuvwxyz023456789")
_INSERT = insert(counters).values(stream=bindparam("stream"), n=bindparam("n"))
_BUMP = Prepared(
    _INSERT.on_conflict_do_update(index_elements=["stream"], set_={"n": counters.c.n + _INSERT.excluded.n}).returning(
        counters.c.n
    )
)


class Ids:
    """Makes identifiers that depend on the seed, the stream's name and how many that stream has given."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        key = hashlib.sha256(f"omi fake insurer {seed}".encode()).digest().ljust(64, b"\0")
        self._inner, self._outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))

    def count(self, conn: Connection, stream: str, by: int = 1) -> int:
        """Move *stream* on by *by* and return its new counter; the first value is 1."""
        return int(_BUMP.first(conn, stream=stream, n=by).n)

    def at(self, stream: str, counter: int) -> bytes:
        """The 32 bytes that belong to *counter* of *stream*: HMAC-SHA-256, keyed by the seed (RFC 2104).

        The standard library's own lets other threads run at each call, and then waits for its turn.
        """
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(f"{stream}/{counter}".encode())
        outer.update(inner.digest())
        return outer.digest()

    def take(self, conn: Connection, stream: str) -> str:
        """The next identifier of *stream*: 16 lower-case letters and digits."""
        return self.text(stream, self.count(conn, stream))

    def text(self, stream: str, counter: int) -> str:
        """The identifier that belongs to *counter* of *stream*."""
        return base64.b32encode(self.at(stream, counter)[:10]).decode().translate(_ALPHABET)

    def ticket(self, conn: Connection, account_id: str) -> str:
        """The account's next ticket for a mail: 32 bytes in base64, padding included."""
        stream = f"ticket of {account_id}"
        return base64.b64encode(self.at(stream, self.count(conn, stream))).decode()
