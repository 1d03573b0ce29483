"""A bare Textual app with two inputs: what the benchmarks compare with."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Label


class BareApp(App[None]):
    """Two inputs and a line of text."""

    def compose(self) -> ComposeResult:
        """Build it."""
        yield Label("Sign in to your account")
        yield Input(placeholder="Login")
        yield Input(placeholder="Password")


if __name__ == "__main__":
    BareApp().run()
