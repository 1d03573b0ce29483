"""Every invariant has a test, and ``docs/invariants.md`` names it truly."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "invariants.md"
ROWS = [f"INV-{number:02d}" for number in range(1, 21)]
_LINE = re.compile(r"\| (INV-\d\d) \| (.+) \| (.+) \|")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def named(path: Path) -> dict[str, set[str]]:
    """The rows that each test function of a file names, in its name (``test_inv_01_02_…``) or its docstring."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            numbers = re.match(r"test_inv((?:_\d\d)+)_", node.name)
            rows = {f"INV-{number}" for number in re.findall(r"\d\d", numbers[1])} if numbers else set()
            found[node.name] = rows | set(re.findall(r"INV-\d\d", ast.get_docstring(node) or ""))
    return found


def table() -> dict[str, list[tuple[str, str]]]:
    """The tests that the document names, by row: path and function."""
    return {row: _TEST.findall(tests) for row, _sentence, tests in _LINE.findall(TABLE.read_text())}


def test_the_table_has_every_row_in_order() -> None:
    assert list(table()) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_tests_that_name_it(row: str) -> None:
    tests = table()[row]
    assert tests, f"{row} has no test"
    for path, name in tests:
        assert row in named(ROOT / path).get(name, set()), f"{path}::{name} does not name {row}"
