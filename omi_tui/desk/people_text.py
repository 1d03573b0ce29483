"""Lists of people as text: which characters the bytes are, and what parts the cells."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress

from omi_tui.desk.people_refusal import FileRefused

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SIGNS = "\u00a0«»„“”‘’–—…№°·€"
_PAGES = {
    "cp1251": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЎ" + _SIGNS),
    "cp1257": frozenset("ąčęėįšųūžāēģīķļņäöüõßĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅÄÖÜÕ" + _SIGNS),
    "cp1250": frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüßĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽÄÖÜ" + _SIGNS),
    "cp1252": frozenset("äöüßàâçéèêëîïôùûñáíóúåæøÄÖÜÀÂÇÉÈÊËÎÏÔÙÛÑÁÍÓÚÅÆØ" + _SIGNS),
}
"""Old code pages, the likeliest first, and the letters that the languages written in each have."""
_DELIMITERS = ";\t,|"


def looks_scanned(text: str) -> bool:
    """Whether *text* is lines of passports and no table: its first line that is not empty says so."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first.count("<") > 4 and not any(sign in first for sign in _DELIMITERS)


def decoded(content: bytes, name: str, known: Callable[[str], bool]) -> str:
    """The text that *content* is, in Unicode or else in the old code page that *known* names speak for.

    Raises FileRefused.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _in(encoding, content, name)
    even, odd = content[::2].count(0), content[1::2].count(0)
    if even and odd:
        raise FileRefused("format", name)
    if even or odd:  # half of each delimiter and line end
        return _in("utf-16-le" if odd else "utf-16-be", content, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _in_old_page(content, name, known)


def _in_old_page(content: bytes, name: str, known: Callable[[str], bool]) -> str:
    """By the page that makes most names of columns known, then by the one whose languages have these letters."""
    texts = []
    for encoding in _PAGES:
        with suppress(UnicodeDecodeError):
            texts.append((encoding, content.decode(encoding)))
    if not texts:
        raise FileRefused("characters", name)

    def fits(text: tuple[str, str]) -> tuple[int, int]:
        encoding, head = text[0], text[1][:20_000]
        lines = head.splitlines()[:10]
        names = max((sum(map(known, re.split(r'[;\t,|"]+', line))) for line in lines), default=0)
        strange = sum(not char.isascii() and char not in _PAGES[encoding] for char in head)
        if encoding == "cp1251":  # Latin letters of a word read as Cyrillic ones
            strange += len(re.findall(r"[a-z][а-яёіў]|[а-яёіў][a-z]", head, re.IGNORECASE))
        return names, -strange

    return max(texts, key=fits)[1]


def _in(encoding: str, content: bytes, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused("characters", name) from None


def separated(text: str, name: str) -> Iterator[list[str]]:
    """The cells of each row of *text*. Raises FileRefused."""
    first, _line, rest = text.partition("\n")
    given = re.fullmatch(r"sep=(.)\s*", first)  # how a spreadsheet program notes it
    text = rest if given else text
    delimiter = given[1] if given else _delimiter(text)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
            yield list(row)
    except csv.Error:
        raise FileRefused("format", name) from None


def _delimiter(text: str) -> str:
    """The sign that parts most of the first rows into the same number of cells."""
    head = "".join(text.splitlines(keepends=True)[:20])

    def fits(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=fits)
