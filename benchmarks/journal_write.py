"""What a write of the journal adds to the bare durable insert that any record on the disk costs."""

import sqlite3
import statistics
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from benchmarks.measure import Result, median, take_turns, tell
from omi_tui.desk.journal import Journal

LIMIT = 0.001
"""Seconds that a write may add at the median."""
RUNS = 2000


def measure(runs: int = RUNS) -> list[Result]:
    """One write of the journal (the mean of an intent and its result), and a bare durable insert in its place."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.sqlite3", "demo")
        bare = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE rows (key TEXT PRIMARY KEY, text TEXT)")
        numbers = count()

        def ours() -> float:
            began = time.perf_counter()
            journal.result(journal.intent("draft", f"{next(numbers)}"), "done", "d-1")
            return (time.perf_counter() - began) / 2

        def theirs() -> float:
            began = time.perf_counter()
            bare.execute("INSERT INTO rows VALUES (?, ?)", (f"{next(numbers)}", "x" * 150))
            return time.perf_counter() - began

        written, inserted = take_turns(runs, ours, theirs)
        journal.close()
        bare.close()
    base = median(inserted)
    p99 = statistics.quantiles(written, n=100)[-1]
    note = f"adds {(median(written) - base) * 1000:.2f} ms (target {LIMIT * 1000:.0f} ms); p99 {p99 * 1000:.2f} ms"
    return [Result("journal write", median(written), base, 1 + LIMIT / base, note)]


if __name__ == "__main__":
    tell(measure(*map(int, sys.argv[1:])))
