"""Lists of invented people, as files."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

HEADER = (
    *("last_name_latin", "first_name_latin", "birth_date", "citizenship", "passport_number"),
    *("address", "phone", "country_of_residence"),
)


def letters(number: int) -> str:
    """*number* in letters, for names."""
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in f"{number:04d}")


def person(number: int, *, bad: bool = False) -> list[str]:
    """The cells of a person; a *bad* one has a passport number that is none."""
    passport = "!" if bad else f"ZZ{number:06d}"
    birth = f"{1960 + number % 39}-03-12"
    return [
        *(f"NOWAK{letters(number)}", "JAN", birth, "POL", passport),
        *(f"ul. Lipowa {number}, Bialystok", f"+48600{number:06d}", "POL"),
    ]


def people(count: int, bad: int = 0) -> Iterator[list[str]]:
    """*count* people, the last *bad* of them with something wrong."""
    return (person(number, bad=number > count - bad) for number in range(1, count + 1))


def csv_file(path: Path, count: int, bad: int = 0) -> Path:
    """A list as text."""
    rows = [HEADER, *people(count, bad)]
    path.write_text("".join(";".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows), "utf-8")
    return path


def xlsx_file(path: Path, count: int, bad: int = 0) -> Path:
    """A list as a spreadsheet."""
    path.write_bytes(xlsx([list(HEADER), *people(count, bad)]))
    return path


def xlsx(rows: list[list[object]] | list[list[str]]) -> bytes:
    """A spreadsheet of *rows*."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def mrz_file(path: Path, count: int, bad: int = 0) -> Path:
    """A list as scanned lines; the birth date of a bad one is not what its check digit says."""
    lines = [line for row in people(count) for line in passport(row)]
    for place in range(count - bad, count):
        second = lines[2 * place + 1]
        lines[2 * place + 1] = second[:13] + str(int(second[13]) ^ 1) + second[14:]
    path.write_text("".join(f"{line}\r\n" for line in lines), "utf-8")
    return path


def passport(row: list[str]) -> tuple[str, str]:
    """The two lines of the passport of a person's cells."""
    surname, given, birth, nationality, number = row[:5]
    first = f"P<{nationality}{surname}<<{given}".ljust(44, "<")
    born, ends = birth[2:].replace("-", ""), "361231"
    digits = [_digit(part) for part in (number.ljust(9, "<"), born, ends)]
    known = f"{number:<<9}{digits[0]}{nationality}{born}{digits[1]}M{ends}{digits[2]}{'<' * 14}0"
    return first, known + _digit(known[:10] + known[13:20] + known[21:43])


def _digit(text: str) -> str:
    """The check digit of ICAO Doc 9303."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum((signs.find(char) if char != "<" else 0) * (7, 3, 1)[place % 3] for place, char in enumerate(text))
    return str(total % 10)
