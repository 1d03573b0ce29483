"""200 desks in an open model: requests leave at their own times, 170 a second, however long the answers take.

``python -m benchmarks.load [--minutes N]``, one minute unless told otherwise. The mix is a desk's day: buying a policy
from the price to the paid order, with the state of the payment asked again and again, and looking through lists. At
the end the database is searched for whatever must never be.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from benchmarks.desks import Insurer, application, fresh_key, insurer
from benchmarks.raw_http import Heard, Line

DESKS, RATE = 200, 170
SLOWEST_SECONDS = 0.1
"""What 99 of 100 answers may take."""
SEED = 1
STEPS = (
    "quote",
    "draft",
    "draft read",
    "cart",
    "order",
    "pay",
    "state",
    "state",
    "state",
    "policies",
    "drafts",
    "profile",
)
"""One desk's turn, a request each; the whole is a purchase."""

NEVER = {
    "two policies of one draft": "SELECT count(*) - count(DISTINCT draft_id) FROM policies WHERE draft_id IS NOT NULL",
    "a policy without its payment": "SELECT count(*) FROM policies p LEFT JOIN payments y ON y.policy_id = p.id "
    "WHERE y.id IS NULL OR y.amount != p.premium OR y.currency != p.currency",
    "a paid order without a policy": "SELECT count(*) FROM orders o WHERE o.state = 'approved' AND "
    "NOT EXISTS (SELECT 1 FROM policies p WHERE p.order_number = o.order_number)",
    "a policy of an unpaid order": "SELECT count(*) FROM policies p JOIN orders o USING (order_number) "
    "WHERE o.state != 'approved'",
    "an order of another sum than its policies": "SELECT count(*) FROM orders o WHERE o.state = 'approved' "
    "AND o.amount != (SELECT sum(premium) FROM policies p WHERE p.order_number = o.order_number)",
    "two approved payments of one order": "SELECT count(*) FROM (SELECT order_number FROM gateway_attempts "
    "WHERE state = 'approved' GROUP BY order_number HAVING count(*) > 1)",
    "two drafts of one key": "SELECT count(*) - count(DISTINCT passport_key) FROM drafts",
}
"""What must be nought in the database at the end. Each draft of this load is for another passport."""


class Desk:
    """A desk that goes through its steps, one for each time that it is asked."""

    def __init__(self, office: Insurer, number: int, passports: "count[int]") -> None:
        self._lines = [office.desk(number)]
        self._office, self._number, self._passports = office, number, passports
        self._turn = number % len(STEPS)  # the desks do not all begin at the same step
        self._begin = date.today() + timedelta(days=1 + number % 300)
        self._draft = self._order = self._quote = ""

    async def step(self) -> tuple[str, Heard]:
        """Ask what comes next; the step's name and the answer."""
        name = STEPS[self._turn % len(STEPS)]
        self._turn += 1
        if (name in ("order", "draft read", "cart") and not self._draft) or (
            name in ("pay", "state") and not self._order
        ):
            name = "drafts"
        if name == "draft" and not self._quote:
            name = "quote"
        async with self._line() as line:
            heard = await self._ask(name, line)
        if heard.status < 300:
            self._keep(name, heard)
        return name, heard

    @contextlib.asynccontextmanager
    async def _line(self) -> AsyncIterator[Line]:
        """A free connection, or another one where an answer is late: an open model waits for nobody."""
        line = self._lines.pop() if self._lines else self._office.desk(self._number)
        yield line
        self._lines.append(line)

    def _ask(self, name: str, line: Line) -> Awaitable[Heard]:
        begin, end = self._begin.isoformat(), (self._begin + timedelta(days=7)).isoformat()
        calls: dict[str, Callable[[], Awaitable[Heard]]] = {
            "quote": lambda: line.call(
                "POST", "/v1/quotes", json.dumps({"product": "OMI", "begin_date": begin, "end_date": end}).encode()
            ),
            "draft": lambda: line.call(
                "POST",
                "/v1/drafts",
                application(self._quote, begin, end, f"{next(self._passports):07d}"),
                Idempotency_Key=fresh_key(),
            ),
            "draft read": lambda: line.call("GET", f"/v1/drafts/{self._draft}"),
            "cart": lambda: line.call("POST", "/v1/cart/items", json.dumps({"draft_id": self._draft}).encode()),
            "order": lambda: line.call(
                "POST",
                "/v1/orders",
                json.dumps({"draft_ids": [self._draft]}).encode(),
                Idempotency_Key=fresh_key(),
            ),
            "pay": lambda: line.call(
                "POST", f"/_omi/pay/{self._order}", b'{"card": "4200000000000000"}', Omi_Control=self._office.control
            ),
            "state": lambda: line.call("GET", f"/v1/orders/{self._order}"),
            "policies": lambda: line.call("GET", "/v1/policies?state=active&limit=10"),
            "drafts": lambda: line.call("GET", "/v1/drafts?limit=10"),
            "profile": lambda: line.call("GET", "/v1/me/personal-info"),
        }
        return calls[name]()

    def _keep(self, name: str, heard: Heard) -> None:
        if name == "quote":
            self._quote, self._draft, self._order = heard.json()["quote_id"], "", ""
        elif name == "draft":
            self._draft, self._quote = heard.json()["id"], ""
        elif name == "order":
            self._order = heard.json()["order_number"]


