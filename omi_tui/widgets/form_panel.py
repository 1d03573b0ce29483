"""The rows of one form: builds them, moves from one to the next, keeps them in step with the form."""

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from omi_tui.forms.field import TickField
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import DateField
from omi_tui.text.i18n import _
from omi_tui.text.width import cell_len
from omi_tui.widgets.field_row import FieldRow

LONGEST_LABEL = 34


class FormPanel(Vertical):
    """One FieldRow for each field that is asked now."""

    DEFAULT_CSS = "FormPanel { height: auto; width: 100%; }"

    @dataclass(eq=False, repr=False)
    class Completed(Message):
        """Enter was pressed in the last field."""

        panel: "FormPanel"

    @dataclass(eq=False, repr=False)
    class Changed(Message):
        """An answer changed."""

        panel: "FormPanel"
        field_id: str

    def __init__(self, form: Form, *, goes_on: bool = False) -> None:
        """*goes_on*: whether a field that is typed full leads to the next one by itself."""
        super().__init__()
        self.form = form
        self.goes_on = goes_on
        self._went_on = False
        """Whether no key was pressed since a full field led here."""
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        fields = self.form.visible()
        self._shown = [field.id for field in fields]
        labels = [cell_len(_(field.label)) for field in fields if not isinstance(field, TickField)]
        label_width = min(LONGEST_LABEL, max(labels, default=0))
        for field in fields:
            yield FieldRow(self.form, field, label_width, goes_on=self.goes_on)

    def rows(self) -> list[FieldRow]:
        """The rows in order."""
        return [child for child in self.children if isinstance(child, FieldRow)]

    def row(self, field_id: str) -> FieldRow | None:
        """The row of a field."""
        return next((row for row in self.rows() if row.field.id == field_id), None)

    def focused_field(self) -> str:
        """The id of the field that has the focus, or an empty text."""
        return next((row.field.id for row in self.rows() if row.control.has_focus), "")

    async def refresh_rows(self) -> None:
        """Follow the form: other fields may be asked now, texts, marks and errors may have changed."""
        if [field.id for field in self.form.visible()] != self._shown:
            here = self.focused_field()
            await self.recompose()
            row = self.row(here)
            if row:
                row.control.focus()
        else:
            for row in self.rows():
                row.refresh_texts()

    async def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        self._went_on = False
        await self.refresh_rows() if isinstance(event.row.field, TickField) else self._refresh_echoes(event.row)
        self.post_message(self.Changed(self, event.row.field.id))

    def _refresh_echoes(self, changed: FieldRow) -> None:
        """The echo of another field may hang on this one (an end date of ``8d`` on its begin date)."""
        for row in self.rows():
            if isinstance(row.field, DateField) and row.field.after == changed.field.id:
                row.refresh()

    def on_field_row_filled(self, event: FieldRow.Filled) -> None:
        """Go on, but never out of the form."""
        event.stop()
        if event.row is not self.rows()[-1]:
            self.go_on(event.row)
            self._went_on = True

    def on_key(self, event: events.Key) -> None:
        """Swallow the Tab or Enter that a hand sends after a full field out of habit."""
        went_on, self._went_on = self._went_on, False
        if went_on and event.key in ("tab", "enter"):
            event.stop()
            event.prevent_default()

    def on_field_row_ended(self, event: FieldRow.Ended) -> None:
        event.stop()
        self.go_on(event.row)

    def go_on(self, row: FieldRow) -> None:
        """Go to the field behind *row*; the last one completes the form."""
        rows = self.rows()
        place = rows.index(row)
        if place + 1 < len(rows):
            following: Widget = rows[place + 1].control
            self.screen.set_focus(following)  # at once: the next key may be on its way
        else:
            self.post_message(self.Completed(self))
