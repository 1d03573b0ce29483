"""From what a scanner types to the rows of documents, whatever stands around, between and inside of them.

A keyboard scanner marks nothing: rows may be parted by CR, LF, Tab or not at all, padded with ``_`` or blanks, sent
in small letters, framed in control characters, typed through the wrong layout, cut in half, or two scans in one.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from omi_tui.model.country import ALPHA_3, CODES
from omi_tui.model.mrz import Document, NotMrz, read
from omi_tui.model.mrz_layouts import Layout, layout_of, verdicts
from omi_tui.model.scanner_layouts import fillers, german, mapped_back, readings

_SHAPES = ((44, 2), (36, 2), (30, 3))
"""Width and number of rows."""
_WHOLE = frozenset({30, 36, 44, 72, 88, 90})
_STEERING = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_FRAME = re.compile(r"\x01(?:.{0,4}?(?:OU|ou|ЩГ|щг|ЎГ|ўг))?\x02|\x01[^\x02\r\n]{0,4}\x02|\x02", re.DOTALL)
"""``SOH len "OU" STX``; a flag follows, and then the first row."""
_FRAME_END = re.compile(r"\x03(?:[^\r\n\t\x01\x02](?=[\r\n\t\x01\x02]|\Z))?")
"""``ETX`` with the frame's check character."""
_ENDS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSEEN = dict.fromkeys([*range(32), 127, *range(0x200B, 0x2010), 0xFEFF])
_BODY = "\x02"
_STRANGE = re.compile(r"[^A-Z0-9<]")
_FIRST = re.compile(r"[A-Z][A-Z<][A-Z0<]{3}")
_STATES = frozenset(CODES) | frozenset(ALPHA_3) | {"UTO"}
_TELLING = ("uk", "be", "de", "ru")
"""Layouts, first the one that a row can come through that only differs from the others in another row."""
_LIKE_DIGITS = re.compile(r"[0-9OISBZ<]")


class Scan(NamedTuple):
    """What was found in a text."""

    documents_rows: tuple[tuple[str, ...], ...]
    layout: str
    """The keyboard layout that the letters were mapped back from: ru, be, uk, de; empty where none had to be.

    ``unsure`` where two layouts give different letters, and nothing in the rows tells which are right.
    """
    rest: str
    """The rows that belong to no document, a line each: half a scan, or prose."""


def documents(text: str, today: date) -> list[Document]:
    """Every document in *text*; a layout that was mapped back is one of its warnings. Raises :class:`NotMrz`."""
    return read_all(scan(text), today)


def read_all(found: Scan, today: date) -> list[Document]:
    """The documents that *found* has the rows of."""
    said = (f"layout_{found.layout}",) if found.layout else ()
    each = (read(rows, today) for rows in found.documents_rows)
    return [document._replace(warnings=document.warnings + said) for document in each]


def scan(text: str) -> Scan:
    """The rows of every document in *text*. Raises :class:`NotMrz` where there is none, and says what there is."""
    text = _FRAME_END.sub("\n", _FRAME.sub("\n" + _BODY, _STEERING.sub("", text)))
    lines, from_german = _ENDS.split(text), german(text)
    ways = sorted((_read(lines, reading, from_german=from_german) for reading in readings(lines)), key=_wrong)
    best = ways[0]
    if not best.documents_rows:
        raise _refused(best.rest.split("\n"))
    if any(_wrong(way) == _wrong(best) and way.documents_rows != best.documents_rows for way in ways):
        return best._replace(layout="unsure")
    return best


def _read(lines: list[str], reading: str, *, from_german: bool) -> Scan:
    """The rows of every document in *lines*; *reading* is the layout of those that do not tell theirs."""
    rows: list[str] = []
    layouts: dict[str, str] = {}
    for line in lines:
        mapped, layout = mapped_back(line, from_german=from_german, reading=reading)
        some = _apart(_rows(mapped), rows[-1] if rows else "")
        rows += some
        layouts |= dict.fromkeys(some, layout)
    found, rest = _sorted(rows)
    for row in rest:  # prose around the rows may well be in Cyrillic
        layouts.pop(row, None)
    return Scan(tuple(found), min(filter(None, layouts.values()), key=_TELLING.index, default=""), "\n".join(rest))


def _wrong(way: Scan) -> tuple[bool, int]:
    """How much is wrong with what was found one way: nothing at all; wrong digits, and states that there are not."""
    wrong = 0
    for rows in way.documents_rows:
        text = "".join(rows)
        layout = layout_of(len(rows), len(rows[0]), text[0])
        assert layout is not None
        wrong += [*verdicts(text.encode("ascii"), layout).values()].count("refuted")
        wrong += sum(state.rstrip("<") not in _STATES for state in (text[2:5], text[layout.nationality]))
    return not way.documents_rows, wrong


