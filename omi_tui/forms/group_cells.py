"""Cells of a list: what spreadsheet programs put into a text beside what a person would type, taken off."""

import re
from datetime import date, timedelta

from omi_tui.forms.field import Field
from omi_tui.forms.kinds import DateField

_MIDNIGHT = re.compile(r"(?:T|\s+)(?:00?:00(?::00(?:\.0+)?)?|12:00(?::00)?\s?AM)$", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]+\.0+")
_SERIAL = re.compile(r"[1-9][0-9]{4}")
_BEFORE_FIRST = date(1899, 12, 30)
"""Spreadsheet programs count days from here."""
_NUMBERS = ("birth_date", "passport_number", "personal_number", "phone")


def plain(field: Field, cell: str) -> str:
    """*cell* without the midnight behind a day, and without ``.0`` behind a number."""
    if isinstance(field, DateField):
        cell = _MIDNIGHT.sub("", cell)
    if field.id in _NUMBERS and _WHOLE.fullmatch(cell):
        cell = cell.partition(".")[0]
    return cell


def text(field: Field, cell: str, today: date) -> str:
    """The answer to *field* that *cell* of its column gives: the day that a number of days up to *today* stands for."""
    cell = plain(field, cell)
    if isinstance(field, DateField) and _SERIAL.fullmatch(cell):
        day = _BEFORE_FIRST + timedelta(days=int(cell))
        return f"{day}" if day <= today else cell
    return cell
