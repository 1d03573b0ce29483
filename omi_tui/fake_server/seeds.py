"""Data sets: ``empty``, and ``demo`` with one agent, two drafts, three policies in force and an archive.

``hostile``, ``i18n`` and ``support`` have modules of their own. Everybody in them is invented. The same seed and the
same day give the same rows.
"""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from omi_tui.fake_server import schema, seed_hostile, seed_i18n, seed_support
from omi_tui.fake_server.contracts import cents, contract_values
from omi_tui.fake_server.fulfilment import FIRST_POLICY, SERIES
from omi_tui.fake_server.rules import draft_ends
from omi_tui.fake_server.schema import accounts, cart_items, drafts, passports, payments, personal_info, policies
from omi_tui.fake_server.seed_people import HOLDER, holders_passport, invented
from omi_tui.fake_server.seed_rows import DEMO_EMAIL, DEMO_PASSWORD
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.tariffs import tariff
from omi_tui.model.period import MINSK

__all__ = ("DATA_SETS", "DEMO_EMAIL", "DEMO_PASSWORD", "add_archive", "restart", "sow")
DATA_SETS = ("empty", "demo", "hostile", "i18n", "support")
ARCHIVED = 211
_FIRST_ORDER = 208_047
_IN_FORCE = ((-3, 8), (-10, 31), (5, 15))
_UNPAID = ((6, 8), (20, 30))


def sow(conn: Connection, services: Services) -> None:
    """Fill a new database with the data set of *services*."""
    sets = {"demo": _demo, "hostile": seed_hostile.sow, "i18n": seed_i18n.sow, "support": seed_support.sow}
    if services.data in sets:
        sets[services.data](conn, services)


def restart(conn: Connection, services: Services) -> None:
    """Throw everything away and sow anew."""
    for table in reversed(schema.metadata.sorted_tables):
        conn.execute(table.delete())
    sow(conn, services)


def add_archive(conn: Connection, services: Services, account_id: str, count: int) -> None:
    """Give the account *count* more policies of invented people that ended before today."""
    chance = random.Random(f"{services.seed} archive {_issued(conn)}")
    today = services.clock.today()
    terms = []
    for _ in range(count):
        days = chance.choice((1, 3, 5, 7, 8, 8, 10, 14, 15, 20, 30, 31, 60, 90, 180, 365))
        end = today - timedelta(days=chance.randint(1, 720))
        terms.append((end - timedelta(days=days - 1), days))
    _add_policies(conn, services, account_id, sorted(terms, reverse=True), chance)


def _demo(conn: Connection, services: Services) -> None:
    now, today = services.now(), services.clock.today()
    account_id = services.ids.take(conn, "account")
    conn.execute(
        accounts.insert().values(
            id=account_id,
            email=DEMO_EMAIL,
            password_hash=services.passwords.hash_now(DEMO_PASSWORD),
            residence_country="BLR",
            adult_confirmed=True,
            language="en",
            email_notices=True,
            active=True,
            created_at=now - timedelta(days=760),
        )
    )
    conn.execute(personal_info.insert().values(account_id=account_id, **HOLDER.model_dump()))
    passport = holders_passport(today)
    conn.execute(passports.insert().values(account_id=account_id, **passport.model_dump()))
    chance = random.Random(f"{services.seed} demo")
    for index, (ahead, days) in enumerate(_UNPAID):
        draft_id = services.ids.take(conn, "draft")
        created, begin = now - timedelta(hours=index + 1), today + timedelta(days=ahead)
        conn.execute(
            drafts.insert().values(
                **_contract(chance, begin, days, today),
                id=draft_id,
                account_id=account_id,
                created_at=created,
                expires_at=draft_ends(services, begin, created),
            )
        )
        if index == 0:
            conn.execute(cart_items.insert().values(draft_id=draft_id, account_id=account_id))
    in_force = [(today + timedelta(days=ahead), days) for ahead, days in _IN_FORCE]
    _add_policies(conn, services, account_id, sorted(in_force, reverse=True), chance)
    add_archive(conn, services, account_id, ARCHIVED)


def _add_policies(
    conn: Connection, services: Services, account_id: str, terms: list[tuple[date, int]], chance: random.Random
) -> None:
    """Insert policies from the newest to the oldest, numbered downwards below those that are there."""
    today, issued = services.clock.today(), _issued(conn)
    last = services.ids.count(conn, "seeded policy", len(terms))
    rows, paid = [], []
    for index, (begin, days) in enumerate(terms):
        at = min(_morning(begin - timedelta(days=chance.randint(1, 20)), chance), services.now())
        policy_id = services.ids.text("seeded policy", last - index)
        order_number = str(_FIRST_ORDER - 1 - issued - index)
        row = _contract(chance, begin, days, today) | {
            "id": policy_id,
            "account_id": account_id,
            "order_number": order_number,
            "series": SERIES,
            "number": f"{FIRST_POLICY - 1 - issued - index:07d}",
            "issued_at": at,
        }
        rows.append(row)
        paid.append(
            {
                "policy_id": policy_id,
                "order_number": order_number,
                "amount": row["premium"],
                "currency": row["currency"],
                "at": at,
            }
        )
    if rows:
        conn.execute(policies.insert(), rows)
        conn.execute(payments.insert(), paid)


def _issued(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(policies)).scalar_one()


def _morning(day: date, chance: random.Random) -> datetime:
    return datetime.combine(day, time(9 + chance.randint(0, 8), chance.randint(0, 59)), MINSK)


def _contract(chance: random.Random, begin: date, days: int, today: date) -> dict[str, Any]:
    table = tariff()
    insured = invented(chance, min(begin, today))
    return contract_values(HOLDER, insured, holder_is_insured=False) | {
        "begin_date": begin,
        "end_date": begin + timedelta(days=days - 1),
        "premium": cents(table.band(days).premium),
        "sum_insured": cents(table.sum_insured),
        "currency": table.currency,
    }
