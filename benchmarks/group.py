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

from benchmarks.desks import application, fresh_key, insurer
from benchmarks.measure import Result, median, take_turns, tell
from benchmarks.raw_http import Line
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
            number = next(accounts)
            return asyncio.run(_raw([office.desk(number) for _line in range(AT_ONCE)]))

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


async def _raw(lines: list[Line]) -> float:
    """The same calls, with nothing around them."""
    started = time.perf_counter()
    begin, end = PERIOD.begin.isoformat(), PERIOD.end.isoformat()
    asked = json.dumps({"product": "OMI", "begin_date": begin, "end_date": end}).encode()
    quote = (await lines[0].call("POST", "/v1/quotes", asked)).json()["quote_id"]
    bodies = iter([application(quote, begin, end, f"{number:06d}") for number in range(PEOPLE)])

    async def client(line: Line) -> None:
        for body in bodies:
            heard = await line.call("POST", "/v1/drafts", body, Idempotency_Key=fresh_key())
            assert heard.status == 201, heard.body
            entry = json.dumps({"draft_id": heard.json()["id"]}).encode()
            assert (await line.call("POST", "/v1/cart/items", entry)).status == 201
        line.close()

    await asyncio.gather(*map(client, lines))
    return time.perf_counter() - started


def _peak(port: int, number: int, path: Path, home: Path) -> float:
    """Megabytes of the whole command at its largest, in a process of its own."""
    reading, writing = os.pipe()
    os.write(writing, PASSWORD + b"\n")
    os.close(writing)
    script = (
        "import resource, sys\nfrom omi_tui.cli import main\ncode = main(sys.argv[1:])\n"
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))\nsys.exit(code)"
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
