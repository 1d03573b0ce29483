"""What stands on the screen, cell by cell, as the compositor draws it: text, colours, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from rich.cells import cell_len
from rich.color import Color as DrawnColor
from rich.color import ColorSystem
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.color import Color
from textual.strip import Strip


@dataclass(frozen=True)
class Cell:
    """One character; ``ink`` and ``paper`` are its colours as they are seen."""

    x: int
    y: int
    text: str
    ink: Color
    paper: Color
    underlined: bool

    @property
    def contrast(self) -> float:
        """Ratio of ink to paper by WCAG 2.2: 1 to 21."""
        return contrast(self.ink, self.paper)


def _palette(text: str, paper: str, *sixteen: str) -> TerminalTheme:
    colours = [Color.parse(f"#{each}").rgb for each in sixteen]
    return TerminalTheme(Color.parse(paper).rgb, Color.parse(text).rgb, colours[:8], colours[8:])


class Terminal(Enum):
    """How a terminal shows the colours that it is told: all of them, the nearest of 256, or its own sixteen.

    The sixteen are the palettes that come with them; their own colours of text and paper are what they show alone.
    """

    TRUE = "24-bit colours"
    EIGHT = "256 colours"
    XTERM = _palette(
        *("#e5e5e5", "#000000", "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
        *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
    )
    CONSOLE = _palette(
        *("#aaaaaa", "#000000", "000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa"),
        *("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff"),
    )
    TANGO_LIGHT = _palette(
        *("#2e3436", "#ffffff", "2e3436", "cc0000", "4e9a06", "c4a000", "3465a4", "75507b", "06989a", "d3d7cf"),
        *("555753", "ef2929", "8ae234", "fce94f", "729fcf", "ad7fa8", "34e2e2", "eeeeec"),
    )
    SOLARIZED_DARK = _palette(
        *("#839496", "#002b36", "073642", "dc322f", "859900", "b58900", "268bd2", "d33682", "2aa198", "eee8d5"),
        *("002b36", "cb4b16", "586e75", "657b83", "839496", "6c71c4", "93a1a1", "fdf6e3"),
    )
    CAMPBELL = _palette(
        *("#cccccc", "#0c0c0c", "0c0c0c", "c50f1f", "13a10e", "c19c00", "0037da", "881798", "3a96dd", "cccccc"),
        *("767676", "e74856", "16c60c", "f9f1a5", "3b78ff", "b4009e", "61d6d6", "f2f2f2"),
    )

    def shows(self, color: DrawnColor, *, text: bool) -> Color:
        """The colour that is seen where *color* is written, as that of the text or of its paper."""
        if self is Terminal.EIGHT:
            color = color.downgrade(ColorSystem.EIGHT_BIT)
        palette = self.value if isinstance(self.value, TerminalTheme) else None
        return Color(*color.get_truecolor(palette, foreground=text))


PALETTES = tuple(each for each in Terminal if each not in (Terminal.TRUE, Terminal.EIGHT))
"""The terminals that have sixteen colours of their own; three are dark and one is light."""


@cache
def contrast(one: Color, other: Color) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    """How light a colour is, by WCAG 2.2: 0 to 1."""
    parts = (part / 255 for part in color.rgb)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def strips(app: App[int]) -> list[Strip]:
    """The rows of the screen as a terminal gets them, with what stands behind a dialog."""
    screen = app.screen
    update = screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    return [Strip.join(row) for row in update.strips]


def lines(app: App[int]) -> list[str]:
    """The rows without styles."""
    return [strip.text.rstrip() for strip in strips(app)]


def grid(app: App[int], terminal: Terminal = Terminal.TRUE) -> list[list[Cell]]:
    """Every cell of the screen by row and column; a wide character stands in both of its columns."""
    rows: list[list[Cell]] = []
    for y, strip in enumerate(strips(app)):
        row: list[Cell] = []
        for segment in strip:
            style = segment.style or Style.null()
            for text in segment.text:
                cell = Cell(len(row), y, text, *_colours(style, terminal), bool(style.underline))
                row += [cell] * cell_len(text)
        rows.append(row)
    return rows


def cells(app: App[int], terminal: Terminal = Terminal.TRUE) -> Iterator[Cell]:
    """Every cell that is not blank."""
    for row in grid(app, terminal):
        for x, cell in enumerate(row):
            if cell.x == x and cell.text.strip():
                yield cell


@cache
def _colours(style: Style, terminal: Terminal) -> tuple[Color, Color]:
    default = DrawnColor.default()
    ink = terminal.shows(style.color or default, text=True)
    paper = terminal.shows(style.bgcolor or default, text=False)
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        ink = ink.blend(paper, 0.5)
    return ink, paper
