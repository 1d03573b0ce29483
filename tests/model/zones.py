"""Machine-readable zones to read: the specimens, and a writer that makes valid ones of any format.

The writer computes its check digits the long way, so that it shares nothing with the reader.
"""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from omi_tui.model.country import CODES
from omi_tui.model.mrz_layouts import Format

TODAY = date(2026, 11, 24)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = "0123456789" + LETTERS
WIDTHS: dict[Format, int] = {"TD1": 30, "TD2": 36, "TD3": 44, "MRVA": 44, "MRVB": 36}

SPECIMENS = {
    "TD3": """
        P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
        L898902C36UTO7408122F1204159ZE184226B<<<<<10
    """,
    "TD3 short number": """
        P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
        L898902C<3UTO6908061F9406236ZE184226B<<<<<14
    """,
    "TD3 of Germany": """
        P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<
        C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4
    """,
    "TD2": """
        I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
        D231458907UTO7408122F1204159<<<<<<<6
    """,
    "TD2 long number": """
        I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<
        D23145890<UTO3407127M95071227349<<<8
    """,
    "TD1": """
        I<UTOD231458907<<<<<<<<<<<<<<<
        7408122F1204159UTO<<<<<<<<<<<6
        ERIKSSON<<ANNA<MARIA<<<<<<<<<<
    """,
    "TD1 long number": """
        I<UTOD23145890<7349<<<<<<<<<<<
        3407127M9507122UTO<<<<<<<<<<<2
        STEVENSON<<PETER<JOHN<<<<<<<<<
    """,
    "MRVA": """
        V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
        L8988901C4XXX4009078F96121096ZE184226B<<<<<<
    """,
    "MRVB": """
        V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
        L8988901C4XXX4009078F9612109<<<<<<<<
    """,
    "TD3 of Poland": """
        P<POLKOWALSKA<<MAGDALENA<<<<<<<<<<<<<<<<<<<<
        ZZ12345678POL8607140F310520586071400000<<<08
    """,
}


def rows_of(name: str) -> list[str]:
    """The rows of a specimen."""
    return SPECIMENS[name].split()


def digit(text: str) -> str:
    """The check digit of *text*."""
    total = 0
    for place, char in enumerate(text):
        total += (0 if char == "<" else ALPHABET.index(char)) * (7, 3, 1)[place % 3]
    return str(total % 10)


@dataclass(frozen=True)
class Zone:
    """What is printed, as text; fillers are added where they belong."""

    format: Format
    type: str = "P"
    issuing_state: str = "POL"
    surname: str = "KOWALSKA"
    given_names: str = "MAGDALENA"
    number: str = "ZZ1234567"
    nationality: str = "POL"
    birth: str = "860714"
    sex: str = "F"
    expiry: str = "310520"
    personal: str = ""

    def names(self) -> str:
        """Surname and given names with fillers for whatever parts words."""
        both = f"{self.surname}<<{self.given_names}" if self.given_names else self.surname
        return both.replace(" ", "<")

    def rows(self) -> list[str]:
        """The zone with all of its check digits."""
        width = WIDTHS[self.format]
        birth, expiry = self.birth + digit(self.birth), self.expiry + digit(self.expiry)
        head = self.type.ljust(2, "<") + self.issuing_state.ljust(3, "<")
        state = self.nationality.ljust(3, "<")
        number = self.number.ljust(9, "<")
        number, personal = number + digit(number), self.personal
        if len(self.number) > 9:
            number = self.number[:9] + "<"
            personal = f"{self.number[9:]}{digit(self.number)}<{self.personal}"
        if self.format == "TD1":
            first = head + number + personal.ljust(15, "<")
            second = birth + self.sex + expiry + state + "<" * 11
            second += digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
            return [first, second, self.names().ljust(30, "<")[:30]]
        first = (head + self.names()).ljust(width, "<")[:width]
        second = number + state + birth + self.sex + expiry
        if self.format in ("MRVA", "MRVB"):
            return [first, (second + personal).ljust(width, "<")]
        if self.format == "TD3":
            second += personal.ljust(14, "<") + digit(personal)
        else:
            second += personal.ljust(7, "<")
        return [first, second + digit(second[0:10] + second[13:20] + second[21 : width - 1])]


def _code(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(ALPHABET, min_size=least, max_size=most)


def _name(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=most).map(" ".join)


def _days(first: date, last: date) -> st.SearchStrategy[str]:
    return st.dates(first, last).map(lambda day: f"{day:%y%m%d}")


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    """Any valid zone: its names fit, its birth is within a hundred years of :data:`TODAY`."""
    format_: Format = draw(st.sampled_from(sorted(WIDTHS)))
    long = format_ in ("TD1", "TD2") and draw(st.booleans())
    room = {"TD1": 15, "TD2": 7, "TD3": 14, "MRVA": 16, "MRVB": 8}[format_]
    number = draw(_code(10, 12) if long else _code(1, 9))
    return Zone(
        format_,
        type="V"
        if format_.startswith("MRV")
        else draw(st.sampled_from(["P", "PN", "PD"] if room == 14 else ["I", "AC"])),
        issuing_state=draw(st.sampled_from(["D", *sorted(set(CODES) - {"DEU"})])),
        surname=draw(_name(2)),
        given_names=draw(_name(2) | st.just("")),
        number=number,
        nationality=draw(st.sampled_from(["D", *sorted(set(CODES) - {"DEU"})])),
        birth=draw(_days(date(1926, 11, 25), TODAY)),
        sex=draw(st.sampled_from("FM<")),
        expiry=draw(_days(date(2020, 1, 1), date(2040, 1, 1))),
        personal=draw(_code(0, max(0, room - len(number[9:]) - 2) if long else room)),
    )
