"""Lists of people in files: comma-separated text, spreadsheets, and lines of passports; read whole, and never run.

Nothing of a cell but its text goes on, and that text is clean.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from omi_tui.desk.people_refusal import MOST_COLUMNS, MOST_ROWS
from omi_tui.desk.people_refusal import FileRefused as FileRefused
from omi_tui.desk.people_sheet import spreadsheet
from omi_tui.desk.people_text import decoded, looks_scanned, separated
from omi_tui.text.clean import clean

ENDINGS = (".csv", ".tsv", ".xlsx", ".mrz", ".mrz.txt")
"""What the files of lists are called."""
LARGEST = 8_000_000
"""Bytes of a file; a list of 1,000 people has some 200,000."""
LONGEST_CELL = 500
MOST_ABOVE = 10
"""Rows of titles above the header."""

_ZIP = b"PK\x03\x04"


Known = Callable[[str], bool]


def nobody_knows(cell: str) -> bool:
    """No text is the name of a column."""
    return False


class PeopleFile(NamedTuple):
    """What a file holds: its rows of cells, or the ``text`` of one that is no table; one of them is empty."""

    rows: list[list[str]]
    text: str = ""


def read(path: Path, known: Known = nobody_knows) -> PeopleFile:
    """What the file at *path* holds; ``-`` is the standard input. *known* as for :func:`understand`.

    Raises FileRefused.
    """
    name = path.name
    if str(path) == "-":
        return understand(sys.stdin.buffer.read(LARGEST + 1), "-", known)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise FileRefused("missing", name) from None
    except (OSError, ValueError):
        raise FileRefused("unreadable", name) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileRefused("no_file", name)
    with os.fdopen(handle, "rb") as file:
        try:
            content = file.read(LARGEST + 1)
        except OSError:
            raise FileRefused("unreadable", name) from None
    return understand(content, name, known)


def understand(content: bytes, name: str, known: Known = nobody_knows) -> PeopleFile:
    """What *content* holds; *name* is what sentences call it. Raises FileRefused.

    *known* says whether a text is the name of a column: by these the page of an old list is told, and where its table
    begins below a title.
    """
    if len(content) > LARGEST:
        raise FileRefused("too_large", name)
    if content.startswith(_ZIP):
        return PeopleFile(_whole(spreadsheet(content, name), name, known))
    text = decoded(content, name, known)
    if looks_scanned(text):
        return PeopleFile([], text)
    return PeopleFile(_whole(separated(text, name), name, known))


def _whole(rows: Iterator[list[str]], name: str, known: Known) -> list[list[str]]:
    """The rows with something in them from the header on, every cell clean, all of one width."""
    taken: list[list[str]] = []
    for row in rows:
        cells = [clean(cell[:LONGEST_CELL]).strip() for cell in row]
        if not any(cells):
            continue
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise FileRefused("too_wide", name, MOST_COLUMNS)
        taken.append([_unescaped(cell) for cell in cells])
        if len(taken) > MOST_ROWS + MOST_ABOVE:
            break
    taken = _from_header(taken, known)
    if len(taken) > MOST_ROWS:
        raise FileRefused("too_many", name, MOST_ROWS - 1)
    if not taken:
        raise FileRefused("empty", name)
    width = max(map(len, taken))
    return [row + [""] * (width - len(row)) for row in taken]


def _from_header(rows: list[list[str]], known: Known) -> list[list[str]]:
    """*rows* without the titles above the first that names two columns; of a header in several rows the last stays."""
    told = [sum(map(known, row)) for row in rows[: MOST_ABOVE + 1]]
    header = next((place for place, names in enumerate(told) if names > 1), 0)
    while header + 1 < len(told) and told[header + 1] >= told[header] > 1:
        header += 1
    return rows[header:]


def _unescaped(cell: str) -> str:
    """*cell* without the sign that keeps a spreadsheet from reckoning with it, which our own lists have."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("+", "-", "=", "@") else cell


def nearby(folders: Iterable[Path], most: int = 5) -> list[Path]:
    """The newest files in *folders* whose names are those of lists."""
    found: dict[Path, float] = {}
    for folder in folders:
        with suppress(OSError):
            for entry in os.scandir(folder):
                if entry.name.lower().endswith(ENDINGS) and not entry.name.startswith("OMI-") and entry.is_file():
                    found[Path(entry.path)] = entry.stat().st_mtime
    return sorted(found, key=lambda path: -found[path])[:most]
