"""``omi scan``: the machine-readable lines of travel documents, read and proved. It asks nobody and keeps nothing."""

import argparse
import json
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING, Any

from omi_tui.command_line import complain, say, speak
from omi_tui.exit_codes import DONE, USAGE
from omi_tui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from omi_tui.model.mrz import Document, NotMrz

NOT_VALID = 1
"""A check digit refutes something, a part cannot be read, or it is a visa."""
LARGEST = 4_000_000
"""Bytes that are read: some forty thousand documents."""

_REFUSED = {
    "not_mrz": N_("These are not the machine-readable rows of a travel document."),
    "incomplete": N_("Only a part of the rows is there. Scan the document again."),
    "first": N_("The first row is there, but not all that follow. Scan the document again."),
    "second": N_("The first row is missing. Scan the document again."),
    "characters": N_("There are characters that no document has in its rows. Scan the document again."),
}


def scan(given: argparse.Namespace) -> int:
    """Print what the documents in a file or on stdin say. Returns the exit code.

    0: every document is valid. 1: one is not (:data:`NOT_VALID`). 2: there is none, or nothing to read.
    """
    from omi_tui.model.mrz import NotMrz
    from omi_tui.model.period import minsk_today
    from omi_tui.model.scanned_text import read_all
    from omi_tui.model.scanned_text import scan as rows_in

    speak(given)
    try:
        text = _text(given.file)
    except OSError:
        return complain(_("The file cannot be read. Name another one, or leave it out to read from stdin."), USAGE)
    if text is None:
        return complain(_("This is more than 4 MB. Give fewer lines at a time."), USAGE)
    try:
        found = rows_in(text)
    except NotMrz as refused:
        return complain(_why(refused), USAGE)
    documents = read_all(found, minsk_today())
    if given.json:
        told = [_plain(document) for document in documents]
        say(json.dumps(told[0] if len(told) == 1 else {"documents": told}, ensure_ascii=False))
    else:
        say("\n\n".join("\n".join(_lines(document)) for document in documents))
    if found.rest:
        count = found.rest.count("\n") + 1
        left = ngettext("{count} row belongs to no document.", "{count} rows belong to no document.", count)
        complain(left.format(count=count), USAGE)
    return DONE if all(document.valid for document in documents) else NOT_VALID


def _text(name: str) -> str | None:
    """The text of the file *name*, or of stdin; None where it is too long. Raises OSError."""
    if name == "-":
        if sys.stdin.isatty():
            sys.stderr.write(_("Scan or paste the rows, then press Enter and Ctrl+D.") + "\n")
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with open(name, "rb") as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return None
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig", "replace")


def _why(refused: "NotMrz") -> str:
    return _(_REFUSED[refused.half or refused.code])


def _plain(document: "Document") -> dict[str, Any]:
    """The document as JSON has it; a date that is unknown is null."""
    return {
        "format": document.format,
        "surname": document.surname,
        "given_names": document.given_names,
        "document_number": document.document_number,
        "issuing_state": document.issuing_state,
        "nationality": document.nationality,
        "birth_date": document.birth_date and f"{document.birth_date}",
        "sex": document.sex,
        "expiry_date": document.expiry_date and f"{document.expiry_date}",
        "personal_number": document.personal_number,
        "valid": document.valid,
        "checks": document.checks,
        "warnings": document.warnings,
    }


def _lines(document: "Document") -> list[str]:
    from omi_tui.journeys import scan_words

    sex = {"F": _("Female"), "M": _("Male"), "X": _("Unspecified")}.get(document.sex, _("none"))
    format_label, sex_label = _("Format"), _("Sex")
    return [
        scan_words.heading(document),
        f"{format_label}: {document.format}",
        *(f"{row.label}: {row.value}" for row in scan_words.rows(document)),
        f"{sex_label}: {sex}",
        *scan_words.warnings(document),
        *scan_words.repairs(document),
    ]
