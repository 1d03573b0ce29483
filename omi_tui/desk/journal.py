"""The journal: which operations were begun, and how they ended. Durable before anything is sent; no personal data.

It makes a repeated sign-up, draft or order after a crash or a lost answer the same operation, not a second one.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from omi_tui.desk.paths import private_folder

if TYPE_CHECKING:
    import sqlite3

Kind = Literal["sign_up", "draft", "order"]
State = Literal["intent", "done", "failed", "unknown"]
KEY_LIFE = 72 * 3600
"""Seconds for which the insurer knows an idempotency key."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operations (
    key TEXT PRIMARY KEY,
    backend TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sign_up', 'draft', 'order')),
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'done', 'failed', 'unknown')),
    server_id TEXT,
    settled INTEGER NOT NULL DEFAULT 0,
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT
"""
_COLUMNS = "key, kind, fingerprint, state, server_id, created, updated"


class Operation(NamedTuple):
    """One operation; ``created`` and ``updated`` are seconds since 1970 by this machine's clock."""

    key: str
    kind: Kind
    fingerprint: str
    state: State
    server_id: str | None
    created: float
    updated: float


class Journal:
    """The operations at one insurer, ``backend``. Nothing is opened before the first use."""

    def __init__(self, path: Path, backend: str, *, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._backend = backend
        self._now = now
        self._connection: sqlite3.Connection | None = None

    def intent(self, kind: Kind, fingerprint: str) -> str:
        """The idempotency key for what *fingerprint* stands for; on disk when this returns.

        The same intent, as long as its end is not known and the insurer still knows the key, keeps its key.
        An empty fingerprint is never the same.
        """
        now = self._now()
        with self._database() as database:
            database.execute("BEGIN IMMEDIATE")  # another program at this desk must not slip in between
            row = database.execute(
                "SELECT key FROM operations WHERE backend = ? AND kind = ? AND fingerprint = ? AND fingerprint <> ''"
                " AND state IN ('intent', 'unknown') AND created > ? ORDER BY created DESC",
                (self._backend, kind, fingerprint, now - KEY_LIFE),
            ).fetchone()
            if row:
                return str(row[0])
            key = _new_key()
            database.execute(
                "INSERT INTO operations (key, backend, kind, fingerprint, state, created, updated)"
                " VALUES (?, ?, ?, ?, 'intent', ?, ?)",
                (key, self._backend, kind, fingerprint, now, now),
            )
        return key

    def result(self, key: str, state: State, server_id: str | None = None) -> None:
        """Note how the operation ended: *server_id* is the draft's id or the order's number. Raises KeyError."""
        with self._database() as database:
            done = database.execute(
                "UPDATE operations SET state = ?, server_id = coalesce(?, server_id), updated = ? WHERE key = ?",
                (state, server_id, self._now(), key),
            )
        if not done.rowcount:
            raise KeyError(key)

    def open_operations(self) -> list[Operation]:
        """Operations whose end is not known, oldest first: to be looked up before anything is sent again."""
        rows = self._database().execute(
            f"SELECT {_COLUMNS} FROM operations WHERE backend = ? AND state IN ('intent', 'unknown') ORDER BY created",
            (self._backend,),
        )
        return [Operation(*row) for row in rows]

    def open_orders(self) -> list[str]:
        """Numbers of the orders made here whose payment has no end yet, newest first."""
        rows = self._database().execute(
            "SELECT server_id FROM operations WHERE backend = ? AND kind = 'order' AND state = 'done'"
            " AND server_id IS NOT NULL AND NOT settled ORDER BY created DESC, rowid DESC",
            (self._backend,),
        )
        return [row[0] for row in rows]

    def settle(self, order_number: str) -> None:
        """The order is paid, expired or reversed: it is open no longer."""
        with self._database() as database:
            database.execute(
                "UPDATE operations SET settled = 1, updated = ? WHERE backend = ? AND server_id = ?",
                (self._now(), self._backend, order_number),
            )

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _database(self) -> "sqlite3.Connection":
        if self._connection is None:
            import sqlite3

            private_folder(self._path.parent)
            self._path.touch(mode=0o600, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute(_SCHEMA)
        return self._connection


def _new_key() -> str:
    from uuid import uuid4

    return str(uuid4())
