"""Passports as a scanner reads them, and the ways in which scanners spoil what they type."""

from collections.abc import Callable

from omi_tui.model.mrz_layouts import digit_of


def passport(
    surname: str = "KOWALSKA",
    given: str = "MAGDALENA",
    number: str = "ZZ1234567",
    state: str = "POL",
    *,
    nationality: str = "",
    birth: str = "860714",
    sex: str = "F",
    expiry: str = "400520",
    personal: str = "86071400000",
) -> tuple[str, str]:
    """The two rows of a passport, every digit right."""
    names = f"{surname}<<{given}" if given else surname
    first = f"P<{state:<<3}{names}"[:44].ljust(44, "<")
    parts = [_proved(number.ljust(9, "<")), _proved(birth), _proved(expiry), _proved(personal.ljust(14, "<"))]
    second = f"{parts[0]}{nationality or state:<<3}{parts[1]}{sex}{parts[2]}{parts[3]}"
    return first, second + _digit("".join(parts))


def _proved(field: str) -> str:
    return field + _digit(field)


def _digit(field: str) -> str:
    return chr(digit_of(field.encode()))


ROWS = passport()
"""Magdalena Kowalska, whose passport is valid for long."""
WRONG = (ROWS[0], ROWS[1].replace("ZZ1234567", "ZZ1234568", 1))
"""One figure of the number is misread, and no letter looks like it."""
MISREAD = (ROWS[0], ROWS[1].replace("ZZ1234567", "ZZI234567", 1))
"""The letter I stands for the figure 1."""
CUT = passport(surname="A" * 20, given="B" * 30)
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")

_RU = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM<", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬБ")
_DE = str.maketrans("YZ<", "ZY;")

DIRT: dict[str, Callable[[tuple[str, ...]], str]] = {
    "enter": lambda rows: "".join(f"{row}\r" for row in rows),
    "line feed": lambda rows: "".join(f"{row}\n" for row in rows),
    "both": lambda rows: "".join(f"{row}\r\n" for row in rows),
    "tab": lambda rows: "\t".join(rows),
    "tab behind": lambda rows: "".join(f"{row}\t" for row in rows),
    "nothing": lambda rows: "".join(rows),
    "empty rows": lambda rows: "\r\r" + "\r".join(rows) + "\r",
    "underscores": lambda rows: "\r".join(rows).replace("<", "_") + "\r",
    "blanks": lambda rows: "\r".join(rows).replace("<", " ") + "\r",
    "small": lambda rows: "\r".join(rows).lower() + "\r",
    "frame": lambda rows: f"\x01ZOU\x02F\r{rows[0]}\r{rows[1]}\r\x03X",
    "start and end": lambda rows: f"\x02{rows[0]}\r{rows[1]}\r\x03",
    "russian": lambda rows: "\r".join(rows).translate(_RU) + "\r",
    "german": lambda rows: "\r".join(rows).translate(_DE) + "\r",
    "twice": lambda rows: "\r".join((*rows, *rows)) + "\r",
}
"""What arrives of two rows, key by key."""
