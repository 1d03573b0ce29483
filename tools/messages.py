"""Gathers the program's texts into ``locales/`` and compiles the catalogues: ``python -m tools.messages``.

The output depends on the sources alone: sorted, without line numbers, without the time of day, so that
two people who run it get the same bytes and a check can compare them.
"""

from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from omi_tui import __version__
from omi_tui.text.i18n import DOMAIN, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / f"{DOMAIN}.pot"
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
"""The languages with a catalogue; the texts in the source are the English ones."""

_KEYWORDS = {
    "_": None,
    "N_": None,
    "in_language": (2,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_HEADER = """\
# Texts of omi-tui.
# Licensed as the program is (Apache-2.0).
# Remade by `make messages`."""
_PLURALS = {
    "lv": "nplurals=3; plural=(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 && n%100!=11 ? 1 : 2)",
}
"""The plural forms as CLDR has them, where Babel's own table is another: in Latvian 10 and 11 go with 0."""
_UNCHANGING = datetime(2000, 1, 1, tzinfo=UTC)


def po_path(language: str) -> Path:
    """The catalogue that a translator of *language* edits."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def template() -> Catalog:
    """Every text that the sources mark for translation."""
    catalog = _named()
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]  # Babel leaves it bare
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).name not in {".venv", ".git", "tests"},
    )
    for filename, line, message, comments, context in found:
        catalog.add(message, locations=[(filename, line)], auto_comments=comments, context=context)
    return catalog


def updated(language: str, texts: Catalog) -> Catalog:
    """The catalogue of *language* as translated so far, with exactly *texts*; a new text has no translation yet.

    Its messages are its own: Babel takes those of *texts*, so that one language's translation would be every one's.
    """
    path = po_path(language)
    catalog = _named(language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, domain=DOMAIN)
        catalog.header_comment = _HEADER
        catalog.project, catalog.version = "omi-tui", __version__
    catalog.update(deepcopy(texts), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """The bytes of *catalog* for translators."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The bytes of *catalog* for the program; a fuzzy translation is left out."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def translations(message: Message) -> list[str]:
    """The translation of *message*: one string, or one a plural form; an empty string where there is none."""
    if isinstance(message.string, str):
        return [message.string]
    return list(message.string or [""])


def _named(language: str | None = None) -> Catalog:
    catalog = Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=_HEADER,
        project="omi-tui",
        version=__version__,
        msgid_bugs_address="the project's issues",
        language_team=language or "",
        last_translator="the omi-tui authors",
        creation_date=_UNCHANGING,
        revision_date=_UNCHANGING,
        fuzzy=False,
    )
    if language in _PLURALS:
        catalog.mime_headers = [("Plural-Forms", _PLURALS[language])]
    return catalog


def main() -> None:
    """Write the template and, for each language, its catalogue in both forms."""
    texts = template()
    LOCALES.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_po(texts))
    for language in TRANSLATED:
        catalog = updated(language, texts)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing = sum(not all(translations(message)) for message in catalog if message.id)
        print(f"{language}: {len(catalog)} texts, {missing} without a translation")


if __name__ == "__main__":
    main()
