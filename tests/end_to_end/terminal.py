"""A program in a real pseudo-terminal, its screen read back by an emulator: what a person sees and can press."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from wcwidth import wcwidth

ROOT = Path(__file__).resolve().parents[2]
OMI = (sys.executable, "-m", "omi_tui")
LIMIT = 30.0
"""Seconds that a screen may take on a busy machine; nothing here measures time with it."""

KEYS = {
    "Enter": "\r",
    "Tab": "\t",
    "Shift+Tab": "\x1b[Z",
    "Esc": "\x1b",
    "Space": " ",
    "Backspace": "\x7f",
    "Delete": "\x1b[3~",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "Left": "\x1b[D",
    "Home": "\x1b[H",
    "End": "\x1b[F",
    "PgUp": "\x1b[5~",
    "PgDn": "\x1b[6~",
    **{f"F{n}": f"\x1bO{'PQRS'[n - 1]}" for n in range(1, 5)},
    **{f"F{n}": f"\x1b[{code}~" for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
    **{f"Ctrl+{letter}": chr(ord(letter) - 64) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}
"""Keys as xterm sends them."""

_FRAMES = str.maketrans(dict.fromkeys("│┌┐└┘─", " "))
# Requests that only a terminal answers, and w3m's saved modes; the emulator would stumble over them.
_REQUESTS = re.compile(
    rb"\x1b\[\?[0-9;]*[rs]|\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9;]*[qm]|\x1bP[^\x1b]*\x1b\\|\x1b\[\?u"
)


class Gone(AssertionError):
    """What was waited for did not come; the message holds the screen."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """The surroundings of the program: a home of its own and nothing of whoever runs the tests."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "OMI_HOME": str(home / "omi"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TZ": "Europe/Minsk",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **more,
    }


