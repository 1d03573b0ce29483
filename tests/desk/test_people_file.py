"""Files with lists of people: what is read out of them, and what is never opened."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from omi_tui.desk import people_file, people_sheet
from omi_tui.desk.people_file import FileRefused, nearby, read, understand
from omi_tui.forms.group_headers import known
from omi_tui.text.clean import clean
from omi_tui.text.i18n import set_language
from tests.journeys.group_lists import xlsx

ROWS = [["Фамилия", "Имя"], ["Иванова", "Anna, Maria"], ["Müller", "-"]]


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def refused(content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        understand(content, "list.csv")
    assert str(caught.value).endswith(".")
    return caught.value.code


def text_of(rows: list[list[str]], delimiter: str) -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter).writerows(rows)
    return held.getvalue()


@pytest.mark.parametrize("delimiter", ";,\t|")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_delimiter_and_any_unicode(delimiter: str, encoding: str) -> None:
    assert understand(text_of(ROWS, delimiter).encode(encoding), "list.csv").rows == ROWS


def test_the_old_cyrillic_code_page_and_a_named_delimiter() -> None:
    rows = ROWS[:2]
    assert understand(text_of(rows, ";").encode("cp1251"), "list.csv").rows == rows
    assert understand(("sep=;\r\n" + text_of(rows, ";")).encode(), "list.csv").rows == rows


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("cp1251", [["Фамилия", "Имя"], ["Іваноў", "Ян"]]),
        ("cp1257", [["Pavardė", "Vardas"], ["ŽUKAUSKIENĖ", "RŪTA"]]),
        ("cp1257", [["Uzvārds", "Vārds"], ["BĒRZIŅŠ", "JĀNIS"]]),
        ("cp1250", [["Nazwisko", "Imię"], ["ŁĘCKI", "JAN"]]),
        ("cp1252", [["Staatsangehörigkeit", "Vorname"], ["Österreich", "RENÉ"]]),
        ("cp1250", [["surname", "address"], ["NOWAK", "ul. Żwirki 1, Białystok"]]),
        ("cp1257", [["surname", "address"], ["NOWAK", "Kęstučio g. 1, Šiauliai"]]),
        ("cp1251", [["surname", "address"], ["NOWAK", "ул. Мира, 1"]]),
    ],
)
def test_old_code_pages_are_told_by_names_and_by_letters(encoding: str, rows: list[list[str]]) -> None:
    assert understand(text_of(rows, ";").encode(encoding), "list.csv", known).rows == rows


def test_sec_a_cell_is_clean_where_it_comes_in() -> None:
    found = understand("a;b\n\x1b[31mNOWAK\u202e;'+48600\n".encode(), "list.csv")
    assert found.rows == [["a", "b"], ["NOWAK", "+48600"]]


def test_a_spreadsheet_with_dates_and_numbers() -> None:
    rows: list[list[object]] = [["born", "number"], [date(1986, 11, 28), 1234567], [datetime(1990, 1, 2, 3, 4), 12.0]]
    found = understand(xlsx(rows), "list.xlsx")
    assert found.rows == [["born", "number"], ["1986-11-28", "1234567"], ["1990-01-02", "12"]]


def test_a_number_that_is_shown_with_zeros_before_it_keeps_them() -> None:
    book, held = Workbook(), io.BytesIO()
    assert book.active is not None
    shown = (("0000000", "0012345"), ("00;-00", "12345"), ("0", "12345"), ("0.00", "12345"), ("General", "12345"))
    for row, (number_format, _text) in enumerate(shown, 1):
        book.active.cell(row, 1, 12345 if row % 2 else 12345.0).number_format = number_format
    book.save(held)
    assert [cells[0] for cells in understand(held.getvalue(), "list.xlsx").rows] == [text for _format, text in shown]


def titled(count: int) -> list[list[str]]:
    """A list of so many people below two titles."""
    people = [["NOWAK", "JAN", f"ZZ{number:06d}"] for number in range(count)]
    return [["List of the bus 7"], ["", "Name of the group"], ["Surname", "Given names", "Passport"], *people]


def test_titles_above_the_header_are_left_out() -> None:
    rows = titled(1000)
    assert understand(text_of(rows, ";").encode(), "list.csv", known).rows == rows[2:]
    book, held = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows[:5]:
        book.active.append(row)
    book.active.merge_cells("A1:J1")
    book.save(held)
    assert understand(held.getvalue(), "list.xlsx", known).rows == rows[2:5]
    assert understand(text_of(rows[3:], ";").encode(), "list.csv", known).rows == rows[3:]
    with pytest.raises(FileRefused, match="1000 people"):
        understand(text_of(titled(1001), ";").encode(), "list.csv", known)


def test_of_a_header_in_two_rows_the_one_below_is_read() -> None:
    rows = [["Surname", "Name", "Passport", ""], ["Surname", "Name", "Series", "Passport number"], ["A", "B", "C", "1"]]
    assert understand(text_of(rows, ";").encode(), "list.csv", known).rows == rows[1:]


def test_cells_that_are_merged_downwards_are_filled() -> None:
    book, held = Workbook(), io.BytesIO()
    assert book.active is not None
    rows = [["Surname", "Name", "Address"], ["NOWAK", "JAN", "Lipowa 12"], ["NOWAK", "EWA", ""], ["KOS", "IGA", ""]]
    for row in rows:
        book.active.append(row)
    book.active["A3"] = None
    for merged in ("A2:A3", "C2:D3", "B5:C5", "A4:A90", "AA1:AB90"):
        book.active.merge_cells(merged)
    book.save(held)
    found = understand(held.getvalue(), "list.xlsx", known).rows
    assert found == [*rows[:2], ["NOWAK", "EWA", "Lipowa 12"], rows[3]]


def test_sec_merged_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    book, held = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["NOWAK", "JAN"], ["", "EWA"], ["BERZINS", "IGA"], ["", "ANNA"]):
        book.active.append([cell or None for cell in row])
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("A3:A4")
    book.save(held)
    monkeypatch.setattr(people_sheet, "MOST_MERGED", 1)
    assert [row[0] for row in understand(held.getvalue(), "list.xlsx").rows].count("") == 1


def test_sec_a_formula_is_never_reckoned_with() -> None:
    found = understand(xlsx([["name", "number"], ["=1+1", "x"]]), "list.xlsx")
    assert found.rows[1][1] == "x"
    assert "2" not in found.rows[1]


def packed(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return held.getvalue()


def test_sec_zip_bombs_and_entities_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(packed(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')) == "unsafe"
    assert refused(packed("<!doctype a []><a/>".encode("utf-16"))) == "unsafe"
    monkeypatch.setattr(people_sheet, "LARGEST_UNPACKED", 100_000)
    assert refused(packed(b"0" * 200_000)) == "unsafe"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n;;\r\n", "empty"),
        (b"PK\x03\x04 no zip", "format"),
        (b"a;b\0c;d" * 100, "format"),
        (b";".join([b"x"] * 70), "too_wide"),
        (b"a;b\n" * 1002, "too_many"),
        (b"x" * (people_file.LARGEST + 1), "too_large"),
        (b"\xff\xfea", "characters"),
    ],
)
def test_what_cannot_be_used_is_said(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_damaged_spreadsheet_is_said() -> None:
    whole, chance = xlsx([["a", "b"], ["1", "2"]]), Random(7)
    for _time in range(300):
        damaged = bytearray(whole)
        for _byte in range(chance.choice((1, 3, 10))):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        with suppress(FileRefused):
            understand(bytes(damaged), "list.xlsx")


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="There is no file"):
        read(tmp_path / "nowhere")
    with pytest.raises(FileRefused, match="is no file"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileRefused, match="is no file"):
        read(tmp_path / "pipe")


def test_the_lists_that_lie_about(tmp_path: Path) -> None:
    for name in ("group.csv", "people.XLSX", "letter.txt", "OMI-group.csv"):
        (tmp_path / name).write_text("x")
    assert {path.name for path in nearby([tmp_path, tmp_path / "nowhere"])} == {"group.csv", "people.XLSX"}


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_sentence(content: bytes) -> None:
    rows: list[list[str]] = []
    with suppress(FileRefused):
        rows = understand(content, "list").rows
    assert len({len(row) for row in rows}) <= 1
    assert all(clean(cell) == cell for row in rows for cell in row)


def test_the_examples_are_what_their_tool_makes() -> None:
    root = Path(__file__).resolve().parents[2]
    check = [sys.executable, "-m", "tools.examples", "--check"]
    assert subprocess.run(check, cwd=root, check=False).returncode == 0
