"""What every walk through the wizard does: start it, sign in, answer forms by keys alone."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.end_to_end.terminal import OMI, ROOT, Terminal, environment

EMAIL, PASSWORD = "agent@example.test", "demo-desk-1"
OTHER = {
    "Last name in Latin": "kowalska",
    "First name in Latin": "magdalena",
    "Date of birth": "14.7.86",
    "Citizenship": "pol",
    "Passport series": "zz",
    "Passport number": "1234567",
    "Personal number": "86071400000",
    "Address": "ul. lipowa 12, 15-427 bialystok",
    "Phone number": "+48600000000",
    "Country of residence": "pol",
}
"""The other insured person of the key count, as an agent types her, by the labels of the form."""


def demo(home: Path, *arguments: str, **more: str) -> Terminal:
    """``omi demo`` in a terminal of 80 by 24."""
    return Terminal([*OMI, "demo", *arguments], environment(home, **more))


def fill_labels(terminal: Terminal, answers: dict[str, str]) -> None:
    """Type the answers of *answers* in its order, each when its label has the focus."""
    for label, text in answers.items():
        terminal.wait_for(f"› {label}").type(text).press("Enter")


def sign_in(terminal: Terminal, email: str = EMAIL, password: str = PASSWORD) -> Terminal:
    """Sign in and wait for the menu."""
    fill_labels(terminal, {"Login": email, "Password": password})
    return terminal.wait_for("Welcome to your account")


def answer(terminal: Terminal, question: str, digit: str) -> Terminal:
    """Read a question, then answer it: keys that come before it is painted are dropped."""
    return terminal.wait_for(question).settle().press(digit)


def dates(terminal: Terminal, begin: str = "+5", end: str = "14d") -> Terminal:
    """From home to the insured person."""
    terminal.press("1")
    fill_labels(terminal, {"Policy start date": begin, "Policy end date": end})
    return terminal.wait_for("Who is insured?", "› [x]")


def other_person(terminal: Terminal) -> Terminal:
    """Take the tick away and type the other person; ends on the check page."""
    terminal.press("Space").wait_for("› [ ]", "Last name in Latin").press("Enter")
    fill_labels(terminal, OTHER)
    return terminal.wait_for("Check what you are about to conclude")


def conclude(terminal: Terminal) -> Terminal:
    """From the check page to the shopping cart."""
    terminal.wait_for("› [ ] I confirm").press("Space").wait_for("› [x] I confirm").press("F10")
    answer(terminal, "Do you really want to conclude an insurance contract?", "2")
    terminal.wait_for("The contract draft is successfully formed").press("Enter")
    return terminal.wait_for("Shopping cart", "The draft is in the shopping cart.")


def order(terminal: Terminal) -> Terminal:
    """From the cart to the open order."""
    terminal.press("F10")
    answer(terminal, "the contract cannot be terminated", "2")
    return terminal.wait_for("waiting for payment until")


def pay_by_test_card(terminal: Terminal, words: str) -> Terminal:
    """Choose the test card that *words* describe."""
    terminal.press(digit_of(terminal, "Use a test card")).wait_for("Which payment do you want to try?")
    return terminal.press(digit_of(terminal, words))


def digit_of(terminal: Terminal, words: str) -> str:
    """The digit that stands before a line of a menu."""
    terminal.wait_for(words)
    found = next(match for line in terminal.lines if (match := re.search(rf"(\d) +{re.escape(words)}", line)))
    return found[1]


def saved_policy(home: Path) -> Path:
    """The one policy document below *home*."""
    (document,) = home.rglob("*.pdf")
    return document


@dataclass
class Insurer:
    """The bundled insurer as a process of its own."""

    process: subprocess.Popen[bytes]
    url: str
    pay_url: str
    token: str

    def control(self, method: str, path: str, **body: object) -> httpx.Response:
        """One of the fake's own calls."""
        answered = httpx.request(
            method, f"{self.url}/_omi{path}", json=body or None, headers={"Omi-Control": self.token}
        )
        return answered.raise_for_status()

    def stop(self) -> None:
        """End it and wait until it has."""
        self.process.terminate()
        self.process.wait(20)


@contextmanager
def insurer(*arguments: str) -> Iterator[Insurer]:
    """``omi fake-server`` with the demo data; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "omi_tui", "fake-server", "--data", "demo", *(arguments or ("--memory",))],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield Insurer(process, ready["url"], ready["pay_url"], ready["control_token"])
    finally:
        process.terminate()
        process.communicate(timeout=20)


def at(home: Path, url: str, *arguments: str, **more: str) -> Terminal:
    """``omi`` on the insurer at *url*."""
    return Terminal([*OMI, "--backend", url, *arguments], environment(home, **more))