class Terminal:
    """A running program and its screen. Leave it as a context manager: the program is ended with it."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], *, columns: int = 80, lines: int = 24, cwd: Path = ROOT
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.received = 0
        """Bytes that the program has written."""
        self.raw = bytearray()
        self._echoes = True
        self._master, slave = pty.openpty()
        self._set_size(columns, lines)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    # keys

    def press(self, *keys: str) -> "Terminal":
        """Press keys by name (``F10``, ``Ctrl+Y``, ``Enter``); one character is that character's key."""
        for key in keys:
            self.send((KEYS.get(key) or key).encode())
        return self

    def type(self, text: str) -> "Terminal":
        """Type *text*, a key for each character."""
        self.send(text.encode())
        return self

    def send(self, data: bytes) -> None:
        """Write bytes as the keyboard does, reading meanwhile so that neither side waits for the other.

        Raises Gone where nobody is there to read them.
        """
        while data:
            readable, writable, _ = select.select([self._master], [self._master], [], LIMIT)
            if (readable and not self._read()) or not (readable or writable):
                raise Gone(f"the program ended before all was typed.\n{self.picture()}")
            if writable:
                data = data[os.write(self._master, data[:512]) :]

    # screen

    @property
    def lines(self) -> list[str]:
        """The lines of the screen without blanks at their ends."""
        return ["".join(cell for cell in self.cells(row) if cell).rstrip() for row in range(self.screen.lines)]

    def cells(self, row: int) -> list[str]:
        """What each cell of a row shows; the second cell of a wide letter shows nothing of its own.

        A second cell whose first was written over is blank, as a terminal blanks it and the emulator does not.
        """
        line = self.screen.buffer[row]
        shown = [line[column].data for column in range(self.screen.columns)]
        return [cell or ("" if wcwidth(before[:1]) == 2 else " ") for before, cell in pairwise([" ", *shown])]

    @property
    def text(self) -> str:
        """The screen as one text of single blanks without frames, so that a wrapped sentence is found."""
        return " ".join(" ".join(self.lines).translate(_FRAMES).split())

    @property
    def restored(self) -> dict[str, bool]:
        """What a program leaves behind as it found it: screen, cursor, echo, title, mouse."""
        raw, tail = bytes(self.raw), bytes(self.raw[-600:])
        taken = b"\x1b[?1049h" in raw
        return {
            "main screen": not taken or raw.rfind(b"\x1b[?1049l") > raw.rfind(b"\x1b[?1049h"),
            "cursor": not taken or raw.rfind(b"\x1b[?25h") > raw.rfind(b"\x1b[?25l"),
            "echo": self._echoes if self._master < 0 else bool(termios.tcgetattr(self._master)[3] & termios.ECHO),
            "title": raw.count(b"\x1b[22;2t") == raw.count(b"\x1b[23;2t") and (not taken or b"\x1b[23;2t" in tail),
            "mouse": not taken or b"\x1b[?1000l" in tail,
        }

    @property
    def titles(self) -> list[str]:
        """The titles that the program gave its window, one after the other."""
        return [found.decode() for found in re.findall(rb"\x1b\]2;([^\x07\x1b]*)\x1b\\", bytes(self.raw))]

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and line of the terminal's cursor, from 0."""
        return self.screen.cursor.x, self.screen.cursor.y

    def resize(self, columns: int, lines: int) -> None:
        """Give the program another window."""
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)
        os.killpg(os.getpgid(self.process.pid), signal.SIGWINCH)

    def wait(self, seen: Callable[[], bool], what: str, limit: float = LIMIT) -> "Terminal":
        """Read until *seen* says so. Raises Gone at the *limit* in seconds, or when the program ends before."""
        end = time.monotonic() + limit
        while not seen():
            left = end - time.monotonic()
            if left <= 0:
                raise Gone(f"{what} did not come within {limit:g} s.\n{self.picture()}")
            if select.select([self._master], [], [], min(left, 1.0))[0] and not self._read():
                if seen():
                    break
                raise Gone(f"the program ended before {what} came.\n{self.picture()}")
        return self

    def wait_for(self, *texts: str, limit: float = LIMIT) -> "Terminal":
        """Read until all *texts* stand on the screen together."""
        return self.wait(lambda: all(text in self.text for text in texts), repr(texts), limit)

    def wait_gone(self, text: str, limit: float = LIMIT) -> "Terminal":
        """Read until *text* stands on the screen no longer."""
        return self.wait(lambda: text not in self.text, f"the end of {text!r}", limit)

    def settle(self, quiet: float = 0.3) -> "Terminal":
        """Read until nothing was written for *quiet* seconds: for what has no text to wait for."""
        while select.select([self._master], [], [], quiet)[0] and self._read():
            pass
        return self

    def picture(self) -> str:
        """The screen within a frame, for messages."""
        rule = "+" + "-" * self.screen.columns + "+"
        lines = ("".join(self.cells(row)) for row in range(self.screen.lines))
        return "\n".join([rule, *(f"|{line}|" for line in lines), rule])

    # end

    def wait_end(self, limit: float = LIMIT) -> int:
        """Read until the program ends; its exit code."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if not select.select([self._master], [], [], 0.2)[0]:
                if self.process.poll() is not None:
                    break
            elif not self._read():
                break
        return self.process.wait(max(0.1, end - time.monotonic()))

    def end(self) -> int:
        """Ask the program to end, make it end where it does not, and close the terminal."""
        if self._master >= 0:
            if self.process.poll() is None:
                self.process.terminate()
                try:
                    self.wait_end(5)
                except subprocess.TimeoutExpired:
                    self.process.kill()
            self.process.wait()
            self._echoes = bool(termios.tcgetattr(self._master)[3] & termios.ECHO)
            os.close(self._master)
            self._master = -1
        return self.process.returncode

    def hang_up(self) -> int:
        """Take the terminal away, as tmux and a closed window do; the program's exit code. Raises TimeoutExpired."""
        os.killpg(self.process.pid, signal.SIGHUP)
        os.killpg(self.process.pid, signal.SIGCONT)  # which the system sends, too
        os.close(self._master)
        self._master = -1
        return self.process.wait(LIMIT)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so when the last writer is gone
            return False
        self.received += len(data)
        self.raw += data
        self._stream.feed(_REQUESTS.sub(b"", data))
        return bool(data)
