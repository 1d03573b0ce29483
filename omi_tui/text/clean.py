"""The one sanitiser: every string from outside passes here before anything can show it.

Textual and Rich remove five control characters only, so an escape sequence in a name would reach the
terminal (measured on Textual 8.2.8). Everything that the network, a file, a paste or an argument
brings is a plain ``str`` until :func:`clean` (what the person brings) or :func:`visible` (what others wrote)
has made it ``Clean``.
"""

import re
import unicodedata
from typing import Any, NewType

Clean = NewType("Clean", str)

# Texts, which the first use compiles: the first screen has nothing to clean.
_SEQUENCES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"  # the other escapes
)
UNSEEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\ud800-\udfff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The characters, as a class of a pattern, that steer or are not seen: Cc, Cf, Cs, Zl, Zp, and the blank fillers."""
_CONTROLS = f"[{UNSEEN}]"
_CONTROLS_BUT_NEWLINE = _CONTROLS.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f")
_STEERING = "[\x00-\x1f\x7f-\x9f\ud800-\udfff]"


def visible(text: str, *, newlines: bool = False) -> Clean:
    """Return *text* so that whoever reads it sees what is in it: for what others wrote (names, numbers, links).

    Terminal sequences and control characters go; a character that is not seen but changes how the rest is read
    (bidi, zero-width) stands as its token, such as ``<U+202E>``. The result is ``Clean``.
    """
    if text.isascii() and text.isprintable():
        return Clean(text)
    text = re.sub(_SEQUENCES, "", text)
    return clean(re.sub(_CONTROLS, _token, text), newlines=newlines)


def _token(found: re.Match[str]) -> str:
    char = found[0]
    return char if re.match(_STEERING, char) or char in "\u2028\u2029" else f"<U+{ord(char):04X}>"


def clean(text: str, *, newlines: bool = False) -> Clean:
    """Return *text* without terminal sequences, control, bidi and zero-width characters, in NFC.

    With *newlines* line feeds survive (CR LF becomes LF); otherwise tabs and line breaks become a space.
    """
    if text.isascii() and text.isprintable():
        return Clean(text)
    text = re.sub(_SEQUENCES, "", text)
    if newlines:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = re.sub(_CONTROLS_BUT_NEWLINE, "", text)
    else:
        text = re.sub(_CONTROLS, "", re.sub(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+", " ", text))
    return Clean(unicodedata.normalize("NFC", text))


def clean_json(value: Any, *, depth: int = 32, newlines: bool = False) -> Any:
    """Return a JSON value with every string (keys too) made :func:`visible`.

    Line feeds survive in values named ``text`` (a mail) alone: a name of two lines could pass for two rows.
    Raises ValueError when the value is nested deeper than *depth*.
    """
    if depth < 0:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        return visible(value, newlines=newlines)
    if isinstance(value, list):
        return [clean_json(item, depth=depth - 1) for item in value]
    if isinstance(value, dict):
        return {visible(key): clean_json(item, depth=depth - 1, newlines=key == "text") for key, item in value.items()}
    return value
