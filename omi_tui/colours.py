"""Which colours the screen has: decided once, from the environment and the settings, before anything is drawn.

Textual's own answer to ``NO_COLOR`` is shades of grey, also where the variable is empty; so it is not asked
(:mod:`omi_tui.output_filter`).
"""

from collections.abc import Mapping
from typing import NamedTuple

SIXTEEN, NO_HUE, NO_HUE_LIGHT = "omi-16", "omi-no-hue", "omi-no-hue-light"
"""The terminal's own palette; nothing but its two colours of text and paper, where the paper is dark, or light."""
_NO = ("0", "no", "false", "off")
_DEEP = ("256color", "kitty")
"""How the names of terminals end that have more than sixteen colours, as Textual reads them."""


class Colours(NamedTuple):
    """The theme to show; ``none``: no colour at all is written, whatever theme is chosen later."""

    theme: str
    none: bool = False


def choose(environ: Mapping[str, str], theme: str, *, chosen: bool) -> Colours:
    """The colours for the *theme* of the settings; *chosen* where somebody chose it and it is not the default.

    A ``NO_COLOR`` that is not empty, or ``CLICOLOR=0``, means none; nothing beats them, no ``FORCE_COLOR`` either.
    Then ``OMI_ACCESSIBLE_COLORS`` means the terminal's own palette. Then the choice counts, and where there is none,
    a terminal with sixteen colours gets its own.
    """
    if environ.get("NO_COLOR") or environ.get("CLICOLOR") == "0":
        return Colours(NO_HUE_LIGHT if _light_paper(environ, theme) else NO_HUE, none=True)
    if environ.get("OMI_ACCESSIBLE_COLORS", "").lower() not in ("", *_NO):
        return Colours(SIXTEEN)
    return Colours(theme if chosen or _deep(environ) else SIXTEEN)


def _deep(environ: Mapping[str, str]) -> bool:
    deep = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    return deep or environ.get("TERM", "").endswith(_DEEP)


def _light_paper(environ: Mapping[str, str], theme: str) -> bool:
    """Whether the terminal is dark on light: some say so in ``COLORFGBG``, else the theme chosen for it tells."""
    paper = environ.get("COLORFGBG", "").rpartition(";")[2]
    return paper in ("7", "15") if paper else theme.endswith("-light")
