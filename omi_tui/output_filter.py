"""The last look at a line before it goes to the terminal: whatever a widget renders, no text of it can steer.

The sanitiser at the edge (``text.clean``) makes texts from outside harmless; this filter does not rely on it.
Textual applies line filters to every line of every widget, and keeps the result with the line.
"""

import re
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from omi_tui.text.clean import UNSEEN

_UNSEEN = re.compile(f"[{UNSEEN}]")
MARK = "\ufffd"
"""Stands where a character was that may not reach the terminal."""


class OutputFilter(LineFilter):
    """Puts a mark in place of control, bidi and zero-width characters; drops links and the actions of clicks.

    *colourless*: colours are dropped too, whoever set them; bold, reverse and underline stay.
    """

    def __init__(self, *, colourless: bool = False) -> None:
        super().__init__()
        self.colourless = colourless

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one line, as many cells wide as they were."""
        if self.colourless:
            segments = [Segment(text, style and _colourless(style), control) for text, style, control in segments]
        if all(_harmless(segment) for segment in segments):
            return segments
        shown = [_shown(segment) for segment in segments]
        width = sum(segment.cell_length for segment in segments)
        return Segment.adjust_line_length(shown, width, pad=True)


@lru_cache(1024)
def _colourless(style: Style) -> Style:
    return style.without_color


def marked(text: str) -> str:
    """*text* with a mark in place of what would steer the terminal."""
    return _UNSEEN.sub(MARK, text)


def _harmless(segment: Segment) -> bool:
    text, style, control = segment
    if control or (style is not None and (style.link or "@click" in style.meta)):
        return False
    return text.isprintable() or _UNSEEN.search(text) is None


def _shown(segment: Segment) -> Segment:
    style = segment.style
    if style is not None and (style.link or "@click" in style.meta):
        style = style.clear_meta_and_links()
    return Segment(marked(segment.text), style)
