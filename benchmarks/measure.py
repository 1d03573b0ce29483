"""How the benchmarks measure: the same pseudo-terminal for both sides, turn by turn, and the median of the runs."""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.end_to_end.terminal import LIMIT, Terminal, environment

BARE = (sys.executable, str(Path(__file__).with_name("bare_app.py")))
"""A bare Textual app with two inputs."""


def turns(sides: dict[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """Let the sides take turns, so that a busy moment of the machine falls on all of them; seconds by side."""
    for side in sides.values():
        side()  # once for the file cache
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _run in range(runs):
        for name, side in sides.items():
            taken[name].append(side())
    return taken


def line(name: str, value: float, base: float, target: float) -> str:
    """One line of the report: both times, their ratio, and the target."""
    ratio = value / base
    verdict = "met" if ratio <= target else "MISSED"
    times = f"{value * 1000:.1f} ms against {base * 1000:.1f} ms"
    return f"{name}: {times}, ratio {ratio:.2f}, target {target:g}, {verdict}"


def median(values: list[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def p95(values: list[float]) -> float:
    """The value below which 95 % lie."""
    return statistics.quantiles(values, n=20)[-1]


def painted(command: tuple[str, ...], *texts: str, home: Path | None = None) -> float:
    """Seconds from the start of *command* in a terminal until *texts* are painted."""
    own = Path(tempfile.mkdtemp(prefix="omi-bench-"))
    try:
        start = time.perf_counter()
        with Terminal(command, environment(home or own)) as terminal:
            until(terminal, *texts)
            return time.perf_counter() - start
    finally:
        shutil.rmtree(own, ignore_errors=True)


def until(terminal: Terminal, *texts: str) -> None:
    """Read until all *texts* are on the screen."""
    terminal.wait_for(*texts, limit=LIMIT)
