"""One widget on a screen of its own, in the default theme."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from omi_tui import themes

Stand = Callable[[Widget], App[Any]]


class Bare(App[Any]):
    """Shows *widget* and nothing else; keeps what it is told."""

    AUTO_FOCUS = None
    CSS = "Screen { background: $background; color: $foreground; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DEFAULT

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self.widget


@pytest.fixture
def stand() -> Stand:
    return Bare
