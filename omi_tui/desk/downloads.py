"""Policies and notes on disk, under names that we give them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from omi_tui.desk import files
from omi_tui.desk.paths import private_folder
from omi_tui.text.csv_cells import csv_cell


def save_policy(folder: Path, series: str, number: str, pdf: bytes) -> Path:
    """Save a policy as ``OMI-<series>-<number>.pdf`` in *folder*, which is made if need be. Returns where it is.

    Nothing is overwritten: another file of that name makes it ``…-2.pdf``; the very same document is kept once.
    Raises ValueError when *pdf* is no PDF, OSError when it cannot be written.
    """
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("not a PDF")
    parts = ["OMI", *(part for text in (series, number) if (part := _plain(text)))]
    return files.write_unique(private_folder(folder), "-".join(parts), ".pdf", pdf)


def save_note(folder: Path, name: str, text: str) -> Path:
    """Save *text* as ``OMI-<name>.txt`` in *folder*; nothing is overwritten. Raises OSError."""
    return files.write_unique(private_folder(folder), f"OMI-{_plain(name)}", ".txt", text.encode())


def save_table(folder: Path, name: str, rows: Iterable[Sequence[str]]) -> Path:
    """Save *rows* for a spreadsheet as ``OMI-<name>.csv`` in *folder*; nothing is overwritten. Raises OSError.

    Of *name* letters, digits and hyphens count. Commas, every cell in quotation marks, UTF-8 with the mark at its
    beginning that spreadsheets know it by; no cell is a formula.
    """
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([csv_cell(cell) for cell in row] for row in rows)
    stem = "OMI-" + re.sub(r"[^A-Za-z0-9-]", "", name)[:64]
    return files.write_unique(private_folder(folder), stem, ".csv", text.getvalue().encode("utf-8-sig"))


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)[:32]
