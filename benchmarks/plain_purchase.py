"""A whole purchase by a script on a pipe, from sign-in to policy: the time that the program itself takes.

The bundled insurer is a process of its own; its time is not the program's, and is told beside it.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Result, median, take_turns, tell

LIMIT = 1.2
"""Seconds of the program's own, the start of Python and all imports included."""
RUNS = 7
SCRIPT = (
    "agent@example.test", "yes", "1", "+60", "14d", "yes", "yes", "", "yes", "yes", "yes", "2", "yes", "yes", "2",
    "4", "1", "/save",
)  # fmt: skip
OWN = """
import resource, sys
from omi_tui.cli import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
sys.stderr.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss // 1024}")
sys.exit(code)
"""
"""Runs the program and says what it used by itself, without the insurer that it started."""


def purchase(home: Path) -> tuple[float, float, float, int]:
    """Buy once; the program's own processor time, the whole time, the insurer's processor time, and memory in MB."""
    reading, writing = os.pipe()
    os.write(writing, b"demo-desk-1\n")
    os.close(writing)
    command = [sys.executable, "-c", OWN, "demo", "--memory", "--plain", "--password-fd", str(reading)]
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    surroundings = {
        **kept,
        "HOME": str(home),
        "OMI_HOME": str(home / "omi"),
        "LANG": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    began, before = time.perf_counter(), _children()
    text = "".join(f"{line}\n" for line in SCRIPT)
    ran = subprocess.run(
        command, input=text, capture_output=True, text=True, env=surroundings, pass_fds=[reading], check=False
    )
    whole, both = time.perf_counter() - began, _children() - before
    os.close(reading)
    if ran.returncode or "The insurance contract is concluded." not in ran.stdout:
        raise RuntimeError(f"no policy was bought:\n{ran.stdout[-2000:]}\n{ran.stderr}")
    own, memory = ran.stderr.split()
    return float(own), whole, both - float(own), int(memory)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(runs: int = RUNS) -> list[Result]:
    """The program's own time beside its limit."""
    with tempfile.TemporaryDirectory() as folder:
        bought: list[tuple[float, float, float, int]] = []

        def run() -> float:
            bought.append(purchase(Path(folder)))
            return bought[-1][0]

        (own,) = take_turns(runs, run)
    whole, insurer = (median([each[place] for each in bought[1:]]) for place in (1, 2))
    note = f"of {whole:.2f} s in all, the insurer's start and {insurer:.2f} s of its own included; {bought[-1][3]} MB"
    return [Result("plain purchase (theirs: the limit)", median(own), LIMIT, 1.0, note)]


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
