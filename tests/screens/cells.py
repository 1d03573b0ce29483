"""What stands on the screen, cell by cell, as the compositor draws it: text, colours, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rich.cells import cell_len
from rich.style import Style
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


@cache
def contrast(one: Color, other: Color) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
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


def cells(app: App[int]) -> Iterator[Cell]:
    """Every cell that is not blank."""
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            style = segment.style or Style.null()
            for text in segment.text:
                if text.strip():
                    yield Cell(x, y, text, *_colours(style), bool(style.underline))
                x += cell_len(text)


@cache
def _colours(style: Style) -> tuple[Color, Color]:
    assert style.color is not None
    assert style.bgcolor is not None
    ink, paper = (Color.from_rich_color(color) for color in (style.color, style.bgcolor))
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        ink = ink.blend(paper, 0.5)
    return ink, paper
