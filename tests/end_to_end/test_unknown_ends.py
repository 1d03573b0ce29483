"""Days on which the answer, the program or the buyer's return is lost: one draft, one payment, one policy."""

from pathlib import Path
from typing import Any

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import (
    EMAIL,
    PASSWORD,
    Insurer,
    answer,
    at,
    conclude,
    dates,
    fill_labels,
    insurer,
    order,
    other_person,
    sign_in,
)

LOST_RETURN = "0259"


def faults(running: Insurer, *rules: dict[str, Any]) -> None:
    """Let the insurer misbehave by *rules*; none ends it."""
    running.control("PUT", "/faults", rules=list(rules))


def kill(terminal: Terminal) -> None:
    """End the program as a power cut does."""
    terminal.process.kill()
    terminal.process.wait(20)


def drafts_of(terminal: Terminal, name: str) -> int:
    """How many contract drafts of *name* the list shows."""
    terminal.press("2").wait_for("Insurance policies", "Contract drafts").settle()
    return sum(name in line for line in terminal.lines)


def test_answer_lost_after_commit_then_killed_then_one_draft(home: Path) -> None:
    with insurer() as running:
        lost = {"phase": "after_commit", "kind": "connection_reset", "times": None}
        with at(home, running.url) as terminal:
            sign_in(terminal)
            other_person(dates(terminal))
            faults(running, {"operation": "POST /v1/drafts", **lost}, {"operation": "GET /v1/operations/{key}", **lost})
            terminal.wait_for("› [ ] I confirm").press("Space").wait_for("› [x] I confirm").press("F10")
            answer(terminal, "Do you really want to conclude", "2")
            terminal.wait_for("It is not known yet whether the contract draft", "Nothing is sent a second time")
            kill(terminal)
        faults(running)
        with at(home, running.url) as terminal:
            sign_in(terminal).wait_for("was formed before the connection broke off", "Open contract draft")
            assert drafts_of(terminal, "KOWALSKA") == 1
            terminal.press("F3")
            assert terminal.wait_end() == 0


def test_card_approved_and_the_return_lost_then_killed_then_the_policy(home: Path) -> None:
    with insurer() as running:
        with at(home, running.url) as terminal:
            sign_in(terminal)
            conclude(other_person(dates(terminal)))
            order(terminal)
            number = _number(terminal)
            faults(running, {"operation": "GET /v1/orders/{order_number}", "kind": "hang", "times": None})
            running.control("POST", f"/pay/{number}", card=LOST_RETURN)
            kill(terminal)
        faults(running)
        with at(home, running.url) as terminal:
            sign_in(terminal).wait_for(f"Order {number} is paid.", "The policy is saved in")
            saved = list(home.rglob("*.pdf"))
            assert saved
            assert all(document.read_bytes().startswith(b"%PDF-") for document in saved)
            terminal.press("4").wait_for("Insurance policies", "KOWALSKA")


def test_two_desks_buying_for_one_passport(home: Path, tmp_path: Path) -> None:
    other_home = tmp_path / "other desk"
    other_home.mkdir()
    with insurer() as running, at(home, running.url) as first, at(other_home, running.url) as second:
        for desk in (first, second):
            fill_labels(desk, {"Login": EMAIL, "Password": PASSWORD})
            other_person(dates(desk.wait_for("Welcome to your account")))
        conclude(first)
        second.wait_for("› [ ] I confirm").press("Space").wait_for("› [x] I confirm").press("F10")
        answer(second, "Do you really want to conclude", "2")
        second.wait_for("This passport already has a contract for some of these days", "Nothing was concluded.")
        order(first)
        answer(second.press("Ctrl+O"), "Go to the first menu", "2")
        second.wait_for("Welcome to your account").press("3").wait_for("Shopping cart").press("F10")
        answer(second, "the contract cannot be terminated", "2")
        second.wait_for("was made before", "waiting for payment until")
        number = _number(second)
        assert number == _number(first)
        running.control("POST", f"/pay/{number}", card="0000")
        for desk in (first, second):
            desk.wait_for(f"Order {number} is paid", "The insurance contract is concluded.")


def _number(terminal: Terminal) -> str:
    """The number of the order on the screen."""
    return next(word for word in terminal.text.split() if word.isdigit() and len(word) == 6)
