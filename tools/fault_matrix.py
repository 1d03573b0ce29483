"""Draws ``docs/fault-matrix.md`` from the matrix that the tests play: ``python -m tools.fault_matrix [--check]``."""

import sys
from collections import Counter
from pathlib import Path

from tests.reliability.fault_cells import CLASSES, KINDS, PHASES, REASONS, Cell, cells

PAGE = Path(__file__).resolve().parent.parent / "docs" / "fault-matrix.md"
SIGNS = {"retried-ok": "✓", "asked-user": "ask", "unknown-then-resolved": "?", "refused": "no"}
NUMBERS = {reason: f"·{number}" for number, reason in enumerate(REASONS, 1)}
WHEN = {
    "before_auth": "As the request comes in",
    "before_commit": "Let in, and nothing kept yet",
    "after_commit": "Kept for good, and then the answer goes wrong",
}
_HEAD = """\
# The fault matrix

<!-- Made by `make pages` from tests/reliability/fault_matrix.csv. Edit that. -->

What the program does when one call of an operation meets one fault in one phase. Every cell is played by
`tests/reliability/test_fault_matrix.py`: the real client, journal and journeys against the bundled insurer on a real
port. After each cell it looks that nothing was done twice, that what was typed is kept, and that every error was one
with a sentence of its own.
`make test` plays a tenth of the cells, `make torture` all of them.

The fault strikes once; *refused*, *dns* and *tls* last until the person tries again. Two of the fourteen operations,
personal information and passport, are read and saved, so there are sixteen columns. Three more, *lasting*, are the
calls that must never happen twice, under a fault that outlasts the program's own repeats as well.
"""


def page() -> str:
    """The page's text, the same each time."""
    found = cells()
    counts = Counter(cell.expected for cell in found)
    happening = sum(cell.happens for cell in found)
    parts = [_HEAD, f"\n{happening} cells happen, {len(found) - happening} cannot.\n"]
    parts += ["\n| sign | class | cells | meaning |\n| --- | --- | --- | --- |\n"]
    parts += [f"| {SIGNS[name]} | {name} | {counts[name]} | {text} |\n" for name, text in CLASSES.items()]
    parts += ["\n| sign | cannot happen | cells |\n| --- | --- | --- |\n"]
    parts += [f"| {NUMBERS[name]} | {text} | {counts[name]} |\n" for name, text in REASONS.items()]
    parts += ["\n| kind | what it is |\n| --- | --- |\n"]
    parts += [f"| {kind} | {text} |\n" for kind, text in KINDS.items()]
    parts += [_table(phase, [cell for cell in found if cell.phase == phase]) for phase in PHASES]
    return "".join(parts)


def _table(phase: str, found: list[Cell]) -> str:
    operations = list(dict.fromkeys(cell.operation for cell in found))
    by = {(cell.operation, cell.kind): (SIGNS | NUMBERS)[cell.expected] for cell in found}
    head = f"\n## {WHEN[phase]}\n\nPhase `{phase}`.\n\n"
    head += f"| kind | {' | '.join(name.replace('_', ' ') for name in operations)} |\n"
    head += f"| --- |{' --- |' * len(operations)}\n"
    rows = (f"| {kind} | {' | '.join(by[name, kind] for name in operations)} |\n" for kind in KINDS)
    return head + "".join(rows)


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether the stored one is current; 1 where it is not."""
    text = page()
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
        print("docs/fault-matrix.md is stale: run make pages", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
