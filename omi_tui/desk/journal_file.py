"""The journal's file: made whole or not at all, brought up to date, and kept aside where it is damaged."""

import hashlib
import hmac
import os
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from omi_tui.desk import files
from omi_tui.desk.journal_rescue import Rescued, move_aside, rescue
from omi_tui.desk.paths import own_folder

if TYPE_CHECKING:
    import sqlite3

Trouble = Literal["", "broken", "newer"]
VERSION = 1
COLUMNS = (
    *("key", "kind", "fingerprint", "state", "server_id", "created", "updated"),
    *("attempt", "monotonic", "app_version", "owner"),
)
_ALL = ", ".join((*COLUMNS, "backend", "settled"))
_MARKS = ", ".join("?" * (len(COLUMNS) + 2))
_SCHEMA = """
CREATE TABLE operations (
    key TEXT PRIMARY KEY,
    backend TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sign_up', 'draft', 'order')),
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'done', 'failed', 'unknown')),
    server_id TEXT,
    settled INTEGER NOT NULL DEFAULT 0,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 1,
    monotonic REAL,
    app_version TEXT,
    owner TEXT NOT NULL DEFAULT ''
) STRICT
"""
_ADDED = ("attempt INTEGER NOT NULL DEFAULT 1", "monotonic REAL", "app_version TEXT", "owner TEXT NOT NULL DEFAULT ''")


class Opened(NamedTuple):
    """An open journal, the key of its fingerprints, and what was wrong with the file that was found."""

    connection: "sqlite3.Connection"
    print_key: bytes
    trouble: Trouble = ""
    kept_as: str = ""


def hidden(print_key: bytes, fingerprint: str) -> str:
    """What stands in the journal for *fingerprint*; nothing for an empty one."""
    return hmac.digest(print_key, fingerprint.encode(), hashlib.sha256).hex() if fingerprint else ""


def open_journal(path: Path, *, read_only: bool) -> Opened:
    """Open the journal at *path*; one that is not there is made, one that cannot be read is moved aside.

    What whole records a damaged one still has are taken over into the new one.
    Raises OSError or sqlite3.Error where not even a new one can be written.
    """
    import sqlite3

    own_folder(path.parent)
    if read_only and not path.exists():
        return _empty()
    if not os.path.lexists(path):
        lost = (
            move_aside(path) if os.path.lexists(f"{path}-wal") else None
        )  # else SQLite would take it for the new one's
        _make(path)
        if lost:
            return _open(path, read_only=False)._replace(trouble="broken", kept_as=f"{lost.name}-wal")
    try:
        files.check(path)
        return _open(path, read_only=read_only)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) not in _damage():
            raise  # the disk is full, somebody else is at it, …: nothing says that the file is broken
    except files.UnsafeFile:
        pass
    if read_only:
        return _empty()._replace(trouble="broken", kept_as=path.name)
    try:
        rescued = rescue(path, _ALL)
    except files.UnsafeFile:  # whoever wrote it, it was not this program
        rescued = None
    kept = move_aside(path)
    _make(path, rescued)
    return _open(path, read_only=False)._replace(trouble="broken", kept_as=kept.name)


def _damage() -> tuple[int, ...]:
    """SQLite's codes for a file that is no journal, or one that was cut or changed."""
    import sqlite3

    return sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_IOERR_SHORT_READ


def _open(path: Path, *, read_only: bool) -> Opened:
    """Raises sqlite3.DatabaseError where it is no journal, or a damaged one."""
    connection = _connect(path, read_only=read_only)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION:
            connection.close()
            return _open_newer(path)
        _check(connection)
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            if version == 0:
                _bring_up(connection)
        elif version == 0:
            connection.close()
            return _empty()
        (print_key,) = connection.execute("SELECT print_key FROM desk").fetchone() or (b"",)
    except BaseException:
        connection.close()
        raise
    return Opened(connection, print_key)


def _open_newer(path: Path) -> Opened:
    """What a newer version wrote may be read as far as it is understood."""
    import sqlite3

    connection = _connect(path, read_only=True)
    try:
        connection.execute(f"SELECT {_ALL} FROM operations LIMIT 1").fetchall()
    except sqlite3.OperationalError:
        connection.close()
        return _empty()._replace(trouble="newer", kept_as=path.name)
    return Opened(connection, b"", "newer", path.name)


def _connect(path: Path, *, read_only: bool) -> "sqlite3.Connection":
    import sqlite3

    mode = "ro" if read_only else "rw"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5, check_same_thread=False)


def _check(connection: "sqlite3.Connection") -> None:
    import sqlite3

    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("damaged")
    connection.execute("SELECT key, updated FROM operations LIMIT 1").fetchall()


def _make(path: Path, rescued: Rescued | None = None) -> None:
    """Make a journal. It takes its name when it is complete, so a shorter file is always a damaged one."""
    import sqlite3

    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(temporary)) as connection, connection:
            connection.execute("PRAGMA synchronous = FULL")
            _add_print_key(connection, rescued.print_key if rescued else b"")
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            for row in rescued.rows if rescued else ():
                with suppress(sqlite3.IntegrityError):
                    connection.execute(f"INSERT INTO operations ({_ALL}) VALUES ({_MARKS})", row)
        with suppress(FileExistsError):  # another program was faster
            files.name_new(temporary, path)
        files.sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _bring_up(connection: "sqlite3.Connection") -> None:
    """From the table without a version: new columns, and hashes for the fingerprints."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone() != (0,):
            return  # another program was faster
        for column in _ADDED:
            connection.execute(f"ALTER TABLE operations ADD COLUMN {column}")
        print_key = _add_print_key(connection)
        for key, fingerprint in connection.execute("SELECT key, fingerprint FROM operations").fetchall():
            connection.execute(
                "UPDATE operations SET fingerprint = ? WHERE key = ?", (hidden(print_key, fingerprint), key)
            )
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _add_print_key(connection: "sqlite3.Connection", print_key: bytes = b"") -> bytes:
    print_key = print_key or os.urandom(32)
    connection.execute("CREATE TABLE desk (print_key BLOB NOT NULL) STRICT")
    connection.execute("INSERT INTO desk VALUES (?)", (print_key,))
    return print_key


def _empty() -> Opened:
    """A journal without operations, for those who may only read."""
    import sqlite3

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_SCHEMA)
    return Opened(connection, b"")
