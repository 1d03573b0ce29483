"""A public method of a widget or screen is explained, unless it is Textual that calls it by its name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "omi_tui"
CALLED_BY_TEXTUAL = ("compose", "render", "on_", "action_", "watch_", "validate_", "compute_", "key_", "check_", "get_")


def unexplained(source: str) -> Iterator[str]:
    for owner in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)):
        for method in owner.body:
            if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) or ast.get_docstring(method):
                continue
            handler = any(ast.unparse(mark).startswith(("on(", "work")) for mark in method.decorator_list)
            if not method.name.startswith(("_", *CALLED_BY_TEXTUAL)) and not handler:
                yield f"{owner.name}.{method.name}"


@pytest.mark.parametrize("room", ["widgets", "screens"])
def test_public_methods_are_explained(room: str) -> None:
    missing = {
        path.name: names
        for path in (PACKAGE / room).rglob("*.py")
        if (names := [*unexplained(path.read_text("utf-8"))])
    }
    assert missing == {}
