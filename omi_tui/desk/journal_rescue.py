"""What a damaged journal still holds, and a name for it under which it is kept."""

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.desk import files

if TYPE_CHECKING:
    import sqlite3

_BESIDE = ("-wal", "-shm")
_LARGEST = 100_000_000


class Rescued(NamedTuple):
    """The key of the fingerprints (empty if it is lost), and the rows up to the damage."""

    print_key: bytes
    rows: list[tuple[object, ...]]


def rescue(path: Path, columns: str) -> Rescued:
    """The whole records of the damaged journal at *path*, which stays as it is. Raises files.UnsafeFile."""
    import sqlite3

    rescued, copy = Rescued(b"", []), path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        _copy_whole_pages(path, copy)
        with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA writable_schema = ON")  # else a file that is too short is not read at all
            (print_key,) = connection.execute("SELECT print_key FROM desk").fetchone() or (b"",)
            rescued = rescued._replace(print_key=print_key)
            rescued.rows.extend(_rows_up_to_damage(connection, columns))
    finally:
        for ending in (*_BESIDE, ""):
            Path(f"{copy}{ending}").unlink(missing_ok=True)
    return rescued


def move_aside(path: Path) -> Path:
    """Give the file, and what SQLite keeps beside it, a name that is free."""
    number = 1
    while any(os.path.lexists(f"{path}.broken-{number}{ending}") for ending in (*_BESIDE, "")):
        number += 1
    kept = path.with_name(f"{path.name}.broken-{number}")
    for ending in (*_BESIDE, ""):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{ending}", f"{kept}{ending}")
    return kept


def _copy_whole_pages(path: Path, copy: Path) -> None:
    """SQLite fills the rest of a page that was cut with zeros, and with it the rest of a record."""
    content = files.read(path, limit=_LARGEST)
    page = int.from_bytes(content[16:18], "big") or 1
    files.write(copy, content[: len(content) // page * page])
    with suppress(FileNotFoundError):
        files.write(Path(f"{copy}-wal"), files.read(Path(f"{path}-wal"), limit=_LARGEST))


def _rows_up_to_damage(connection: "sqlite3.Connection", columns: str) -> Iterator[tuple[object, ...]]:
    import sqlite3

    with suppress(sqlite3.Error):
        yield from connection.execute(f"SELECT {columns} FROM operations NOT INDEXED")
