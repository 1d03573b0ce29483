"""Card numbers in places where none belongs: found, so that they can be refused or masked."""

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(r"\d(?:[ \u00a0\u2010-\u2014-]*\d){12,}")
_UUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")
"""The numbers of calls and operations, which people read out to the insurer: no card's, whatever their digits say."""
_GROUP = re.compile(r"\d+")
_BETWEEN = r"[ \u00a0\u2010-\u2014./+_:-]{0,3}"
_GROUPED = re.compile(
    rf"(?<!\d)(?=((?:\d{{4}}{_BETWEEN}){{3}}\d{{4}}(?!\d)|\d{{4}}{_BETWEEN}\d{{6}}{_BETWEEN}\d{{5}}(?!\d)))"
)
"""As cards print their numbers: 4 4 4 4, or 4 6 5. Full stops and slashes count between such groups alone: two dates
are a row of as many digits."""
# Visa, Mastercard, Mir, Maestro and UnionPay, JCB, Belkart with 16 digits; American Express with 15.
_SCHEME = re.compile(r"(?:4|5[0-9]|35(?:2[89]|[3-8][0-9])|6[0-9]|220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|9112)\d*")


def has_card_number(text: str) -> bool:
    """Whether *text* holds 13 to 19 digits (spaces and hyphens between them) whose check digit is a card's.

    What :func:`shows_card_number` finds counts as well.
    """
    return any(True for _span in _found(text))


def shows_card_number(text: str) -> bool:
    """Whether *text* holds 16 or 15 digits as a card of a known scheme prints them: for texts full of other figures."""
    return any(True for _span in _printed(text))


def is_card_number(code: str) -> bool:
    """Whether a document's or person's number is a card's: 16 digits of a card scheme, or 15 of American Express.

    Other numbers of states have a card's check digit as well (South Africa), so length alone does not tell here.
    """
    amex = len(code) == 15 and code.startswith(("34", "37"))
    return code.isdecimal() and (amex or (len(code) == 16 and bool(_SCHEME.fullmatch(code)))) and _fits(code)


def mask_card_numbers(text: str) -> str:
    """*text* with the digits of every card number as ``*``, but for the last four."""
    chars = list(text)
    for begin, end in _found(text):
        places = [place for place in range(begin, end) if text[place].isdecimal()]
        for place in places[:-4]:
            chars[place] = "*"
    return "".join(chars)


def _printed(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each card number that is written as cards print it."""
    for run in _GROUPED.finditer(_without_uuids(text)):
        if is_card_number("".join(str(unicodedata.decimal(char)) for char in run[1] if char.isdecimal())):
            yield run.span(1)


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each card number; groups of digits beside one (its date, its code) do not hide it."""
    yield from _printed(text)
    for run in _RUN.finditer(_without_uuids(text)):
        groups = [(run.start() + group.start(), run.start() + group.end()) for group in _GROUP.finditer(run[0])]
        for first in range(len(groups)):
            for last in range(first, len(groups)):
                begin, end = groups[first][0], groups[last][1]
                digits = "".join(str(unicodedata.decimal(char)) for char in text[begin:end] if char.isdecimal())
                if len(digits) > 19:
                    break
                if len(digits) >= 13 and _fits(digits):
                    yield begin, end


def _without_uuids(text: str) -> str:
    return _UUID.sub(lambda found: "x" * len(found[0]), text)


def _fits(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1 (Luhn). A row of zeros passes it and is nobody's card."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        doubled = unicodedata.decimal(char) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0 and bool(digits.strip("0"))
