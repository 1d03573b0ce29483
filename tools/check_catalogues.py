"""Fails where a catalogue is stale, incomplete or would break a sentence: ``python -m tools.check_catalogues``."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from omi_tui.text.i18n import DOMAIN
from tools.messages import ROOT, TEMPLATE, TRANSLATED, as_mo, as_po, po_path, template, translations, updated

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[sd]")


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation, in words; nothing for a good one."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy:
        yield "is marked fuzzy"
    if not all(translations(message)):
        yield "has no translation"
        return
    wanted = {name for original in originals for name in _PLACEHOLDER.findall(original)}
    for translation in translations(message):
        found = set(_PLACEHOLDER.findall(translation))
        # A plural form may spell its number as a word; a single sentence keeps every placeholder.
        if found - wanted or (len(originals) == 1 and found != wanted):
            yield f"has the placeholders {sorted(found)}, the text has {sorted(wanted)}"
        if _edges(translation) != _edges(originals[0]):
            yield "begins or ends with other white space than the text"


def check(language: str, texts: Catalog) -> Iterator[str]:
    """Every fault of the catalogue of *language*, given the texts of the sources."""
    path = po_path(language)
    name = path.relative_to(ROOT)
    if not path.exists():
        yield f"{name} is missing: run make messages"
        return
    fresh = updated(language, texts)
    if _bytes(path) != as_po(fresh):
        yield f"{name} is stale: run make messages"
    with path.open("rb") as file:
        stored = read_po(file, locale=language, domain=DOMAIN)
    if _bytes(path.with_suffix(".mo")) != as_mo(stored):
        yield f"{name.with_suffix('.mo')} is stale: run make messages"
    for message in fresh:
        if message.id:
            yield from (f"{name}: {message.id!r} {fault}" for fault in faults(message))


def main() -> int:
    """Print the faults of the template and of every language; 1 where there is one."""
    texts = template()
    found = [fault for language in TRANSLATED for fault in check(language, texts)]
    if _bytes(TEMPLATE) != as_po(texts):
        found.insert(0, f"{TEMPLATE.relative_to(ROOT)} is stale: run make messages")
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


if __name__ == "__main__":
    sys.exit(main())
