"""Drafts a second at 50 clients, against a bare FastAPI and SQLite loop with one writer; the two take turns."""

import asyncio
import socket
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from benchmarks.desks import application, fresh_key, insurer, started
from benchmarks.measure import Result, Run, median, take_turns, tell
from benchmarks.raw_http import Line

CLIENTS = 50
DRAFTS = 1000
RUNS = 7
TARGET = 1 / 0.8
"""Ours may take so many times the bare one's seconds: 0.8 of its drafts a second."""


def measure(runs: int = RUNS) -> list[Result]:
    """Rounds of drafts, ours and theirs in turn, each draft for another passport."""
    with tempfile.TemporaryDirectory() as folder, insurer(Path(folder), CLIENTS) as ours, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        with started(sys.executable, "-m", "benchmarks.bare_insurer", str(port), str(Path(folder, "bare.sqlite"))):
            _until_open(port)
            quote, begin, end = asyncio.run(_quote(ours.port))
            numbers = count(1)

            def round_of(lines: list[Line]) -> Run:
                def run() -> float:
                    bodies = [application(quote, begin, end, f"{next(numbers):07d}") for _ in range(DRAFTS)]
                    return asyncio.run(_round(lines, bodies))

                return run

            mine, bare = take_turns(
                runs,
                round_of([ours.desk(number) for number in range(CLIENTS)]),
                round_of([Line(port) for _ in range(CLIENTS)]),
            )
    note = f"{DRAFTS / median(mine):.0f} a second against {DRAFTS / median(bare):.0f}"
    return [Result(f"{DRAFTS} drafts by {CLIENTS} clients", median(mine), median(bare), TARGET, note)]


async def _round(lines: list[Line], bodies: list[bytes]) -> float:
    waiting = iter(bodies)

    async def client(line: Line) -> None:
        for body in waiting:
            heard = await line.call("POST", "/v1/drafts", body, Idempotency_Key=fresh_key())
            assert heard.status == 201, heard.body
        line.close()

    started_at = time.perf_counter()
    await asyncio.gather(*map(client, lines))
    return time.perf_counter() - started_at


async def _quote(port: int) -> tuple[str, str, str]:
    begin = date.today() + timedelta(days=10)
    dates = f'"begin_date": "{begin}", "end_date": "{begin + timedelta(days=7)}"'
    line = Line(port)
    heard = await line.call("POST", "/v1/quotes", f'{{"product": "OMI", {dates}}}'.encode())
    line.close()
    return heard.json()["quote_id"], begin.isoformat(), (begin + timedelta(days=7)).isoformat()


def _until_open(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
