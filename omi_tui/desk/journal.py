"""The journal: which operations were begun, and how they ended. Durable before anything is sent; no personal data.

It makes a repeated sign-up, draft or order after a crash or a lost answer the same operation, not a second one.
What an operation was about is kept as a keyed hash of its fingerprint: the fingerprint itself goes to the insurer, and
without the random key of this journal nobody can compare the two, or one desk's journal with another's.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from omi_tui import __version__
from omi_tui.desk import journal_file
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    import sqlite3

Kind = Literal["sign_up", "draft", "order"]
State = Literal["intent", "done", "failed", "unknown"]
KEY_LIFE = 71 * 3600
"""Seconds for which a key may be sent: an hour less than the insurer knows it, for the calls that are under way."""
_STEP_BACK = 300
"""Seconds by which a clock may be put back before it says nothing about a key's age."""

_NOTICES = {
    "broken": N_(
        "The journal of this desk was damaged. It is kept as {file}. Look at Contract drafts and Policies before you "
        "repeat a purchase that was not finished."
    ),
    "newer": N_(
        "The journal of this desk was written by a newer version of this program. Use that version to change anything."
    ),
}
_COLUMNS = ", ".join(journal_file.COLUMNS)


class Operation(NamedTuple):
    """One operation; ``created`` and ``updated`` are seconds since 1970 by this machine's clock.

    ``fingerprint`` is the hash of the one that was given to :meth:`Journal.intent`. ``attempt`` counts how often its
    key was given out; ``monotonic`` is the reading of the clock that only runs forward, when it was begun.
    """

    key: str
    kind: Kind
    fingerprint: str
    state: State
    server_id: str | None
    created: float
    updated: float
    attempt: int
    monotonic: float | None
    app_version: str | None
    owner: str


class ReadOnlyDesk(RuntimeError):
    """Another program at this desk writes the journal; or a ``newer`` version of this one wrote it."""

    def __init__(self, *, newer: bool = False) -> None:
        super().__init__("newer" if newer else "")
        self.newer = newer


