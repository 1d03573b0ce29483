"""FS-04: the same seed and the same script give the same log and the same database, to the byte."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import httpx
from sqlalchemy import Connection, select

from omi_tui.fake_server import schema
from omi_tui.fake_server.clock import ClockSetting
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.services import Config
from tests.fake_server.cabinet import LIGHT, PASSWORD, PERSON, Cabinet

SECRET = {("tokens", "token_hash"), ("accounts", "password_hash")}
"""Bearer tokens and the salts of passwords come from the machine: whoever knows the seed must not know them."""
FROZEN = ClockSetting(mode="frozen", now=datetime(2031, 3, 1, 9, tzinfo=UTC))
NOW_AND_THEN = Rule(kind="status", status=500, phase="before_commit", probability=0.3, times=None)


def dump(conn: Connection) -> str:
    """A hash of every row of every table, in the order in which they were written, but for what is secret."""
    digest = hashlib.sha256()
    for table in schema.metadata.sorted_tables:
        columns = [column for column in table.columns if (table.name, column.name) not in SECRET]
        for row in conn.execute(select(*columns)):
            digest.update(f"{table.name} {tuple(row)!r}\n".encode())
    return digest.hexdigest()


class Customer:
    """Somebody who keeps asking until it is done; their keys are the same in every run."""

    def __init__(self, cabinet: Cabinet, name: str) -> None:
        self.cabinet, self.email, self.asked = cabinet, f"{name}@example.test", 0
        self.token: str | None = None
        self.seen: list[str] = []

    async def ask(self, method: str, path: str, body: Any, **headers: str) -> httpx.Response:
        for _ in range(60):
            self.asked += 1
            digits = hashlib.sha256(f"{self.email} {self.asked}".encode()).hexdigest()
            named = {"Idempotency-Key": f"{digits[:8]}-0000-4000-8000-{digits[8:20]}", "Omi-Attempt": str(self.asked)}
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            answer = await self.cabinet.caller(self.token).request(method, path, json=body, headers=named | headers)
            self.seen.append(str(answer.status_code))
            if answer.status_code != 500:
                return answer
        raise AssertionError(path)

    async def enter(self) -> None:
        body = {"email": self.email, "password": PASSWORD, "residence_country": "POL", "adult_confirmed": True}
        await self.ask("POST", "/v1/accounts", body)
        ticket = await self.cabinet.ticket(self.email)
        self.seen.append(ticket)
        await self.ask("POST", "/v1/accounts/activation", {"email": self.email, "ticket": ticket})
        signed_in = await self.ask("POST", "/v1/sessions", {"login": self.email, "password": PASSWORD})
        self.token = signed_in.json()["access_token"]
        await self.ask("PUT", "/v1/me/personal-info", PERSON, If_Match='"0"')
        await self.ask("PUT", "/v1/me/passport", self.cabinet.passport(), If_Match='"0"')

    async def buy(self, begin: int) -> None:
        rules, self.cabinet.services.faults.rules = self.cabinet.services.faults.rules, []
        application = await self.cabinet.application(begin)
        self.cabinet.services.faults.rules = rules
        draft = await self.ask("POST", "/v1/drafts", application)
        self.seen.append(draft.json()["id"])


async def run(seed: int, *, jan_first: bool = False) -> tuple[str, str, list[list[str]]]:
    """Two people sign up and buy while the insurer fails by chance; database, log, and what each of them saw."""
    services = open_insurer(seed=seed, data="demo", config=Config(**LIGHT), clock=FROZEN)
    try:
        cabinet = Cabinet(services)
        services.faults.set([NOW_AND_THEN])
        ewa, jan = Customer(cabinet, "ewa"), Customer(cabinet, "jan")
        order = [(jan, 40), (ewa, 10)] if jan_first else [(ewa, 10), (jan, 40)]
        for customer, _ in order:
            await customer.enter()
        for customer, begin in order:
            await customer.buy(begin)
        log = json.dumps([*services.log], default=str)
        return await services.store.read(dump), log, [ewa.seen, jan.seen]
    finally:
        services.store.close()


async def test_fs_04_two_runs_are_equal_to_the_byte_and_another_seed_is_another_world() -> None:
    one, again, other = await run(1), await run(1), await run(2)
    assert one == again
    assert "500" in one[2][0]
    assert one[0] != other[0]
    assert one[2] != other[2]


async def test_fs_04_who_calls_first_changes_nothing_for_anybody() -> None:
    """Signed in, a customer meets the same faults and gets the same identifiers, whoever else is there."""

    def signed_in(seen: list[str]) -> list[str]:
        return [value for value in seen if len(value) > 3]

    one, other = await run(1), await run(1, jan_first=True)
    assert [signed_in(seen) for seen in one[2]] == [signed_in(seen) for seen in other[2]]
