"""Says lines: whole sentences, each on a line of its own. Nothing steers a terminal, and nothing is written twice."""

import re
import unicodedata
from typing import TextIO

from omi_tui.plain.turns import Turn
from omi_tui.text.clean import clean
from omi_tui.text.latin import to_latin

_SPACES = re.compile("[ \u00a0\u202f\u2007\u2009]+")
_PARTS = " \u00b7 "
"""What parts the facts of one line on the screen; read aloud it is a comma."""
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2800-\u28ff\u2b00-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff]"
)
"""Arrows, boxes, blocks, signs, braille patterns and emoji: they are read aloud as noise, or not at all."""
_ASCII = {
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("–—", "-"),
    **{"…": "...", "№": "No.", "ł": "l", "Ł": "L", "ß": "ss", "。": ".", "，": ",", "：": ":", "？": "?"},
}


class NobodyListens(Turn):
    """What is said cannot be written any more: the pipe is closed, or the terminal is gone."""


class Mouth:
    """Writes to *out*; all that it says raises NobodyListens where that cannot be written any more.

    Where what is typed is not seen on it (*echo*), answers are written behind their prompts.
    """

    def __init__(self, out: TextIO, *, charset: str = "utf-8", echo: bool = False) -> None:
        self._out = out
        self._charset = charset
        self._echo = echo
        self._open = False

    def say(self, text: str) -> None:
        """Say *text*, each of its lines on a line of its own. An empty text says nothing."""
        self._end_line()
        self._write("".join(f"{line}\n" for line in spoken(text).split("\n") if line))
        self._flush()

    def ask(self, prompt: str) -> None:
        """Begin the line that an answer ends; *prompt* ends with its colon or question mark."""
        self._end_line()
        self._write(spoken(prompt) + ("" if self._echo else " "))
        self._open = True
        self._flush()

    def answered(self, text: str | None, *, seen: bool = True) -> None:
        """The answer to what was asked: written where nobody saw it being typed; None for the end of input.

        *seen* is False for a line that the terminal did not show with its end, such as a secret's.
        """
        if self._echo or text is None or not seen:
            shown = spoken(text or "")
            self._write((f" {shown}" if self._echo and shown else "") + "\n")
        self._open = False
        self._flush()

    @property
    def asking(self) -> bool:
        """Whether a prompt stands open at the end of what was said."""
        return self._open

    def _end_line(self) -> None:
        if self._open:
            self._write("\n")
            self._open = False

    def _write(self, text: str) -> None:
        try:
            self._out.write(fitting(text, self._charset))
        except OSError:
            raise NobodyListens from None

    def _flush(self) -> None:
        try:
            self._out.flush()
        except OSError:
            raise NobodyListens from None


def spoken(text: str) -> str:
    """*text* as it can be read aloud: no controls, no pictures, plain spaces, none at the end of a line."""
    text = _SPACES.sub(" ", _PICTURES.sub("", clean(text, newlines=True))).replace(_PARTS, ", ")
    return "\n".join(line.strip() for line in text.split("\n"))


def fitting(text: str, charset: str) -> str:
    """*text* in characters that *charset* has: Cyrillic in Latin letters, others without accents, else ``?``."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return "".join(_fit(char, charset) for char in text)
    return text


def _fit(char: str, charset: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    for likeness in (char, _ASCII.get(char, char), to_latin(char), bare):
        try:
            likeness.encode(charset)
        except UnicodeEncodeError:
            continue
        return likeness
    return "?"
