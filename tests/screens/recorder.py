"""What a real terminal would get from the wizard, while a pilot drives it: the bytes, and the screen they make."""

from typing import Any

import pyte
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from omi_tui.app import OmiApp
from omi_tui.window import Surrounding


class Recorder(Surrounding, HeadlessDriver):
    """A driver that keeps what is written from :meth:`begin` on; before that it is as deaf as Textual's own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.recording = False
        self.written = bytearray()

    @property
    def is_headless(self) -> bool:
        return not self.recording

    def write(self, data: str) -> None:
        if self.recording:
            data_bytes = data.encode()
            self.written += data_bytes
            self._stream.feed(data_bytes)

    def begin(self) -> None:
        """Record from here: the whole screen is painted first, into an empty emulator of its size."""
        width, height = self._app.size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.recording = True
        self._app.refresh(layout=True)

    def take(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self.written)
        self.written.clear()
        return data

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor."""
        return self.screen.cursor.x, self.screen.cursor.y


def recorded(app: OmiApp) -> OmiApp:
    """*app*, to be run by ``run_test(headless=False)`` with a :class:`Recorder` for its driver."""
    app.driver_class = Recorder
    return app


def recorder_of(app: OmiApp, size: Size | None = None) -> Recorder:
    """The recorder of a running *app*."""
    driver = app._driver
    assert isinstance(driver, Recorder)
    return driver
