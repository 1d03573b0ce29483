"""The place of the focus, in words that outlive the widgets, found again among those that took theirs."""

from textual.screen import Screen
from textual.widget import Widget

from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import BottomLines
from omi_tui.widgets.numbered_list import NumberedList

_FIRST = (
    "FormPanel FieldInput, FormPanel Tick, FormPanel ChoiceStrip",
    "#entries",
    "#pay #menu",
    "ActionButton.-main",
    "#menu",
    "ActionButton",
    "#rows",
)
"""Where the focus begins on a fresh view: the first of these that is there."""


def first(screen: Screen[object], wanted: str) -> Widget | None:
    """Where a fresh view begins: the field that is *wanted*, else the first thing that takes the focus."""
    panels = screen.query(FormPanel)
    row = panels.first().row(wanted) if panels and wanted else None
    if row:
        return row.control
    widgets = (widget for kind in _FIRST for widget in screen.query(kind))
    return next((widget for widget in widgets if widget.focusable and widget.display), None)


def token(focused: Widget | None) -> str:
    """What to find the place of *focused* by: a field and its caret, a button, a line of a list, the bottom line."""
    if focused is None:
        return ""
    if isinstance(focused.parent, FieldRow):
        caret = focused.cursor_position if isinstance(focused, FieldInput) else 0
        return f"field:{focused.parent.field.id}:{caret}"
    if isinstance(focused, ActionButton):
        return "button:" + focused.deed
    if isinstance(focused, NumberedList):
        return f"list:{focused.id}:{focused.index}"
    return "bottom" if isinstance(focused, BottomLines) else ""


def found(screen: Screen[object], place: str) -> Widget | None:
    """What stands on *screen* at a *place* that ``token`` gave."""
    kind, _colon, name = place.partition(":")
    if kind == "field" and screen.query(FormPanel):
        name, _colon, caret = name.partition(":")
        row = screen.query_one(FormPanel).row(name)
        if row and isinstance(row.control, FieldInput):
            row.control.cursor_position = int(caret)
            row.control.select_on_focus = False  # it had the focus before: the next letter goes on
        return row.control if row else None
    if kind == "button":
        return next((button for button in screen.query(ActionButton) if button.deed == name), None)
    if kind == "list":
        name, index = name.split(":")
        for entries in screen.query(NumberedList):
            if entries.id == name and entries.items:
                entries.index = min(int(index), len(entries.items) - 1)
                return entries
    return screen.query_one(BottomLines) if kind == "bottom" else None
