"""``omi --version`` against an interpreter that does nothing."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Result, Run, median, take_turns, tell
from benchmarks.terminal import OMI, ROOT

TARGET = 4.0
RUNS = 30
SCRIPT = str(Path(sys.executable).parent / "omi")


def measure(runs: int = RUNS) -> list[Result]:
    """The installed command, and the module."""
    script, module, bare = take_turns(
        runs, _run(SCRIPT, "--version"), _run(*OMI, "--version"), _run(sys.executable, "-c", "pass")
    )
    return [
        Result("omi --version", median(script), median(bare), TARGET),
        Result("python -m omi_tui --version", median(module), median(bare), TARGET),
    ]


def _run(*command: str) -> Run:
    def run() -> float:
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        return time.perf_counter() - started

    return run


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
