"""Folding makes alike what a person would call the same."""

import pytest

from omi_tui.text.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Türkiye", "turkiye"),
        ("Côte d\u2019Ivoire", "cote divoire"),
        ("COTE D'IVOIRE", "cote divoire"),
        ("Bosnia & Herzegovina", "bosnia and herzegovina"),
        ("Congo - Kinshasa", "congo kinshasa"),
        ("о-в Св.\u00a0Елены", "о в св елены"),
        ("Йемен", "иемен"),
        ("Королёв", "королев"),
        ("  St. Lucia ", "st lucia"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
