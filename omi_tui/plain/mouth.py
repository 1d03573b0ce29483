"""Says lines: whole sentences, each on a line of its own. Nothing steers a terminal, and nothing is written twice."""

import re
import unicodedata
from typing import TextIO

from omi_tui.text.clean import clean

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009", " "))
_PARTS = " \u00b7 "
"""What parts the facts of one line on the screen; read aloud it is a comma."""
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2800-\u28ff\u2b00-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff]"
)
"""Arrows, boxes, blocks, signs, braille patterns and emoji: they are read aloud as noise, or not at all."""
_ASCII = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "ł": "l"}
)


class Mouth:
    """Writes to *out*. Where what is typed is not seen on it (*echo*), answers are written behind their prompts."""

    def __init__(self, out: TextIO, *, charset: str = "utf-8", echo: bool = False) -> None:
        self._out = out
        self._charset = charset
        self._echo = echo
        self._open = False

    def say(self, text: str) -> None:
        """Say *text*, each of its lines on a line of its own. An empty text says nothing."""
        self._end_line()
        for line in spoken(text).split("\n"):
            if line:
                self._write(line + "\n")
        self._out.flush()

    def ask(self, prompt: str) -> None:
        """Begin the line that an answer ends; *prompt* ends with its colon or question mark."""
        self._end_line()
        self._write(spoken(prompt) + ("" if self._echo else " "))
        self._open = True
        self._out.flush()

    def answered(self, text: str | None, *, seen: bool = True) -> None:
        """The answer to what was asked: written where nobody saw it being typed; None for the end of input.

        *seen* is False for a line that the terminal did not show with its end, such as a secret's.
        """
        if self._echo or text is None or not seen:
            shown = spoken(text or "")
            self._write((f" {shown}" if self._echo and shown else "") + "\n")
        self._open = False
        self._out.flush()

    @property
    def asking(self) -> bool:
        """Whether a prompt stands open at the end of what was said."""
        return self._open

    def _end_line(self) -> None:
        if self._open:
            self._write("\n")
            self._open = False

    def _write(self, text: str) -> None:
        self._out.write(fitting(text, self._charset))


def spoken(text: str) -> str:
    """*text* as it can be read aloud: no controls, no pictures, plain spaces, none at the end of a line."""
    text = _PICTURES.sub("", clean(text, newlines=True).translate(_SPACES)).replace(_PARTS, ", ")
    return "\n".join(" ".join(line.split(" ")).rstrip() for line in text.split("\n"))


def fitting(text: str, charset: str) -> str:
    """*text* in characters that *charset* has: letters lose their accents, and what has no likeness becomes ``?``."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return "".join(_fit(char, charset) for char in text.translate(_ASCII))
    return text


def _fit(char: str, charset: str) -> str:
    for likeness in (char, "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))):
        try:
            likeness.encode(charset)
        except UnicodeEncodeError:
            continue
        return likeness
    return "?"
