"""A key to the bytes that paint it: in the form of another insured person and in the sign-in form."""

import random
import string
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks.bare_app import TEXT
from benchmarks.measure import Result, Run, p95, take_turns, tell
from benchmarks.terminal import BARE, Watched
from benchmarks.walk import other_person, sign_in, wizard

TARGET = 1.3
RUNS = 250
LENGTH = 18
CLEAR = b"\x15"


def measure(runs: int = RUNS) -> list[Result]:
    """The time that 95 of 100 keys do not exceed. All three programs run at once; the keys take turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        wizard() as person,
        wizard() as front,
        Watched(BARE, Path(folder)) as bare,
    ):
        bare.wait_for(TEXT)
        sign_in(person)
        other_person(person)
        for program in (front, bare):
            program.settle(1.0)
        chance = random.Random(1)
        ours, signing, theirs = take_turns(runs, *(_typist(each, chance) for each in (person, front, bare)))
        note = f"p95 of {runs} keys; memory {person.resident()} MB"
    return [
        Result("key echo, other person", p95(ours), p95(theirs), TARGET, note),
        Result("key echo, sign-in form", p95(signing), p95(theirs), TARGET),
    ]


def _typist(program: Watched, chance: random.Random) -> Run:
    """Types a letter more each time, at any moment of the program's frame, and clears a field that is full."""
    letters: Iterator[str] = cycle(string.ascii_uppercase)
    typed = ""

    def run() -> float:
        nonlocal typed
        if len(typed) == LENGTH:
            program.press(CLEAR)
            program.settle()
            typed = ""
        typed += next(letters)
        time.sleep(chance.uniform(0.02, 0.05))
        program.settle(0)
        pressed = program.press(typed[-1].encode())
        return program.wait_for(typed) - pressed

    return run


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
