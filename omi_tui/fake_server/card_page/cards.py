"""The test cards, and the checks of the card form.

Nothing but these numbers is ever taken, so no real card can be typed into this page to any effect.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Outcome = Literal["approved", "challenge", "no_3ds", "no_funds", "refused", "slow", "lost_return"]

CARDS: dict[str, Outcome] = {
    "4200000000000000": "approved",
    "5555555555554444": "approved",
    "2200000000000004": "approved",
    "4012000000001097": "challenge",
    "4012000000001030": "no_3ds",
    "4000000000009995": "no_funds",
    "4005550000000019": "refused",
    "4000000000000341": "slow",
    "4000000000000259": "lost_return",
}
SYSTEMS = {"4": "Visa", "5": "Mastercard", "2": "Mir"}


@dataclass(frozen=True)
class Card:
    """A listed test card: its outcome, and what may be kept of its number."""

    number: str
    outcome: Outcome

    @property
    def system(self) -> str:
        """``Visa``, ``Mastercard`` or ``Mir``."""
        return SYSTEMS[self.number[0]]

    @property
    def masked(self) -> str:
        """First six and last four digits."""
        return f"{self.number[:6]}******{self.number[-4:]}"

    def __repr__(self) -> str:
        return f"Card({self.masked})"


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def find(number: str) -> Card:
    """The test card of *number*, spaces and hyphens allowed.

    Raises ValueError with a word's name: ``number_missing``, ``number_format``, ``number_luhn`` or ``number_unlisted``.
    """
    digits = re.sub(r"[\s-]", "", number)
    if not digits:
        raise ValueError("number_missing")
    if not re.fullmatch(r"[0-9]{12,19}", digits):
        raise ValueError("number_format")
    if not luhn(digits):
        raise ValueError("number_luhn")
    outcome = CARDS.get(digits)
    if outcome is None:
        raise ValueError("number_unlisted")
    return Card(digits, outcome)


def by_last_four(digits: str) -> Card:
    """The test card whose number ends with *digits*: a client that pays without a page knows no card number.

    Raises ValueError with ``number_unlisted``.
    """
    for number, outcome in CARDS.items():
        if len(digits) == 4 and number.endswith(digits):
            return Card(number, outcome)
    raise ValueError("number_unlisted")


def check_expiry(text: str, today: date) -> None:
    """A card is good through the last day of its month, and at most twenty years ahead.

    Raises ValueError with ``expiry_missing``, ``expiry_format`` or ``expiry_past``.
    """
    compact = re.sub(r"[\s/.-]", "", text)
    if not compact:
        raise ValueError("expiry_missing")
    match = re.fullmatch(r"(0[1-9]|1[0-2])(?:20)?([0-9]{2})", compact, re.ASCII)
    if not match:
        raise ValueError("expiry_format")
    month, year = int(match[1]), 2000 + int(match[2])
    if (year, month) < (today.year, today.month):
        raise ValueError("expiry_past")
    if year > today.year + 20:
        raise ValueError("expiry_format")


def check_cvc(text: str) -> None:
    """Three digits. Raises ValueError with ``cvc_missing`` or ``cvc_format``."""
    if not text.strip():
        raise ValueError("cvc_missing")
    if not re.fullmatch(r"[0-9]{3}", text.strip(), re.ASCII):
        raise ValueError("cvc_format")


@dataclass(frozen=True)
class CardForm:
    """A posted card form: the card where everything is right, else the words for each wrong field."""

    card: Card | None
    errors: dict[str, str]


def read_form(number: str, expiry: str, cvc: str, today: date) -> CardForm:
    """Check all three fields at once, so that one look shows every fault."""
    card: Card | None = None
    errors: dict[str, str] = {}
    try:
        card = find(number)
    except ValueError as error:
        errors["number"] = str(error)
    try:
        check_expiry(expiry, today)
    except ValueError as error:
        errors["expiry"] = str(error)
    try:
        check_cvc(cvc)
    except ValueError as error:
        errors["cvc"] = str(error)
    return CardForm(None if errors else card, errors)
