"""A group of 1,000 from its list to a formed cart, against a raw loop of six connections; and what 1,000 people weigh.

``python -m benchmarks.group [RUNS]``. Both do the same calls at the same insurer, in turn, each run in an account of
its own: the group reads and checks every row, notes each call on the disk before it is sent, and knows each answer.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from itertools import count
from pathlib import Path

import httpx

from benchmarks.desks import application, fresh_key, insurer, token_of
from benchmarks.measure import Result, median, take_turns, tell
from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import Journal
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.journeys.group_people import People
from omi_tui.journeys.group_reading import listed
from omi_tui.journeys.group_sending import AT_ONCE, GroupSending
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.period import Period, minsk_today

PEOPLE, FEW = 1000, 10
RUNS = 3
TARGET = 1 / 0.8
"""Ours may take so many times the raw loop's seconds: 0.8 of its people a second."""
HEAVIER = 1.5
"""Times the memory of a group of ten."""
PASSWORD = b"demo-desk-1"
PERIOD = Period(minsk_today() + timedelta(days=10), minsk_today() + timedelta(days=17))
_HEAD = "last_name_latin;first_name_latin;birth_date;citizenship;passport_number;address;phone;country_of_residence\n"


def measure(runs: int = RUNS) -> list[Result]:
    """Rounds of a thousand people, ours and the raw loop in turn; then the peak memory of 1,000 and of 10."""
    with tempfile.TemporaryDirectory() as name, insurer(Path(name), 2 * runs + 4) as office:
        folder, accounts = Path(name), count()
        many, few = _list(folder / "many.csv", PEOPLE), _list(folder / "few.csv", FEW)

        def ours() -> float:
            return asyncio.run(_group(office.port, next(accounts), many, folder / "desk"))

        def raw() -> float:
            return asyncio.run(_raw(office.port, next(accounts)))

        mine, theirs = take_turns(runs, ours, raw)
        speed = f"{PEOPLE / median(mine):.0f} people a second against {PEOPLE / median(theirs):.0f}"
        heavy, light = (_peak(office.port, next(accounts), each, folder / each.stem) for each in (many, few))
    return [
        Result(f"a group of {PEOPLE} to a formed cart", median(mine), median(theirs), TARGET, speed),
        Result(f"memory of {PEOPLE} against {FEW} (MB)", heavy / 1000, light / 1000, HEAVIER),
    ]


def _list(path: Path, people: int) -> Path:
    lines = (
        f"NOWAK;JAN;12.03.{1960 + number % 39};POL;ZZ{number:06d};Lipowa {number}, Bialystok;+48600{number:06d};POL\n"
        for number in range(people)
    )
    path.write_text(_HEAD + "".join(lines), "utf-8")
    return path


async def _group(port: int, number: int, path: Path, home: Path) -> float:
    """From the file to the cart with the program's own parts."""
    url, secrets = f"http://127.0.0.1:{port}", Secrets(trusted=())
    paths = Paths(home / "settings.toml", home / "data", home / "downloads")

    async def connect() -> Insurer:
        return Insurer(url, secrets)

    workplace = Workplace(
        Settings(),
        Journal(paths.journal, f"{url} {number}"),
        connect,
        paths=paths,
        secrets=secrets,
        vault=Vault(paths.vault(url), secrets=secrets, runtime=None),
    )
    office = await workplace.insurer()
    await office.sessions.sign_in(f"desk{number}@example.test", PASSWORD.decode())
    workplace.login = f"desk{number}@example.test"
    started = time.perf_counter()
    people = People(minsk_today)
    people.add(listed(str(path), minsk_today).read())
    quote = await office.quotes.quote(*PERIOD)
    await GroupSending(workplace, people, PERIOD, quote).run()
    taken = time.perf_counter() - started
    assert len((await office.cart.get()).items) == PEOPLE
    await workplace.close()
    workplace.journal.close()
    return taken


async def _raw(port: int, number: int) -> float:
    """The same calls by the same HTTP library, with nothing around them."""
    six = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    headers = {"Authorization": f"Bearer {token_of(number)}", "Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=six, headers=headers) as client:
        started = time.perf_counter()
        begin, end = PERIOD.begin.isoformat(), PERIOD.end.isoformat()
        asked = json.dumps({"product": "OMI", "begin_date": begin, "end_date": end})
        quote = (await client.post("/v1/quotes", content=asked)).json()["quote_id"]
        bodies = iter([application(quote, begin, end, f"{number:06d}") for number in range(PEOPLE)])

        async def line() -> None:
            for body in bodies:
                heard = await client.post("/v1/drafts", content=body, headers={"Idempotency-Key": fresh_key()})
                entry = json.dumps({"draft_id": heard.raise_for_status().json()["id"]})
                (await client.post("/v1/cart/items", content=entry)).raise_for_status()

        await asyncio.gather(*(line() for _line in range(AT_ONCE)))
        return time.perf_counter() - started


def _peak(port: int, number: int, path: Path, home: Path) -> float:
    """Megabytes of the whole command at its largest, in a process of its own."""
    reading, writing = os.pipe()
    os.write(writing, PASSWORD + b"\n")
    os.close(writing)
    script = (
        "import sys\nfrom pathlib import Path\nfrom omi_tui.cli import main\ncode = main(sys.argv[1:])\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "sys.stderr.write(next(line.split()[1] for line in lines if line.startswith('VmHWM')))\nsys.exit(code)"
    )
    command = [sys.executable, "-c", script, "buy", "--from", str(path), "--begin", f"{PERIOD.begin}"]
    command += ["--end", f"{PERIOD.end}", "--login", f"desk{number}@example.test", "--password-fd", str(reading)]
    run = subprocess.run(
        [*command, "--backend", f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        pass_fds=(reading,),
        env=os.environ | {"OMI_HOME": str(home)},
        check=True,
    )
    os.close(reading)
    return int(run.stderr) / 1024


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
