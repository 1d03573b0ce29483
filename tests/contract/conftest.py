"""The real fake insurer in a process of its own, and customers at it."""

import json
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest

from omi_tui.client.drafts import draft_request
from omi_tui.client.insurer import Insurer
from omi_tui.client.links import read_ticket
from omi_tui.model.account import SignUp
from omi_tui.model.contract import Draft
from omi_tui.model.passport import PassportDetails
from omi_tui.model.period import minsk_today
from omi_tui.model.person import Insured, PersonalInfo

PASSWORD = "horse-staple-7"
ANNA = PersonalInfo(
    last_name="Kowalska",
    first_name="Anna",
    last_name_latin="KOWALSKA",
    first_name_latin="ANNA",
    sex="female",
    birth_date=date(1990, 5, 17),
    address="Warszawa, ul. Polna 1",
    phone="+48501234567",
)


@dataclass
class Running:
    """A running fake insurer."""

    url: str
    token: str
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1_000_000)))

    def control(self, method: str, path: str, body: object = None) -> Any:
        """A call of the fake's own interface that the program itself does not make."""
        headers = {"Omi-Control": self.token, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, data, headers, method=method)) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def ahead(self, **much: float) -> None:
        """Let the insurer's clock jump forward."""
        offset = self.control("GET", "/_omi/clock")["offset_seconds"] + timedelta(**much).total_seconds()
        self.control("PUT", "/_omi/clock", {"mode": "offset", "offset_seconds": offset})


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    command = [sys.executable, "-m", "omi_tui", "fake-server", "--memory", "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        yield Running(ready["url"], ready["control_token"])
        process.terminate()


@dataclass
class Store:
    """A token store in memory."""

    kept: dict[str, str] = field(default_factory=dict)

    def save(self, backend: str, tokens: str) -> None:
        self.kept[backend] = tokens

    def load(self, backend: str) -> str | None:
        return self.kept.get(backend)

    def forget(self, backend: str) -> None:
        self.kept.pop(backend, None)


@dataclass
class Customer:
    """A person at the insurer: an address, and a client of their own."""

    email: str
    insurer: Insurer
    store: Store

    async def enrol(self) -> None:
        """Sign up, activate and sign in."""
        await self.insurer.accounts.sign_up(sign_up(self.email), new_key())
        await self.insurer.accounts.activate(self.email, await self.ticket())
        await self.insurer.sessions.sign_in(self.email, PASSWORD)

    async def ticket(self) -> str:
        """The ticket in the newest mail."""
        return read_ticket((await self.insurer.fake.mail(self.email))[-1].text)[1]

    async def fill_in(self) -> None:
        """Save personal information and a passport with a number of its own."""
        profile = self.insurer.profile
        await profile.save_personal_info(ANNA, (await profile.personal_info()).etag)
        await profile.save_passport(passport(self.email), (await profile.passport()).etag)

    async def form(self, begin: date | None = None, insured: Insured | None = None) -> Draft:
        """Form a draft of eight days."""
        begin = begin or minsk_today() + timedelta(days=30)
        quote = await self.insurer.quotes.quote(begin, begin + timedelta(days=7))
        request = draft_request(
            quote_id=quote.quote_id,
            begin=begin,
            end=begin + timedelta(days=7),
            insured=insured,
            country_of_residence="POL",
        )
        return await self.insurer.drafts.create(request, new_key())


def new_key() -> str:
    return str(uuid.uuid4())


def sign_up(email: str) -> SignUp:
    return SignUp(email=email, password=PASSWORD, residence_country="POL", adult_confirmed=True)


def passport(email: str) -> PassportDetails:
    return PassportDetails(
        document_type="passport",
        nationality="POL",
        number="AB" + "".join(char for char in email if char.isdigit()).zfill(7),
        issued_by="Prezydent m.st. Warszawy",
        issue_date=date(2024, 1, 2),
        expiry_date=minsk_today() + timedelta(days=2000),
    )


def traveller(number: str) -> Insured:
    return Insured(
        last_name_latin="NOWAK",
        first_name_latin="JAN",
        birth_date=date(1985, 3, 2),
        citizenship="POL",
        passport_number=number,
        address="Gdynia, ul. Morska 2",
        phone="+48509876543",
        country_of_residence="POL",
    )


NewCustomer = Callable[[], Customer]


@pytest.fixture
async def new_customer(running: Running) -> AsyncIterator[NewCustomer]:
    customers: list[Customer] = []

    def make() -> Customer:
        store = Store()
        insurer = Insurer(running.url, store, control_token=running.token)
        customers.append(Customer(f"anna{next(running.numbers)}@example.test", insurer, store))
        return customers[-1]

    yield make
    for customer in customers:
        await customer.insurer.aclose()


@pytest.fixture
async def stranger(new_customer: NewCustomer) -> Customer:
    """Somebody who has no account."""
    return new_customer()


@pytest.fixture
async def customer(new_customer: NewCustomer) -> Customer:
    """Somebody who is signed in and has filled in nothing."""
    customer = new_customer()
    await customer.enrol()
    return customer


@pytest.fixture
async def holder(customer: Customer) -> Customer:
    """Somebody who is signed in and has filled in everything."""
    await customer.fill_in()
    return customer
