"""docs/security.md names every row, and tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text("utf-8")
ROWS = [
    (row[1], [cell.strip() for cell in row[0].strip("|").split("|")])
    for row in re.finditer(r"^\| (SEC-\d\d) \|.*$", PAGE, re.MULTILINE)
]


@cache
def functions(path: Path) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_row_is_there_once() -> None:
    assert sorted(name for name, _cells in ROWS) == [f"SEC-{number:02}" for number in range(1, 46)]


@pytest.mark.parametrize(("name", "cells"), ROWS, ids=[name for name, _cells in ROWS])
def test_a_row_names_tests_that_exist(name: str, cells: list[str]) -> None:
    row, held, how, tests = cells
    assert row == name
    assert held
    assert how
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
    assert len(named) == tests.count("::") > 0
    missing = [f"{path}::{test}" for path, test in named if test not in functions(TESTS / path)]
    assert missing == []
