"""SEC-04: no text is ever read as markup, unless it is written out in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from omi_tui.widgets.frame import Paragraphs
from omi_tui.widgets.numbered_list import Item, NumberedList

ROOT = Path(__file__).resolve().parent.parent / "omi_tui"
READS_MARKUP = {"Static", "Label", "Button", "Checkbox", "Link", "Tooltip", "notify", "from_markup", "from_text"}
"""Calls of Textual that read markup unless they are told not to; ``render`` of a widget does so with a ``str``."""
MARKED = {"QrCode": "its text is a rich Text"}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def _reads_markup(name: str, call: ast.Call) -> bool:
    if name not in READS_MARKUP:
        return False
    written = all(isinstance(argument, ast.Constant) for argument in call.args)
    refused = any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )
    return not (written or refused)


def _super_of_static(tree: ast.AST) -> Iterator[ast.Call]:
    """``super().__init__(text)`` in a subclass of Static."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in READS_MARKUP for base in node.bases):
            for name, call in _calls(node):
                if name == "__init__" and call.args and node.name not in MARKED:
                    yield call


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_sec_04_text_that_is_not_written_here_is_no_markup(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    reading = [f"line {call.lineno}: {name}" for name, call in _calls(tree) if _reads_markup(name, call)]
    inherited = [call for call in _super_of_static(tree) if not _refuses(call)]
    assert reading == []
    assert [call.lineno for call in inherited] == []


def _refuses(call: ast.Call) -> bool:
    return any(word.arg == "markup" for word in call.keywords)


@pytest.mark.parametrize("path", [*ROOT.glob("*.py"), *ROOT.glob("widgets/*.py"), *ROOT.glob("screens/*.py")])
def test_sec_05_no_link_no_action_of_a_click_and_no_title_is_built(path: Path) -> None:
    source = path.read_text("utf-8")
    assert "@click" not in source or path.name == "output_filter.py"
    assert "]8;" not in source
    named = {word.arg for name, call in _calls(ast.parse(source)) if name == "Style" for word in call.keywords}
    assert not named & {"link", "meta"}
    assert "self.title =" not in source
    assert "sub_title" not in source


@pytest.mark.parametrize("path", sorted(ROOT.glob("widgets/*.py")), ids=lambda path: path.name)
def test_sec_04_a_widget_renders_no_bare_text(path: Path) -> None:
    """Textual reads a ``str`` from ``render`` as markup."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == "render":
            assert isinstance(node.returns, ast.Name)
            assert node.returns.id == "Text"


brackets = st.text(st.sampled_from("[]/@abold=red'\"\\#( )"), max_size=40)


@settings(max_examples=200)
@given(brackets)
def test_sec_04_brackets_stay_brackets(text: str) -> None:
    shown = Paragraphs([text]).visual
    assert isinstance(shown, Content)
    assert shown.plain == text
    assert shown.spans == []
    (item,) = NumberedList([Item("a", (text,), "1", "1")]).items
    assert item.cells == (text,)
