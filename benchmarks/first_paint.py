"""From the start of ``omi demo`` to its painted sign-in, against a bare Textual app."""

from benchmarks.measure import BARE, line, median, painted, turns
from tests.end_to_end.terminal import OMI

TARGET = 1.35


def main(runs: int = 9) -> None:
    """Measure and print."""
    taken = turns(
        {
            "omi": lambda: painted((*OMI, "demo", "--memory"), "Sign in to your account", "› Login", "F3 leave"),
            "bare": lambda: painted(BARE, "Sign in to your account", "Login", "Password"),
        },
        runs,
    )
    print(line("First screen", median(taken["omi"]), median(taken["bare"]), TARGET))


if __name__ == "__main__":
    main()
