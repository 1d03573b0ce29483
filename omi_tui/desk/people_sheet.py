"""Lists of people as spreadsheets: a zip of XML, of which both are measured before they are unpacked.

A document type, through which XML names other files, is refused. Nothing is reckoned and nothing is run.
"""

import functools
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import IO, Any, Protocol

from omi_tui.desk.people_refusal import MOST_COLUMNS, MOST_ROWS, FileRefused

LARGEST_UNPACKED = 60_000_000
LAST_ROW = MOST_ROWS + 1000
MOST_MERGED = 10_000
_MERGED = re.compile(rb"""mergeCell\s[^>]{0,200}?ref=["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']""")


def spreadsheet(content: bytes, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet that has any."""
    try:
        _check_parts(content, name)
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
            merged, some = _merged(sheet), False
            below: dict[int, tuple[int, str]] = {}
            for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS + 1), 1):
                some = some or any(cell.value is not None for cell in row)
                cells = [_text(cell) for cell in row]
                for column, bottom in merged.get(number, ()):
                    below[column] = (bottom, cells[column] if column < len(cells) else "")
                yield _filled(cells, below, number) if below and any(cells) else cells
            if some:
                return
    except FileRefused:
        raise
    except Exception:  # whatever readers of somebody else's zip, of its XML and of its cells stumble over
        raise FileRefused("format", name) from None


def _filled(cells: list[str], below: dict[int, tuple[int, str]], number: int) -> list[str]:
    """*cells* of that row with what merged cells that reach down to it show: last row and text by column."""
    for column, (bottom, text) in below.items():
        if number <= bottom and column < len(cells):
            cells[column] = cells[column] or text
    return cells


def _merged(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Cells that are merged with cells below them: column and last row, by first row.

    They stand behind the rows, and what reads row after row does not tell them.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    left, rest = MOST_MERGED, b""
    with sheet._get_source() as part:
        while left and (chunk := part.read(1 << 16)):
            seen, end = rest + chunk, 0
            for match in _MERGED.finditer(seen):
                end = match.end()
                letters, top, bottom = match[1], int(match[2]), int(match[3])
                column = functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0) - 1
                if left and top < bottom and top <= LAST_ROW and column < MOST_COLUMNS:
                    found.setdefault(top, []).append((column, bottom))
                    left -= 1
            rest = seen[max(end, len(seen) - 300) :]
    return found


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


def _text(cell: "Cell") -> str:
    """What *cell* holds; a number whose format is zeros alone has as many digits as the format, as it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        with suppress(LookupError):  # a style that the file does not have
            zeros = (cell.number_format or "").partition(";")[0]
            return str(value).zfill(len(zeros) if len(zeros) > 1 and not zeros.strip("0") else 0)
    return str(value)


class Cell(Protocol):
    """What is asked of a cell."""

    @property
    def value(self) -> object:
        """A number, a text, a date or nothing."""

    @property
    def number_format(self) -> str | None:
        """How a number is shown."""
