"""The way to the screens that are measured, by keys."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.terminal import OMI, Watched
from omi_tui.fake_server.seeds import DEMO_EMAIL, DEMO_PASSWORD

SIGN_IN = ("Sign in to your account", "F3 leave")
HOME = ("Welcome", "Policy archive", "Sign out")


@contextmanager
def wizard(home: Path | None = None) -> Iterator[Watched]:
    """The wizard at its sign-in form, the insurer ready; *home* keeps a database, else nothing is kept."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*OMI, "demo", *([] if home else ["--memory"])]
        with Watched(command, home or Path(folder)) as program:
            program.wait_for(*SIGN_IN)
            program.settle(2.0)  # the insurer's process is loading
            yield program


def sign_in(program: Watched) -> None:
    """From the sign-in form to home."""
    program.press(f"{DEMO_EMAIL}\r{DEMO_PASSWORD}\r".encode())
    program.wait_for(*HOME)
    program.settle(1.0)


def other_person(program: Watched) -> None:
    """From home to the first of the ten fields of another insured person."""
    for keys, seen in (
        ("1", "Policy start date"),
        ("+5\r", "Policy end date"),
        ("14d\r", "The policyholder is the insured person"),
        (" ", "Passport series"),
        ("\r", "As the passport prints it in Latin letters"),
    ):
        program.press(keys.encode())
        program.wait_for(seen)
        program.settle(0.5)
