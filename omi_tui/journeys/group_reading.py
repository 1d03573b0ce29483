"""Reading a list of people: from a file, the standard input, or scanned lines, into texts by field id."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.forms.group import QUESTIONS, Columns, answers, guess

if TYPE_CHECKING:
    from omi_tui.model.mrz import Document


class Listed(NamedTuple):
    """What a list holds: ``rows`` of cells with the guess of their columns, or people who were scanned already."""

    name: str
    rows: list[list[str]]
    columns: Columns | None
    people: list[dict[str, str]]

    def read(self, columns: Columns | None = None) -> list[dict[str, str]]:
        """The texts of everybody by field id; *columns* is what was confirmed instead of the guess."""
        columns = columns or self.columns
        if columns is None:
            return self.people
        return [answers(row, columns) for row in self.rows[1 if columns.header else 0 :]]


def listed(path: str, today: Callable[[], date]) -> Listed:
    """Read the file at *path*, ``-`` for the standard input. Raises desk.people_file.FileRefused. May block."""
    from omi_tui.desk.people_file import FileRefused, read

    where = Path(path).expanduser() if path != "-" else Path(path)
    found = read(where)
    if found.text:
        people = scanned(found.text, today())
        if not people:
            raise FileRefused("empty", where.name)
        return Listed(where.name, [], None, people)
    return Listed(where.name, found.rows, guess(found.rows, today()), [])


def scanned(text: str, today: date) -> list[dict[str, str]]:
    """The people of scanned passport lines; what is no passport is left out."""
    from omi_tui.model.mrz import NotMrz
    from omi_tui.model.scanned_text import documents

    try:
        return in_texts(documents(text, today))
    except NotMrz:
        return []


def in_texts(documents: "Iterable[Document]") -> list[dict[str, str]]:
    """The answers that machine-readable lines give; a value that its check digit refutes is left to the person."""
    shown = {question.id: question for question in QUESTIONS}
    people = []
    for document in documents:
        values = {
            "last_name_latin": document.surname,
            "first_name_latin": document.given_names or None,
            "birth_date": document.birth_date,
            "citizenship": document.nationality,
            "passport_number": document.document_number,
            "personal_number": document.personal_number or None,
        }
        for field_id in ("birth_date", "passport_number", "personal_number"):
            if document.checks.get(field_id.replace("passport", "document")) == "refuted":
                del values[field_id]
        people.append({key: shown[key].show(value) for key, value in values.items()})
    return people
