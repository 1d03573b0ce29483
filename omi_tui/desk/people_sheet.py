"""Lists of people as spreadsheets: a zip of XML, of which both are measured before they are unpacked.

A document type, through which XML names other files, is refused. Nothing is reckoned and nothing is run.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import IO, Protocol

from omi_tui.desk.people_refusal import MOST_COLUMNS, MOST_ROWS, FileRefused

LARGEST_UNPACKED = 60_000_000


def spreadsheet(content: bytes, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet that has any."""
    try:
        _check_parts(content, name)
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
            some = False
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1000, max_col=MOST_COLUMNS + 1):
                some = some or any(cell.value is not None for cell in row)
                yield [_text(cell) for cell in row]
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
