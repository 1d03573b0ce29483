"""Folding: texts made alike for comparing, whatever their case, accents and punctuation."""

import unicodedata


def fold(text: str) -> str:
    """*text* in small letters, without accents and punctuation, ``&`` as *and*, words joined by one space."""
    text = text.replace("&", " and ").replace("\u2019", "").replace("'", "")
    letters = (char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())