async def run(office: Insurer, seconds: float) -> tuple[list[tuple[str, Heard]], list[float]]:
    """Let the desks ask for so long: the answers, and by how many seconds too late each request left.

    What leaves late is this program's or the machine's doing; it counts in the answer's seconds all the same.
    """
    chance = random.Random(SEED)
    passports = count(1)
    desks = [Desk(office, number, passports) for number in range(DESKS)]
    told: list[tuple[str, Heard]] = []
    late: list[float] = []
    running: set[asyncio.Task[None]] = set()
    busy: set[int] = set()

    async def one(number: int, planned: float) -> None:
        name, heard = await desks[number].step()
        busy.discard(number)
        # From the moment at which it was to leave: whoever waits in a queue waits as well.
        told.append((name, heard._replace(seconds=time.perf_counter() - planned)))

    begun = time.perf_counter()
    planned = begun
    while planned < begun + seconds:
        planned += chance.expovariate(RATE)
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))
        late.append(time.perf_counter() - planned)
        number = chance.choice([each for each in range(DESKS) if each not in busy] or [0])
        busy.add(number)
        task = asyncio.create_task(one(number, planned))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    return told, late


def violations(database: Path) -> dict[str, int]:
    """How often each thing that must never be is there."""
    with contextlib.closing(sqlite3.connect(database)) as conn:
        return {name: conn.execute(query).fetchone()[0] for name, query in NEVER.items()}


def _quantiles(times: list[float]) -> list[float]:
    """What half, 99 of 100, and 999 of 1000 do not exceed."""
    cuts = statistics.quantiles(times, n=1000, method="inclusive")
    return [cuts[place - 1] for place in (500, 990, 999)]


def _line(name: str, times: list[float]) -> str:
    if len(times) < 2:
        return f"{name:<12}{len(times):6}"
    p50, p99, _ = _quantiles(times)
    return f"{name:<12}{len(times):6}   p50 {p50 * 1000:6.1f} ms   p99 {p99 * 1000:6.1f} ms"


def main() -> int:
    """Print the figures; 1 where one of them misses its target."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=1.0)
    minutes = asked.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder, insurer(Path(folder), DESKS) as office:
        load = os.getloadavg()[0]
        told, late = asyncio.run(run(office, minutes * 60))
        found = violations(office.database)
    times = [heard.seconds for _, heard in told]
    p50, p99, p999 = _quantiles(times)
    refused = Counter(f"{name} {heard.status}" for name, heard in told if heard.status >= 300)
    locked = sum(b"locked" in heard.body for _, heard in told)
    met = p99 < SLOWEST_SECONDS and not locked and not refused and not any(found.values())
    lines = [
        f"{DESKS} desks, {len(told)} requests in {minutes * 60:.0f} s, {len(told) / minutes / 60:.0f} a second",
        f"p50 {p50 * 1000:.1f} ms   p99 {p99 * 1000:.1f} ms   p99.9 {p999 * 1000:.1f} ms   "
        f"longest {max(times) * 1000:.0f} ms   target p99 < {SLOWEST_SECONDS * 1000:.0f} ms",
        f"database is locked, seen by a client: {locked}   refusals: {dict(refused) or 'none'}",
        f"left late: p99 {_quantiles(late)[1] * 1000:.1f} ms   load of the machine {load:.1f} before, "
        f"{os.getloadavg()[0]:.1f} after",
        *(_line(name, [heard.seconds for step, heard in told if step == name]) for name in dict.fromkeys(STEPS)),
        *(f"{name}: {number}" for name, number in found.items()),
        "met" if met else "MISSED",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
