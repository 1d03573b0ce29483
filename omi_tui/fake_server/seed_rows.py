"""Rows as a data set writes them: straight into the database, whatever the rules would say of them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.contracts import cents, money, passport_key
from omi_tui.fake_server.rules import draft_ends
from omi_tui.fake_server.schema import (
    accounts,
    drafts,
    order_drafts,
    order_events,
    orders,
    passports,
    payments,
    personal_info,
    policies,
)
from omi_tui.fake_server.seed_people import HOLDER, holders_passport
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.tariffs import tariff

DEMO_EMAIL, DEMO_PASSWORD = "agent@example.test", "demo-desk-1"
FIRST_POLICY_ELSEWHERE = 4_000_000
"""The sets that number their own policies begin here, far from what the running insurer issues."""
FIRST_ORDER_ELSEWHERE = 150_000

Row = dict[str, Any]


class Sower:
    """Writes accounts, drafts, policies and orders in one transaction, at one instant."""

    def __init__(self, conn: Connection, services: Services) -> None:
        self.conn, self.services = conn, services
        self.now, self.today = services.now(), services.clock.today()
        self._password_hash = services.passwords.hash_now(DEMO_PASSWORD)

    def account(self, email: str = DEMO_EMAIL, **values: Any) -> str:
        """An active account whose password is the demo's; returns its id."""
        account_id = self.services.ids.take(self.conn, "account")
        row = {
            "id": account_id,
            "email": email,
            "password_hash": self._password_hash,
            "residence_country": "BLR",
            "adult_confirmed": True,
            "language": "en",
            "email_notices": True,
            "active": True,
            "created_at": self.now - timedelta(days=760),
        }
        self.conn.execute(accounts.insert().values(row | values))
        return account_id

    def profile(self, account_id: str, info: Row | None = None, passport: Row | None = None) -> None:
        """Personal information and passport details, the demo agent's with *info* and *passport* over them."""
        person = HOLDER.model_dump() | (info or {})
        document = holders_passport(self.today).model_dump() | (passport or {})
        self.conn.execute(personal_info.insert().values(account_id=account_id, **person))
        self.conn.execute(passports.insert().values(account_id=account_id, **document))

    def draft(self, account_id: str, insured: Row, *, ahead: int = 5, days: int = 8, **values: Any) -> str:
        """An unpaid draft that begins *ahead* days from today; returns its id."""
        begin = self.today + timedelta(days=ahead)
        created: datetime = values.pop("created_at", self.now - timedelta(hours=1))
        row = self.contract(insured, begin, days) | {
            "id": values.get("id") or self.services.ids.take(self.conn, "draft"),
            "account_id": account_id,
            "created_at": created,
            "expires_at": draft_ends(self.services, begin, created),
        }
        self.conn.execute(drafts.insert().values(row | values))
        return str(row["id"])

    def policy(self, account_id: str, insured: Row, *, ahead: int = -3, days: int = 8, **values: Any) -> str:
        """A paid policy, with the payment for it; returns its id."""
        count = self.services.ids.count(self.conn, "policy elsewhere")
        begin = self.today + timedelta(days=ahead)
        row = self.contract(insured, begin, days) | {
            "id": self.services.ids.take(self.conn, "policy"),
            "account_id": account_id,
            "draft_id": None,
            "order_number": str(FIRST_ORDER_ELSEWHERE + count),
            "series": "BS",
            "number": f"{FIRST_POLICY_ELSEWHERE + count:07d}",
            "issued_at": min(self.now, self.now + timedelta(days=ahead - 2)),
        }
        row |= values
        self.conn.execute(policies.insert().values(row))
        paid = {"policy_id": row["id"], "order_number": row["order_number"], "at": row["issued_at"]}
        self.conn.execute(payments.insert().values(paid | {"amount": row["premium"], "currency": row["currency"]}))
        return str(row["id"])

    def order(self, account_id: str, *draft_ids: str, **values: Any) -> str:
        """An open order of drafts, known to the gateway; returns its number."""
        number = values.get("order_number") or str(
            FIRST_ORDER_ELSEWHERE + self.services.ids.count(self.conn, "policy elsewhere")
        )
        premium = cents(tariff().band(8).premium) * max(1, len(draft_ids))
        amount = money(premium, tariff().currency)
        pay_url = gateway_of(self.services).register(
            self.conn, number, amount, self.services.url, self.now + self.services.config.order_life
        )
        row = {
            "order_number": number,
            "account_id": account_id,
            "amount": premium,
            "currency": amount.currency,
            "state": "created",
            "pay_url": pay_url,
            "created_at": self.now,
            "expires_at": self.now + self.services.config.order_life,
        }
        self.conn.execute(orders.insert().values(row | values))
        members = [{"order_number": number, "draft_id": each, "position": n} for n, each in enumerate(draft_ids)]
        if members:
            self.conn.execute(order_drafts.insert(), members)
        self.event(number, "created")
        return str(number)

    def event(self, order_number: str, event: str, code: str | None = None) -> None:
        """A line in an order's log."""
        row = {"order_number": order_number, "at": self.now, "event": event, "code": code}
        self.conn.execute(order_events.insert().values(row))

    def contract(self, insured: Row, begin: date, days: int) -> Row:
        """The columns that a draft and a policy share, for *insured* on days from *begin*."""
        table = tariff()
        key = (str(insured["citizenship"]), insured.get("passport_series"), str(insured["passport_number"]))
        return {
            "holder_last_name_latin": HOLDER.last_name_latin,
            "holder_first_name_latin": HOLDER.first_name_latin,
            "holder_address": HOLDER.address,
            "policyholder_is_insured": False,
            "begin_date": begin,
            "end_date": begin + timedelta(days=days - 1),
            "premium": cents(table.band(days).premium),
            "sum_insured": cents(table.sum_insured),
            "currency": table.currency,
            "passport_series": None,
            "personal_number": None,
            "passport_key": passport_key(*key),
        } | insured


def ticket_row(services: Services, account_id: str, email: str, kind: str, ticket: str, **values: Any) -> Row:
    """A mailed ticket, good for a day from now."""
    now = services.now()
    row = {"kind": kind, "account_id": account_id, "email": email, "created_at": now}
    return row | {"ticket_hash": hashed(ticket), "expires_at": now + services.config.ticket_life} | values
