"""Folding: texts made alike for comparing, whatever their case, accents and punctuation."""

import unicodedata

from omi_tui.text.latin import from_russian_layout, to_latin


def fold(text: str) -> str:
    """*text* in small letters, without accents and punctuation, ``&`` as *and*, words joined by one space."""
    text = text.replace("&", " and ").replace("\u2019", "").replace("'", "")
    letters = (char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def begins(name: str, typed: str) -> bool:
    """Whether *name* (in Latin), from one of its words on, begins with *typed*: in Cyrillic too, or by its keys."""
    words = fold(name).split()
    starts = {fold(each) for each in (typed, to_latin(typed), from_russian_layout(typed))} - {""}
    return any(" ".join(words[place:]).startswith(start) for place in range(len(words)) for start in starts)
