"""The keyboard layout under a scanner: a scanner types keys, and the computer makes letters of them as it is set.

A Latin zone typed through a Russian layout arrives as ``ЗБГЕЩ``, through a German one as ``P;UTO``, with y for z.
"""

from omi_tui.text.latin import from_russian_layout, has_cyrillic

_BELARUSIAN = str.maketrans("ЎІ", "OB")
_GERMAN = str.maketrans('YZ;:?!"§$%&/()=', "ZY<><1234567890")
_SHIFT_LOCK = frozenset('!"§$%&/()=')
_FILLERS = str.maketrans({"_": "<", " ": "<", "\u00a0": "<", ",": "<", "‹": "<", "«": "<<"})


def german(text: str) -> bool:
    """Whether a whole *text* came through a German layout: by its fillers, or by shifted digits if shift was locked."""
    return "<" not in text and (";" in text or "?" in text or _locked(text))


def mapped_back(line: str, *, from_german: bool) -> tuple[str, str]:
    """*line* in capitals as the document prints it, and the layout that it came through: ru, be, de or none."""
    line = line.replace("ß", "-").upper()
    if has_cyrillic(line):
        belarusian = line.translate(_BELARUSIAN)
        return from_russian_layout(belarusian), "ru" if belarusian == line else "be"
    return (line.translate(_GERMAN), "de") if from_german else (line, "")


def fillers(row: str) -> str:
    """*row* with one filler for whatever scanners, editors and people put in its place."""
    return row.translate(_FILLERS)


def _locked(text: str) -> bool:
    return "," in text and len(_SHIFT_LOCK.intersection(text)) > 3 and not any(char.isdigit() for char in text)
