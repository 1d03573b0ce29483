"""Where the five machine-readable zones print what, and whether their check digits are right.

Source: ICAO Doc 9303, parts 3 (check digits) to 7. Places count from 0 over the rows joined together.
"""

from itertools import chain
from typing import Literal, NamedTuple

Format = Literal["TD1", "TD2", "TD3", "MRVA", "MRVB"]
Verdict = Literal["verified", "refuted", "not_printed"]

ALLOWED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
FILLER = 60
_DIGITS = b"0123456789"
_VALUES = bytes.maketrans(ALLOWED, bytes([*range(10, 36), *range(10), 0]))


class Layout(NamedTuple):
    """The places of one format. A check digit stands right behind its field."""

    format: Format
    rows: int
    width: int
    names: slice
    number: slice
    birth: slice
    sex: int
    expiry: slice
    nationality: slice
    personal: slice
    also_personal: slice
    personal_digit: bool
    long_number: bool
    """Whether a number that is too long goes on in the personal number's place."""
    composite: int
    """The place of the composite digit; 0 where the format has none."""
    composed: tuple[slice, ...]


def _in_two_rows(format_: Format, width: int, personal_end: int, *, digit: bool, composed: bool) -> Layout:
    def lower(start: int, end: int) -> slice:
        return slice(width + start, width + end)

    return Layout(
        format_,
        rows=2,
        width=width,
        names=slice(5, width),
        number=lower(0, 9),
        birth=lower(13, 19),
        sex=width + 20,
        expiry=lower(21, 27),
        nationality=lower(10, 13),
        personal=lower(28, personal_end),
        also_personal=slice(0, 0),
        personal_digit=digit,
        long_number=format_ == "TD2",
        composite=2 * width - 1 if composed else 0,
        composed=(lower(0, 10), lower(13, 20), lower(21, width - 1)) if composed else (),
    )


TD1 = Layout(
    "TD1",
    rows=3,
    width=30,
    names=slice(60, 90),
    number=slice(5, 14),
    birth=slice(30, 36),
    sex=37,
    expiry=slice(38, 44),
    nationality=slice(45, 48),
    personal=slice(15, 30),
    also_personal=slice(48, 59),
    personal_digit=False,
    long_number=True,
    composite=59,
    composed=(slice(5, 37), slice(38, 45), slice(48, 59)),
)
TD2 = _in_two_rows("TD2", 36, 35, digit=False, composed=True)
TD3 = _in_two_rows("TD3", 44, 42, digit=True, composed=True)
MRVA = _in_two_rows("MRVA", 44, 44, digit=False, composed=False)
MRVB = _in_two_rows("MRVB", 36, 36, digit=False, composed=False)


def layout_of(rows: int, width: int, first: str) -> Layout | None:
    """The layout of so many *rows* of so many characters that begin with *first*; None where there is none."""
    if rows == 3:
        return TD1 if width == 30 else None
    if rows == 2 and width == 44:
        return MRVA if first == "V" else TD3
    if rows == 2 and width == 36:
        return MRVB if first == "V" else TD2
    return None


def digit_of(data: bytes) -> int:
    """The check digit of *data*, as the character's code: the weights 7, 3, 1 over the values, modulo 10."""
    values = data.translate(_VALUES)
    return 48 + (7 * sum(values[::3]) + 3 * sum(values[1::3]) + sum(values[2::3])) % 10


def number_in(data: bytes, layout: Layout) -> tuple[bytes, int, int]:
    """The whole document number with its digit's code, and how far it reaches into the personal number's place."""
    number, digit = data[layout.number], data[layout.number.stop]
    if digit == FILLER and layout.long_number:
        rest = data[layout.personal].partition(b"<")[0]
        if rest:
            return number + rest[:-1], rest[-1], len(rest)
    return number, digit, 0


def verdicts(data: bytes, layout: Layout) -> dict[str, Verdict]:
    """What each check digit of the joined rows says of its field.

    ``not_printed``: the format has no such digit, or field and digit are both empty. A document has to have a number.
    Letters where a date stands are refuted, whatever the digit.
    """
    number, digit, _ = number_in(data, layout)
    named = number.strip(b"<") and digit_of(number) == digit
    checks: dict[str, Verdict] = {
        "document_number": "verified" if named else "refuted",
        "birth_date": _date_verdict(data, layout.birth),
        "expiry_date": _date_verdict(data, layout.expiry),
        "personal_number": "not_printed",
        "composite": "not_printed",
    }
    if layout.personal_digit:
        checks["personal_number"] = _verdict(data[layout.personal], data[layout.personal.stop])
    if layout.composite:
        right = digit_of(b"".join([data[part] for part in layout.composed])) == data[layout.composite]
        checks["composite"] = "verified" if right else "refuted"
    return checks


def _verdict(field: bytes, digit: int) -> Verdict:
    if digit_of(field) == digit:
        return "verified"
    return "not_printed" if digit == FILLER and not field.strip(b"<") else "refuted"


def _date_verdict(data: bytes, place: slice) -> Verdict:
    field = data[place]
    if not (field.isdigit() or field.replace(b"<", b"0").isdigit()):
        return "refuted"
    return _verdict(field, data[place.stop])


def digit_places(layout: Layout) -> list[int]:
    """The places where a letter can only be a misread digit: both dates, and every check digit but a long number's."""
    places = chain(
        range(layout.birth.start, layout.birth.stop + 1),
        range(layout.expiry.start, layout.expiry.stop + 1),
        [layout.number.stop],
        [layout.personal.stop] if layout.personal_digit else [],
        [layout.composite] if layout.composite else [],
    )
    return list(places)
