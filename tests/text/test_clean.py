"""Nothing that reaches the terminal can steer it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.text.clean import clean, clean_json, visible


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


@given(st.text(), st.booleans())
def test_sec_03_what_is_not_seen_is_shown(text: str, newlines: bool) -> None:
    shown = visible(text, newlines=newlines)
    assert not {char for char in shown if unicodedata.category(char) in ("Cc", "Cf")} - ({"\n"} if newlines else set())


UNSEEN = [char for char in map(chr, range(0x110000)) if unicodedata.category(char) == "Cf"]


def test_sec_03_every_format_character_has_its_token() -> None:
    others = [char for char in UNSEEN if f"<U+{ord(char):04X}>" not in visible(f"a{char}b")]
    assert others == []
    assert [char for char in UNSEEN if clean(f"a{char}b") != "ab"] == []


@pytest.mark.parametrize("text", ["\u05d9\u05e9\u05e8\u05d0\u05dc", "\u062d\u0633\u0646", "김민수 李", "Łódź ё"])
def test_sec_03_letters_of_any_script_stay(text: str) -> None:
    assert visible(text) == text


def test_json_is_cleaned_to_the_leaves() -> None:
    assert clean_json({"a\x1b[1m": ["\x07b", 1, None, {"c": "d\ne"}]}) == {"a": ["b", 1, None, {"c": "d e"}]}
    assert clean_json({"items": [{"text": "d\ne\u202e", "name": "d\ne"}]}) == {
        "items": [{"text": "d\ne<U+202E>", "name": "d e"}]
    }


def test_json_too_deep() -> None:
    with pytest.raises(ValueError, match="deep"):
        clean_json(json.loads("[" * 40 + "]" * 40))
