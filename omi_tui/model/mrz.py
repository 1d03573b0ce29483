"""Reading a machine-readable zone: TD1, TD2 and TD3 documents, MRV-A and MRV-B visas, with each check digit's verdict.

Nothing is mended and nothing is guessed: what a digit refutes says so, what is unknown stays unknown. No pydantic, no
pattern matching: lists of thousands pass here. Source: ICAO Doc 9303, parts 3 to 7.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from omi_tui.model.country import ALPHA_3, CODES
from omi_tui.model.mrz_layouts import ALLOWED, Format, Layout, Verdict, layout_of, number_in, verdicts
from omi_tui.model.mrz_repairs import Repair, propose

WARNINGS = (
    "visa",
    "name_truncated",
    "name_unreadable",
    "one_name",
    "birth_unknown",
    "birth_unreadable",
    "sex_unreadable",
    "expired",
    "expiry_unknown",
    "expiry_unreadable",
    "nationality_unknown",
    "layout_ru",
    "layout_be",
    "layout_uk",
    "layout_de",
    "layout_unsure",
)
"""Every code of :attr:`Document.warnings`, in the order in which they are told."""

_SPOILING = frozenset(
    {"visa", "name_unreadable", "birth_unreadable", "sex_unreadable", "expiry_unreadable", "layout_unsure"}
)
_SEX: dict[str, Literal["F", "M", "X", ""]] = {"F": "F", "M": "M", "<": "X", "X": "X"}


class NotMrz(ValueError):
    """The text is no machine-readable zone that can be read; ``code`` says why.

    ``not_mrz``: nothing like it. ``incomplete``: rows or characters are missing; ``half`` is what came, ``first`` or
    ``second``. ``characters``: there are characters that no zone has.
    """

    def __init__(self, code: str, half: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.half = half


class Document(NamedTuple):
    """What one zone says. Texts have spaces for fillers."""

    format: Format
    type: str
    surname: str
    """The one name of a person who has no other."""
    given_names: str
    document_number: str
    issuing_state: str
    nationality: str
    """An alpha-3 code of :mod:`omi_tui.model.country`; the printed letters where it has none."""
    birth_date: date | None
    """None where a part of it is unknown or cannot be read."""
    birth_text: str
    """As printed, ``YYMMDD``, unknown parts as fillers."""
    sex: Literal["F", "M", "X", ""]
    expiry_date: date | None
    personal_number: str
    """The optional data, without the part that belongs to a long document number."""
    checks: dict[str, Verdict]
    """By ``document_number``, ``birth_date``, ``expiry_date``, ``personal_number`` and ``composite``."""
    warnings: tuple[str, ...]
    repairs: tuple[Repair, ...]
    """What the check digits prove to be misread; together they make every digit right. None is taken here."""
    rows: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """Whether it is no visa, no digit refutes it, and all of it could be read."""
        return "refuted" not in self.checks.values() and _SPOILING.isdisjoint(self.warnings)


def read(rows: Sequence[str], today: date) -> Document:
    """The document of whole, clean *rows*; :mod:`omi_tui.model.scanned_text` makes them from what a scanner types.

    Birth years are the latest that are not after *today*, expiry years are of today's century.
    Raises :class:`NotMrz`.
    """
    text = "".join(rows)
    width = len(rows[0]) if rows else 0
    if width * len(rows) != len(text) or not width:
        raise NotMrz("not_mrz")
    try:
        data = text.encode("ascii")
    except UnicodeEncodeError:
        raise NotMrz("characters") from None
    if data.translate(None, ALLOWED):
        raise NotMrz("characters")
    layout = layout_of(len(rows), width, text[0])
    if layout is None or any(len(row) != width for row in rows) or not text[0].isalpha():
        raise NotMrz("not_mrz")
    checks = verdicts(data, layout)
    warnings: list[str] = []
    if text[0] == "V":
        warnings.append("visa")
    surname, given_names = _names(text[layout.names], warnings)
    birth = text[layout.birth]
    birth_date = _birth(birth, today, warnings)
    sex = _SEX.get(text[layout.sex], "")
    if not sex:
        warnings.append("sex_unreadable")
    expiry_date = _expiry(text[layout.expiry], today, warnings)
    issuing_state = text[2:5].rstrip("<")
    issuing_state = ALPHA_3.get(issuing_state, issuing_state) if len(issuing_state) == 1 else issuing_state
    nationality = text[layout.nationality].rstrip("<")
    nationality = ALPHA_3.get(nationality, nationality) if len(nationality) == 1 else nationality
    if nationality not in CODES:
        warnings.append("nationality_unknown")
    number, personal = _numbers(text, data, layout)
    return Document(
        layout.format,
        text[:2].rstrip("<"),
        surname,
        given_names,
        number,
        issuing_state,
        nationality,
        birth_date,
        birth,
        sex,
        expiry_date,
        personal,
        checks,
        tuple(warnings),
        propose(data, layout, checks) if "refuted" in checks.values() else (),
        tuple(rows),
    )


def _names(field: str, warnings: list[str]) -> tuple[str, str]:
    surname, _, given_names = field.partition("<<")
    surname, given_names = (" ".join(part.replace("<", " ").split()) for part in (surname, given_names))
    if not surname:
        surname, given_names = given_names, ""
    if field[-1] != "<":
        warnings.append("name_truncated")
    elif not given_names and surname:
        warnings.append("one_name")
    if not surname or not (surname + given_names).replace(" ", "").isalpha():
        warnings.append("name_unreadable")
    return surname, given_names


def _birth(text: str, today: date, warnings: list[str]) -> date | None:
    if text.isdigit():
        try:
            day = date.fromisoformat(f"{today.year // 100}{text}")
            return day if day <= today else day.replace(year=day.year - 100)
        except ValueError:  # the thirtieth of February; or 00, which some states print for an unknown part
            unknown = text[2:4] == "00" or (text[4:] == "00" and text[2:4] <= "12")
    else:
        pairs = (text[:2], text[2:4], text[4:])
        unknown = all(pair == "<<" or pair.isdigit() for pair in pairs)
    warnings.append("birth_unknown" if unknown else "birth_unreadable")
    return None


def _expiry(text: str, today: date, warnings: list[str]) -> date | None:
    if text == "<<<<<<":
        warnings.append("expiry_unknown")
        return None
    try:
        day = date.fromisoformat(f"{today.year // 100}{text}") if text.isdigit() else None
    except ValueError:
        day = None
    if day is None:
        warnings.append("expiry_unreadable")
    elif day < today:
        warnings.append("expired")
    return day


def _numbers(text: str, data: bytes, layout: Layout) -> tuple[str, str]:
    number, _, tail = number_in(data, layout)
    start = layout.personal.start + tail
    personal = text[start : layout.personal.stop].strip("<") or text[layout.also_personal].strip("<")
    return number.decode("ascii").strip("<").replace("<", " "), " ".join(personal.replace("<", " ").split())
