"""Saved travellers in the insured person's form: offered by the first letters of a name, filled in as a whole."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from omi_tui.forms.field import Choice
from omi_tui.text.fold import begins
from omi_tui.text.i18n import N_, _, ngettext, show_day

if TYPE_CHECKING:
    from omi_tui.forms.insured import InsuredForm

SAVED = N_("saved")
EXPIRED = N_("saved, has expired")
LETTERS = 3
"""Letters of a name after which the form says by itself that somebody is saved."""
_NAME = "last_name_latin"


class Known(NamedTuple):
    """A saved person: ``values`` by field id; ``expiry_date`` is the last day of the passport where it is known."""

    id: str
    name: str
    values: Mapping[str, Any]
    expiry_date: date | None


def offered(form: "InsuredForm", field_id: str, text: str) -> list[Choice]:
    """The people whose name begins with *text*, or all of them for an empty one, where a name is asked."""
    if field_id != _NAME:
        return []
    return [Choice(each.id, _label(each)) for each in form.known if not text.strip() or begins(each.name, text)]


def fill(form: "InsuredForm", known_id: str) -> bool:
    """Answer everything for a saved person, marked; False where there is nobody of that id."""
    known = next((each for each in form.known if each.id == known_id), None)
    if known is None:
        return False
    form.fill("policyholder_is_insured", "")
    form.scan = None
    for field_id, value in known.values.items():
        form.fill(field_id, form.field(field_id).show(value))
        if form.texts[field_id]:
            form.marks[field_id] = SAVED
    form.document_expiry = known.expiry_date
    if known.expiry_date is not None and known.expiry_date < form.today():
        form.marks["passport_number"] = EXPIRED
    return True


def hint(form: "InsuredForm", field_id: str) -> str:
    """That somebody saved has a name that begins so, and how to fill in the form; empty where nobody has."""
    text = form.texts[field_id].strip()
    if field_id != _NAME or len(text) < LETTERS or form.marks.get(_NAME):
        return ""
    found = [each for each in form.known if begins(each.name, text)]
    if len(found) == 1:
        return _("Saved: {person}. Down fills in everything.").format(person=_label(found[0]))
    words = ngettext("Saved: {count} person. Down lists them.", "Saved: {count} people. Down lists them.", len(found))
    return words.format(count=len(found)) if found else ""


def _label(known: Known) -> str:
    parts = (known.name, show_day(known.values["birth_date"]), known.values["citizenship"])
    return ", ".join(parts)
