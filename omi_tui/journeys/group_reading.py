"""Reading a list of people: from a file, the standard input, or scanned lines, into texts by field id."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from omi_tui.forms.group import QUESTIONS, Columns, answers, guess
from omi_tui.forms.group_headers import known
from omi_tui.forms.scanning import doubtful
from omi_tui.journeys.group_people import EXPIRY
from omi_tui.model.country import CODES
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.model.mrz import Document


class Listed(NamedTuple):
    """What a list holds: ``rows`` of cells with the guess of their columns, or people who were scanned already."""

    name: str
    rows: list[list[str]]
    columns: Columns | None
    people: list[dict[str, str]]
    today: date

    def read(self, columns: Columns | None = None) -> list[dict[str, str]]:
        """The texts of everybody by field id; *columns* is what was confirmed instead of the guess."""
        columns = columns or self.columns
        if columns is None:
            return self.people
        return [answers(row, columns, self.today) for row in self.rows[1 if columns.header else 0 :]]

    def unnamed(self) -> list[str]:
        """The columns that have to be named where nobody looks at the guess.

        Which of two names is the last one is never told by what the columns hold; a passport number is.
        """
        if self.columns is None:
            return []
        told = {"passport_number"} & {*self.columns.ids} | self.columns.named
        needed = ("last_name_latin", "first_name_latin", "passport_number")
        return [_(question.label) for question in QUESTIONS if question.id in needed and question.id not in told]


def meant(path: str, nearby: Sequence[Path]) -> str:
    """What was typed as *path*; where that is the number of a list that was found *nearby*, and no file, that list."""
    number = int(path) if path.isascii() and path.isdecimal() else 0
    return str(nearby[number - 1]) if 0 < number <= len(nearby) and not Path(path).exists() else path


def listed(path: str, today: Callable[[], date]) -> Listed:
    """Read the file at *path*, ``-`` for the standard input. Raises desk.people_file.FileRefused. May block."""
    from omi_tui.desk.people_file import FileRefused, read

    where = Path(path).expanduser() if path != "-" else Path(path)
    found, day = read(where, known), today()
    if found.text:
        people = scanned(found.text, day)
        if not people:
            raise FileRefused("empty", where.name)
        return Listed(where.name, [], None, people, day)
    return Listed(where.name, found.rows, guess(found.rows, day), [], day)


def scanned(text: str, today: date) -> list[dict[str, str]]:
    """The people of scanned passport lines; what cannot be read is a person without answers, to be mended."""
    from omi_tui.model import mrz, scanned_text

    try:
        scan = scanned_text.scan(text)
    except mrz.NotMrz:
        return []
    people: list[dict[str, str]] = []
    for rows in dict.fromkeys(scan.documents_rows):
        try:
            people += in_texts([mrz.read(rows, today)])
        except mrz.NotMrz:
            people.append({})
    return [*people, {}] if scan.rest.strip() else people


def in_texts(documents: "Iterable[Document]") -> list[dict[str, str]]:
    """The answers that machine-readable lines give, as far as their check digits let them be taken unseen.

    What is refuted, cut short or stands in a visa is left to the person, who has the document.
    """
    shown = {question.id: question for question in QUESTIONS}
    return [
        {key: shown[key].show(value) for key, value in _values(document).items()} | _expiry(document)
        for document in documents
    ]


def _expiry(document: "Document") -> dict[str, str]:
    ends = document.expiry_date
    return {EXPIRY: ends.isoformat()} if ends is not None and EXPIRY not in doubtful(document) else {}


def _values(document: "Document") -> dict[str, Any]:
    values = {
        "last_name_latin": document.surname,
        "first_name_latin": document.given_names or None,
        "birth_date": document.birth_date,
        "citizenship": document.nationality if document.nationality in CODES else None,
        "passport_number": document.document_number,
        "personal_number": document.personal_number or None,
    }
    unsure = doubtful(document)
    if "name_truncated" in document.warnings:
        unsure.add("first_name_latin")
    if "visa" in document.warnings or (not document.valid and not unsure & values.keys()):
        unsure.add("passport_number")
    return {key: value for key, value in values.items() if key not in unsure}
