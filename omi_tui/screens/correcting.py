"""Taking back what was typed: undo, redo, and what stood in a field when it was entered."""

from textual import events
from textual.widget import Widget

from omi_tui.screens.stage import Stage
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import BottomLines


class Correcting(Stage):
    """Knows the field that a command means, and what stood there."""

    _entered = ("", "")
    """The field that has the focus, and what stood in it when the focus came."""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember what stands in a field that is come to; the last line is left for the same field as before."""
        row = _row(event.widget)
        if row is None:
            if not isinstance(event.widget, BottomLines):
                self._entered = ("", "")
        elif row.field.id != self._entered[0]:
            self._entered = (row.field.id, row.form.texts[row.field.id])

    def row_here(self) -> FieldRow | None:
        """The field that has the focus; from the last line, the one that had it before."""
        if isinstance(self.focused, BottomLines) and self.query(FormPanel):
            return self.query_one(FormPanel).row(self._entered[0])
        return _row(self.focused)

    async def do_undo(self) -> None:
        """Take back the last step in the field."""
        row = self.row_here()
        if row is not None:
            await self._put(row, row.form.undone(row.field.id))

    async def do_redo(self) -> None:
        """Do again what was taken back last."""
        row = self.row_here()
        if row is not None:
            await self._put(row, row.form.redone(row.field.id))

    async def do_restore(self) -> None:
        """Bring back what stood in the field when it was entered."""
        row = self.row_here()
        if row is not None and row.field.id == self._entered[0]:
            row.form.answer(row.field.id, self._entered[1])
            await self._put(row, True)

    async def do_repeat(self) -> None:
        """Answer the field as for the last traveller."""
        from omi_tui.journeys.next_traveller import repeat

        row = self.row_here()
        if row is not None:
            await self._put(row, repeat(self.journey.workplace, row.form, row.field.id))
            self.show_news()

    async def _put(self, row: FieldRow, changed: bool) -> None:
        """Show what the form has now, with the focus in the field."""
        row.control.focus()
        if changed:
            row.show_changed()
            await self.query_one(FormPanel).refresh_rows()
            self.changed()

    def changed(self) -> None:
        """An answer changed."""
        raise NotImplementedError


def _row(widget: Widget | None) -> FieldRow | None:
    return widget.parent if widget is not None and isinstance(widget.parent, FieldRow) else None