class JournalUnwritable(OSError):
    """The disk is full, or the journal cannot be used. ``sent``: what was to be noted is the end of a call."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__("journal")
        self.sent = sent


class StaleIntent(RuntimeError):
    """The same was begun so long ago that the insurer may not know its key: look for it there first.

    Note with :meth:`Journal.result` what was found, ``done`` or ``failed``, and ask again.
    """

    def __init__(self, operation: Operation) -> None:
        super().__init__(operation.kind)
        self.operation = operation


class Journal:
    """The operations at one insurer, ``backend``. Nothing is opened before the first use.

    With *read_only* nothing is written: ``intent``, ``result`` and ``settle`` raise ReadOnlyDesk.
    """

    def __init__(
        self,
        path: Path,
        backend: str,
        *,
        read_only: bool = False,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._backend = backend
        self._read_only = read_only
        self._now = now
        self._monotonic = monotonic
        self._opened: journal_file.Opened | None = None

    @property
    def notice(self) -> str:
        """A sentence that the person has to know about the journal, once it was used; empty where all is well."""
        found = self._opened
        return _(_NOTICES[found.trouble]).format(file=found.kept_as) if found and found.trouble else ""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written; a newer version's journal shows at its first use only."""
        return self._read_only or bool(self._opened and self._opened.trouble == "newer")

    def intent(self, kind: Kind, fingerprint: str, owner: str = "") -> str:
        """The idempotency key for what *fingerprint* stands for; on disk when this returns. *owner* is the login.

        The same intent keeps its key as long as its end is not known; an empty fingerprint is never the same, and
        what another login began and nobody can look up any more is another intent.
        Raises StaleIntent where that key is too old to be sent, ReadOnlyDesk, JournalUnwritable.
        """
        return self.intents(kind, (fingerprint,), owner)[0]

    def intents(
        self, kind: Kind, fingerprints: Sequence[str], owner: str = "", *, done: Sequence[tuple[str, str]] = ()
    ) -> list[str]:
        """As :meth:`intent` for many at once, with one write; *done* are keys of before with their server ids.

        Raises what :meth:`intent` raises; then nothing of it is noted.
        """
        with self._writing(sent=bool(done)) as database:
            database.execute("BEGIN IMMEDIATE")  # another program at this desk must not slip in between
            for key, server_id in done:
                self._end(database, key, "done", server_id)
            return [self._begin(database, kind, fingerprint, owner) for fingerprint in fingerprints]

    def _begin(self, database: "sqlite3.Connection", kind: Kind, fingerprint: str, owner: str) -> str:
        print_ = self._hidden(fingerprint)
        rows = database.execute(
            f"SELECT {_COLUMNS} FROM operations WHERE backend = ? AND kind = ? AND fingerprint = ?"
            " AND fingerprint <> '' AND state IN ('intent', 'unknown') ORDER BY created",
            (self._backend, kind, print_),
        )
        owner_ = self._owner(owner)
        known = [Operation(*row) for row in rows]
        known = [each for each in known if not (self.is_stale(each) and _another(each.owner, owner_))]
        for operation in known:
            if self.is_stale(operation):
                raise StaleIntent(operation)
        key = known[-1].key if known else _new_key()
        if known:
            database.execute("UPDATE operations SET attempt = attempt + 1 WHERE key = ?", (key,))
        else:
            now = self._now()
            database.execute(
                "INSERT INTO operations (key, backend, kind, fingerprint, state, created, updated, monotonic,"
                " app_version, owner) VALUES (?, ?, ?, ?, 'intent', ?, ?, ?, ?, ?)",
                (key, self._backend, kind, print_, now, now, self._monotonic(), __version__, owner_),
            )
        return key

    def operation(self, key: str) -> Operation:
        """The operation with that idempotency key. Raises KeyError."""
        row = self._database().execute(f"SELECT {_COLUMNS} FROM operations WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return Operation(*row)

    def is_about(self, operation: Operation, fingerprint: str) -> bool:
        """Whether *fingerprint* is the one that the operation was begun with."""
        return bool(fingerprint) and operation.fingerprint == self._hidden(fingerprint)

    def is_of(self, operation: Operation, owner: str) -> bool:
        """Whether the operation was begun under the login *owner*: somebody else's nobody here can look up."""
        return operation.owner == self._owner(owner)

    def is_stale(self, operation: Operation) -> bool:
        """Whether the insurer may have forgotten the key: by either clock, or because the clock was put back."""
        age = self._now() - operation.created
        ran = self._monotonic() - (operation.monotonic or 0)  # below zero, or small, where the machine was restarted
        return not -_STEP_BACK <= age < KEY_LIFE or (operation.monotonic is not None and ran >= KEY_LIFE)

    def result(self, key: str, state: State, server_id: str | None = None) -> None:
        """Note how the operation ended: *server_id* is the draft's id or the order's number; durable.

        Raises KeyError, ReadOnlyDesk, JournalUnwritable.
        """
        with self._writing(sent=True) as database:
            self._end(database, key, state, server_id)

    def _end(self, database: "sqlite3.Connection", key: str, state: State, server_id: str | None) -> None:
        noted = database.execute(
            "UPDATE operations SET state = ?, server_id = coalesce(?, server_id), updated = ? WHERE key = ?",
            (state, server_id, self._now(), key),
        )
        if not noted.rowcount:
            raise KeyError(key)

    def open_operations(self) -> list[Operation]:
        """Operations whose end is not known, oldest first: to be looked up before anything is sent again."""
        rows = self._database().execute(
            f"SELECT {_COLUMNS} FROM operations WHERE backend = ? AND state IN ('intent', 'unknown') ORDER BY created",
            (self._backend,),
        )
        return [Operation(*row) for row in rows]

    def begun_since(self, kind: Kind, moment: float) -> list[Operation]:
        """Operations of *kind* begun at *moment* (seconds since 1970) or later, however they ended, oldest first."""
        rows = self._database().execute(
            f"SELECT {_COLUMNS} FROM operations WHERE backend = ? AND kind = ? AND created >= ? ORDER BY created",
            (self._backend, kind, moment),
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

    def key_of(self, order_number: str) -> str:
        """The key under which the order was made here; empty where it was made elsewhere."""
        found = self._database().execute(
            "SELECT key FROM operations WHERE backend = ? AND kind = 'order' AND server_id = ?",
            (self._backend, order_number),
        )
        return str((found.fetchone() or ("",))[0])

    def settle(self, order_number: str) -> None:
        """The order is paid, expired or reversed: it is open no longer. Raises ReadOnlyDesk, JournalUnwritable."""
        with self._writing(sent=True) as database:
            database.execute(
                "UPDATE operations SET settled = 1, updated = ? WHERE backend = ? AND server_id = ?",
                (self._now(), self._backend, order_number),
            )

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.connection.close()
            self._opened = None

    def _database(self) -> "sqlite3.Connection":
        if self._opened is None:
            import sqlite3

            try:
                self._opened = journal_file.open_journal(self._path, read_only=self._read_only)
            except (sqlite3.Error, OSError):
                raise JournalUnwritable(sent=False) from None
        return self._opened.connection

    @contextmanager
    def _writing(self, *, sent: bool) -> "Iterator[sqlite3.Connection]":
        """One transaction, on disk when it is left."""
        import sqlite3

        try:
            database = self._database()
            if self.read_only:
                raise ReadOnlyDesk(newer=not self._read_only)
            with database:
                yield database
        except (sqlite3.IntegrityError, JournalUnwritable):
            raise
        except (sqlite3.Error, OSError):
            raise JournalUnwritable(sent=sent) from None

    def _owner(self, login: str) -> str:
        """The login as it is kept; the insurer takes capital letters for small ones."""
        return self._hidden(login.strip().lower())

    def _hidden(self, fingerprint: str) -> str:
        self._database()
        assert self._opened is not None
        return journal_file.hidden(self._opened.print_key, fingerprint)


def _another(owner: str, login: str) -> bool:
    return bool(owner and login) and owner != login


def _new_key() -> str:
    from uuid import uuid4

    return str(uuid4())
