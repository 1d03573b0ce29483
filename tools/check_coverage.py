"""Fails where the tests leave out too much of the rooms that hold the rules: ``python -m tools.check_coverage``.

Reads the ``.coverage`` file that pytest leaves. Statements and branches are held apart, so that many plain
statements cannot hide the branches that nobody tried.
"""

import sys

from coverage import Coverage
from coverage.results import Numbers

ROOMS = ("model", "forms", "journeys", "client")
LEAST_PERCENT = 95.0


def numbers(coverage: Coverage, room: str) -> Numbers:
    """What was run of the modules in *room*."""
    total = Numbers()
    for path in sorted(coverage.get_data().measured_files()):
        if f"/omi_tui/{room}/" in path.replace("\\", "/"):
            total += coverage._analyze(path).numbers  # the public reports round and print, and give no sums
    return total


def main() -> int:
    """Print a line a room; 1 where a room is below the least percentage."""
    coverage = Coverage()
    coverage.load()
    short = []
    for room in ROOMS:
        found = numbers(coverage, room)
        statements = 100 * found.n_executed / found.n_statements if found.n_statements else 100.0
        branches = 100 * found.n_executed_branches / found.n_branches if found.n_branches else 100.0
        print(f"{room:10} statements {statements:5.1f} %  branches {branches:5.1f} %")
        if min(statements, branches) < LEAST_PERCENT:
            short.append(room)
    if short:
        print(f"Below {LEAST_PERCENT:.0f} %: {', '.join(short)}. See: coverage report", file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
