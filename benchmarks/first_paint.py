"""From the start of ``omi demo`` to the painted sign-in form, against a bare Textual app with two inputs."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bare_app import TEXT
from benchmarks.measure import Result, median, take_turns, tell
from benchmarks.terminal import BARE, OMI, Watched

TARGET = 1.35
RUNS = 15
SIGN_IN = ("Sign in to your account", "Forgot your password?", "F9 menu", "F3 leave")


def measure(runs: int = RUNS) -> list[Result]:
    """With a passing database, and with one that an earlier run has made."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        memory: list[int] = []

        def paint(command: Sequence[str], *texts: str, connected: str = "") -> float:
            with Watched(command, home) as program:
                taken = program.wait_for(*texts) - program.started
                memory.append(program.resident())
                if connected:
                    program.wait_for(connected)
                return taken

        paint([*OMI, "demo"], *SIGN_IN)  # makes the database that is kept
        passing, kept, bare = take_turns(
            runs,
            lambda: paint([*OMI, "demo", "--memory"], *SIGN_IN),
            lambda: paint([*OMI, "demo"], *SIGN_IN),
            lambda: paint(BARE, TEXT),
        )
    ours, theirs = max(memory[1::3]), max(memory[3::3])
    note = f"memory {ours} MB, theirs {theirs} MB"
    return [
        Result("first paint", median(passing), median(bare), TARGET, note),
        Result("first paint, kept database", median(kept), median(bare), TARGET),
    ]


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
