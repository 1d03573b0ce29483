"""Widths in terminal cells: a Chinese character takes two, a combining accent none."""

import unicodedata

from rich.cells import cell_len

__all__ = ["cell_len", "fit", "wrap"]

ELLIPSIS = "\u2026"


def _clusters(text: str) -> list[str]:
    """Characters with the marks that belong to them, so that no cut parts a letter from its accent."""
    clusters: list[str] = []
    for char in text:
        if clusters and (unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Mc", "Me")):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _head(text: str, cells: int) -> str:
    """The longest beginning of *text* that takes at most *cells*."""
    taken = 0
    kept = []
    for cluster in _clusters(text):
        taken += cell_len(cluster)
        if taken > cells:
            break
        kept.append(cluster)
    return "".join(kept)


def fit(text: str, cells: int) -> str:
    """*text* in at most *cells* cells; where it has to be cut it ends with an ellipsis."""
    if cell_len(text) <= cells:
        return text
    return _head(text, cells - 1).rstrip() + ELLIPSIS if cells > 0 else ""


def wrap(text: str, cells: int) -> list[str]:
    """*text* in lines of at most *cells* cells, broken at spaces; a longer word is broken where it must be.

    Line feeds in the text stay line breaks, and no-break spaces hold. Raises ValueError under two cells.
    """
    if cells < 2:
        raise ValueError("a line needs two cells at least")
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and cell_len(line) + 1 + cell_len(word) <= cells:
                line += " " + word
                continue
            if line:
                lines.append(line)
            while cell_len(word) > cells:
                head = _head(word, cells) or word[:1]
                lines.append(head)
                word = word[len(head) :]
            line = word
        lines.append(line)
    return lines
