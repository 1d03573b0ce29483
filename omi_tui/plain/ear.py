"""The one reader of standard input: whole lines, from a terminal, a pipe or a file, in the order in which they came."""

import asyncio
import os
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

from omi_tui.text.clean import clean

LONGEST_LINE = 10_000
"""Characters; the rest of a longer line is dropped."""
_LINE_END = re.compile(b"\r\n|\r|\n")


class Ear:
    """Reads lines from the descriptor *fd*; a line without its end is no line, for its end may have been cut off.

    Passwords come, a line each, from the descriptor *secrets*, where there is one; it may be the same.
    """

    def __init__(self, fd: int, *, secrets: int | None = None, charset: str = "utf-8") -> None:
        self._fd = fd
        self._charset = charset
        self.terminal = os.isatty(fd)
        # Passwords out of a terminal are asked for as without a descriptor, so that the terminal does not show them.
        apart = secrets is not None and not (self.terminal and os.isatty(secrets))
        self._secrets = (self if secrets == fd else Ear(secrets)) if secrets is not None and apart else None
        self._lines: deque[str] = deque()
        self._rest = b""
        self._cut = False
        """Whether what was read ends between the two characters of a line's end."""
        self._ended = False
        self._news = asyncio.Event()
        self._watched = False
        self._silent = False

    async def line(self) -> str | None:
        """The next line without its end, cleaned; None when there is no more."""
        self._watch()
        while not self._lines:
            if self._ended:
                return None
            if not self._watched:
                self._read()
                continue
            self._news.clear()
            await self._news.wait()
        return self._lines.popleft()

    async def secret(self) -> str | None:
        """The next password of the descriptor for them; None where there is no further one. Nothing of it is kept."""
        if self._secrets is None:
            return None
        with self._secrets.silent() if self._secrets.terminal else nullcontext():
            return await self._secrets.line()

    @property
    def has_secrets(self) -> bool:
        """Whether passwords come from a descriptor of their own."""
        return self._secrets is not None

    def take_away(self, words: set[str]) -> bool:
        """Whether the next line is one of *words*; it is gone then."""
        self._watch()
        if self._lines and self._lines[0].strip() in words:
            self._lines.popleft()
            return True
        return False

    def forget(self) -> None:
        """Drop what was typed ahead: a question has to be read before it is answered. A prepared input stays."""
        if self.terminal:
            import termios

            with suppress(termios.error):
                termios.tcflush(self._fd, termios.TCIFLUSH)
            self._lines.clear()
            self._rest = b""

    def close(self) -> None:
        """Listen no longer."""
        if self._secrets is not None and self._secrets is not self:
            self._secrets.close()
        if self._watched:
            asyncio.get_running_loop().remove_reader(self._fd)
            self._watched = False

    def _watch(self) -> None:
        if self._watched or self._ended:
            return
        try:
            asyncio.get_running_loop().add_reader(self._fd, self._read)
        except (OSError, ValueError):  # a file on disk is never "ready": it is read when a line is wanted
            return
        self._watched = True

    def _read(self) -> None:
        try:
            piece = os.read(self._fd, 65536)
        except BlockingIOError:
            return
        except OSError:  # the terminal is gone
            piece = b""
        fresh = piece[1:] if self._cut and piece.startswith(b"\n") else piece
        self._cut = piece.endswith(b"\r")
        *lines, self._rest = _LINE_END.split(self._rest + fresh)
        self._rest = self._rest[: LONGEST_LINE * 4]
        self._lines.extend(self._text(line) for line in lines)
        if not piece:
            self._ended = True
            self.close()
        self._news.set()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within this block another program hears what is typed."""
        watched = self._watched
        if watched:
            asyncio.get_running_loop().remove_reader(self._fd)
        try:
            yield
        finally:
            if watched:
                asyncio.get_running_loop().add_reader(self._fd, self._read)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """What is typed within this block is not shown by the terminal."""
        import termios

        before = termios.tcgetattr(self._fd)
        self._silent = True
        self.hush()
        try:
            yield
        finally:
            self._silent = False
            with suppress(termios.error):  # the terminal may be gone
                termios.tcsetattr(self._fd, termios.TCSADRAIN, before)

    def hush(self) -> None:
        """Show nothing of a secret that is asked right now: a shell may have set the terminal anew during a stop."""
        import termios

        if self._secrets is not None and self._secrets is not self:
            self._secrets.hush()
        if self._silent:
            mode = termios.tcgetattr(self._fd)
            mode[3] &= ~(termios.ECHO | termios.ECHONL)
            termios.tcsetattr(self._fd, termios.TCSADRAIN, mode)

    def _text(self, line: bytes) -> str:
        return clean(line.decode(self._charset, "replace")[:LONGEST_LINE])
