"""A running insurer with one customer and unpaid drafts, and a browser without scripts that fills in its card page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from fastapi import FastAPI

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.card_page.app import create_card_app
from omi_tui.fake_server.card_page.gateway import Gateway, gateway_of
from omi_tui.fake_server.contracts import contract_values
from omi_tui.fake_server.schema import accounts, drafts, sessions, tokens
from omi_tui.fake_server.services import Config, Services
from omi_tui.fake_server.store import MEMORY, Store
from omi_tui.model.person import Insured, PersonalInfo

URL, PAY_URL = "http://insurer.example.test", "http://pay.example.test"
GOOD, MASTERCARD, MIR = "4200000000000000", "5555 5555 5555 4444", "2200-0000-0000-0004"
CHALLENGE, NO_3DS, NO_FUNDS = "4012000000001097", "4012000000001030", "4000000000009995"
REFUSED, SLOW, LOST = "4005550000000019", "4000000000000341", "4000000000000259"

HOLDER = PersonalInfo(
    last_name="Иванова",
    first_name="Ольга",
    last_name_latin="IVANOVA",
    first_name_latin="OLGA",
    sex="female",
    birth_date=date(1988, 4, 9),
    address="г. Гомель, ул. Советская, д. 10",
    phone="+375291112233",
)
TRAVELLER = Insured(
    last_name_latin="NOWAK-KOWALSKA",
    first_name_latin="KATARZYNA",
    birth_date=date(1990, 2, 3),
    citizenship="POL",
    passport_series="AB",
    passport_number="1234567",
    personal_number="90020312345",
    address="ul. Długa 5, Łódź",
    phone="+48123456789",
    country_of_residence="POL",
)


@contextmanager
def running(**config: Any) -> Iterator[Services]:
    """Services on a passing database, with a customer of each name in ``customer``."""
    services = Services(Store(MEMORY), url=URL, pay_url=PAY_URL, config=Config(**config))
    services.clock.freeze(services.now() + timedelta(minutes=1))
    try:
        yield services
    finally:
        services.store.close()


class Shop:
    """One customer of the insurer at its interface, and the card page beside it."""

    def __init__(self, services: Services, name: str = "agent") -> None:
        self.services = services
        self.account = f"account-{name}"
        self.app: FastAPI = create_app(services)
        self.card_app = create_card_app(services)
        self.api = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=URL, headers={"Authorization": f"Bearer token-{name}"}
        )
        self.email = f"{name}@example.test"
        self._sign_in(name)

    @property
    def gateway(self) -> Gateway:
        return gateway_of(self.services)

    def _sign_in(self, name: str) -> None:
        now = self.services.now()
        later = now + timedelta(days=30)

        def work(conn: Any) -> None:
            conn.execute(
                accounts.insert().values(
                    id=self.account, email=self.email, password_hash="-", residence_country="POL",
                    adult_confirmed=True, language="en", email_notices=True, active=True, created_at=now,
                )
            )  # fmt: skip
            conn.execute(sessions.insert().values(id=name, account_id=self.account, created_at=now, expires_at=later))
            token = hashed(f"token-{name}")
            conn.execute(tokens.insert().values(token_hash=token, kind="access", session_id=name, expires_at=later))

        self.services.store.write_now(work)

    def draft(self, *, begins_in: int = 0, days: int = 8, premium: int = 800, passport: str = "1234567") -> str:
        """Form a draft without asking the interface; returns its id."""
        begin = self.services.clock.today() + timedelta(days=begins_in)
        draft_id = uuid4().hex[:16]
        insured = TRAVELLER.model_copy(update={"passport_number": passport})
        values = contract_values(HOLDER, insured, holder_is_insured=False) | {
            "id": draft_id, "account_id": self.account,
            "begin_date": begin, "end_date": begin + timedelta(days=days - 1),
            "premium": premium, "sum_insured": 1_000_000, "currency": "EUR",
            "created_at": self.services.now(), "expires_at": self.services.now() + self.services.config.draft_life,
        }  # fmt: skip
        self.services.store.write_now(lambda conn: conn.execute(drafts.insert().values(**values)))
        return draft_id

    async def order(self, *draft_ids: str, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key or str(uuid4())}
        return await self.api.post("/v1/orders", json={"draft_ids": list(draft_ids)}, headers=headers)

    async def new_order(self) -> dict[str, Any]:
        answer = await self.order(self.draft())
        assert answer.status_code == 201, answer.text
        order: dict[str, Any] = answer.json()
        return order

    async def read(self, order_number: str) -> dict[str, Any]:
        answer = await self.api.get(f"/v1/orders/{order_number}")
        assert answer.status_code == 200, answer.text
        order: dict[str, Any] = answer.json()
        return order

    def browser(self, language: str = "en") -> "Browser":
        return Browser(httpx.ASGITransport(self.card_app, raise_app_exceptions=False), PAY_URL, language)


class Browser:
    """Opens pages, follows redirects, keeps cookies, and posts the one form of a page as it stands."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, origin: str, language: str = "en") -> None:
        self.http = httpx.AsyncClient(
            transport=transport, base_url=origin, follow_redirects=True, headers={"Accept-Language": language}
        )
        self.page: httpx.Response

    async def open(self, address: str) -> str:
        parts = urlsplit(address)
        self.page = await self.http.get(f"{parts.path}?{parts.query}")
        return self.page.text

    def form(self) -> tuple[str, dict[str, str]]:
        """The page's form: where it goes, and its hidden fields."""
        action = re.search(r'<form method="post" action="([^"]+)"', self.page.text)
        assert action, self.page.text
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', self.page.text)
        return unescape(action[1]), dict(hidden)

    async def post(self, **fields: str) -> str:
        action, hidden = self.form()
        self.page = await self.http.post(action, data=hidden | fields)
        return self.page.text

    async def pay(self, card: str, expiry: str = "09/39", cvc: str = "123") -> str:
        return await self.post(number=card, expiry=expiry, cvc=cvc)

    def shown_code(self) -> str:
        code = re.search(r'<p class="code">([0-9]{6})</p>', self.page.text)
        assert code
        return code[1]
