"""Nothing that reaches the terminal can steer it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.text.clean import clean, clean_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna", "Anna"),
        ("\x1b[31mAnna\x1b[0m", "Anna"),
        ("\x1b]8;;http://example.test\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;title\x07Anna", "Anna"),
        ("\x9b31mAnna", "Anna"),
        ("\x1bPq#0\x1b\\Anna", "Anna"),
        ("\x1b]52;c;unended", ""),
        ("Anna\x1bcB", "AnnaB"),
        ("Anna\u202eB\u2066C\u200bD\ufeff", "AnnaBCD"),
        ("a\tb\r\nc", "a b c"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("김민수 李", "김민수 李"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_lines_may_stay() -> None:
    assert clean("a\r\nb\rc\x1b[2J\td", newlines=True) == "a\nb\nc d"


@given(st.text(), st.booleans())
def test_no_control_survives(text: str, newlines: bool) -> None:
    shown = clean(text, newlines=newlines)
    assert not {char for char in shown if unicodedata.category(char) == "Cc"} - ({"\n"} if newlines else set())
    assert clean(shown, newlines=newlines) == shown


def test_json_is_cleaned_to_the_leaves() -> None:
    assert clean_json({"a\x1b[1m": ["\x07b", 1, None, {"c": "d\ne"}]}) == {"a": ["b", 1, None, {"c": "d\ne"}]}


def test_json_too_deep() -> None:
    with pytest.raises(ValueError, match="deep"):
        clean_json(json.loads("[" * 40 + "]" * 40))
