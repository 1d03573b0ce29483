"""The keyboard layout under a scanner: a scanner types keys, and the computer makes letters of them as it is set.

A Latin zone typed through a Russian layout arrives as ``ЗБГЕЩ``, through a German one as ``P;UTO``, with y for z. The
Cyrillic layouts differ in three keys: S is Ы, in the Ukrainian one І; B is И, in the Belarusian one І; O is Щ, in the
Belarusian one Ў. So what І stands for is told by the letters beside it alone.
"""

import re
from collections.abc import Sequence

from omi_tui.text.latin import from_russian_layout, has_cyrillic

_CYRILLIC = {"be": str.maketrans("ЎІ", "OB"), "uk": str.maketrans("І", "S")}
_NOT_BELARUSIAN, _NOT_UKRAINIAN = frozenset("ИЩ"), frozenset("ЫЎ")
_ZONE = re.compile(r"[Бб<_ ,]{2}|[0-9]{6}")
"""What a row of a document has and words around it hardly have: fillers, or a date."""
_GERMAN = str.maketrans('YZ;:?!"§$%&/()=', "ZY<><1234567890")
_SHIFT_LOCK = frozenset('!"§$%&/()=')
_FILLERS = str.maketrans({"_": "<", " ": "<", "\u00a0": "<", ",": "<", "‹": "<", "«": "<<"})


def german(text: str) -> bool:
    """Whether a whole *text* came through a German layout: by its fillers, or by shifted digits if shift was locked."""
    return "<" not in text and (";" in text or "?" in text or _locked(text))


def readings(lines: Sequence[str]) -> tuple[str, ...]:
    """The layouts, be and uk, that a line of *lines* with І may have come through if it does not say so itself."""
    lines = [line.upper() for line in lines]
    if not any("І" in line and not _own(line) for line in lines):
        return ("be",)
    said = {_own(line) for line in lines if _ZONE.search(line)} - {""}
    return tuple(said) if len(said) == 1 else ("be", "uk")


def _own(line: str) -> str:
    """Which of both layouts the other letters of a *line* with І leave; empty where they leave both, or none."""
    letters = set(line)
    other_than = not _NOT_BELARUSIAN.isdisjoint(letters), not _NOT_UKRAINIAN.isdisjoint(letters)
    return {(True, False): "uk", (False, True): "be"}.get(other_than, "")


def mapped_back(line: str, *, from_german: bool, reading: str = "be") -> tuple[str, str]:
    """*line* in capitals as the document prints it, and the layout that it came through: ru, be, uk, de or none.

    *reading*: one of the :func:`readings`.
    """
    line = line.replace("ß", "-").upper()
    if has_cyrillic(line):
        layout = (_own(line) or reading) if "І" in line else "be"
        latin = line.translate(_CYRILLIC[layout])
        return from_russian_layout(latin), "ru" if latin == line else layout
    return (line.translate(_GERMAN), "de") if from_german else (line, "")


def fillers(row: str) -> str:
    """*row* with one filler for whatever scanners, editors and people put in its place."""
    return row.translate(_FILLERS)


def _locked(text: str) -> bool:
    return "," in text and len(_SHIFT_LOCK.intersection(text)) > 3 and not any(char.isdigit() for char in text)
