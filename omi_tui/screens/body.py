"""What the body of a screen is made of: a view turned into widgets, always in the same order."""

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from omi_tui.journeys.view import Action, Listing, Table, View
from omi_tui.text.i18n import _
from omi_tui.text.width import cell_len
from omi_tui.widgets.action_button import ActionButton, ButtonRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import Paragraphs
from omi_tui.widgets.numbered_list import Item, NumberedList

ROOMY = 12
"""Rows, sentences and actions of a record that are seen at once with blank lines between them."""


def widgets(view: View, *, told: tuple[str, bool], rejected: bool, goes_on: bool = False) -> Iterator[Widget]:
    """The widgets of *view*. *told* is the last sentence and whether it is bad; *rejected* shows the error summary.

    *goes_on*: whether a field that is typed full leads to the next one by itself.
    """
    yield Static(view.heading, classes="heading", markup=False)
    if not view.link:
        yield _told(*told)
    if rejected and view.form and view.form.errors:
        yield Static(_("There is a problem. Choose a line to mend it."), classes="summary-title", markup=False)
        errors = view.form.errors
        yield NumberedList(
            [Item(error.field_id, (error.message(),), str(n), str(n)) for n, error in enumerate(errors, 1)],
            widget_id="summary",
        )
    if view.link:
        yield pay_panel(view, _told(*told))
        return
    if view.lead:
        yield Paragraphs(view.lead, classes="lead")
    if view.rows:
        yield rows(view)
    if view.listing:
        yield record_list(view.listing)
    yield Paragraphs(view.warnings, widget_id="warnings")
    if view.form:
        panel = FormPanel(view.form, goes_on=goes_on)
        panel.set_class(bool(view.rows or view.listing or view.warnings), "-after")
        yield panel
    yield Paragraphs(view.notes, widget_id="notes")
    deeds = [*buttons(view), menu(view)]
    yield from deeds if view.main() else reversed(deeds)
    for table in view.tables:
        yield from small_table(table)
    if view.foot:
        yield Paragraphs(view.foot, classes="foot")


def crowded(view: View) -> bool:
    """Whether a record leaves no room at 80 by 24 for all that can be done with it, unless blank lines go."""
    lines = len(view.rows) + len(view.lead) + len(view.actions)
    return bool(view.rows) and view.form is None and lines > ROOMY


def pay_panel(view: View, told: Widget) -> Horizontal:
    """The code of the link, and beside it all that can be done and said: one look shows both at 80 by 24."""
    from omi_tui.widgets.qr import QrCode

    beside: list[Widget] = [
        menu(view),
        *buttons(view),
        told,
        Paragraphs(view.lead[:-1], classes="lead"),
        Static(_("The traveller can scan the code with their own phone."), classes="scan", markup=False),
        Paragraphs(view.lead[-1:], classes="lead -last"),
    ]
    if view.rows:
        beside.insert(0, Paragraphs([f"{row.label}:\n{row.value}" for row in view.rows]))
    return Horizontal(
        QrCode(view.link), Vertical(*beside, Paragraphs(view.notes, widget_id="notes"), id="side"), id="pay"
    )


def record_list(listing: Listing) -> Widget:
    """The pages of a long list."""
    from omi_tui.widgets.record_list import RecordList

    lines = [(entry.id, entry.cells) for entry in listing.entries]
    return RecordList(listing.columns, listing.widths, lines, listing.total, listing.empty)


def _told(sentence: str, bad: bool) -> Static:
    told = Static(sentence, id="told", classes="-bad" if bad else None, markup=False)
    told.display = bool(sentence)
    return told


def rows(view: View) -> NumberedList:
    """The rows of a record or of a check page; those that can be changed are numbered."""
    changeable = any(row.change for row in view.rows)
    items = [
        Item(row.change, (row.label, row.value), str(n) if changeable else "", str(n) if row.change else "")
        for n, row in enumerate(view.rows, 1)
    ]
    return NumberedList(items, widget_id="rows")


def small_table(table: Table) -> Iterator[Widget]:
    """A record's small table: its title, then its rows, or the sentence that there are none."""
    yield Static(table.title, classes="table-title", markup=False)
    if not table.rows:
        yield Paragraphs((table.empty,))
        return
    yield NumberedList([Item("", row) for row in (table.columns, *table.rows)], columns=(), classes="facts")


def buttons(view: View) -> Iterator[Widget]:
    """The buttons: the main one first."""
    shown = [action for action in view.actions if action.role != "entry"]
    shown.sort(key=lambda action: action.role != "main")
    if shown:
        yield ButtonRow(
            *(ActionButton(action.id, action.label, main=action.role == "main") for action in shown), classes="buttons"
        )


def menu(view: View) -> NumberedList:
    """The numbered entries."""
    entries = [action for action in view.actions if action.role == "entry"]
    list_ = NumberedList(
        [_entry(n, action) for n, action in enumerate(entries, 1)], widget_id="menu", columns=_menu_columns(entries)
    )
    list_.display = bool(entries)
    return list_


def _entry(number: int, action: Action) -> Item:
    digit = action.digit or str(number)
    return Item(action.id, (action.label, action.note) if action.note else (action.label,), digit, digit)


def _menu_columns(entries: list[Action]) -> tuple[int, ...]:
    noted = [action for action in entries if action.note]
    return (max(cell_len(action.label) for action in noted) + 2, 0) if noted else ()
