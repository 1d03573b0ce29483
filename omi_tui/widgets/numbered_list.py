"""A numbered list: menus, rows of a check page, pages of policies, error summaries and option lists are all one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from omi_tui.text.i18n import pgettext
from omi_tui.text.width import cell_len, fit, wrap

SHORTEST_LAST = 12
"""Cells that the last column needs; with less the cells of an item stand one below another."""


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


class Item(NamedTuple):
    """One line of a list. ``number`` is what is written before it; ``digit`` the key that chooses it ("" for none).

    ``cells`` are set out in columns; an item that cannot be chosen (``chosen_by`` nothing) has an empty ``id``.
    """

    id: str
    cells: tuple[str, ...]
    number: str = ""
    digit: str = ""


class NumberedList(Widget, can_focus=True):
    """Items one below another. Up, Down, Home, End move; Enter, Space or an item's digit chooses."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--chosen", "list--number", "list--second"}
    DEFAULT_CSS = """
    NumberedList { height: auto; width: 100%; color: $foreground; }
    NumberedList > .list--number { color: $omi-muted; }
    NumberedList > .list--second { color: $foreground; }
    NumberedList > .list--chosen { color: $omi-focus-text; background: $omi-focus-strip; text-style: $omi-focus-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-10000)", show=False),
        Binding("end", "move(10000)", show=False),
        Binding("enter,space", "choose", show=False),
    ]
    index = reactive(0)

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """An item was chosen."""

        list: "NumberedList"
        item: Item

    def __init__(
        self,
        items: Sequence[Item],
        *,
        columns: Sequence[int] = (),
        names: Sequence[str] = (),
        indent: int = 2,
        widget_id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """*columns* are the cells that all columns but the last take, *names* what stands before stacked cells."""
        super().__init__(id=widget_id, classes=classes)
        self.names = tuple(names)
        self.items = list(items)
        self.columns = list(columns)
        self.indent = indent
        self._lines: list[tuple[int, str, str]] = []
        self._width = 0
        self.can_focus = any(item.id for item in items)
        self.set_reactive(NumberedList.index, self._first())

    def _first(self) -> int:
        return next((index for index, item in enumerate(self.items) if item.id), 0)

    def show(self, items: Sequence[Item]) -> None:
        """Show other items, and begin at the first."""
        self.items, self._width = list(items), 0
        self.can_focus = any(item.id for item in items)
        self.index = self._first()
        self.refresh(layout=True)

    def by_digit(self, digit: str) -> Item | None:
        """The item that *digit* chooses."""
        return next((item for item in self.items if item.id and item.digit == digit), None)

    def choose(self, item: Item) -> None:
        """Choose *item* as if it had been pointed at."""
        self.index = self.items.index(item)
        self.post_message(self.Chosen(self, item))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._lay_out(width)
        return len(self._lines)

    def _lay_out(self, width: int) -> None:
        """Set the items out in *width* cells: columns side by side, or one below another where they do not fit."""
        if width == self._width or width <= 0:
            return
        self._width, self._lines = width, []
        numbers, gutter = self._gutter()
        widths = self._column_widths(width - gutter)
        for index, item in enumerate(self.items):
            number = " " * self.indent + (item.number.rjust(numbers) + "  " if numbers else "")
            for number_text, text in self._set(item.cells, widths, width - gutter, number, gutter):
                self._lines.append((index, number_text, text))

    def _gutter(self) -> tuple[int, int]:
        """The cells of the numbers, and those before the first column."""
        numbers = max((cell_len(item.number) for item in self.items), default=0)
        return numbers, self.indent + (numbers + 2 if numbers else 0)

    def stacks(self, width: int) -> bool:
        """Whether in *width* cells the columns stand one below another, each cell with the name of its column."""
        return not self._column_widths(width - self._gutter()[1])

    def _column_widths(self, room: int) -> list[int]:
        """The cells of each column; none where what is left for the last one would be too little to read."""
        count = max((len(item.cells) for item in self.items), default=0)
        widths = [
            max((cell_len(item.cells[column]) for item in self.items if column < len(item.cells)), default=0)
            for column in range(count)
        ]
        widths[: min(len(self.columns), count - 1)] = self.columns[: max(0, count - 1)]
        lead = sum(widths[:-1]) + 2 * (count - 1)
        return widths if room - lead >= min(widths[-1] if widths else 0, SHORTEST_LAST) else []

    def _set(
        self, cells: tuple[str, ...], widths: list[int], room: int, number: str, gutter: int
    ) -> list[tuple[str, str]]:
        """The lines of one item, each with what stands before it."""
        blank = " " * gutter
        if len(cells) > 1 and widths:
            columns = zip(cells[:-1], widths, strict=False)
            first = "".join(_padded(fit(cell, width), width + 2) for cell, width in columns)
            lead = cell_len(first)
            last = wrap(cells[-1], max(2, room - lead)) or [""]
            return [(number, first + last[0])] + [(blank, " " * lead + rest) for rest in last[1:]]
        lines: list[tuple[str, str]] = []
        for position, cell in enumerate(self._named(cells)):
            for line in wrap(cell, max(2, room - (2 if position else 0))):
                lines.append((blank if lines else number, ("  " if position else "") + line))
        return lines or [(number, "")]

    def _named(self, cells: tuple[str, ...]) -> list[str]:
        """Cells that stand one below another, each with the name of its column; an empty one says nothing."""
        if not self.names:
            return list(cells)
        line = pgettext("label and value", "{label}: {value}")
        named = zip(self.names, cells, strict=False)
        return [line.format(label=label, value=cell) if label else cell for label, cell in named if cell]

    def render_line(self, y: int) -> Strip:
        self._lay_out(self.size.width)
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        index, number, text = self._lines[y]
        first = y == 0 or self._lines[y - 1][0] != index
        if self.has_focus and index == self.index:
            style = self.get_component_rich_style("list--chosen")
            if first and self.indent:
                number = "›" + number[1:]
            return Strip([Segment(number + text, style)]).extend_cell_length(width, style).crop(0, width)
        plain: Style = self.rich_style
        numbers = self.get_component_rich_style("list--number")
        strip = Strip([Segment(number, numbers), Segment(text, plain)])
        return strip.extend_cell_length(width, plain).crop(0, width)

    def line_of(self, index: int) -> tuple[int, int]:
        """The first line of an item and how many lines it takes."""
        lines = [y for y, line in enumerate(self._lines) if line[0] == index]
        return (lines[0], len(lines)) if lines else (0, 1)

    @property
    def caret(self) -> Offset:
        """Where the terminal's cursor stands in the list: on the chosen line, at its number or its text."""
        return Offset(self.indent, self.line_of(self.index)[0])

    def watch_index(self) -> None:
        self.refresh()
        self.show_chosen()

    def on_focus(self) -> None:
        self.show_chosen()

    def on_resize(self) -> None:
        self._width = 0
        if self.has_focus:  # in another width the lines stand elsewhere
            self.call_after_refresh(self.show_chosen)

    def show_chosen(self) -> None:
        """Scroll the chosen line into sight."""
        top, height = self.line_of(self.index)
        region = Region(self.virtual_region.x, self.virtual_region.y + top, max(1, self.size.width), height)
        for container in self.ancestors if self.is_attached else ():
            if isinstance(container, VerticalScroll):
                container.scroll_to_region(region, animate=False)
            if isinstance(container, VerticalScroll) or not isinstance(container, Widget):
                break
            region = region.translate(container.virtual_region.offset)

    def action_move(self, step: int) -> None:
        places = [index for index, item in enumerate(self.items) if item.id]
        if places:
            here = places.index(self.index) if self.index in places else 0
            self.index = places[max(0, min(len(places) - 1, here + step))]

    def action_choose(self) -> None:
        if self.items and self.items[self.index].id:
            self.post_message(self.Chosen(self, self.items[self.index]))
