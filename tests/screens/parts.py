"""The parts of a screen that show where something is or how it stands: each by name, with its contrast."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from textual.app import App
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.qr import QrCode
from omi_tui.widgets.tick import Tick
from tests.screens.cells import Cell, Terminal, contrast, grid

FRAMES = range(0x2500, 0x2580)
MARKS = "[]()x•"


class Part(NamedTuple):
    """What it is, its contrast to what is beside it, and where it stands."""

    name: str
    ratio: float
    where: str


def parts(app: App[int], terminal: Terminal = Terminal.TRUE) -> Iterator[Part]:
    """The parts that are in sight now."""
    rows = grid(app, terminal)
    screen = app.screen
    for widget in screen.query("*"):
        if not widget.is_on_screen or not (seen := screen.find_widget(widget).visible_region):
            continue
        inside = [row[seen.x : seen.right] for row in rows[seen.y : seen.bottom]]
        if isinstance(widget, FieldInput):
            yield from _edges(rows, inside)
            if widget.has_focus:
                yield from _caret(inside[0])
        elif isinstance(widget, Tick | ChoiceStrip):
            marks = [cell for row in inside for cell in row if cell.text in MARKS]
            yield from (_part("tick", cell.contrast, cell) for cell in marks)
        elif isinstance(widget, ActionButton) and widget.has_class("-main"):
            yield _fill("main button", rows, inside[0][0])
        elif isinstance(widget, QrCode):
            yield from (_part("QR code", cell.contrast, cell) for row in inside for cell in row)
        elif isinstance(widget, NumberedList) and widget.has_focus:
            yield from _chosen(rows, inside, widget, seen)
        elif isinstance(widget, VerticalScroll) and widget.show_vertical_scrollbar:
            yield from _thumb(rows, seen)
    if screen.focused is not None:
        yield from _mark(rows, screen.focused)
    yield from _frames(rows)


def _part(name: str, ratio: float, cell: Cell) -> Part:
    return Part(name, ratio, f"{cell.text!r} {cell.ink.hex} on {cell.paper.hex} at {cell.y}:{cell.x}")


def _fill(name: str, rows: list[list[Cell]], cell: Cell) -> Part:
    """A filled place beside the page, or its brackets where it has no colour of its own."""
    beside = rows[cell.y][cell.x - 1] if cell.x else cell
    return _part(
        name, max(contrast(cell.paper, beside.paper), 0 if cell.paper != beside.paper else cell.contrast), cell
    )


def _edges(rows: list[list[Cell]], inside: list[list[Cell]]) -> Iterator[Part]:
    """A strip is seen by its line, or else by its fill."""
    for cell in inside[0]:
        beside = rows[cell.y][inside[0][0].x - 1].paper
        fill = contrast(cell.paper, beside)
        yield _part("field edge", max(fill, cell.contrast if cell.underlined else 0), cell)


def _caret(strip: list[Cell]) -> Iterator[Part]:
    """The cursor's cell, or the selection, against the strip."""
    papers = {cell.paper for cell in strip}
    for cell, after in pairwise(strip):
        if len(papers) > 1 and cell.paper != after.paper:
            yield _part("cursor and selection", contrast(cell.paper, after.paper), cell)


def _chosen(rows: list[list[Cell]], inside: list[list[Cell]], shown: NumberedList, seen: Region) -> Iterator[Part]:
    top, height = shown.line_of(shown.index)
    first = shown.content_region.y + top
    if not seen.y <= first < seen.bottom or first < 1:
        return
    for y in (first - 1, first + height):
        if y < len(rows):
            cell, beside = rows[first][seen.right - 1], rows[y][seen.right - 1]
            yield _part("selected row", contrast(cell.paper, beside.paper), cell)


def _thumb(rows: list[list[Cell]], seen: Region) -> Iterator[Part]:
    bar = [row[seen.right - 1] for row in rows[seen.y : seen.bottom]]
    pieces = [cell for cell in bar if cell.text.strip()]
    yield from (_part("scrollbar", cell.contrast, cell) for cell in pieces)
    for cell, after in pairwise(bar):
        if cell.paper != after.paper and not {cell.text, after.text} - {" "}:
            yield _part("scrollbar", contrast(cell.paper, after.paper), cell)


def _mark(rows: list[list[Cell]], focused: Widget) -> Iterator[Part]:
    """What says where the focus is."""
    row = next((node for node in focused.ancestors if isinstance(node, FieldRow)), focused)
    region = row.region.intersection(row.screen.region)
    for line in rows[region.y : region.bottom]:
        for cell in line[region.x : region.right]:
            if cell.text == "›":
                yield _part("focus mark", cell.contrast, cell)
                return


def _frames(rows: list[list[Cell]]) -> Iterator[Part]:
    for row in rows:
        for cell in row:
            if ord(cell.text[0]) in FRAMES:
                yield _part("frame", cell.contrast, cell)
