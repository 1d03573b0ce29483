"""An insurer in this process and people who call it, for the tests beside this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.services import Config, Services
from omi_tui.model.fingerprint import fingerprint
from omi_tui.model.period import MINSK

PASSWORD = "a long password"
PERSON = {
    "last_name": "Ковальская",
    "first_name": "Ева",
    "last_name_latin": "KOWALSKA",
    "first_name_latin": "EWA",
    "sex": "female",
    "birth_date": "1991-02-03",
    "address": "Brest, Lipova 3",
    "phone": "+375291112233",
}
TRAVELLER = {
    "last_name_latin": "NOWAK",
    "first_name_latin": "JAN",
    "birth_date": "1990-02-03",
    "citizenship": "POL",
    "passport_series": "AB",
    "passport_number": "1234567",
    "address": "Warszawa, Długa 5",
    "phone": "+48123456789",
    "country_of_residence": "POL",
}
LIGHT: dict[str, Any] = {"argon2_passes": 1, "argon2_memory_kib": 64}


def keyed() -> dict[str, str]:
    """A fresh idempotency key."""
    return {"Idempotency-Key": str(uuid4())}


class Cabinet:
    """The insurer at its interface; ``api`` is nobody in particular."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.app = create_app(services)
        self.api = self.caller()

    def caller(self, token: str | None = None) -> httpx.AsyncClient:
        """Somebody who calls with that bearer token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://insurer.example.test", headers=headers)

    @property
    def control(self) -> dict[str, str]:
        """The header that opens the control routes."""
        return {"Omi-Control": self.services.control_token}

    def day(self, ahead: int) -> str:
        """A day in Minsk, so many days from today."""
        return (self.services.clock.today() + timedelta(days=ahead)).isoformat()

    async def wait(self, **time: float) -> None:
        """Let time pass on the insurer's clock."""
        self.services.clock.freeze(self.services.now() + timedelta(**time))

    async def mails(self, to: str) -> list[dict[str, Any]]:
        """The mails to an address."""
        found: list[dict[str, Any]] = await self.ok(self.api.get("/_omi/mail", params={"to": to}, headers=self.control))
        return found

    async def ticket(self, to: str) -> str:
        """The ticket of the last mail to an address."""
        link = (await self.mails(to))[-1]["links"][0]
        query: dict[str, list[str]] = parse_qs(urlsplit(link.removesuffix("=en")).query)
        return query["ticket"][0]

    async def sign_up(self, email: str, **body: Any) -> httpx.Response:
        """Ask for an account."""
        asked = {"email": email, "password": PASSWORD, "residence_country": "POL", "adult_confirmed": True} | body
        return await self.api.post("/v1/accounts", json=asked, headers=keyed())

    async def sign_in(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """A pair of tokens."""
        answer = await self.api.post("/v1/sessions", json={"login": email, "password": password})
        assert answer.status_code == 201, answer.text
        pair: dict[str, Any] = answer.json()
        return pair

    async def customer(self, name: str = "ewa", *, profile: bool = True) -> httpx.AsyncClient:
        """Somebody with an active account, signed in, with a complete profile unless told otherwise."""
        email = f"{name}@example.test"
        await self.sign_up(email)
        await self.ok(
            self.api.post("/v1/accounts/activation", json={"email": email, "ticket": await self.ticket(email)})
        )
        caller = self.caller((await self.sign_in(email))["access_token"])
        if profile:
            await self.ok(caller.put("/v1/me/personal-info", json=PERSON, headers={"If-Match": '"0"'}))
            await self.ok(caller.put("/v1/me/passport", json=self.passport(), headers={"If-Match": '"0"'}))
        return caller

    def passport(self, **values: Any) -> dict[str, Any]:
        """A passport that is good for years."""
        return {
            "document_type": "passport",
            "nationality": "POL",
            "number": "EK1234567",
            "issued_by": "Warszawa",
            "issue_date": self.day(-500),
            "expiry_date": self.day(2000),
        } | values

    async def application(self, begin: int = 1, days: int = 8, **values: Any) -> dict[str, Any]:
        """The body of a draft for somebody else, with its quote and its fingerprint."""
        dates = {"begin_date": self.day(begin), "end_date": self.day(begin + days - 1)}
        quote = await self.ok(self.api.post("/v1/quotes", json={"product": "OMI", **dates}))
        body = {
            "quote_id": quote["quote_id"],
            **dates,
            "policyholder_is_insured": False,
            "insured": TRAVELLER,
            "country_of_residence": "POL",
            "confirmed": True,
        } | values
        body = {name: value for name, value in body.items() if value is not None}
        return body | {"fingerprint": fingerprint(body)}

    async def draft(self, caller: httpx.AsyncClient, begin: int = 1, days: int = 8, **values: Any) -> dict[str, Any]:
        """A draft that was formed."""
        body = await self.application(begin, days, **values)
        draft: dict[str, Any] = await self.ok(caller.post("/v1/drafts", json=body, headers=keyed()))
        return draft

    @staticmethod
    async def ok(call: Any) -> Any:
        """The body of an answer that is no refusal."""
        answer: httpx.Response = await call
        assert answer.status_code < 300, answer.text
        body = answer.json() if answer.content else None
        return body["items"] if isinstance(body, dict) and set(body) == {"items"} else body


@contextmanager
def opened(data: str = "empty", **config: Any) -> Iterator[Cabinet]:
    """An insurer with a passing database and a clock that stands still at a noon in Minsk, half an hour ahead or more.

    So the orders in its data can be paid no longer, whatever time of the day it is.
    """
    services = open_insurer(data=data, config=Config(**(LIGHT | config)))
    noon = datetime.combine(services.clock.today(), time(12), MINSK)
    early = services.now() + timedelta(minutes=30) < noon
    services.clock.freeze(noon if early else noon + timedelta(days=1))
    try:
        yield Cabinet(services)
    finally:
        services.store.close()


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and problem code of a refusal, which has to be a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return answer.status_code, problem["code"]


def fields(answer: httpx.Response) -> set[str]:
    """The fields of a refusal, each as ``pointer code``."""
    return {f"{item['pointer']} {item['code']}" for item in answer.json()["field_errors"]}


def day(text: str) -> date:
    """A day out of an answer."""
    return date.fromisoformat(text)
