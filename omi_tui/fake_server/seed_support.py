"""The data set ``support``: forty customers, each in a state that somebody calls the support desk about.

Everybody signs in as ``support01@example.test`` and so on, with the demo's password. The demo agent is there as well.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, update

from omi_tui.fake_server import fulfilment, mailbox, settlement
from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.card_page.cards import by_last_four
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.card_page.tables import gateway_notices
from omi_tui.fake_server.schema import accounts, cart_items, drafts, failures, order_drafts, tickets
from omi_tui.fake_server.seed_people import invented
from omi_tui.fake_server.seed_rows import Row, Sower, ticket_row
from omi_tui.fake_server.services import Services

State = Callable[["Desk"], object]


class Desk:
    """One customer in the making."""

    def __init__(self, sower: Sower, email: str, chance: random.Random) -> None:
        self.sower, self.email, self._chance = sower, email, chance
        self.conn, self.services = sower.conn, sower.services
        self.id = sower.account(email)

    def insured(self, **values: Any) -> Row:
        """An invented person."""
        return invented(self._chance, self.sower.today).model_dump() | values

    def profile(self, passport: Row | None = None, **info: Any) -> "Desk":
        """A profile with something of its own."""
        self.sower.profile(self.id, info, passport)
        return self

    def set(self, **values: Any) -> "Desk":
        """Change the account."""
        self.conn.execute(update(accounts).where(accounts.c.id == self.id).values(**values))
        return self

    def ticket(self, kind: str, **values: Any) -> None:
        """A ticket that was mailed; nobody knows its text."""
        row = ticket_row(self.services, self.id, self.email, kind, f"{self.email} {kind}", **values)
        self.conn.execute(tickets.insert().values(row))

    def drafts(self, count: int = 1, **values: Any) -> list[str]:
        """Drafts of as many people."""
        return [self.sower.draft(self.id, self.insured(), ahead=values.pop("ahead", 5), **values) for _ in range(count)]

    def cart(self, count: int, **values: Any) -> None:
        """Drafts in the cart."""
        for draft_id in self.drafts(count, **values):
            self.conn.execute(cart_items.insert().values(draft_id=draft_id, account_id=self.id))

    def order(self, *cards: str, told: bool = True, ahead: int = 5, lose_draft: bool = False) -> str:
        """An order and what was tried on its card page; with *told* the insurer has heard of it."""
        draft_ids = self.drafts(ahead=ahead)
        number = self.sower.order(self.id, *draft_ids)
        for card in cards:
            gateway_of(self.services).ledger(self.conn).charge(number, by_last_four(card))
        if lose_draft:
            self.conn.execute(order_drafts.delete().where(order_drafts.c.order_number == number))
            self.conn.execute(drafts.delete().where(drafts.c.id.in_(draft_ids)))
        if told:
            settlement.reconcile(self.conn, self.services, number, poll=False)
        mine = update(gateway_notices).where(gateway_notices.c.order_number == number)
        self.conn.execute(mine.values(next_try_at=None))  # nothing is under way: what was not heard was lost
        return number

    def policies(self, *begins: int, days: int = 8, **values: Any) -> None:
        """Paid policies that begin so many days from today."""
        for ahead in begins:
            self.sower.policy(self.id, self.insured(**values), ahead=ahead, days=days)


def _case(desk: Desk) -> None:
    number = desk.order("0000", told=False)
    fulfilment.log(desk.conn, number, desk.sower.now, "reversal_asked", "draft_gone")
    case = f"C-{desk.services.ids.count(desk.conn, 'case'):05d}"
    fulfilment.log(desk.conn, number, desk.sower.now, "case_opened", case)


def _reversed(desk: Desk) -> None:
    number = desk.order("0000")
    gateway_of(desk.services).ledger(desk.conn).reverse(number)
    settlement.reconcile(desk.conn, desk.services, number, poll=False)


def _failed(desk: Desk) -> None:
    row = {"scope": hashed(f"{desk.email}|127.0.0.1"), "at": desk.sower.now}
    desk.conn.execute(failures.insert(), [row] * desk.services.config.failures_allowed)


def _overlapping(desk: Desk) -> None:
    person = desk.insured()
    for ahead in (-1, 2):
        desk.sower.policy(desk.id, person, ahead=ahead)


def _mails(desk: Desk) -> None:
    for number in range(30):
        mailbox.send(desk.conn, desk.services, desk.email, f"Reminder {number + 1}", "A reminder that was sent often.")


def _passport(**days: int) -> State:
    def state(desk: Desk) -> None:
        today = desk.sower.today
        desk.profile({name: today + timedelta(days=ahead) for name, ahead in days.items()})

    return state


STATES: tuple[tuple[str, State], ...] = (
    ("has not followed the link in the mail", lambda desk: desk.set(active=False).ticket("activation")),
    ("the link is too old", lambda desk: desk.set(active=False).ticket("activation", expires_at=desk.sower.now)),
    ("the link was used", lambda desk: desk.ticket("activation", used_at=desk.sower.now)),
    ("signed up and no mail ever came", lambda desk: desk.set(active=False)),
    ("asked for a new password", lambda desk: desk.ticket("password_reset")),
    ("a new address waits to be confirmed", lambda desk: desk.ticket("email_change")),
    ("has tried too many passwords", _failed),
    ("has filled in nothing", lambda desk: None),
    ("the passport has expired", _passport(expiry_date=-1)),
    ("the passport ends tomorrow", _passport(expiry_date=1)),
    ("the passport was issued today", _passport(issue_date=0)),
    ("is a child", lambda desk: desk.profile(birth_date=desk.sower.today - timedelta(days=3000))),
    ("was born on a leap day", lambda desk: desk.profile(birth_date=date(1984, 2, 29))),
    ("has one name", lambda desk: desk.profile(first_name=None, first_name_latin=None)),
    ("reads Russian", lambda desk: desk.profile().set(language="ru")),
    ("has a language that nobody speaks here", lambda desk: desk.profile().set(language="tlh")),
    ("wants no mail", lambda desk: desk.profile().set(email_notices=False)),
    ("has thirty mails", _mails),
    ("a draft has expired", lambda desk: desk.drafts(expires_at=desk.sower.now)),
    ("a draft was to begin yesterday", lambda desk: desk.drafts(ahead=-1, expires_at=desk.sower.now)),
    ("a draft begins today", lambda desk: desk.drafts(ahead=0)),
    ("a draft for 365 days", lambda desk: desk.drafts(days=365)),
    ("a hundred drafts", lambda desk: desk.drafts(100)),
    ("a cart of three", lambda desk: desk.cart(3)),
    ("a cart of fifty", lambda desk: desk.cart(50)),
    ("an expired draft in the cart", lambda desk: desk.cart(1, expires_at=desk.sower.now)),
    ("has not paid yet", lambda desk: desk.order()),
    ("was declined for want of money", lambda desk: desk.order("9995")),
    ("was declined three times", lambda desk: desk.order("9995", "0019", "1030")),
    ("has paid, and the insurer never heard it", lambda desk: desk.order("0000", told=False)),
    ("has paid, and the buyer did not come back", lambda desk: desk.order("0259")),
    ("the bank has not answered", lambda desk: desk.order("0341")),
    ("the bank asks for a code", lambda desk: desk.order("1097")),
    ("has paid for a draft that is gone", lambda desk: desk.order("0000", lose_draft=True)),
    ("got the money back", _reversed),
    ("has a case that is open", _case),
    ("a policy ends today", lambda desk: desk.policies(-7)),
    ("a policy begins tomorrow, one ended yesterday", lambda desk: desk.policies(1, -8)),
    ("two policies of one person overlap", _overlapping),
    ("has five hundred policies", lambda desk: desk.policies(*range(-520, -20))),
)  # fmt: skip
"""What each customer calls about, in the order of their numbers."""


def email(number: int) -> str:
    """The address of customer *number*, from 1."""
    return f"support{number:02d}@example.test"


def sow(conn: Connection, services: Services) -> None:
    """Fill the database."""
    sower = Sower(conn, services)
    sower.profile(sower.account())
    chance = random.Random(f"{services.seed} support")
    for number, (_, state) in enumerate(STATES, 1):
        state(Desk(sower, email(number), chance))
