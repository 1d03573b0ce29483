"""Which shipped language a traveller of some nationality is likeliest to read. Source: CLDR's territory languages."""

from functools import cache

from omi_tui.model.country import CODES
from omi_tui.text.i18n import LANGUAGES

_UNCOUNTED = {"AM": "ru", "AZ": "ru", "MD": "ru"}
"""Where CLDR counts no speakers of any language of ours, though one is read widely."""


@cache
def language_of(country: str) -> str:
    """The language for the nationality *country* (alpha-3); English where none of ours is spoken there.

    Of the shipped languages it is the one that most people of the country know, as a first or a later language.
    """
    from babel.core import get_global

    short = CODES.get(country) or ""
    spoken = get_global("territory_languages").get(short, {})
    known = {code: spoken.get(code.partition("_")[0], {}).get("population_percent", 0.0) for code in LANGUAGES}
    best = max(known, key=lambda code: known[code])
    return _UNCOUNTED.get(short, best if known[best] else "en")
