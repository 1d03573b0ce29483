"""SEC-38: a spreadsheet that opens an export reckons with nothing in it."""

import csv
import io

import pytest

from omi_tui.text.csv_cells import csv_cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("Anna Kowalska", "Anna Kowalska"),
        ("O'Brien", "O'Brien"),
        ("12-05", "12-05"),
        ("=1+1", "'=1+1"),
        ("+375291234567", "'+375291234567"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(1+1)", "'@SUM(1+1)"),
        ("\t=1+1", "' =1+1"),
        ("\r=1+1", "' =1+1"),
        ("\n=1+1", "' =1+1"),
        ("  =1+1", "'  =1+1"),
        ("\x1b[31m=1+1", "'=1+1"),
        ("\u200b=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ('=HYPERLINK("https://evil.test";"PAY")', '\'=HYPERLINK("https://evil.test";"PAY")'),
        ("a\x00b", "ab"),
    ],
)
def test_sec_38_a_cell_is_no_formula(text: str, cell: str) -> None:
    assert csv_cell(text) == cell
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([csv_cell(text)])
    assert next(csv.reader(io.StringIO(written.getvalue()))) == [cell]
