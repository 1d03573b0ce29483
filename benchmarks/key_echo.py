"""From a key to its painted letter: in a form of the wizard, against a bare input; 95 of 100 keys are faster."""

import random
import string
import tempfile
import time
from pathlib import Path

from benchmarks.measure import BARE, line, p95, until
from tests.end_to_end.terminal import OMI, Terminal, environment
from tests.end_to_end.wizard import dates, sign_in

TARGET = 1.3


def _echo(terminal: Terminal, letter: str, seen: str) -> float:
    start = time.perf_counter()
    terminal.type(letter)
    until(terminal, seen)
    return time.perf_counter() - start


def _word(terminal: Terminal, chance: random.Random) -> list[float]:
    """Type some letters one after another and wipe them away again."""
    typed, taken = "", []
    for letter in string.ascii_lowercase[:20]:
        typed += letter
        taken.append(_echo(terminal, letter, typed))
        # A toolkit paints in its own beat; keys of a person come at any moment of it.
        terminal.settle(chance.uniform(0.03, 0.08))
    terminal.press("Ctrl+U").wait_gone(typed)
    terminal.settle(0.05)
    return taken


def main(rounds: int = 6) -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory(prefix="omi-bench-") as home,
        Terminal([*OMI, "demo", "--memory"], environment(Path(home))) as wizard,
        Terminal(BARE, environment(Path(home))) as bare,
    ):
        until(bare, "Password")
        sign_in(wizard)
        dates(wizard).press("Space").wait_for("Last name in Latin").press("Enter").wait_for("› Last name in Latin")
        chance = random.Random(1)
        taken: dict[str, list[float]] = {"omi": [], "bare": []}
        for number in range(rounds + 1):
            for name, terminal in (("omi", wizard), ("bare", bare)):
                word = _word(terminal, chance)
                taken[name] += word if number else []
    print(line("Key echo, p95", p95(taken["omi"]), p95(taken["bare"]), TARGET))


if __name__ == "__main__":
    main()
