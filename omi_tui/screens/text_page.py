"""A page of text over the screen: help, messages so far."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from omi_tui.text.i18n import _


class TextScreen(ModalScreen[None]):
    """A title and sentences. Up, Down, PgUp, PgDn scroll; Esc or Enter goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("enter", "close", show=False),
    ]

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        super().__init__()
        self.page_title, self.sentences = title, list(sentences)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self.page_title, classes="dialog-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static("\n".join(self.sentences), markup=False)
            yield Static(_("Esc goes back."), classes="dialog-keys", markup=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by what is shown, so that no line is passed over."""
        texts = self.query_one(VerticalScroll)
        texts.scroll_relative(y=pages * max(1, texts.size.height - 1), animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def do_back(self) -> None:
        """Go back."""
        self.dismiss(None)
