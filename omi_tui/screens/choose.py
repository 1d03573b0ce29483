"""Choose one line of a list: the answers of a field, the commands of the program."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from omi_tui.screens.scanner import Page
from omi_tui.text.i18n import _
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.record_list import PAGE, Line, RecordList


class ChooseScreen(ModalScreen[str | None]):
    """Dismissed with the id of the line. Typing filters, a digit chooses while the filter is empty.

    It begins at the line *chosen* where that stands on the first page.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "into_list", show=False)]

    def __init__(self, title: str, lines: Iterable[Line], widths: tuple[int, ...] = (), chosen: str = "") -> None:
        super().__init__()
        self.list_title, self.lines, self.widths, self.chosen = title, list(lines), widths, chosen

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -paged" if len(self.lines) > PAGE else "dialog"):
            yield Static(self.list_title, classes="dialog-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield RecordList((), self.widths, self.lines, len(self.lines), _("There is nothing to choose."))
            yield Static(
                _("A digit or Enter chooses. Type to filter. Esc goes back."), classes="dialog-keys", markup=False
            )

    def on_mount(self) -> None:
        entries = self.query_one(NumberedList)
        entries.index = next((place for place, item in enumerate(entries.items) if item.id == self.chosen), 0)
        entries.focus()

    def before_scan(self) -> Page:
        """A scan is no choice: its letters filter nothing, and its figures choose nothing."""
        return Page()

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one(NumberedList).show_chosen)

    def on_key(self, event: events.Key) -> None:
        if isinstance(self.focused, FieldInput):
            return
        if event.key.isdigit():
            item = self.query_one(NumberedList).by_digit(event.key)
            if item:
                event.stop()
                self.dismiss(item.id)
        elif event.is_printable and event.character and event.character.isalpha():
            event.stop()
            self.query_one(RecordList).action_filter()
            self.query_one(FieldInput).insert_text_at_cursor(event.character)

    def on_numbered_list_chosen(self, event: NumberedList.Chosen) -> None:
        event.stop()
        self.dismiss(event.item.id)

    def do_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
