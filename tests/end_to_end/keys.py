"""The key count: a script of keys as people press them, and what the keystroke-level model says of it.

A token is a text that is typed, a key in angle brackets, or a scan by its name: ``<S:kowalska>``. Counted as a
person's fingers count: every key is one, a held Shift or Ctrl is one more, and names are typed in small letters (US
layout). What a scanner types is no key, but a scan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHIFTED = frozenset('~!@#$%^&*()_+{}|:"<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ')
KEY_SECONDS, TRAINED_KEY_SECONDS, MENTAL_SECONDS, SCAN_SECONDS = 0.28, 0.20, 1.35, 2.0
_KEY = re.compile(r"<([A-Za-z0-9+]+)>")
_SCAN = re.compile(r"<S:([a-z]+)>")

DOCUMENTS = {
    "kowalska": "P<POLKOWALSKA<<MAGDALENA<<<<<<<<<<<<<<<<<<<<\rZZ12345678POL8607140F310520586071400000<<<08\r",
    "nowak": "P<POLNOWAK<<JAN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\rZZ76543216POL8402297M310520584022900000<<<76\r",
}
"""What the scanner types for a passport."""


@dataclass(frozen=True)
class Press:
    """What the terminal gets at once, how many keys a hand presses for it, and how many scans it is."""

    key: str
    fingers: int
    scans: int = 0


def presses(tokens: list[str]) -> Iterator[Press]:
    """Every key of a script in its order; a scan is one."""
    for token in tokens:
        if scan := _SCAN.fullmatch(token):
            yield Press(DOCUMENTS[scan[1]], 0, 1)
        elif named := _KEY.fullmatch(token):
            yield Press(named[1], len(named[1].split("+")))
        else:
            yield from (Press(character, 1 + (character in SHIFTED)) for character in token)


@dataclass(frozen=True)
class Count:
    """K, S and M of the model."""

    keys: int
    scans: int
    mental: int

    def seconds(self, key_seconds: float = KEY_SECONDS) -> float:
        """The predicted time without the insurer's answers."""
        return self.keys * key_seconds + self.scans * SCAN_SECONDS + self.mental * MENTAL_SECONDS


def count(tokens: list[str], screens: int) -> Count:
    """What the model says of *tokens* that led over so many *screens* and dialogs.

    M is one for each field that is entered or changed, one for a scan, and one for each screen or dialog that follows.
    """
    pressed = list(presses(tokens))
    keys, scans = sum(press.fingers for press in pressed), sum(press.scans for press in pressed)
    typed = sum(len(token) > 1 and not token.startswith("<") for token in tokens)
    ticked = sum(token == "<Space>" for token in tokens)
    return Count(keys, scans, typed + ticked + scans + screens)
