"""Reading the activation or reset link, or its ticket alone, however mail programs and hands have mangled it.

The insurer's own link is awkward already: the address stands in the query, the ticket is base64 whose padding is
percent-encoded, and the language is glued to it (``…%3d=en``). Mail programs wrap, quote and encode it further. So
several readings are tried, and one whose ticket has the length of a ticket (32 bytes) wins.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from omi_tui.model.rules import RuleError
from omi_tui.model.rules import email as check_email
from omi_tui.text.card_numbers import has_card_number
from omi_tui.text.clean import clean

TICKET_LENGTH = 43
"""Characters of 32 bytes in base64, without padding."""
_SHORTEST = 16
_LONGEST_TEXT, _MOST_LINES = 20_000, 60

_KEYWORD = re.compile(r"ticket\s*[=:]\s*", re.IGNORECASE)
_VALUE = re.compile(r"[\s\"'<(\[]*([A-Za-z0-9+/_-][A-Za-z0-9+/_ \t-]*)(=*)")
_RUN = re.compile(r"(?<![A-Za-z0-9+/_%@.-])(?!//)([A-Za-z0-9+/_-]++)(=*+)(?![@.%:])")
_EMAIL = re.compile(r"[?&;]u\s*=\s*([^&\s]+@[^&\s]+)", re.IGNORECASE)


def read_ticket(text: str) -> tuple[str | None, str]:
    """The address (where the link has one) and the ticket, padded to base64, out of *text*.

    Raises ValueError when there is no ticket in it.
    """
    text = clean(html.unescape(html.unescape(text[:_LONGEST_TEXT])), newlines=True)
    best: tuple[int, str | None, str] | None = None
    for reading in _readings(text):
        for weight, ticket in _tickets(reading):
            if best is None or weight > best[0]:
                best = (weight, _email(reading), ticket)
    if best is None:
        raise ValueError("no ticket")
    return best[1], best[2]


def _readings(text: str) -> Iterator[str]:
    """*text* with its lines joined and its encodings undone, the likelier readings first."""
    quoted = re.search(r"ticket=\s*3D", text) is not None
    for soft in (quoted, not quoted):
        # quoted-printable: "=" at a line's end is no character, and "=3D" is "="
        source = re.sub(r"=3D", "=", re.sub(r"=[ ]*\n", "\n", text)) if soft else text
        lines = [re.sub(r"^[> \t]+", "", line).rstrip() for line in source.split("\n")][:_MOST_LINES]
        for end in range(len(lines), 0, -1):
            yield _decoded("".join(lines[:end]))
        for line in lines:
            yield _decoded(line)
        yield _decoded(" ".join(lines))


def _decoded(text: str) -> str:
    for _round in range(3):
        text = unquote(text)
    return html.unescape(text)


def _tickets(text: str) -> Iterator[tuple[int, str]]:
    """Tickets in *text*, each with a weight."""
    keyword = list(_KEYWORD.finditer(text))
    if keyword:
        found = _VALUE.match(text, keyword[-1].end())
        matches = [found] if found else []
    else:
        whole = _VALUE.fullmatch(text.strip(" \t\"'<>()[]"))
        matches = [whole] if whole and "=" in text else []
        matches += list(_RUN.finditer(text))
    for match in matches:
        raw, padding = match[1].strip(), match[2]
        # a "+" may have become a space on the way, a space may be noise, and a word may follow
        for core in dict.fromkeys((re.sub(r"\s", "", raw), re.sub(r"\s", "+", raw), raw.split()[0])):
            if len(core) >= _SHORTEST and not has_card_number(core):  # a ticket is sent in an address
                yield (2 * (len(core) == TICKET_LENGTH) + bool(keyword), _padded(core, padding))


def _padded(core: str, padding: str) -> str:
    return core + ("=" * (-len(core) % 4) if len(core) % 4 != 1 else padding[:1])


def _email(text: str) -> str | None:
    found = _EMAIL.search(text)
    try:
        return check_email(found[1]) if found else None
    except RuleError:
        return None
