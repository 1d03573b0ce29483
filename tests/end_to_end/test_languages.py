"""One purchase in Russian without a word of English, wide letters in their columns, and the language changed."""

import re
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import EMAIL, PASSWORD, demo

ALLOWED = {
    *("OMI RU EN PDF QR F1 F3 F4 F9 F10 Esc Enter Ctrl Y P D English Belgosstrakh w3m http".split()),
    *("ANNA IVANOVA Minsk Lipova flat MP BLR EUR agent example test demo desk bgs by noreplay POL".split()),
    *("BS MIA SCHMIDT x omc beg".split()),
}
"""Names, keys, codes and data; everything else has to be Russian."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def _russian(terminal: Terminal) -> None:
    """No English word stands on the screen."""
    words = set(_LATIN.findall(terminal.settle().text)) - ALLOWED
    strange = [word for word in words if not re.search(r"\d", word)]  # numbers of drafts and passports
    assert not strange, f"{strange}\n{terminal.picture()}"


def _seen(terminal: Terminal, *texts: str) -> Terminal:
    terminal.wait_for(*texts)
    _russian(terminal)
    return terminal


def test_a_purchase_in_russian(home: Path) -> None:
    with demo(home, "--memory", LANG="ru_RU.UTF-8") as terminal:
        _seen(terminal, "F3", "RU")
        terminal.type(EMAIL).press("Enter").type(PASSWORD).press("Enter")
        _seen(terminal, "ANNA" if "ANNA" in terminal.text else "1 ", "0 Выйти")
        terminal.press("1", "+", "5", "Enter", "1", "4", "d", "Enter")
        _seen(terminal, "[x]", "2 из 4")
        terminal.press("Enter", "Enter")
        _seen(terminal, "[ ]", "14,00", "3 из 4")
        terminal.press("Space", "F10")
        _seen(terminal, "1 ", "2 ", "?").press("2")
        _seen(terminal, "4 из 4").press("Enter")
        _seen(terminal, "22,00").press("F10")
        _seen(terminal, "1 ", "2 ").press("2")
        terminal.wait_for("w3m").settle().press("4").settle().press("1")
        terminal.wait_for("BS 208")
        assert next(home.rglob("*.pdf")).read_bytes().startswith(b"%PDF")


def test_i03_chinese_stands_in_its_columns(home: Path) -> None:
    """A wide letter takes two cells of the terminal: what stands behind it begins where the screen counts it."""
    with demo(home, "--memory", LANG="zh_CN.UTF-8") as terminal:
        terminal.wait_for("演示", "ZH").type(EMAIL).press("Enter").type(PASSWORD).press("Enter")
        terminal.wait_for("2 合同草案", "份待付款").settle().press("1", "+", "5", "Enter", "1", "4", "d", "Enter")
        terminal.wait_for("[x]").settle().press("Enter", "Enter")
        terminal.wait_for("14.00 EUR", "[ ]").settle()
        rows = [row for row in range(2, 20) if re.match(r" +\d +\S", _columns(terminal, row))]
        assert len(rows) >= 5, terminal.picture()
        begins = {_second_column(_columns(terminal, row)) for row in rows}
        assert len(begins) == 1, (begins, terminal.picture())
        for row in range(terminal.screen.lines):
            assert len(_columns(terminal, row)) == terminal.screen.columns
        assert _columns(terminal, 0).rstrip().endswith("ZH")
        assert len(_columns(terminal, 0).rstrip()) == terminal.screen.columns - 1


def _columns(terminal: Terminal, row: int) -> str:
    """The cells of a row, a character each; the second cell of a wide letter is a dot."""
    return "".join(cell or "." for cell in terminal.cells(row))


def _second_column(cells: str) -> int:
    """The cell in which the value behind number and label begins."""
    found = re.match(r" +\d+ +\S.*? {2,}(?=\S)", cells)
    assert found, cells
    return found.end()


def test_the_language_changes_in_the_middle_of_a_form(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        terminal.wait_for("› Login").type("agent@exa").press("Ctrl+Y").type("mple.te").press("Ctrl+Y").type("st")
        terminal.wait_for("› Login", EMAIL).press("Enter").wait_for("› Password").type("demo-").press("Ctrl+Y")
        terminal.type("desk-1").press("Enter").wait_for("0 Выйти")
        terminal.press("Ctrl+Y").wait_for("Sign out").type("\x1by").wait_for("Deutsch").settle().press("7")
        terminal.wait_for("Abmelden", "DE").press("Ctrl+Y").wait_for("Sign out")
