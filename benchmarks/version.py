"""``omi --version`` against an interpreter that does nothing."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import line, median, turns

TARGET = 4.0


def _run(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(runs: int = 25) -> None:
    """Measure and print."""
    installed = Path(sys.executable).with_name("omi")
    taken = turns(
        {
            "omi": lambda: _run([str(installed), "--version"]),
            "pass": lambda: _run([sys.executable, "-c", "pass"]),
        },
        runs,
    )
    print(line("omi --version", median(taken["omi"]), median(taken["pass"]), TARGET))


if __name__ == "__main__":
    main()
