"""Runs that take turns, and the line that is printed of them."""

import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass

Run = Callable[[], float]
"""One measured run: the seconds that it took."""


@dataclass(frozen=True)
class Result:
    """Two medians (or other quantiles) in seconds, and how many times the second the first may be."""

    name: str
    ours: float
    theirs: float
    target: float
    note: str = ""

    def line(self) -> str:
        """Name, ours, theirs, ratio, target."""
        ratio = self.ours / self.theirs
        return (
            f"{self.name:<34} ours {self.ours * 1000:7.1f} ms   theirs {self.theirs * 1000:7.1f} ms   "
            f"ratio {ratio:5.2f}   target {self.target:.2f}   {'met' if ratio <= self.target else 'MISSED'}"
            + (f"   {self.note}" if self.note else "")
        )


HEAD = f"{os.cpu_count()} cores; medians in milliseconds unless a line says otherwise"


def take_turns(runs: int, *each: Run) -> list[list[float]]:
    """Run *each* in turn, *runs* times after one that does not count; the seconds of each."""
    for run in each:
        run()
    taken: list[list[float]] = [[] for _ in each]
    for _ in range(runs):
        for run, times in zip(each, taken, strict=True):
            times.append(run())
    return taken


def median(times: list[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: list[float]) -> float:
    """The time that 95 of 100 runs do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def tell(results: list[Result]) -> None:
    """Print a line for each result."""
    load = os.getloadavg()[0]
    for result in results:
        sys.stdout.write(f"{result.line()}   load {load:.1f}\n")
    sys.stdout.flush()
