"""Makes the lists in ``docs/examples``: the same six invented people in each form; with ``--check`` compares them."""

import csv
import io
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "examples"
HEADER = (
    *("last_name_latin", "first_name_latin", "birth_date", "citizenship", "passport_series", "passport_number"),
    *("personal_number", "address", "phone", "country_of_residence"),
)
PEOPLE = (
    ("KOWALSKA", "MAGDALENA ANNA", "1986-11-28", "POL", "", "ZZ1234567", "", "Lipowa 12", "+48600000001", "POL"),
    ("NOWAK", "JAN", "1979-03-05", "POL", "", "ZZ1234568", "", "Polna 3", "+48600000002", "POL"),
    ("BERZINS", "JANIS", "1990-07-14", "LVA", "", "LV7654321", "", "Brivibas 7, Riga", "+37120000003", "LVA"),
    ("KAZLAUSKAS", "TOMAS", "2001-01-31", "LTU", "", "LT5550123", "", "Gedimino 9, Vilnius", "+37060000004", "LTU"),
    ("MUSTERMANN", "ERIKA", "1964-08-12", "DEU", "", "C01X00T47", "", "Heidestr. 17, Koeln", "+49300000005", "DEU"),
    ("SUHARTO", "-", "1955-02-02", "IDN", "A", "1000006", "", "Jl. Melati 6, Jakarta", "+62210000006", "IDN"),
)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def lists() -> dict[str, bytes]:
    """The content of each file by its name."""
    return {"group.csv": _csv(), "group.xlsx": _xlsx(), "group.mrz.txt": _mrz()}


def _csv() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(PEOPLE)
    return text.getvalue().encode()


def _xlsx() -> bytes:
    """Always the same bytes: the workbook and its zip file note a time, and what presses a file may press otherwise."""
    book, made = Workbook(), datetime(2026, 1, 1)
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for row in PEOPLE:
        sheet.append([date.fromisoformat(cell) if place == 2 else cell or None for place, cell in enumerate(row)])
    book.properties.created = book.properties.modified = made
    first, fixed = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(fixed, "w") as again:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                start, end = content.index(b"<dcterms:modified"), content.index(b"</dcterms:modified>")
                begin = content.index(b">", start) + 1
                content = content[:begin] + b"2026-01-01T00:00:00Z" + content[end:]
            again.writestr(zipfile.ZipInfo(part.filename, (2026, 1, 1, 0, 0, 0)), content)
    return fixed.getvalue()


def _mrz() -> bytes:
    lines = []
    for row in PEOPLE:
        last, first, birth, nationality, series, number = row[:6]
        names = f"P<{nationality}{last}<<{first.replace(' ', '<').strip('-')}"
        known = _checked((series + number).ljust(9, "<")) + nationality
        known += _checked(birth[2:].replace("-", "")) + "<" + _checked("361231") + _checked("<" * 14)
        lines += [names.ljust(44, "<"), known + _digit(known[:10] + known[13:20] + known[21:43])]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _checked(text: str) -> str:
    return text + _digit(text)


def _digit(text: str) -> str:
    values = (_DIGITS.find(char) if char != "<" else 0 for char in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def main(arguments: list[str]) -> int:
    """Write the files, or compare them with what would be written."""
    differing = [name for name, content in lists().items() if _held(name) != content]
    if "--check" in arguments:
        for name in differing:
            print(f"docs/examples/{name} is not what tools/examples.py makes. Run it.")
        return 1 if differing else 0
    FOLDER.mkdir(exist_ok=True)
    for name in differing:
        (FOLDER / name).write_bytes(lists()[name])
    return 0


def _held(name: str) -> bytes:
    path = FOLDER / name
    return path.read_bytes() if path.exists() else b""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
