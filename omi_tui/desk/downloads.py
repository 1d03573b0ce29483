"""Policies and notes on disk, under names that we give them."""

import re
from pathlib import Path

from omi_tui.desk import files
from omi_tui.desk.paths import private_folder


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


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)[:32]
