"""Listens to the keys on their way to a page, and tells which of them a scanner typed.

Keys of a person go on as they came. Where a row could begin, a key waits for the next one, at most as long as a scanner
takes from key to key; a scan that is recognised late (a second row without its first) is taken out of its field again.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from textual import events

from omi_tui.screens.bursts import LONGEST, STARTS, Seen, judge

QUIET = 0.05
"""Seconds without a key after which what could have been a scan was typed by a person, or a scan is over."""
PAUSE = 1.0
"""Seconds without a key after which a scan that had begun does not go on."""
HELD = 0.15
"""Seconds for which keys may be held that only could be a scan, unless they come faster than any hand types."""
HAND, MACHINE = 0.06, 0.025
"""Mean seconds from key to key below which no hand types, and below which no key repeats."""

Pressed = events.Key | events.Paste


class Heard(NamedTuple):
    """What to do with the keys at hand: hand one on (neither), wait for more, or take so many as a scan."""

    wait: float = 0.0
    taken: int = 0
    text: str = ""
    before: "Page | None" = None
    """What the page held before the first key of the scan got there; None where none did."""


HAND_ON = Heard()


class Page(NamedTuple):
    """The page that gets the keys: whether it wants scans, and what it holds before one."""

    wanted: bool = False
    """Where a scan is not wanted it is told from other keys all the same, so that it chooses and concludes nothing."""
    held: Any = None


class Scanner:
    """*page* gives the page that takes the keys now, or None where a scan is like any other typing."""

    def __init__(self, page: Callable[[], Page | None]) -> None:
        self._page = page
        self._run = ""
        """What was handed on since the last pause or line's end."""
        self._began = self._last = 0.0
        self._before: Page | None = None

    @property
    def listening(self) -> bool:
        """Whether scans are told from other keys here."""
        return self._page() is not None

    def hear(self, kept: Sequence[Pressed], *, now: float, quiet: bool) -> Heard:
        """What to do with *kept*, the keys that wait. *quiet*: none has come since the last answer was to wait."""
        first = kept[0]
        if isinstance(first, events.Paste):
            page, kind = self._page(), judge(first.text.strip(" ")).kind
            found = page is not None and (kind == "whole" or (kind == "begun" and page.wanted))  # a code may begin so
            return Heard(taken=1, text=first.text) if found else HAND_ON
        if first.time - self._last > PAUSE:
            self._run = ""
        if not (character := _character(first)) or (not self._run and character not in STARTS and len(kept) < 2):
            return HAND_ON
        page = self._page()
        if page is None or (character in "\r\n\t" and not page.wanted):
            return HAND_ON
        keys = _typed(kept)
        text = "".join(map(_character, keys))
        heard = self._late(text, keys, quiet=quiet) or self._at(text, keys, now, quiet=quiet) or HAND_ON
        if heard.taken:
            self._run = ""
        return heard

    def handed(self, event: Pressed) -> None:
        """*event* goes on to the page."""
        character = _character(event)
        if not self._run:
            self._before, self._began = self._page(), event.time
        self._run = "" if not character or character in "\r\n\t" or self._before is None else self._run + character
        self._last = event.time

    def _at(self, text: str, keys: Sequence[events.Key], now: float, *, quiet: bool) -> Heard | None:
        """A scan that begins with the first of *keys*; None where there is none."""
        if text[0] not in STARTS and len(text) < 18:
            return None
        seen = judge(text)
        if seen.kind == "whole":
            return self._whole(text, seen, quiet=quiet)
        spent = keys[-1].time - keys[0].time
        if seen.kind == "begun" and spent < HAND * len(keys):
            return Heard(taken=len(keys), text=text) if quiet else Heard(wait=PAUSE)
        fast = len(keys) >= 8 and spent < MACHINE * len(keys)
        if seen.kind == "maybe" and not quiet and (fast or now - keys[0].time < HELD):
            return Heard(wait=QUIET)
        return None

    def _late(self, text: str, keys: Sequence[events.Key], *, quiet: bool) -> Heard | None:
        """A scan whose beginning was handed on already; None where there is none."""
        if not self._run or len(self._run) > LONGEST:
            return None
        whole = self._run + text
        seen = judge(whole)
        if seen.kind not in ("begun", "whole") or keys[-1].time - self._began >= HAND * len(whole):
            return None
        if seen.kind == "begun":
            taken = Heard(taken=len(keys), text=whole, before=self._before)
            return taken if quiet else Heard(wait=PAUSE)
        heard = self._whole(whole, seen, quiet=quiet)
        return heard._replace(taken=max(1, heard.taken - len(self._run)), before=self._before) if heard.taken else heard

    def _whole(self, text: str, seen: Seen, *, quiet: bool) -> Heard:
        """A whole scan, and another one right behind it; keys that end it may still be on their way."""
        place = seen.length
        while (more := judge(text[place:])).kind == "whole":
            place += more.length
        rest = text[place:]
        open_end = not rest and text[-1] not in "\n\t"
        if not quiet and (open_end or more.kind in ("maybe", "begun")):
            return Heard(wait=PAUSE if more.kind == "begun" else QUIET)
        return Heard(taken=place, text=text[:place])


def _typed(kept: Sequence[Pressed]) -> list[events.Key]:
    """The keys at the head of *kept* that type something or that a scanner's frame is made of."""
    keys: list[events.Key] = []
    for event in kept:
        if not isinstance(event, events.Key) or not _character(event) or len(keys) == LONGEST:
            break
        keys.append(event)
    return keys


def _character(event: Pressed) -> str:
    """The character of a key, control characters too; empty for all other keys."""
    if not isinstance(event, events.Key):
        return ""
    named = {"enter": "\r", "tab": "\t"}.get(event.key)
    if named:
        return named
    if event.key.startswith("ctrl+") and len(event.key) == 6:
        return chr(ord(event.key[-1]) & 31)
    return event.character if event.is_printable and event.character and "+" not in event.key[:-1] else ""
