"""The real program in a real terminal, killed by SIGKILL at moments of a purchase: nothing twice, nothing lost.

The bundled insurer either dies with the program and comes back on its database, or runs on by itself.
``OMI_SWEEP=full`` kills at 60 moments, the sample at one in each of two flows.
"""

import os
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from tests.end_to_end.terminal import OMI, environment
from tests.end_to_end.wizard import OTHER, Insurer, insurer
from tests.reliability.person import BOOKS
from tests.reliability.pty_person import Guest, KillableTerminal, KilledHere, PtyPerson, drafts_of

FULL = os.environ.get("OMI_SWEEP") == "full"
HERSELF = Guest("+5", "8d", "1234567")
MAGDALENA = Guest("+9", "14d", "7654321", {**OTHER, "Passport number": "7654321"})
JAN = Guest("+20", "31d", "2223334", {**OTHER, "Last name in Latin": "nowak", "Passport number": "2223334"})
FLOWS = {"self": ((HERSELF,), 22), "other": ((MAGDALENA,), 73), "three": ((HERSELF, MAGDALENA, JAN), 190)}
"""Who is insured, and about how often keys are sent until the order is paid."""
Moment = tuple[str, int, float]


def moments(seed: int, counts: dict[str, int]) -> list[Moment]:
    """Flow, number of the key and seconds after it: spread evenly over the keys, the seconds by chance."""
    chance = random.Random(seed)
    chosen = []
    for flow, count in counts.items():
        keys = FLOWS[flow][1]
        chosen += [(flow, 1 + round(place * keys / count), chance.uniform(0, 0.25)) for place in range(count)]
    return chosen


@contextmanager
def program(home: Path, url: str | None) -> Iterator[KillableTerminal]:
    """``omi demo``, or ``omi`` on a running insurer."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    command = [*OMI, "--backend", url] if url else [*OMI, "demo"]
    with KillableTerminal(command, environment(home, XDG_RUNTIME_DIR=str(runtime))) as terminal:
        yield terminal


def killed_and_finished(home: Path, person: PtyPerson, moment: Moment, url: str | None) -> None:
    """Buy, be killed at *moment*, start again and finish."""
    with program(home, url) as terminal:
        terminal.at, terminal.delay = moment[1:]
        try:
            person.use(terminal)
        except KilledHere:
            terminal.process.wait()
    if not person.paid:
        with program(home, url) as terminal:
            person.use(terminal)


def broken(database: Path, home: Path, person: PtyPerson) -> list[str]:
    """What the books and the disk say against it."""
    with closing(sqlite3.connect(database)) as books:
        found = [f"{name}: {rows}" for name, query in BOOKS.items() if (rows := books.execute(query).fetchall())]
        mine = "SELECT count(*) FROM drafts WHERE passport_number = ?"
        found += [
            f"INV-01: {count} drafts of {guest.passport}"
            for guest in person.guests
            if (count := books.execute(mine, (guest.passport,)).fetchone()[0]) != 1
        ]
        number = "SELECT 'OMI-' || series || '-' || number || '.pdf' FROM policies WHERE order_number = ?"
        issued = {name for (name,) in books.execute(number, (person.paid,))}
    if missing := issued - {path.name for path in home.rglob("*.pdf")} or len(issued) < len(person.guests):
        found.append(f"INV-06, INV-11: {issued} issued, missing: {missing}")
    return found


def test_inv_01_02_06_sigkill_of_program_and_insurer(tmp_path: Path) -> None:
    """INV-01, INV-02, INV-06, INV-10, INV-11: ``omi demo`` dies, and its insurer with it."""
    chosen = moments(1, {"self": 6, "other": 18, "three": 14}) if FULL else [("self", 12, 0.2)]
    violations = []
    for number, moment in enumerate(chosen):
        home = tmp_path / f"demo-{number}"
        home.mkdir()
        database = home / "omi" / "data" / "demo.sqlite3"
        person = PtyPerson(FLOWS[moment[0]][0], partial(drafts_of, database))
        violations += attempt(home, database, person, moment, None)
    report("program and insurer", len(chosen), violations)


def test_inv_01_02_06_sigkill_of_the_program_alone(tmp_path: Path) -> None:
    """INV-01, INV-02, INV-06, INV-10, INV-11: the insurer runs on, and may have answered nobody."""
    chosen = moments(2, {"self": 6, "other": 10, "three": 6}) if FULL else [("other", 60, 0.05)]
    violations = []
    for number, moment in enumerate(chosen):
        home = tmp_path / f"home-{number}"
        home.mkdir()
        database = tmp_path / f"insurer-{number}.sqlite3"
        with insurer("--database", str(database)) as running:
            person = PtyPerson(FLOWS[moment[0]][0], partial(drafts_of, database), partial(pay, running))
            violations += attempt(home, database, person, moment, running.url)
    report("program alone", len(chosen), violations)


def pay(running: Insurer, order_number: str) -> None:
    """Pay outside the program, as on the card page."""
    running.control("POST", f"/pay/{order_number}", card="0000")


def attempt(home: Path, database: Path, person: PtyPerson, moment: Moment, url: str | None) -> list[str]:
    """One kill: what is wrong afterwards."""
    try:
        killed_and_finished(home, person, moment, url)
    except AssertionError as error:
        return [f"{moment}: {error}"]
    return [f"{moment}: {what}" for what in broken(database, home, person)]


def report(name: str, kills: int, violations: list[str]) -> None:
    """Say what was run; no violation may be among it."""
    sys.stdout.write(f"pty kills, {name}: {kills}, {len(violations)} violations\n")
    assert not violations, "\n".join(violations)
