"""Policies of many people: each in a file of its own, or all of them in one."""

import logging
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from omi_tui.desk import downloads


class BrokenDocument(ValueError):
    """A document that cannot be put together with others; ``name`` is that of its policy."""

    def __init__(self, name: str) -> None:
        super().__init__("a document cannot be read")
        self.name = name


def save_all(documents: Sequence[tuple[str, bytes]], folder: Path, one_file: bool, name: str = "") -> list[Path]:
    """Save *documents* (the policy's series and number, and its PDF) in *folder*; return where they are.

    With *one_file* they are one ``OMI-policies-<name>.pdf``, in their order; *name* may be the order's number.
    Nothing is overwritten. Raises BrokenDocument, ValueError where one is no PDF, OSError where it cannot be written.
    """
    if one_file and len(documents) > 1:
        return [downloads.save_policy(folder, "policies", name or str(len(documents)), joined(documents))]
    return [
        downloads.save_policy(folder, series, number, pdf)
        for (series, _space, number), pdf in ((name.partition(" "), pdf) for name, pdf in documents)
    ]


def joined(documents: Iterable[tuple[str, bytes]]) -> bytes:
    """The pages of all *documents* as one PDF; outlines and what a document does when opened stay behind.

    Raises BrokenDocument, ValueError.
    """
    from pypdf import PdfReader, PdfWriter

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints would be written over the screen
    writer = PdfWriter()
    for name, pdf in documents:
        try:
            writer.append(PdfReader(BytesIO(pdf)), import_outline=False)
        except Exception as error:  # whatever a reader of somebody else's bytes stumbles over
            raise BrokenDocument(name) from error
    together = BytesIO()
    writer.write(together)
    return together.getvalue()
