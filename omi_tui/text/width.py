"""Widths in terminal cells: a Chinese character takes two, a combining accent none."""

import re
import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len

__all__ = ["cell_len", "fit", "wrap"]

ELLIPSIS = "\u2026"
HAN = "\u3400-\u9fff\uf900-\ufaff"
AFTER = "\u3001\u3002\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f\u201d\u2019"
BEFORE = "\u300a\u300c\u300e\u3010\uff08\u201c\u2018"
_PIECE = re.compile(
    f"[{BEFORE}]*(?:[0-9][0-9.,]* ?[{HAN}]|[{HAN}]|[^{HAN}{AFTER}{BEFORE} ]+)[{AFTER}]*|[^ ]",
)
"""What a line of Chinese may be broken between: a character, or a word of other letters, with its marks."""


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


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """What may stand on a line of its own, each after the space that parts it from the one before."""
    if not re.search(f"[{HAN}]", paragraph):
        for word in paragraph.split(" "):
            yield " ", word
        return
    end = 0
    for found in _PIECE.finditer(paragraph):
        yield paragraph[end : found.start()], found[0]
        end = found.end()


def wrap(text: str, cells: int) -> list[str]:
    """*text* in lines of at most *cells* cells, broken at spaces; a longer word is broken where it must be.

    Chinese is broken between its characters, with no closing mark at a line's beginning and none that opens at an
    end. Line feeds in the text stay line breaks, and no-break spaces hold. Raises ValueError under two cells.
    """
    if cells < 2:
        raise ValueError("a line needs two cells at least")
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for space, word in _pieces(paragraph):
            if line and cell_len(line + space + word) <= cells:
                line += space + word
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
