"""The data set ``hostile``: what a stranger may call himself, in every text that the insurer can say.

The rules refuse most of it on the way in, so it is written straight into the database: a program that shows the
insurer's answers has to stand what it would never have let through itself.
"""

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from omi_tui.fake_server.hostile_texts import texts
from omi_tui.fake_server.schema import cart_items, mail
from omi_tui.fake_server.seed_rows import Row, Sower
from omi_tui.fake_server.services import Services

RAW_EMAIL = "hostile@example.test"
"""Whose profile breaks every rule. The agent's own keeps the rules, so that its screens can save it."""
_LINKS = (
    "javascript:alert(1)",
    "http://127.0.0.1:1@evil.example.test/pay",
    "https://evil.example.test/pay/order.cfm?o=\x1b]8;;https://other.example.test\x07",
    "file:///etc/passwd",
    "https://pay\u0430.example.test/\u202egro.knab",
    "--profile=/tmp https://evil.example.test/",
)
_IDS = ("--help", "-1", "__proto__", "con", "null", "0")
_PROFILE = {
    "last_name": "\u05d9\u05e9\u05e8\u05d0\u05dc",
    "first_name": "Z" + "\u0351\u0327" * 20,
    "address": "[@click=app.quit]QUIT[/] [link=https://evil.example.test]x[/] {0} %s $(id) <b>",
}
_PASSPORT = {"issued_by": '=HYPERLINK("https://evil.example.test";"PAY") [red]x[/] \'; DROP TABLE drafts; --'}


def sow(conn: Connection, services: Services) -> None:
    """Fill the database. Its CHECKs have to be off."""
    sower = Sower(conn, services)
    agent = sower.account()
    sower.profile(agent, dict(_PROFILE), dict(_PASSPORT))
    raw = sower.account(RAW_EMAIL, residence_country=texts()[0], language=texts()[1])
    sower.profile(
        raw,
        {name: texts()[turn] for turn, name in enumerate(("last_name", "last_name_latin", "address", "phone"))},
        {name: texts()[turn] for turn, name in enumerate(("nationality", "number", "issued_by"))},
    )
    for turn in range(len(texts())):
        values = _contract(turn)
        if turn < len(_IDS):
            values["id"] = _IDS[turn]
        sower.policy(agent, _person(turn), ahead=(-3, 5, -400)[turn % 3], number=_at(turn + 3), **values)
    for turn in range(0, len(texts()), 4):
        draft_id = sower.draft(agent, _person(turn), ahead=turn + 1, **_contract(turn))
        row = {"draft_id": draft_id, "account_id": agent}
        if turn % 8 == 0:
            conn.execute(cart_items.insert().values(row))
    for turn, link in enumerate(_LINKS):
        _order(sower, agent, turn, link)
    _mail(conn, services)


def _order(sower: Sower, account_id: str, turn: int, link: str) -> None:
    draft_id = sower.draft(account_id, _person(turn + 1), ahead=turn + 60)
    state = ("created", "declined", "expired", "approved", "reversed", "pending")[turn]
    number = sower.order(account_id, draft_id, pay_url=link, state=state, gateway_code=_at(turn))
    for place in range(turn, len(texts()), len(_LINKS)):
        sower.event(number, _at(place), _at(place + 1))


def _at(turn: int) -> str:
    return texts()[turn % len(texts())]


def _person(turn: int) -> Row:
    fields = (
        "last_name_latin", "first_name_latin", "address", "phone", "citizenship", "passport_series", "passport_number",
        "personal_number", "country_of_residence",
    )  # fmt: skip
    return {name: _at(turn + place) for place, name in enumerate(fields)} | {"birth_date": date(1980, 2, 29)}


def _contract(turn: int) -> dict[str, Any]:
    names = ("holder_last_name_latin", "holder_first_name_latin", "holder_address")
    return {name: _at(turn + place + 9) for place, name in enumerate(names)}


def _mail(conn: Connection, services: Services) -> None:
    for turn, text in enumerate(texts()):
        row = {"sender": _at(turn + 1), "recipient": "agent@example.test", "subject": text, "text": _at(turn + 2)}
        links = json.dumps([_LINKS[turn % len(_LINKS)]])
        conn.execute(mail.insert().values(row | {"date": services.now() - timedelta(hours=turn), "links": links}))
