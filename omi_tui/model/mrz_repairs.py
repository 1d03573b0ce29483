"""Misread characters that the check digits prove: letter O for the digit 0, I for 1, S for 5, B for 8, Z for 2.

A proposal is made only where one way alone makes every digit of the zone right. It is never taken by itself.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from omi_tui.model.mrz_layouts import Layout, Verdict, digit_places, number_in, verdicts

_TO_DIGIT = bytes.maketrans(b"OISBZ", b"01582")
_OTHER = bytes.maketrans(b"OISBZ01582", b"01582OISBZ")


class Repair(NamedTuple):
    """One field as it was read and as its digit proves it, both as they are printed in the zone."""

    field: str
    before: str
    after: str
    rows: tuple[str, ...]
    """The rows with this repair in place, to be read anew by whoever takes it."""


def propose(data: bytes, layout: Layout, checks: dict[str, Verdict]) -> tuple[Repair, ...]:
    """The repairs that together make every digit right; none where there is no way, or more than one.

    Where the digits want digits, letters are read as the digits that they look like. In every other field that is
    still refuted one character is changed.
    """
    firm = bytearray(data)
    for place in digit_places(layout):
        firm[place] = _TO_DIGIT[firm[place]]
    left = verdicts(bytes(firm), layout)
    regions = _regions(data, layout)
    open_fields = [field for field in ("document_number", "personal_number") if left[field] == "refuted"]
    if left["composite"] == "refuted" and not open_fields and "optional" in regions:
        open_fields = ["optional"]
    ways = [list(_changes(bytes(firm), regions[field])) for field in open_fields]
    proved = []
    for way in product(*ways):
        tried = bytearray(firm)
        for place in way:
            tried[place] = _OTHER[tried[place]]
        if "refuted" not in verdicts(bytes(tried), layout).values():
            proved.append(bytes(tried))
    if len(proved) != 1:
        return ()
    return tuple(_differences(data, proved[0], layout, regions))


def _regions(data: bytes, layout: Layout) -> dict[str, list[slice]]:
    """The places of each field with its digit; ``optional`` is what the composite digit alone covers."""
    tail = number_in(data, layout)[2]
    rest = slice(layout.personal.start, layout.personal.start + tail)
    number = slice(layout.number.start, layout.number.stop + 1)
    personal = slice(rest.stop, layout.personal.stop + layout.personal_digit)
    regions = {
        "document_number": [number, rest],
        "birth_date": [slice(layout.birth.start, layout.birth.stop + 1)],
        "expiry_date": [slice(layout.expiry.start, layout.expiry.stop + 1)],
    }
    if layout.personal_digit:
        regions["personal_number"] = [personal]
    elif layout.composite:
        regions["optional"] = [personal, layout.also_personal]
    if layout.composite:
        regions["composite"] = [slice(layout.composite, layout.composite + 1)]
    return regions


def _changes(data: bytes, region: list[slice]) -> Iterator[int]:
    for part in region:
        for place in range(part.start, part.stop):
            if data[place] != _OTHER[data[place]]:
                yield place


def _differences(before: bytes, after: bytes, layout: Layout, regions: dict[str, list[slice]]) -> Iterator[Repair]:
    for field, parts in regions.items():
        for part in parts:
            if before[part] != after[part]:
                text = (before[: part.start] + after[part] + before[part.stop :]).decode("ascii")
                yield Repair(
                    "personal_number" if field == "optional" else field,
                    before[part].decode("ascii"),
                    after[part].decode("ascii"),
                    tuple(text[start : start + layout.width] for start in range(0, len(text), layout.width)),
                )
