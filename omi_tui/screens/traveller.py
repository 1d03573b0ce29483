"""The page below in the traveller's language, so that both sides of the counter read the same; a key goes back."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from omi_tui.text.i18n import LANGUAGES, N_, NBSP, in_language
from omi_tui.text.width import wrap

NARROW = 60
BACK = N_("{language}. Any key goes back; a digit shows another language.")


class TravellerScreen(ModalScreen[None]):
    """Lets the screen below be read and takes every key, so that nobody answers in a language they do not read.

    *show* speaks a language on the screen below; *own* is spoken again when this one goes, however that happens.
    """

    AUTO_FOCUS = None

    def __init__(self, code: str, own: str, show: Callable[[str], object]) -> None:
        super().__init__()
        self.code, self.own, self._show = code, own, show

    def on_mount(self) -> None:
        self.styles.background = "transparent"

    def compose(self) -> ComposeResult:
        yield Static(self._words(), id="language", markup=False)

    def _words(self) -> str:
        width = self.app.size.width
        narrow = width < NARROW
        names = [code[:2].upper() if narrow else name for code, name in LANGUAGES.items()]
        numbered = f"{NBSP} ".join(f"{number}{NBSP}{name}" for number, name in enumerate(names, 1))
        back = in_language(self.code, BACK).format(language=LANGUAGES[self.code])
        return "\n".join(wrap(f"{back}\n{numbered}", max(2, width - 2)))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        codes = list(LANGUAGES)
        if event.key.isdigit() and 0 < int(event.key) <= len(codes):
            self.code = codes[int(event.key) - 1]
            self._show(self.code)
            self.query_one("#language", Static).update(self._words())
        elif event.key in ("pageup", "pagedown"):
            below = self.app.screen_stack[-2]
            below.query_one("#body").scroll_relative(y=10 if event.key == "pagedown" else -10, animate=False)
        else:
            self.take_any()

    def on_unmount(self) -> None:
        self._show(self.own)

    def take_any(self) -> None:
        """Go back, whatever command a key would have been."""
        self.dismiss(None)
