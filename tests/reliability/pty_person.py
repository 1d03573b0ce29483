"""Somebody at a real terminal who buys by keys alone, and whose program is killed by SIGKILL on the way."""

import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.terminal import Gone, Terminal
from tests.end_to_end.wizard import EMAIL, PASSWORD, digit_of, fill_labels


class KilledHere(Exception):
    """The program was killed at the moment that was chosen."""


class KillableTerminal(Terminal):
    """A terminal whose program is killed *delay* seconds after the keys of number *at* were sent; None: never."""

    at: int | None = None
    delay: float = 0.0
    sent = 0

    def send(self, data: bytes) -> None:
        super().send(data)
        self.sent += 1
        if self.sent == self.at:
            end = time.monotonic() + self.delay
            with suppress(Gone):
                self.wait(lambda: time.monotonic() >= end, "the moment", limit=self.delay + 5)
            self.process.send_signal(signal.SIGKILL)
            raise KilledHere


PLACES = {
    "again?": "Is it to be sent to the insurer now?",
    "sign_in": "Sign in to your account",
    "menu": "Welcome to your account",
    "dates": "When will the insured person be in Belarus?",
    "insured": "Who is insured?",
    "check": "Check what you are about to conclude",
    "conclude?": "Do you really want to conclude",
    "formed": "The contract draft is successfully formed",
    "overlap": "This passport already has a contract",
    "checking": "It is not known yet whether",
    "nothing": "Nothing was sent",
    "add?": "Add entry to the shopping cart?",
    "draft": "Pay before",
    "drafts": "Update policies list",
    "pay?": "the contract cannot be terminated. ",
    "cards": "Which payment do you want to try?",
    "paid": "Save the policy (PDF)",
    "pay": "Pay later",
    "cart": "Total:",
}
"""Where somebody is, by words that stand there alone; the first that is found counts."""


