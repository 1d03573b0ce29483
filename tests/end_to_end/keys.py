"""The key count: a script of keys as people press them, and what the keystroke-level model says of it.

A token is a text that is typed, or a key in angle brackets. Counted as a person's fingers count: every key is one,
a held Shift or Ctrl is one more, and names are typed in small letters (US layout).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHIFTED = frozenset('~!@#$%^&*()_+{}|:"<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ')
KEY_SECONDS, TRAINED_KEY_SECONDS, MENTAL_SECONDS = 0.28, 0.20, 1.35
_KEY = re.compile(r"<([A-Za-z0-9+]+)>")


@dataclass(frozen=True)
class Press:
    """One key as the terminal gets it, and how many keys a hand presses for it."""

    key: str
    fingers: int


def presses(tokens: list[str]) -> Iterator[Press]:
    """Every key of a script in its order."""
    for token in tokens:
        named = _KEY.fullmatch(token)
        if named:
            yield Press(named[1], len(named[1].split("+")))
        else:
            yield from (Press(character, 1 + (character in SHIFTED)) for character in token)


def count(tokens: list[str]) -> int:
    """K of the model: all keys that a hand presses."""
    return sum(press.fingers for press in presses(tokens))


def seconds(keys: int, mental: int, key_seconds: float = KEY_SECONDS) -> float:
    """The predicted time without the insurer's answers."""
    return keys * key_seconds + mental * MENTAL_SECONDS
