"""The terminal around the screen: its cursor, shown where that is wanted, and its title; both put back at the end.

The title is made of this program's own words, never of a name or a number: others can read it on the desktop.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, cast

from textual.driver import Driver
from textual.screen import Screen

from omi_tui.caret import Caret
from omi_tui.output_filter import marked
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text.i18n import _
from omi_tui.text.width import fit

if sys.platform == "win32":
    from textual.drivers.windows_driver import WindowsDriver as SystemDriver
else:
    from textual.drivers.linux_driver import LinuxDriver as SystemDriver

KEEP, GIVE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""Put the window's title on the terminal's stack of titles, and take it from there again."""
SHOW_CURSOR = "\x1b[?25h"
LONGEST = 100
UNTITLED = ("linux", "vt", "cons", "wsvt", "sun", "ansi", "dumb")
"""How terminals without a window are called (``TERM``); some of them would print a title as text."""


def title_of(stack: Sequence[Screen[object]]) -> str:
    """What the uppermost page of *stack* is: its place, its step, the program; "Error" first where it shows one."""
    page = next((screen for screen in reversed(stack) if isinstance(screen, JourneyScreen)), None)
    if page is None:
        return "OMI"
    view = page.current
    *above, here = view.place or (view.heading,)
    words = [view.title or here]
    if view.position:
        words.append(_("step {step} of {steps}").format(step=view.position[0], steps=view.position[1]))
    title = " · ".join([*words, *reversed(above), "OMI"])
    wrong = page.told[1] or (page.rejected and view.form is not None and view.form.errors)
    return _("Error: {sentence}").format(sentence=title) if wrong else title


class Surrounding(Driver):
    """What a driver does more: it keeps, sets and gives back the title, and shows the cursor where it is wanted."""

    _title = ""

    @property
    def titled(self) -> bool:
        """Whether this terminal has a window with a title."""
        return not os.environ.get("TERM", "dumb").startswith(UNTITLED)

    def start_application_mode(self) -> None:
        """Take the terminal."""
        super().start_application_mode()  # type: ignore[safe-super]  # a true driver stands behind it
        if self.titled:
            self.write(KEEP + _sequence(self._title) if self._title else KEEP)
        if isinstance(self._app, Caret) and self._app.shows_cursor:
            self.write(SHOW_CURSOR)
        self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back, at the end as well as for a while; one without a stack is left without a title."""
        if self.titled:
            self.write(_sequence("") + GIVE_BACK)
        super().stop_application_mode()  # type: ignore[safe-super]  # as above

    def show_title(self, title: str) -> None:
        """Set the title; the same one again writes nothing."""
        if title == self._title:
            return
        self._title = title
        if self.titled:
            self.write(_sequence(title))
            self.flush()


class Window(Surrounding, SystemDriver):
    """The system's driver with it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file = cast(Any, Lasting(cast(IO[str], self._file)))


class Lasting:
    """The terminal's file, for which a terminal that was taken away is no mistake.

    The thread that writes would end with one, and whoever writes on would then wait for it without end.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write *text*, where there still is somebody to read it."""
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._file.fileno()


def _sequence(title: str) -> str:
    """OSC 2. What would steer the terminal is replaced, as in every line of the screen."""
    return f"\x1b]2;{fit(marked(title), LONGEST)}\x1b\\"


def show_title(driver: Driver | None, stack: Sequence[Screen[object]]) -> None:
    """Name the uppermost page of *stack* in the title, where *driver* has one."""
    if isinstance(driver, Surrounding):
        driver.show_title(title_of(stack))