@dataclass(frozen=True)
class Guest:
    """Somebody to insure, by the labels of the form; without answers it is the policyholder."""

    begin: str
    end: str
    passport: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class PtyPerson:
    """Buys for each of *guests* in one order; *formed* and *paid* are what the screen has said so far."""

    guests: Sequence[Guest]
    drafts: Callable[[], dict[str, tuple[str, bool]]]
    """Draft ids in the account's list by passport, and whether each is in the cart: what the two lists show."""
    pay: Callable[[str], None] | None = None
    """Pays an order by its number outside the program; None to pay by the test cards of the demo."""
    formed: set[str] = field(default_factory=set)
    order: str = ""
    paid: str = ""
    """The number of the order once it is paid."""
    confirming: str = ""
    said: list[str] = field(default_factory=list)

    def use(self, terminal: Terminal) -> None:
        """Go on from wherever the program begins until the order is paid."""
        for _step in range(80):
            if self.paid:
                return
            place = self._place(terminal)
            self.said.append(place)
            self._look(terminal, place)
            if not self.paid:
                self._step(terminal, place)
        raise AssertionError(f"no end: {' '.join(self.said[-30:])}\n{terminal.picture()}")

    def _place(self, terminal: Terminal) -> str:
        def here() -> str:
            return next((place for place, words in PLACES.items() if words in terminal.text), "")

        while True:
            terminal.wait(lambda: bool(here()), "a place that is known").settle(0.15)
            if place := here():
                return place

    def _look(self, terminal: Terminal, place: str) -> None:
        if place == "formed" or "was formed before the connection broke off" in terminal.text:
            self.formed.add(self.confirming)
        if place == "paid":
            terminal.wait_for("saved")
            self.paid = self.order

    def _next(self) -> Guest | None:
        return next((guest for guest in self.guests if guest.passport not in self.formed), None)

    def _step(self, terminal: Terminal, place: str) -> None:
        guest = self._next()
        match place:
            case "sign_in":
                fill_labels(terminal, {"Login": EMAIL, "Password": PASSWORD})
                terminal.wait_gone("Sign in to your account")
            case "menu":
                self._choose(terminal)
            case "dates" if guest:
                self._fill(terminal, {"Policy start date": guest.begin, "Policy end date": guest.end})
                terminal.wait_gone(PLACES["dates"])
            case "insured" if guest and guest.answers:
                if "[x]" in terminal.text:
                    terminal.press("Space").wait_for("[ ]", "Last name in Latin")
                self._fill(terminal, guest.answers)
                terminal.wait_gone(PLACES["insured"])
            case "insured":
                terminal.press("F10").wait_gone(PLACES["insured"])
            case "check" if guest:
                if "[x] I confirm" not in terminal.text:
                    terminal.press("Space").wait_for("[x] I confirm")
                terminal.press("F10").wait_for(PLACES["conclude?"])
            case "conclude?" if guest:
                self.confirming = guest.passport
                self._say_yes(terminal, place).wait_gone(PLACES["check"])
            case "formed":
                terminal.press("F10").wait_gone(PLACES["formed"])
            case "overlap" if guest:
                self.formed.add(guest.passport)
                self._leave(terminal, place)
            case "draft":
                terminal.press("F10").wait_gone(PLACES["draft"])
            case "cart" if not guest and self._in_cart():
                terminal.press("F10").wait_for("the contract cannot be terminated")
            case "pay?":
                self._say_yes(terminal, place).wait_gone(PLACES["cart"])
            case "add?":
                self._say_yes(terminal, place).wait_gone(PLACES["draft"])
            case "pay":
                self._pay(terminal)
            case "drafts" if not guest and not self._in_cart():
                self._open_draft(terminal)
            case "again?":
                self._say_yes(terminal, place)
            case "checking" | "nothing":
                terminal.press("F10").settle(0.3)
            case _:
                self._leave(terminal, place)

    def _say_yes(self, terminal: Terminal, place: str) -> Terminal:
        """Answer a question by its second digit; one that was pressed before the question was painted is dropped."""
        for _try in range(3):
            with suppress(Gone):
                return terminal.settle(0.3).press("2").wait_gone(PLACES[place], limit=10)
        raise AssertionError(f"no answer is taken\n{terminal.picture()}")

    def _leave(self, terminal: Terminal, place: str) -> None:
        terminal.press("Esc").settle(0.3)
        if "Leave without saving" in terminal.text:
            terminal.press("2")
        terminal.wait_gone(PLACES[place])

    def _in_cart(self) -> bool:
        drafts = self.drafts()
        return all(drafts.get(guest.passport, ("", False))[1] for guest in self.guests)

    def _choose(self, terminal: Terminal) -> None:
        if self._next():
            terminal.press("1")
        elif "is waiting for payment until" in terminal.text:
            for _step in range(20):
                if "›[ Continue paying order" in terminal.text:
                    break
                terminal.press("Tab").settle(0.1)
            terminal.press("Enter")
        elif self.order and not self.drafts().keys() & self.formed:
            self.paid = self.order  # the drafts are policies by now
            return
        else:
            terminal.press("3" if self._in_cart() else "2")
        terminal.wait_gone(PLACES["menu"])

    def _open_draft(self, terminal: Terminal) -> None:
        """The newest draft stands first; the first that is not in the cart is opened by its line's digit."""
        outside = [place for place, (_id, there) in enumerate(self.drafts().values(), 1) if not there]
        terminal.press(str(outside[0])).wait_gone(PLACES["drafts"])

    def _pay(self, terminal: Terminal) -> None:
        found = re.search(r"Order (\d+) ", terminal.text)
        assert found
        self.order = found[1]
        if self.pay is not None:
            self.pay(self.order)
        else:
            terminal.press(digit_of(terminal, "Use a test card")).wait_for(PLACES["cards"])
            terminal.press(digit_of(terminal, "Paid at once"))
        terminal.wait_for(PLACES["paid"])

    def _fill(self, terminal: Terminal, answers: Mapping[str, str]) -> None:
        """Answer every field from the first one on; what stands there from before is put right."""
        first = next(iter(answers))
        for _step in range(len(answers) + 2):
            if f"› {first}" in terminal.text:
                break
            terminal.press("Shift+Tab").settle(0.1)
        for label, text in answers.items():
            terminal.wait_for(f"› {label}").press("End", "Ctrl+U").type(text).press("Enter")


def drafts_of(database: Path) -> dict[str, tuple[str, bool]]:
    """Unpaid drafts in the account's list, the newest first: id and whether it is in the cart, by passport number."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT d.passport_number, d.id, c.draft_id IS NOT NULL FROM drafts d LEFT JOIN cart_items c"
            " ON c.draft_id = d.id WHERE d.state = 'unpaid' ORDER BY d.created_at DESC, d.id DESC"
        ).fetchall()
    return {passport: (draft, bool(there)) for passport, draft, there in rows}
