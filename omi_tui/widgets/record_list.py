"""A long list in pages of ten: its columns' names, the numbered rows, where we are, and a filter after ``/``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from omi_tui.text.i18n import _
from omi_tui.text.width import cell_len, fit
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.numbered_list import Item, NumberedList

if TYPE_CHECKING:
    from omi_tui.forms.field import Choice

PAGE = 10
Line = tuple[str, tuple[str, ...]]
"""An entry: its id and its cells."""


class RecordList(Vertical):
    """Shows one page of entries; asks for further ones when the page or the filter needs them."""

    DEFAULT_CSS = """
    RecordList { height: auto; width: 100%; }
    RecordList > .columns { color: $omi-muted; height: auto; }
    RecordList > .where { color: $omi-muted; height: auto; padding: 0 2; }
    RecordList > .filter-line { display: none; height: 1; padding: 0 2; }
    RecordList > .filter-line Static { width: auto; padding: 0 2 0 0; }
    RecordList > .filter-line FieldInput { width: 1fr; max-width: 40; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,right", "page(1)", show=False),
        Binding("pageup,left", "page(-1)", show=False),
        Binding("slash", "filter", show=False),
    ]

    @dataclass(eq=False, repr=False)
    class MoreWanted(Message):
        """Further entries are wanted; ``all`` of them where a filter looks through the whole list."""

        list: "RecordList"
        all: bool

    def __init__(
        self, columns: tuple[str, ...], widths: tuple[int, ...], lines: Iterable[Line], total: int, empty: str
    ) -> None:
        super().__init__()
        self.columns, self.widths, self.total, self.empty = columns, widths, total, empty
        self.lines = list(lines)
        self.page = 0
        self.wanted = ""

    def compose(self) -> ComposeResult:
        columns = Static(self._column_line(), classes="columns", markup=False)
        columns.display = bool(self._column_line())
        yield columns
        yield NumberedList(self._items(), columns=self.widths, names=self.columns, widget_id="entries")
        where = Static(self._where(), classes="where", markup=False)
        where.display = bool(self._where())
        yield where
        field = FieldInput()
        field.add_class("filter")
        with Horizontal(classes="filter-line"):
            yield Static(_("Filter:"), markup=False)
            yield field

    def _matching(self) -> list[Line]:
        wanted = self.wanted.casefold()
        return [line for line in self.lines if wanted in " ".join(line[1]).casefold()] if wanted else self.lines

    def _items(self) -> list[Item]:
        start = self.page * PAGE
        return [
            Item(key, cells, str(number), str(number)[-1])
            for number, (key, cells) in enumerate(self._matching()[start : start + PAGE], start + 1)
        ]

    def _column_line(self) -> str:
        if not self.lines or not self.columns:
            return ""
        gutter = 2 + len(str(min(self.page * PAGE + PAGE, len(self._matching()) or 1))) + 2
        shown = [
            fit(name, width) + " " * max(0, width - cell_len(fit(name, width)))
            for name, width in zip(self.columns, (*self.widths, 0), strict=False)
        ]
        if len(shown) == len(self.columns):
            shown[-1] = self.columns[-1]
        return " " * gutter + "  ".join(shown)

    def _where(self) -> str:
        matching = len(self._matching())
        total = matching if self.wanted else max(self.total, matching)
        if not total:
            return _("Nothing matches.") if self.wanted else self.empty
        first, last = self.page * PAGE + 1, min(self.page * PAGE + PAGE, total)
        if total <= PAGE and not self.wanted:
            return ""
        where = _("{first} to {last} of {total}").format(first=first, last=last, total=total)
        return where + " · " + _("PgDn, PgUp: page") + " · " + _("/: filter")

    def extend(self, lines: Iterable[Line], total: int) -> None:
        """Take the entries as they are now known."""
        self.lines, self.total = list(lines), total
        self.refresh_page()

    def refresh_page(self) -> None:
        """Draw the page anew."""
        columns, where = self.query(".columns").first(Static), self.query(".where").first(Static)
        columns.update(self._column_line())
        where.update(self._where())
        where.display = bool(self._where())
        self.query_one("#entries", NumberedList).show(self._items())
        self._name_columns()

    def _name_columns(self) -> None:
        """Name the columns above their cells, but where each cell names its own."""
        entries = self.query_one("#entries", NumberedList)
        named = bool(entries.items and self.columns) and not entries.stacks(self.size.width)
        self.query(".columns").first(Static).display = named

    def on_resize(self) -> None:
        self._name_columns()
        entries = self.query_one("#entries", NumberedList)
        if entries.has_focus:  # the line of the columns' names is gone or back: what was in sight may be a line off
            self.call_after_refresh(entries.show_chosen)

    def action_page(self, step: int) -> None:
        """Turn *step* pages; further entries are asked for where the page has none yet."""
        total = len(self._matching()) if self.wanted else self.total
        page = max(0, min((total - 1) // PAGE, self.page + step)) if total else 0
        if page != self.page:
            self.page = page
            self.refresh_page()
            if not self.wanted and (page + 1) * PAGE > len(self.lines) and len(self.lines) < self.total:
                self.post_message(self.MoreWanted(self, all=False))

    def action_filter(self) -> None:
        """Open the filter; it looks through the whole list."""
        field = self.query_one(FieldInput)
        self.query_one(".filter-line").display = True
        field.focus()
        if len(self.lines) < self.total:
            self.post_message(self.MoreWanted(self, all=True))

    def close_filter(self) -> None:
        """Show everything again."""
        field = self.query_one(FieldInput)
        field.value = ""
        self._leave_filter(field)

    def on_input_changed(self, event: FieldInput.Changed) -> None:
        event.stop()
        self.wanted, self.page = event.value.strip(), 0
        self.refresh_page()

    def on_field_input_ended(self, event: FieldInput.Ended) -> None:
        event.stop()
        self._leave_filter(event.input)

    def on_field_input_list_wanted(self, event: FieldInput.ListWanted) -> None:
        event.stop()
        self._leave_filter(event.input)

    def _leave_filter(self, field: FieldInput) -> None:
        self.query_one(".filter-line").display = bool(field.value)
        self.query_one("#entries", NumberedList).focus()


def option_lines(options: "Iterable[Choice]") -> list[Line]:
    """The answers of a field as lines: name, after its code where people know that one (POL, 2026-12-01)."""
    return [
        (option.code, (_(option.label),) if option.code != option.code.upper() else (option.code, _(option.label)))
        for option in options
    ]
