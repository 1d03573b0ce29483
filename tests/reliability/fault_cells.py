"""The fault matrix as data: ``fault_matrix.csv``, one line for each operation and kind, one column for each phase.

The fault strikes once; an operation with ``_lasting`` behind it meets it as often as it tries, until the act has ended.
A cell is the outcome class that is expected, or the reason why it cannot happen. Used by the tests, which play every
cell, and by ``tools/fault_matrix.py``, which draws them.
"""

import csv
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).with_name("fault_matrix.csv")
LASTING = "_lasting"
PHASES = ("before_auth", "before_commit", "after_commit")
CLASSES = {
    "retried-ok": "The program mends it by itself: it repeats, waits, or passes over it. Nobody has to do anything.",
    "asked-user": "A sentence says what happened and what to do; what was typed stays; the same act then succeeds.",
    "unknown-then-resolved": "Whether it was done is not known: the screen \"unknown, checking\" finds out by reading.",
    "refused": "The insurer's plain no is told; nothing happened, and nothing is tried again by itself.",
}  # fmt: skip
REASONS = {
    "never-arrives": "The request does not reach the insurer, so there is no later phase.",
    "keeps-nothing": "The insurer refuses before it keeps anything, never after.",
    "true-answer": "It bends the true answer, and there is none yet.",
    "no-body": "The answer has no body that could be bent.",
    "no-state": "The answer names no state or kind that could be unknown.",
    "no-version": "The answer carries no version.",
    "not-notified": "The gateway has nothing to tell about it.",
    "own-phase": "A notice has a phase of its own; it is counted under the last one.",
}
KINDS = {
    "status_500": "a problem document with status 500",
    "refusal": "a problem document with status 422",
    "retry_after": "429 and `Retry-After: 2`; as a date in the second phase",
    "empty_response": "closed without a byte",
    "malformed_response_chunk": "a broken chunk",
    "random_data_then_close": "no HTTP",
    "connection_reset": "reset",
    "hang": "silence",
    "dribble": "the true answer in drops",
    "truncate": "half of the announced body",
    "captive_portal": "a web page with 200",
    "oversize": "more than 5 MB",
    "unknown_enum": "an unknown state or kind",
    "extra_field": "unknown fields",
    "stale_etag": "the version of an older copy",
    "clock_skew": "dated an hour ahead",
    "notice_duplicated": "the gateway says it twice",
    "notice_reordered": "the gateway's words overtake one another",
    "refused": "no connection: refused",
    "dns": "no connection: the name is unknown",
    "tls": "no connection: a certificate that nobody vouches for",
}


class Cell(NamedTuple):
    """One case; ``expected`` is a class or a reason."""

    operation: str
    kind: str
    phase: str
    expected: str

    @property
    def act(self) -> str:
        """The operation itself, where the fault outlasts the program's own repeats as well."""
        return self.operation.removesuffix(LASTING)

    @property
    def times(self) -> int | None:
        """How often the fault strikes; None for every time until the act has ended."""
        return None if self.operation.endswith(LASTING) else 1

    @property
    def happens(self) -> bool:
        """Whether it can."""
        return self.expected in CLASSES

    def __str__(self) -> str:
        return f"{self.operation}-{self.kind}-{self.phase}"


def cells() -> list[Cell]:
    """Every cell. Raises ValueError for a line or a word that does not belong."""
    found = []
    with DATA.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found += [Cell(line["operation"], line["kind"], phase, line[phase]) for phase in PHASES]
    for cell in found:
        if cell.kind not in KINDS or cell.expected not in CLASSES | REASONS:
            raise ValueError(f"{cell}: {cell.expected}")
    return found