def _sorted(rows: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """The documents in *rows*, and the rows that belong to none."""
    found: list[tuple[str, ...]] = []
    rest: list[str] = []
    place = 0
    while place < len(rows):
        if len(rows[place].rstrip("<")) > 44:
            more, left = _cut(rows[place])
            found += more
            rest += left
            place += 1
        elif taken := _taken(rows, place):
            found.append(taken)
            place += len(taken)
        else:
            rest.append(rows[place])
            place += 1
    return found, rest


def _rows(line: str) -> list[str]:
    """The rows of one line, without what steers; more than one where single blanks part them."""
    framed = line.startswith(_BODY)
    row = line.translate(_UNSEEN).lstrip(" ")
    words = row.split()
    if len(words) > 1 and (len(words[0]), len(words)) in _SHAPES and len({*map(len, words)}) == 1:
        return [fillers(word) for word in words]
    if framed and len(row) not in _WHOLE and (len(row) == 1 or len(row) - 1 in _WHOLE):
        row = row[1:]  # the flag of a frame
    row = fillers(row)
    return [row] if row.strip("<") else []


def _apart(rows: list[str], before: str) -> list[str]:
    """*rows*, where one row is two: the last of a scan that ended without a line's end, and the first of the next."""
    if len(rows) == 1 and len(before) in (44, 36, 30) and len(rows[0]) == 2 * len(before):
        return [rows[0][: len(before)], rows[0][len(before) :]]
    return rows


def _taken(rows: Sequence[str], place: int) -> tuple[str, ...] | None:
    """The document that begins with the row at *place*; rows that lost their fillers get them back.

    The second row tells the width, for it ends with a digit in all documents but visas.
    """
    if rows[place][0] == "V":
        pair = rows[place : place + 2]
        short = 44 not in map(len, pair) and max(len(row.rstrip("<")) for row in pair) <= 36
        return _fitting(pair, 36 if short else 44) if len(pair) == 2 and len(pair[1]) >= 28 else None
    for stripped in (True, False):
        for width, count in _SHAPES:
            some = rows[place : place + count]
            if len(some) != count or len(some[1].rstrip("<") if stripped else some[1]) != width:
                continue
            if whole := _fitting(some, width):
                return whole
    return None


def _fitting(rows: Sequence[str], width: int) -> tuple[str, ...] | None:
    """*rows* in full width, where they are a document; a row of another width than the rest is of another one."""
    lengths = {*map(len, rows)}
    if len(lengths) > 1 and not lengths.isdisjoint({30, 36, 44} - {width}):
        return None
    whole = tuple(row.rstrip("<").ljust(width, "<") for row in rows)
    return whole if _fits("".join(whole), width, len(whole)) else None


def _fits(text: str, width: int, count: int) -> Layout | None:
    """The layout of joined rows that look like a document: figures where the dates stand, hardly one in the names."""
    layout = layout_of(count, width, text[0])
    if layout is None or len(text) != width * count or _STRANGE.search(text) or not _FIRST.match(text):
        return None
    if sum(map(str.isdigit, text[layout.names])) > 3:
        return None
    birth, expiry = layout.birth, layout.expiry
    return layout if _dated(text[birth.start : birth.stop + 1] + text[expiry.start : expiry.stop + 1]) else None


def _cut(run: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """The documents in a row that holds all rows of one or more, and what is left behind them."""
    found: list[tuple[str, ...]] = []
    place = 0
    while place < len(run):
        ways: list[tuple[int, bool, tuple[str, ...]]] = []
        for width, count in _SHAPES:
            text = run[place : place + width * count]
            whole = text.ljust(width * count, "<")
            if len(text) >= _least(width, run[place]) and (layout := _fits(whole, width, count)):
                refuted = [*verdicts(whole.encode("ascii"), layout).values()].count("refuted")
                rows = tuple(whole[start : start + width] for start in range(0, len(whole), width))
                ways.append((refuted, len(text) != len(run) - place, rows))
        if not ways:
            break
        found.append(min(ways)[2])
        place += sum(map(len, found[-1]))
    rest = run[place:]
    return found, [rest] if rest.strip("<") else []


def _least(width: int, first: str) -> int:
    """Where the fillers may begin that were left off: cards end with names, visas with a field that may be empty."""
    if width == 30:
        return 61
    return width + 28 if first == "V" else 2 * width


def _refused(rest: list[str]) -> NotMrz:
    """Why there is no document in the rows of *rest*."""
    halves = [half for row in rest if (half := _half(row))]
    if any(_nearly(row) for row in rest):
        return NotMrz("characters")
    return NotMrz("incomplete", halves[0]) if halves else NotMrz("not_mrz")


def _half(row: str) -> str:
    """``first`` or ``second`` where *row* is such a row of a document, or begins so; empty where it is none."""
    if _STRANGE.search(row) or len(row) < 5:
        return ""
    known = row[2:5].rstrip("<") in _STATES
    if _FIRST.match(row) and "<" in row and len(row) < 90 and (known or "<<" in row):
        return "first"
    padded = row.ljust(44, "<")
    dated = _dated(padded[13:20] + padded[21:28]) or _dated(padded[:7] + padded[8:15])
    return "second" if dated and 15 <= len(row) <= 60 else ""


def _dated(text: str) -> bool:
    """Whether *text* may be two dates with their digits, some of them unknown or misread."""
    return len(_LIKE_DIGITS.findall(text)) >= 11 and sum(map(str.isdigit, text)) >= 6


def _nearly(row: str) -> bool:
    """Whether *row* would be one of a document but for a few characters that none has."""
    first = _FIRST.match(row) and row[2:5].rstrip("<") in _STATES and "<<" in row
    second = len(row) in _WHOLE and sum(map(str.isdigit, row)) >= 10
    return 1 <= len(_STRANGE.findall(row)) <= 4 and bool(first or second)
