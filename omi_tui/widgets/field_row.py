"""A field on one line: label, value, mark; and its error below in the words of the summary."""

import re
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from omi_tui.forms.field import ChoiceField, Field, SecretField, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import CountryField, DateField
from omi_tui.text.i18n import LONGEST_DATE, _
from omi_tui.text.width import cell_len, fit, wrap
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.tick import Tick

NARROW = 60


class FieldRow(Widget):
    """Draws label, mark and error itself; its one child is the control."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--label", "row--focus", "row--mark", "row--error"}
    DEFAULT_CSS = """
    FieldRow { layout: horizontal; height: 1; width: 100%; }
    FieldRow > .row--label { color: $foreground; }
    FieldRow > .row--focus { color: $omi-focus; text-style: bold; }
    FieldRow > .row--mark { color: $omi-muted; }
    FieldRow > .row--error { color: $omi-error; text-style: bold; }
    """

    @dataclass(eq=False, repr=False)
    class Changed(Message):
        """The answer changed."""

        row: "FieldRow"

    @dataclass(eq=False, repr=False)
    class Ended(Message):
        """Enter was pressed in the field."""

        row: "FieldRow"

    @dataclass(eq=False, repr=False)
    class Filled(Message):
        """The field was typed full, and this desk goes on then by itself."""

        row: "FieldRow"

    @dataclass(eq=False, repr=False)
    class Left(Message):
        """The focus left the field."""

        row: "FieldRow"

    @dataclass(eq=False, repr=False)
    class ListWanted(Message):
        """The list of answers was asked for; ``onward`` where the person was on the way to the next field."""

        row: "FieldRow"
        onward: bool = False

    def __init__(self, form: Form, field: Field, label_width: int, *, goes_on: bool = False) -> None:
        """*goes_on*: whether the focus moves on once the field is typed full."""
        super().__init__()
        self.form, self.field, self.label_width = form, field, label_width
        self._painted_mark = ""
        self._mark_line = 0
        self._growing = False
        """Whether nothing but letters at the end was typed since the field was empty."""
        text = form.texts[field.id]
        if isinstance(field, TickField):
            self.control: Widget = Tick(_(field.label), text == "yes")
        elif isinstance(field, ChoiceField):
            self.control = ChoiceStrip(field.choices, text)
        else:
            self.control = FieldInput(secret=isinstance(field, SecretField), replaced=isinstance(field, CountryField))
            self.control.goes_on = goes_on and bool(field.complete)

    def compose(self) -> ComposeResult:
        yield self.control

    def on_mount(self) -> None:
        if isinstance(self.control, FieldInput):
            with self.control.prevent(FieldInput.Changed):
                self.control.value = self.form.texts[self.field.id]
                self.control.cursor_position = len(self.control.value)
        self.lay_out()

    def on_resize(self) -> None:
        self.lay_out()
        if self.control.has_focus:
            self.call_after_refresh(self.scroll_visible, animate=False)

    @property
    def narrow(self) -> bool:
        """Whether the label stands on the line above."""
        return self.size.width < NARROW

    def lay_out(self) -> None:
        """Give the control its place, and the row its height, for the width there is and the error there may be."""
        width = self.size.width
        if not width:
            return
        if isinstance(self.control, Tick):
            top, left, room = 0, 0, width
            self.control.styles.width = room
            own = len(self.control._lines(room))
        else:
            labels = len(self._label_lines())
            top = labels if self.narrow else 0
            left = 2 if self.narrow else self.label_width + 4
            room = width - left
            reserve = 0 if self.narrow else min(self._reserve(), max(0, room - 14))
            self.control.styles.width = max(8, min(self.field.width, room - reserve))
            if isinstance(self.control, ChoiceStrip):
                self.control.styles.width = max(8, room - (12 if not self.field.required else 0))
            self._mark_line = self._mark_place()[0]
            own = max(1, self._mark_line + 1 - top) if self.narrow else labels
        self.control.styles.margin = (top, 0, 0, left)
        self.styles.height = top + own + len(self._error_lines())
        self.refresh()

    def _reserve(self) -> int:
        """Cells kept for the mark: its words now, or the longest date where an echo will come."""
        if isinstance(self.field, DateField):
            return LONGEST_DATE + 2
        return max(cell_len(self._mark()) + 2, 0 if self.field.required else cell_len(_("(optional)")) + 2)

    def _mark(self) -> str:
        echoes = isinstance(self.control, FieldInput) and type(self.field).echo is not Field.echo
        echo = self.form.echo(self.field.id) if echoes else ""
        where = self.form.marks.get(self.field.id, "")
        optional = "" if self.field.required or isinstance(self.field, TickField) else _("(optional)")
        return "  ".join(part for part in (echo, _(where)) if part) or optional

    def _error_lines(self) -> list[str]:
        error = self.form.error(self.field.id)
        if not error or not self.size.width:
            return []
        return wrap(_("Error: {sentence}").format(sentence=error.message()), max(10, self.size.width - 4))

    def refresh_texts(self) -> None:
        """Show label, answer, mark and error as they stand now, in the current language."""
        text = self.form.texts[self.field.id]
        if isinstance(self.control, Tick):
            self.control.label = _(self.field.label)
            with self.prevent(Tick.Toggled):
                self.control.on = text == "yes"
            self.control.refresh(layout=True)
        elif isinstance(self.control, ChoiceStrip):
            self.control.value = text
            self.control.refresh()
        elif isinstance(self.control, FieldInput) and self.control.value != text:
            with self.control.prevent(FieldInput.Changed):
                self.control.value = text
        self.lay_out()

    def show_changed(self) -> None:
        """Show the answer, which something else than a letter has changed, with the caret behind the change."""
        self.refresh_texts()
        if isinstance(self.control, FieldInput):
            self.control.cursor_position = len(self.control.value)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        focused = self.control.has_focus
        error_lines = self._error_lines()
        first_error = self.size.height - len(error_lines)
        if y >= first_error and error_lines:
            style = self.get_component_rich_style("row--error")
            line = "    " + error_lines[y - first_error]
            return Strip([Segment(line, style)]).extend_cell_length(width, self.rich_style)
        if isinstance(self.control, Tick):
            return Strip.blank(width, self.rich_style)
        kind = "row--error" if error_lines else "row--focus" if focused else "row--label"
        labels = self._label_lines()
        label = ("› " if focused and y == 0 else "  ") + labels[y] if y < len(labels) else ""
        segments = [Segment(label, self.get_component_rich_style(kind))]
        used = cell_len(label)
        mark_line, column = self._mark_place()
        if y == mark_line and column < width:
            segments.append(Segment(" " * (column - used), self.rich_style))
            self._painted_mark = mark = self._mark()
            segments.append(Segment(fit(mark, width - column), self.get_component_rich_style("row--mark")))
        return Strip(segments).extend_cell_length(width, self.rich_style).crop(0, width)

    def _label_lines(self) -> list[str]:
        """The label, on more lines than one where it is longer than its column."""
        return wrap(_(self.field.label), max(8, self.size.width - 2 if self.narrow else self.label_width)) or [""]

    def _mark_place(self) -> tuple[int, int]:
        """Line and column of the mark: behind the control where it fits, else behind the label, else below."""
        control = int(self.control.styles.width.value) if self.control.styles.width else 0
        if not self.narrow:
            return 0, self.label_width + 4 + control + 2
        labels = self._label_lines()
        for line, column in ((len(labels), control + 4), (len(labels) - 1, cell_len(labels[-1]) + 4)):
            if column + cell_len(self._mark()) <= self.size.width:
                return line, column
        return len(labels) + 1, 2

    def on_descendant_focus(self) -> None:
        self._growing = not self.form.texts[self.field.id]
        self.refresh()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if isinstance(self.control, FieldInput):
            shown = self.form.tidy(self.field.id)
            if shown != self.control.value:
                with self.control.prevent(FieldInput.Changed):
                    self.control.value = shown
        self.refresh()
        self.post_message(self.Left(self))

    def on_input_changed(self, event: FieldInput.Changed) -> None:
        event.stop()
        before = self.form.texts[self.field.id]
        self._growing = self._growing and event.value[:-1] == before
        self._take(event.value)
        goes_on = isinstance(self.control, FieldInput) and self.control.goes_on
        if goes_on and self._growing and self._full(event.value):
            self.post_message(self.Filled(self))

    def on_tick_toggled(self, event: Tick.Toggled) -> None:
        event.stop()
        self._take("yes" if event.tick.on else "")

    def on_choice_strip_turned(self, event: ChoiceStrip.Turned) -> None:
        event.stop()
        self._take(event.strip.value)

    def _take(self, text: str) -> None:
        self.form.answer(self.field.id, text)
        if self._mark() != self._painted_mark:
            self.lay_out() if self.narrow and self._mark_place()[0] != self._mark_line else self.refresh()
        self.post_message(self.Changed(self))

    def _full(self, text: str) -> bool:
        """Whether nothing can follow *text*, and it can be read: a mistake is mended where it was made."""
        return bool(re.fullmatch(self.field.complete, text)) and self.form.value(self.field.id) is not None

    def on_field_input_ended(self, event: FieldInput.Ended) -> None:
        """Go on, or list the answers where what was typed fits several of them."""
        event.stop()
        text = event.input.value
        several = text.strip() and len(self.field.options(text)) > 1 and self.form.value(self.field.id) is None
        self.post_message(self.ListWanted(self, onward=True) if several else self.Ended(self))

    def on_tick_ended(self, event: Tick.Ended) -> None:
        event.stop()
        self.post_message(self.Ended(self))

    def on_choice_strip_ended(self, event: ChoiceStrip.Ended) -> None:
        event.stop()
        self.post_message(self.Ended(self))

    def on_field_input_list_wanted(self, event: FieldInput.ListWanted) -> None:
        event.stop()
        self.post_message(self.ListWanted(self))

    def on_choice_strip_list_wanted(self, event: ChoiceStrip.ListWanted) -> None:
        event.stop()
        self.post_message(self.ListWanted(self))
