"""What was sold: orders that the insurer calls paid, noted in this desk's day book whenever they are seen."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.text import i18n
from omi_tui.text.i18n import ngettext

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.day_book import Book, Sale
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order

PAGE = 50


class Sums(NamedTuple):
    """How many policies, and what they cost in each currency."""

    contracts: int
    amounts: tuple[tuple[Decimal, str], ...]

    def money(self) -> str:
        """The amounts, each with its currency."""
        return ", ".join(i18n.show_money(amount, currency) for amount, currency in self.amounts)

    def words(self) -> str:
        """``12 policies, 96.00 EUR``."""
        note = ngettext("{count} policy, {amount}", "{count} policies, {amount}", self.contracts)
        return note.format(count=i18n.show_number(self.contracts), amount=self.money()) if self.contracts else ""


def add(parts: Iterable[tuple[int, Decimal, str]]) -> Sums:
    """The sums of counts, amounts and currencies; amounts of two currencies are never added."""
    count, amounts = 0, dict[str, Decimal]()
    for part, amount, currency in parts:
        count += part
        amounts[currency] = amounts.get(currency, Decimal(0)) + amount
    return Sums(count, tuple((amount, currency) for currency, amount in sorted(amounts.items())))


def sums(sales: "Iterable[Sale]") -> Sums:
    """The sums of *sales*."""
    return add((sale.contracts, sale.amount, sale.currency) for sale in sales)


async def orders_since(insurer: "Insurer", first: date) -> "list[Order]":
    """The orders of the account, newest first: all that may have been paid on *first* or later. Raises ClientError."""
    from omi_tui.model.period import minsk_today

    orders: list[Order] = []
    cursor: str | None = None
    while True:
        page = await insurer.orders.list(cursor, PAGE)
        orders += page.items
        cursor = page.next_cursor
        # An order can be paid for minutes only, so that none is paid two days after it was made.
        if cursor is None or minsk_today(orders[-1].created_at) < first - timedelta(days=1):
            return orders


def sale_of(order: "Order", agent: str) -> "Sale":
    """The *order* of *agent* as a line of the day book, whether its payment stands or was given back."""
    from omi_tui.desk.day_book import Sale

    paid = [event.at for event in order.events if event.event == "approved"]
    policies = tuple(f"{policy.series} {policy.number}" for policy in order.policies)
    amount = order.amount
    return Sale(
        order.order_number,
        paid[0] if paid else order.created_at,
        agent,
        policies,
        len(order.draft_ids),
        amount.amount,
        amount.currency,
    )


async def seen(workplace: "Workplace", orders: "Sequence[Order]") -> "list[Sale]":
    """Note those of *orders* that are paid, and return them; where this desk only looks, nothing is noted."""
    from omi_tui.desk import day_book

    agent = workplace.login
    sales = [sale_of(order, agent) for order in orders if order.state == "approved"]
    void = [sale_of(order, agent) for order in orders if order.state == "reversed"]
    if agent and not workplace.read_only and (sales or void):
        await asyncio.to_thread(day_book.note, workplace.vault, sales, void)
    return sales


async def of_days(workplace: "Workplace", first: date, last: date, own: "Sequence[Sale] | None") -> "Book":
    """What was sold from *first* to *last*: *own* as the insurer tells it, that of other agents as it was noted here.

    Without *own* (the insurer cannot be reached) all of it is as it was noted.
    """
    from omi_tui.desk import day_book

    noted = await asyncio.to_thread(day_book.between, workplace.vault, first, last)
    if own is None:
        return noted
    others = [sale for sale in noted.sales if sale.agent != workplace.login]
    sold = [*others, *(sale for sale in own if first <= sale.day <= last)]
    return noted._replace(sales=tuple(sorted(sold, key=lambda sale: sale.paid_at)))


async def of_today(workplace: "Workplace", orders: "Sequence[Order] | None") -> Sums:
    """The sums of today at this desk, *orders* being the newest ones of the account; None where nobody knows them."""
    today = workplace.today()
    own = None if orders is None else await seen(workplace, orders)
    return sums((await of_days(workplace, today, today, own)).sales)
