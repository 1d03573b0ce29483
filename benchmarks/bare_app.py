"""The bare twin: a Textual app with two inputs and a line of text."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

TEXT = "Two inputs and nothing else"


class BareApp(App[None]):
    """Two inputs and a line."""

    def compose(self) -> ComposeResult:
        """Yield them."""
        yield Input()
        yield Input()
        yield Static(TEXT)


if __name__ == "__main__":
    BareApp().run()
