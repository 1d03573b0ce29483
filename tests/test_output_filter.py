"""The filter before the terminal: it does not rely on anybody having cleaned a text."""

import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from omi_tui.output_filter import MARK, OutputFilter
from tests.screens.cells import strips

BLACK = Color(0, 0, 0)
HOSTILE = "A\x1b]52;c;eA==\x07B\x1b[2JC\x9b1mD\x9d0;t\x9cE\u202eF\u200bG\x7fH\x00I"
UNSEEN = [
    char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
]


def shown(*segments: Segment) -> list[Segment]:
    return OutputFilter().apply(list(segments), BLACK)


def test_sec_03_every_control_and_format_character_is_marked() -> None:
    through = [hex(ord(char)) for char in UNSEEN if char in shown(Segment(f"a{char}bc"))[0].text]
    assert through == []


@given(st.lists(st.text(), max_size=5))
def test_sec_02_nothing_steers_and_the_line_keeps_its_width(texts: list[str]) -> None:
    before = [Segment(text) for text in texts]
    after = shown(*before)
    assert sum(segment.cell_length for segment in before) == sum(segment.cell_length for segment in after)
    assert not {unicodedata.category(char) for segment in after for char in segment.text} & {
        "Cc",
        "Cf",
        "Zl",
        "Zp",
        "Cs",
    }


def test_sec_05_links_and_clicks_do_not_come_through() -> None:
    link = Style(bold=True, link="https://evil.test/") + Style(meta={"@click": "app.quit"})
    (segment,) = shown(Segment("here", link))
    assert segment.style == Style(bold=True)
    assert segment.style.link is None
    assert segment.style.meta == {}


def test_a_harmless_line_is_handed_on_as_it_is() -> None:
    line = [Segment("Анна\u00a0Ковальска  김민수 حسن"), Segment("—·›")]
    assert OutputFilter().apply(line, BLACK) is line


class Open(App[None]):
    """A program that cleans nothing, but has the filter."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self.make, self._last = make, OutputFilter()

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), self._last]

    def compose(self) -> ComposeResult:
        yield self.make()


def _titled() -> Static:
    titled = Static("")
    titled.styles.border = ("solid", "red")
    titled.border_title = HOSTILE.replace("[", "\\[")
    return titled


WIDGETS: dict[str, Callable[[], Widget]] = {
    "static": lambda: Static(HOSTILE, markup=False),
    "content": lambda: Label(Content(HOSTILE)),
    "text": lambda: Static(Text(HOSTILE, style=Style(link="https://evil.test/"))),
    "input": lambda: Input(HOSTILE),
    "placeholder": lambda: Input(placeholder=HOSTILE),
    "button": lambda: Button(Content(HOSTILE)),
    "border": _titled,
}


@pytest.mark.parametrize("kind", WIDGETS)
async def test_sec_02_no_widget_gets_a_control_character_to_the_driver(kind: str) -> None:
    app: App[Any] = Open(WIDGETS[kind])
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.pause()
        drawn = [segment for strip in strips(app) for segment in strip]
    text = "".join(segment.text for segment in drawn)
    assert MARK in text
    assert text.isprintable()
    assert not any(segment.style and segment.style.link for segment in drawn)
