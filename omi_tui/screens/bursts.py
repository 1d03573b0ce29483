"""Tells what a passport scanner types from what a person types: by its shape first, and by its speed only with it.

A scanner is a keyboard: nothing marks its keys. They may come within a frame of control characters, after empty rows,
with Tab or Enter between rows, in small letters, with blanks or ``_`` as fillers, through a Cyrillic or German layout.
"""

import re
from typing import Literal, NamedTuple

from omi_tui.text.latin import from_russian_layout

LONGEST = 240
"""Characters that are looked at: two scans with all that may stand around them."""

_LEAD = re.compile(r"(?:[\r\n\t]|\x01(?:.{1,2}OU)?|\x02.?){0,4}", re.DOTALL)
"""What may stand before the first row: empty rows, and the frame ``SOH len "OU" STX flag`` of some devices."""
_LEAD_BEGUN = re.compile(r"(?:[\r\n\t]|\x01(?:.{1,2}OU)?|\x02.?){0,4}(?:\x01(?:.{1,2}O?)?)?", re.DOTALL)
_TAIL = re.compile(r"(?:\r\n|[\r\n\t])?(?:\x03.?(?:\r\n|[\r\n\t])?)?", re.DOTALL)
"""What may stand behind the last row: a line's end, and ``ETX`` with the frame's check character."""
_ENDS = re.compile(r"\r\n|[\r\n\t]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_BELARUSIAN = str.maketrans("іІўЎ", "bBoO")
"""In a Ukrainian layout І is an s; what is a scan has either letter in the same places."""
_ROW = re.compile(r"[A-Z0-9<]*")
_FIRST = re.compile(r"[PV][A-Z<]?[A-Z<]{0,3}(?:(?<=.{5})[A-Z<]*)?|[IAC][A-Z<]?[A-Z<]{0,3}(?:(?<=.{5})[A-Z0-9<]*)?")
_DAY = r"[0-9<]{6}[0-9]"
_SECOND = re.compile(rf"[A-Z0-9<]{{9}}[0-9<][A-Z<]{{3}}{_DAY}[MFX<]{_DAY}")
_SECOND_OF_CARD = re.compile(rf"{_DAY}[MFX<]{_DAY}[A-Z<]{{3}}")
_ROWS = {44: 2, 36: 2, 30: 3}
STARTS = frozenset("PVIACpviacЗМШФСзмшфс\r\n\t\x01\x02")


class Seen(NamedTuple):
    """What a text is: the beginning of a scan perhaps, surely, or a whole one of so many characters."""

    kind: Literal["no", "maybe", "begun", "whole"]
    length: int = 0


NO = Seen("no")


def judge(text: str) -> Seen:
    """What the beginning of *text* is, control characters and all; a whole scan ends with its line's end or frame."""
    best = NO
    for start in range(min(len(text), 13)):
        if _LEAD.fullmatch(text, 0, start):
            seen = _rows(text, start)
            best = max(best, seen, key=lambda each: ("no", "maybe", "begun", "whole").index(each.kind))
    if best.kind == "no" and _LEAD_BEGUN.fullmatch(text):
        return Seen("maybe")
    return best


def _rows(text: str, start: int) -> Seen:
    """What *text* is if its rows begin at *start*."""
    body, raws, places, place = text[start:], [], [], 0
    for end in _ENDS.finditer(body):
        raws.append(body[place : end.start()])
        places.append(start + place)
        place = end.end()
    raws.append(body[place:])
    places.append(start + place)
    rows = [_plain(raw) for raw in raws]
    first, begun = rows[0], _surely(raws[0])
    if len(rows) == 1 or len(first) > 44:
        return _together(text, start, first, begun=begun)
    count = _ROWS.get(len(first), 0)
    begun = begun or bool(count and _FIRST.fullmatch(first) and _second(len(first)).match(rows[1]))
    if begun and count and len(rows) >= count and len(rows[count - 1]) >= len(first):
        end_place = places[count - 1] + len(first)
        return Seen("whole", end_place + _tail(text, end_place))
    if begun:
        return Seen("begun")
    fits = count and len(rows) <= count and _FIRST.fullmatch(first) and all(map(_ROW.fullmatch, rows[1:]))
    return Seen("maybe") if fits else NO


def _together(text: str, start: int, body: str, *, begun: bool) -> Seen:
    """What a text without a line's end is: perhaps all rows in one."""
    lengths = {width: width * count for width, count in _ROWS.items()}
    fits = [width for width in _ROWS if _FIRST.fullmatch(body[:width]) and _ROW.fullmatch(body[width : lengths[width]])]
    for width in fits:
        length = lengths[width]
        if len(body) >= length and _second(width).match(body, width) and (body[0] != "P" or width == 44):
            return Seen("whole", start + length + _tail(text, start + length))
    if begun:
        return Seen("begun")
    return Seen("maybe") if body and fits and len(body) <= 90 else NO


def _tail(text: str, place: int) -> int:
    found = _TAIL.match(text, place)
    return found.end() - place if found else 0


def _plain(row: str, fillers: str = "_; ") -> str:
    """*row* in the letters of its document, character for character; whatever cannot be one stays as it is."""
    if _CYRILLIC.search(row):
        row = from_russian_layout(row.translate(_BELARUSIAN)).replace(",", "<")
    return row.upper().translate(dict.fromkeys(map(ord, fillers), "<")) if row.isascii() else row


def _surely(raw: str) -> bool:
    """Whether nobody types a row like this: fillers where a document has them, or a second row without its first."""
    found = _ROW.match(_plain(raw, "_;"))
    row = found[0] if found else ""
    if _SECOND.match(row) or _SECOND_OF_CARD.match(row):
        return True
    if len(row) < 5 or not _FIRST.fullmatch(row[:5]):
        return False
    return row[1] == "<" or (len(row) >= 9 and "<<" in row[5:])


def _second(width: int) -> re.Pattern[str]:
    return _SECOND_OF_CARD if width == 30 else _SECOND
