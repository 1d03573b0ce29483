"""Fills a person's form from a travel document that was scanned; every answer says by its mark where it comes from."""

from typing import TYPE_CHECKING, Any

from omi_tui.forms.field import Unreadable
from omi_tui.forms.insured import InsuredForm
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.model.mrz import Document

SCANNED = N_("scanned")
DOUBTFUL = N_("scanned, check it")
CUT_SHORT = N_("cut short, complete it")

_PROVED_BY = {
    "birth_date": "birth_date",
    "passport_number": "document_number",
    "number": "document_number",
    "personal_number": "personal_number",
    "expiry_date": "expiry_date",
}
"""Which check digit stands for the answer of a field."""
_SEXES = {"F": "female", "M": "male", "X": "unspecified"}


def doubtful(document: "Document") -> set[str]:
    """The ids of the fields whose answer a check digit of *document* refutes."""
    return {field_id for field_id, check in _PROVED_BY.items() if document.checks.get(check) == "refuted"}


def fill(form: "Form", document: "Document") -> list[str]:
    """Put what *document* says into *form*, marked, and return the ids of the fields that were filled.

    A field of the document that cannot be read is emptied: what another document said must not stand beside it. The
    series is emptied too, for the number that a document prints for machines holds the series already.
    """
    filled = []
    for field_id, (text, mark) in _answers(form, document).items():
        form.fill(field_id, text)
        if text:
            form.marks[field_id] = mark
            filled.append(field_id)
    if isinstance(form, InsuredForm):
        form.fill("policyholder_is_insured", "")
        form.scan = document
    return filled


def mark_again(form: "Form", document: "Document") -> None:
    """Put the marks back to the answers that still are what *document* says."""
    for field_id, (text, mark) in _answers(form, document).items():
        if text and _value(form, field_id, form.texts[field_id]) == _value(form, field_id, text):
            form.marks[field_id] = mark


def unfilled(form: "Form", document: "Document") -> str:
    """The field to go on in: the first that the person has to look at, else the first that has no answer yet."""
    answers = _answers(form, document)
    looked_at = [field.id for field in form.visible() if answers.get(field.id, ("", SCANNED))[1] == CUT_SHORT]
    empty = [field.id for field in form.visible() if field.required and not form.texts[field.id].strip()]
    last = form.visible()[-1].id
    return (looked_at or empty or [last])[0]


def _value(form: "Form", field_id: str, text: str) -> Any:
    try:
        return form.field(field_id).parse(text, form.around())
    except Unreadable:
        return text


def _answers(form: "Form", document: "Document") -> dict[str, tuple[str, str]]:
    """Text and mark for every field of *form* that *document* speaks of."""
    from omi_tui.model.country import CODES

    values: dict[str, Any] = {
        "last_name_latin": document.surname,
        "first_name_latin": document.given_names or None,
        "birth_date": document.birth_date,
        "citizenship": document.nationality if document.nationality in CODES else None,
        "passport_series": "",
        "passport_number": document.document_number,
        "personal_number": document.personal_number,
        "sex": _SEXES.get(document.sex, ""),
        "expiry_date": document.expiry_date,
    }
    values |= {
        "nationality": values["citizenship"],
        "series": values["passport_series"],
        "number": values["passport_number"],
    }
    marks = dict.fromkeys(doubtful(document), DOUBTFUL)
    if "layout_unsure" in document.warnings:
        marks |= dict.fromkeys(("last_name_latin", "first_name_latin", "citizenship", "nationality"), DOUBTFUL)
    if "name_truncated" in document.warnings:
        marks |= {"last_name_latin": CUT_SHORT, "first_name_latin": CUT_SHORT}
    return {
        field_id: (form.field(field_id).show(value), marks.get(field_id, SCANNED))
        for field_id, value in values.items()
        if field_id in form.texts
    }
