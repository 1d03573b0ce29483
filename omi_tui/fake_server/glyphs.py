"""Text as the document's font can print it: a sign that it lacks is told by its plain form, else by a question mark."""

import unicodedata

from reportlab.pdfbase import pdfmetrics

LONGEST = 200
"""As much of a value as the rules allow; what is longer never came through them, and ends with an ellipsis here."""


def printable(text: str, font: str) -> str:
    """*text* with nothing in it that *font* would print as a box, or that would change how its neighbours are read."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    shown = "".join(_sign(sign, known) for sign in unicodedata.normalize("NFC", text[: LONGEST + 1]))
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def _sign(sign: str, known: dict[int, int]) -> str:
    if unicodedata.category(sign)[0] != "C" and sign.isprintable() and ord(sign) in known:
        return sign
    if unicodedata.category(sign) == "Zs":
        return " "
    plain = [part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part) not in ("Mn", "Me")]
    if not plain:
        return ""  # an accent whose letter stands without it
    return "".join(part if part.isprintable() and ord(part) in known else "?" for part in plain)
