"""Lists of people in files: comma-separated text, spreadsheets, and lines of passports; read whole, and never run.

A spreadsheet is a zip of XML: both are measured before they are unpacked, and a document type, through which XML names
other files, is refused. Nothing of a cell but its text goes on, and that text is clean.
"""

import csv
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, NamedTuple

from omi_tui.text.clean import clean
from omi_tui.text.i18n import N_, _

ENDINGS = (".csv", ".tsv", ".xlsx", ".mrz", ".mrz.txt")
"""What the files of lists are called."""
LARGEST = 8_000_000
"""Bytes of a file; a list of 1,000 people has some 200,000."""
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 1_001
"""A line of names, and as many people as one order takes."""
MOST_COLUMNS = 60
LONGEST_CELL = 500

SENTENCES = {
    "missing": N_("There is no file {name}. Type the path again."),
    "unreadable": N_("The file {name} cannot be opened. Choose another one, or ask who looks after this computer."),
    "no_file": N_("{name} is no file. Type the path of a file."),
    "too_large": N_("The file {name} is too large for a list of people. Take out what is not about them."),
    "too_many": N_("The list {name} has more than {limit} people. Divide it into several files."),
    "too_wide": N_("The list {name} has more than {limit} columns. Take out what is not about the people."),
    "empty": N_("There is nobody in {name}. Choose another file."),
    "characters": N_("The characters of {name} cannot be read. Save the list as UTF-8 and read it again."),
    "format": N_("{name} cannot be read as a list. Save it as CSV or as XLSX and read it again."),
    "unsafe": N_("The spreadsheet {name} holds something that is no table, so it was not opened. Save it as CSV."),
}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ";\t,|"
_ZIP = b"PK\x03\x04"


class FileRefused(ValueError):
    """The file cannot be used; the text is a sentence for the person, ``code`` a key of ``SENTENCES``."""

    def __init__(self, code: str, name: str, limit: int = 0) -> None:
        super().__init__(_(SENTENCES[code]).format(name=clean(name), limit=limit))
        self.code = code


class PeopleFile(NamedTuple):
    """What a file holds: its rows of cells, or the ``text`` of one that is no table; one of them is empty."""

    rows: list[list[str]]
    text: str = ""


def read(path: Path) -> PeopleFile:
    """What the file at *path* holds; ``-`` is the standard input. Raises FileRefused."""
    name = path.name
    if str(path) == "-":
        return understand(sys.stdin.buffer.read(LARGEST + 1), "-")
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
    return understand(content, name)


def understand(content: bytes, name: str) -> PeopleFile:
    """What *content* holds; *name* is what sentences call it. Raises FileRefused."""
    if len(content) > LARGEST:
        raise FileRefused("too_large", name)
    if content.startswith(_ZIP):
        return PeopleFile(_whole(_spreadsheet(content, name), name))
    text = _decoded(content, name)
    if looks_scanned(text):
        return PeopleFile([], text)
    return PeopleFile(_whole(_separated(text, name), name))


def looks_scanned(text: str) -> bool:
    """Whether *text* is lines of passports and no table: its first line that is not empty says so."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first.count("<") > 4 and not any(sign in first for sign in _DELIMITERS)


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _in(encoding, content, name)
    even, odd = content[::2].count(0), content[1::2].count(0)
    if even and odd:
        raise FileRefused("format", name)
    if even or odd:  # half of each delimiter and line end
        return _in("utf-16-le" if odd else "utf-16-be", content, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _in("cp1251", content, name)


def _in(encoding: str, content: bytes, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused("characters", name) from None


def _separated(text: str, name: str) -> Iterator[list[str]]:
    first, _line, rest = text.partition("\n")
    given = re.fullmatch(r"sep=(.)\s*", first)  # how a spreadsheet program notes it
    text = rest if given else text
    delimiter = given[1] if given else _delimiter(text)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
            yield list(row)
    except csv.Error:
        raise FileRefused("format", name) from None


def _delimiter(text: str) -> str:
    """The sign that parts most of the first rows into the same number of cells."""
    head = "".join(text.splitlines(keepends=True)[:20])

    def fits(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=fits)


def _spreadsheet(content: bytes, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet that has any."""
    try:
        _check_parts(content, name)
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
            some = False
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1000, max_col=MOST_COLUMNS + 1, values_only=True):
                some = some or any(value is not None for value in row)
                yield [_cell(value) for value in row]
            if some:
                return
    except FileRefused:
        raise
    except Exception:  # whatever readers of somebody else's zip, of its XML and of its cells stumble over
        raise FileRefused("format", name) from None


def _check_parts(content: bytes, name: str) -> None:
    """Unpack every part once, up to the limit, and look for what no table has. Raises FileRefused, BadZipFile."""
    import zipfile

    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if len(parts.infolist()) > 500:
            raise FileRefused("unsafe", name)
        for part in parts.infolist():
            if part.flag_bits & 1:  # encrypted
                raise FileRefused("format", name)
            with parts.open(part) as file:
                unpacked += _measured(file, LARGEST_UNPACKED - unpacked, name)


def _measured(file: IO[bytes], limit: int, name: str) -> int:
    size, before = 0, b""
    while chunk := file.read(1 << 16):
        size += len(chunk)
        seen = (before + chunk).replace(b"\0", b"").upper()
        if size > limit or b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise FileRefused("unsafe", name)
        before = chunk[-32:]
    return size


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _whole(rows: Iterator[list[str]], name: str) -> list[list[str]]:
    """The rows with something in them, every cell clean, all of one width."""
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
        if len(taken) > MOST_ROWS:
            raise FileRefused("too_many", name, MOST_ROWS - 1)
    if not taken:
        raise FileRefused("empty", name)
    width = max(map(len, taken))
    return [row + [""] * (width - len(row)) for row in taken]


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
