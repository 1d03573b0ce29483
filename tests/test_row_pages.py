"""docs/security.md and docs/accessibility.md name every row, and tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGES = {
    "security.md": [f"SEC-{number:02}" for number in range(1, 46)],
    "accessibility.md": [
        f"{letter}{number:02}"
        for letter, last in (("A", 28), ("F", 11), ("I", 6), ("K", 4))
        for number in range(3 if letter == "K" else 1, last + 1)  # K01 and K02 count keys of scans
    ],
}
ROWS = [
    (page, row[1], [cell.strip() for cell in row[0].strip("|").split("|")])
    for page in PAGES
    for row in re.finditer(
        r"^\| (SEC-\d\d|[AFIK]\d\d) \|.*$", (TESTS.parent / "docs" / page).read_text("utf-8"), re.MULTILINE
    )
]


@cache
def functions(path: Path) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("page", PAGES)
def test_every_row_is_there_once(page: str) -> None:
    assert sorted(name for where, name, _cells in ROWS if where == page) == PAGES[page]


@pytest.mark.parametrize(("name", "cells"), [row[1:] for row in ROWS], ids=[name for _page, name, _cells in ROWS])
def test_a_row_names_tests_that_exist(name: str, cells: list[str]) -> None:
    row, held, how, tests = cells
    assert row == name
    assert held
    assert how
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
    assert len(named) == tests.count("::") > 0
    missing = [f"{path}::{test}" for path, test in named if test not in functions(TESTS / path)]
    assert missing == []
