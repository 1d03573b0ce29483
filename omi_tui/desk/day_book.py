"""The day book: what was sold at this desk, by whoever signed in; a record of the vault for each day in Minsk.

It holds orders that the insurer called paid: numbers, amounts and the agent's login. Nothing of a traveller is in it.
"""

import threading
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from omi_tui.model.period import minsk_today

if TYPE_CHECKING:
    from omi_tui.desk.vault import Vault

DAYS = 400.0
"""Days for which a day is kept: a year can be looked back on."""
_one_hand = threading.Lock()
"""A day is read, added to and written by one hand: a look at an order and the page of the book may meet."""


class Sale(NamedTuple):
    """A paid order. ``policies`` are series and number of those issued so far, ``contracts`` is how many it is for."""

    order_number: str
    paid_at: datetime
    agent: str
    policies: tuple[str, ...]
    contracts: int
    amount: Decimal
    currency: str

    @property
    def day(self) -> date:
        """The day in Minsk on which it was paid."""
        return minsk_today(self.paid_at)


class Book(NamedTuple):
    """Sales, oldest first. ``noted_at`` (seconds since 1970) is when one was noted last; None where there is none."""

    sales: tuple[Sale, ...]
    noted_at: float | None = None


def note(vault: "Vault", sales: Iterable[Sale], void: Collection[Sale] = ()) -> None:
    """Keep *sales*, each once by its order's number, and take out those whose payment was given back.

    May block. Nothing is kept while the vault is locked: the insurer tells the same again when the book is opened.
    """
    by_day: dict[date, list[Sale]] = {}
    for sale in (*sales, *void):
        by_day.setdefault(sale.day, []).append(sale)
    if not by_day or vault.locked:
        return
    gone = {sale.order_number for sale in void}
    with _one_hand:
        for day, seen in by_day.items():
            kept = vault.get(_name(day))
            before = kept.content if kept is not None else {}
            after = {**before, **{sale.order_number: _written(sale) for sale in seen}}
            after = {number: line for number, line in after.items() if number not in gone}
            if after != before:
                vault.put(_name(day), after, days=DAYS)


def between(vault: "Vault", first: date, last: date) -> Book:
    """What was noted of the days from *first* to *last*. May block."""
    sales: list[Sale] = []
    noted = []
    for offset in range((last - first).days + 1):
        kept = vault.get(_name(first + timedelta(days=offset)))
        if kept is not None:
            noted.append(kept.saved_at)
            sales += (sale for number, line in kept.content.items() if (sale := _read(number, line)))
    return Book(tuple(sorted(sales, key=lambda sale: sale.paid_at)), max(noted, default=None))


def _name(day: date) -> str:
    return f"daybook/{day.isoformat()}"


def _written(sale: Sale) -> dict[str, Any]:
    line = {**sale._asdict(), "paid_at": sale.paid_at.isoformat(), "amount": str(sale.amount)}
    return {**line, "policies": list(sale.policies)}


def _read(number: str, line: Any) -> Sale | None:
    """The sale of a line; None where another version of this program wrote it otherwise."""
    try:
        paid_at, amount = datetime.fromisoformat(line["paid_at"]), Decimal(line["amount"])
        return Sale(
            number, paid_at, line["agent"], tuple(line["policies"]), line["contracts"], amount, line["currency"]
        )
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
