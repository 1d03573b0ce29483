"""People in a list: each row is read by the questions that the form of one insured person asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.forms import group_cells
from omi_tui.forms.field import Choice, ChoiceField, Field, FieldError, Surroundings, Unreadable
from omi_tui.forms.form import Form
from omi_tui.forms.group_headers import NOT_USED, named
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.kinds import CountryField, DateField
from omi_tui.model import rules
from omi_tui.model.period import minsk_today
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from pydantic import BaseModel

QUESTIONS: tuple[Field, ...] = tuple(field for field in InsuredForm.fields if field.id != "policyholder_is_insured")
"""What a row answers: all that another insured person is asked."""
SHARED = ("address", "phone", "country_of_residence")
"""What a whole group may have in common."""


class TravellerForm(Form):
    """One person of a group."""

    id = "traveller"
    fields = QUESTIONS

    def model(self) -> "type[BaseModel]":
        """``model.person.Insured``."""
        from omi_tui.model.person import Insured

        return Insured


class SharedForm(Form):
    """What stands for everybody in whose row it is missing; each answer may stay empty."""

    id = "shared"
    fields = tuple(replace(field, required=False) for field in QUESTIONS if field.id in SHARED)


class Columns(NamedTuple):
    """What the columns of a list mean: a field's id or ``-`` for each; ``header`` says that its first row names them.

    ``sure``: every column was named by a name that is known, so that nobody has to look at it. ``named``: the fields
    that were told by a name, and not by what the column holds.
    """

    ids: tuple[str, ...]
    header: bool
    sure: bool
    named: frozenset[str] = frozenset()


class ColumnsForm(Form):
    """What each column of a list means, to be confirmed."""

    id = "columns"

    def __init__(
        self, rows: Sequence[Sequence[str]], columns: Columns, today: Callable[[], date] = minsk_today
    ) -> None:
        choices = (*(Choice(field.id, field.label) for field in QUESTIONS), Choice(NOT_USED, N_("Not used")))
        data = rows[1:] if columns.header else rows
        self.fields = tuple(
            ChoiceField(
                id=f"column_{number}",
                label=(rows[0][number] if columns.header else "") or _("Column {number}").format(number=number + 1),
                hint=next((row[number] for row in data if row[number]), "-"),
                choices=choices,
                width=30,
                messages={"missing": N_("Say what each column holds."), "unknown": N_("Choose an answer of the list.")},
            )
            for number in range(len(columns.ids))
        )
        super().__init__(today)
        self.header = columns.header
        self.load({f"column_{number}": field_id for number, field_id in enumerate(columns.ids)})

    def between(self, values: Mapping[str, object]) -> list[FieldError]:
        """One column for each question."""
        seen: set[object] = set()
        errors = []
        for field in self.fields:
            value = values.get(field.id)
            if value in seen and value != NOT_USED:
                errors.append(
                    FieldError(field.id, "twice", N_("Another column has this already. Choose one of the two."), {})
                )
            seen.add(value)
        return errors

    def columns(self) -> Columns:
        """What was confirmed. Raises FormRejected."""
        values = self.values()
        return Columns(tuple(values[field.id] for field in self.fields), self.header, True)


def guess(rows: Sequence[Sequence[str]], today: date) -> Columns:
    """What the columns of *rows* (all of one width, one row at least) mean: by their names, else by what they hold."""
    said = named(rows[0])
    told = sum(field_id not in ("", NOT_USED) for field_id in said)
    header = told > 1 or (len(rows) > 1 and told > 0)
    ids = said if header else [""] * len(said)
    sure, by_name = all(ids), frozenset(ids) - {"", NOT_USED}
    data = rows[1:21] if header else rows[:20]
    for field_id in _BY_CONTENT:
        found = None if field_id in ids else _holding(field_id, ids, data, today)
        if found is not None:
            ids[found] = field_id
    return Columns(tuple(field_id or NOT_USED for field_id in ids), header, sure, by_name)


_BY_CONTENT = (
    *("birth_date", "phone", "citizenship", "country_of_residence"),
    *("passport_number", "last_name_latin", "first_name_latin", "address"),
)
"""From what is told best by its looks to what is told worst."""


def _holding(field_id: str, taken: Sequence[str], rows: Sequence[Sequence[str]], today: date) -> int | None:
    """The first free column whose cells can nearly all be read as that field."""
    field = next(each for each in QUESTIONS if each.id == field_id)
    for place in range(len(taken)):
        cells = [row[place] for row in rows if row[place]]
        if taken[place] or not cells:
            continue
        if sum(_looks_like(field, cell, today) for cell in cells) * 5 >= len(cells) * 4:
            return place
    return None


def _looks_like(field: Field, cell: str, today: date) -> bool:
    if isinstance(field, CountryField) and len(cell) < 2:
        return False
    if field.id == "passport_number" and not any(char.isdigit() for char in cell):
        return False
    if field.id == "phone" and not cell.startswith(("+", "00")):
        return False
    if isinstance(field, DateField) and sum(char.isdigit() for char in cell) < 3:
        return False
    try:
        return field.parse(group_cells.plain(field, cell), Surroundings(today, {})) is not None
    except Unreadable:
        return False


def answers(row: Sequence[str], columns: Columns, today: date) -> dict[str, str]:
    """The texts of one person by field id; empty where the list has no such column."""
    found = dict(zip(columns.ids, row, strict=True))
    return {field.id: group_cells.text(field, found.get(field.id, ""), today) for field in QUESTIONS}


class SourceForm(Form):
    """Which file holds the list."""

    id = "source"
    fields = (
        Field(
            id="path",
            label=N_("File with the list"),
            hint=N_("CSV, XLSX, or a text file of scanned passport lines"),
            help=N_(
                "The path of the file. The first line of a table names its columns, such as last name, date of birth, "
                "passport number. For example: Downloads/group.csv."
            ),
            rule=rules.path,
            leak="drop",
            messages={"missing": N_("Type the path of the file, or choose one of the files below.")},
        ),
    )
