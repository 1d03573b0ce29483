"""Texts are measured, cut and wrapped by terminal cells (I03)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.text.width import cell_len, fit, wrap

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs")), max_size=80)


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("Poland", 6, "Poland"),
        ("Poland", 5, "Pola…"),
        ("New Zealand", 5, "New…"),
        ("中华人民共和国", 14, "中华人民共和国"),
        ("中华人民共和国", 6, "中华…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("김민수", 5, "김민…"),
        ("Poland", 1, "…"),
        ("Poland", 0, ""),
        ("", 0, ""),
    ],
)
def test_fit(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


@given(TEXT, st.integers(0, 90))
def test_fit_never_runs_over(text: str, cells: int) -> None:
    shown = fit(text, cells)
    assert cell_len(shown) <= cells
    assert shown == text or not shown or (shown[-1] == "…" and text.startswith(shown[:-1]))


def test_wrap() -> None:
    text = "Policy starts at 00:00 and finishes at 23:59\non chosen dates"
    assert wrap(text, 20) == ["Policy starts at", "00:00 and finishes", "at 23:59", "on chosen dates"]
    assert wrap("sum insured 10\u00a0000,00\u00a0EUR", 18) == ["sum insured", "10\u00a0000,00\u00a0EUR"]
    assert wrap("ab abcdefgh", 4) == ["ab", "abcd", "efgh"]
    assert wrap("中华人民共和国", 5) == ["中华", "人民", "共和", "国"]
    assert wrap("错误：输入注册时使用的电子邮箱。", 30) == ["错误：输入注册时使用的电子邮", "箱。"]
    assert wrap("2 份待付款，38.00 EUR", 12) == ["2 份待付款，", "38.00 EUR"]
    assert wrap("保险期间 8 天（含当日）", 14) == ["保险期间 8 天", "（含当日）"]
    assert wrap("", 5) == [""]
    with pytest.raises(ValueError, match="two cells"):
        wrap("text", 1)


@given(TEXT, st.integers(4, 90))
def test_wrap_loses_no_letter(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())
