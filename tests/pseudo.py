"""A language that nobody speaks: every text of the catalogue in accents and brackets, two fifths longer.

What shows without brackets came past the catalogue; a bracket that does not close was cut off. ASCII letters in what
is shown are data, or English that is not translated.
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import ceil

import pytest
from babel.messages.pofile import read_po

from omi_tui.model import country
from omi_tui.text import i18n
from tools.messages import TEMPLATE

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçđéƒğĥíĵķĺɱñóþɋŕšťúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĹṀÑÓÞɊŔŠŤÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_PLACEHOLDER = re.compile(r"(\{[^}]*\})")
_VOWEL = re.compile("[aeiouyAEIOUY]")


def pseudo(text: str) -> str:
    """*text* as that language says it; placeholders are kept. ``Sign in`` becomes ``⟦Šííğñ íñ⟧``."""
    parts = _PLACEHOLDER.split(text)
    said = parts[::2]
    wanted = max(0, ceil(LONGER * sum(map(len, said))) - len(OPEN + CLOSE))
    while wanted:
        before = wanted
        for place, part in enumerate(said):
            vowels = [found.end() for found in _VOWEL.finditer(part)][:wanted]
            for end in reversed(vowels):
                part = part[:end] + part[end - 1].lower() + part[end:]
            wanted -= len(vowels)
            said[place] = part
        if wanted == before:
            break
    parts[::2] = [part.translate(_LETTERS) for part in said]
    return OPEN + "".join(parts) + CLOSE


@cache
def _texts() -> frozenset[tuple[str | None, str]]:
    """Context and English of every text that a translator gets."""
    with TEMPLATE.open("rb") as file:
        template = read_po(file)
    found: set[tuple[str | None, str]] = set()
    for message in template:
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        found |= {(message.context, each) for each in ids}
    return frozenset(found)


class Pseudo(gettext.NullTranslations):
    """The catalogue of that language; a text that translators do not get stays as it is."""

    def _say(self, text: str, context: str | None = None) -> str:
        return pseudo(text) if (context, text) in _texts() else text

    def gettext(self, message: str) -> str:
        return self._say(message)

    def pgettext(self, context: str, message: str) -> str:
        return self._say(message, context)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._say(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every catalogue holds that language within this block; names that are remembered in it are forgotten after it."""
    _forget_names()
    with monkeypatch.context() as patched:
        patched.setattr(i18n, "_catalogue", lambda _code: Pseudo())
        yield
    _forget_names()


def _forget_names() -> None:
    country._names.cache_clear()
    country._by_name.cache_clear()
