"""What it costs to read a machine-readable zone, beside the same zone's check digits computed the plain way alone."""

import random
import sys
import time
from datetime import date

from benchmarks.measure import Result, median, take_turns, tell
from omi_tui.model.mrz import read

LEAST = 50_000
"""Documents that are read in a second, at least."""
DOCUMENTS = 2000
RUNS = 15
TODAY = date(2026, 11, 24)
_VALUES = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_STATES = ("POL", "LTU", "D<<", "UKR", "GBR", "XXA", "UZB")


def digit(text: str) -> str:
    """The check digit of *text*, character for character."""
    return str(sum(_VALUES[char] * (7, 3, 1)[place % 3] for place, char in enumerate(text)) % 10)


def passport(chance: random.Random) -> list[str]:
    """The two rows of somebody's passport."""

    def letters(most: int) -> str:
        return "".join(chance.choices("ABCDEFGHIJKLMNOPRSTUVYZ", k=chance.randint(3, most)))

    def day(first: int, last: int) -> str:
        text = f"{chance.randint(first, last) % 100:02}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        return text + digit(text)

    state, number = chance.choice(_STATES), f"{letters(3)[:2]}{chance.randint(0, 9_999_999):07}"
    personal = f"{chance.randint(0, 99_999_999_999):011}<<<"
    second = number + digit(number) + state + day(1940, 2025) + chance.choice("FM<") + day(2027, 2036)
    second += personal + digit(personal)
    second += digit(second[0:10] + second[13:20] + second[21:43])
    return [f"P<{state}{letters(18)}<<{letters(14)}".ljust(44, "<"), second]


def prove(rows: list[str]) -> bool:
    """The plain way: whether the five check digits of a passport are right, and nothing else of it."""
    second = rows[1]
    fields = (slice(0, 9), slice(13, 19), slice(21, 27), slice(28, 42))
    whole = second[0:10] + second[13:20] + second[21:43]
    return all(digit(second[field]) == second[field.stop] for field in fields) and digit(whole) == second[43]


def measure(runs: int = RUNS) -> list[Result]:
    """All passports read as documents, and all of them merely proved in the plain way."""
    chance = random.Random(1)
    passports = [passport(chance) for _ in range(DOCUMENTS)]

    def ours() -> float:
        began = time.perf_counter()
        assert all(read(rows, TODAY).valid for rows in passports)
        return time.perf_counter() - began

    def theirs() -> float:
        began = time.perf_counter()
        assert all(map(prove, passports))
        return time.perf_counter() - began

    taken, plain = take_turns(runs, ours, theirs)
    speed = DOCUMENTS / median(taken)
    note = f"{speed:,.0f} documents/s (target {LEAST:,}); the plain digits alone {DOCUMENTS / median(plain):,.0f}/s"
    return [
        Result(f"{DOCUMENTS} passports read", median(taken), median(plain), DOCUMENTS / LEAST / median(plain), note)
    ]


if __name__ == "__main__":
    tell(measure(*map(int, sys.argv[1:])))
