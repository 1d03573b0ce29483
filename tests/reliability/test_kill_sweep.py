"""Killed at every suspension point and around every durable write, and then once more: nothing twice, nothing lost.

``OMI_SWEEP=sample`` (the default) kills at some points from the check page to the formed draft, and at some pairs;
``OMI_SWEEP=full`` kills at every point of every flow, and at some hundred pairs of points of a run and its restart.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.desk.secrets import Secrets
from tests.reliability.insurer_in_loop import InsurerInLoop, insurer_in_loop
from tests.reliability.kill import FreshKeysJournal, killable
from tests.reliability.newcomer import Newcomer
from tests.reliability.person import LOGIN, PASSWORD, Person, Traveller
from tests.reliability.sweep import Sweep

MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
FULL = os.environ.get("OMI_SWEEP") == "full"
HERSELF = Traveller()
OTHER = Traveller("1234567", "KOWALSKA", "MAGDALENA")
THIRD = Traveller("7654321", "NOWAK", "JAN", ahead=50, days=31)
AGAIN = Traveller("1234567", "KOWALSKA", "MAGDALENA", again=True)
FLOWS: dict[str, Callable[[], Person]] = {
    "self": lambda: Person((HERSELF,)),
    "other": lambda: Person((OTHER,)),
    "three": lambda: Person((HERSELF, OTHER, THIRD)),
    "again": lambda: Person((AGAIN,)),
    "sign-up": lambda: Newcomer(()),
    "formed": lambda: Person((OTHER,), goal="formed"),
    "formed again": lambda: Person((AGAIN,), goal="formed"),
}


class World(NamedTuple):
    """A running insurer and where its runs begin: with nothing in the cart, or with a draft of OTHER's besides."""

    insurer: InsurerInLoop
    fresh: sqlite3.Connection
    overlapping: sqlite3.Connection
    session: str
    folder: Path

    def sweep(self, flow: str) -> Sweep:
        before = self.overlapping if "again" in flow else self.fresh
        session = "" if flow == "sign-up" else self.session
        return Sweep(self.insurer, before, session, self.folder, FLOWS[flow])


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with insurer_in_loop() as insurer:
        store, url = insurer.services.store, insurer.services.url
        await store.write(lambda conn: conn.exec_driver_sql("DELETE FROM cart_items").rowcount)
        secrets = Secrets(trusted=())
        client = Insurer(url, secrets)
        await client.sessions.sign_in(LOGIN, PASSWORD)
        await client.aclose()
        session = secrets.load(url)
        assert session
        folder = (MEMORY or tmp_path) / f"omi-sweep-{os.getpid()}"
        with killable(asyncio.get_running_loop()):
            fresh = await insurer.keep()
            begin = Sweep(insurer, fresh, session, folder, FLOWS["formed"])
            await begin.once()
            assert begin.violations == []
            yield World(insurer, fresh, await insurer.keep(), session, folder)
        shutil.rmtree(folder, ignore_errors=True)


def report(name: str, *sweeps: Sweep) -> None:
    """Say what was run; no violation may be among it."""
    found = [violation for sweep in sweeps for violation in sweep.violations]
    sys.stdout.write(f"kill sweep, {name}: {sum(sweep.runs for sweep in sweeps):,} runs, {len(found)} violations\n")
    assert not found, "\n".join(found)


async def every_point(sweep: Sweep, begin: str = "", end: str = "", *, only: int = 0) -> dict[int, str]:
    """Kill at every point, or from the view *begin* to the view *end*; what is left behind, by point.

    *only* so many points, chosen by a fixed seed; 0 for all.
    """
    (whole,) = await sweep.once()
    first, last = whole.marks.get(begin, 1), whole.marks.get(end, whole.fuse.count)
    points: Sequence[int] = range(first, last + 1)
    if only:
        points = sorted(random.Random(only).sample(points, only))
    return {at: (await sweep.once(at))[0].left for at in points}


async def every_pair(sweep: Sweep, left: dict[int, str], *, only: int = 0) -> None:
    """Kill the restart as well, at *only* so many pairs of points, chosen by a fixed seed; 0 for all.

    Of the points of the first run that *left* the same behind, one is taken.
    """
    first = sorted({state: at for at, state in reversed(left.items())}.values())
    chance = random.Random(only)
    chosen = [chance.choice(first) for _each in range(only)] or first
    for at in chosen:
        length = (await sweep.once(at))[-1].fuse.count
        for again in [chance.randint(1, length)] if only else range(1, length + 1):
            await sweep.once(at, again)


async def test_inv_01_killed_between_the_check_page_and_the_draft_there_is_one_draft(world: World) -> None:
    """INV-01, INV-10, INV-11: every point of a conclusion, and points of the restart after it (some, as sample).

    A second contract for the same days is concluded, so that nothing but the key stands against a double.
    """
    sweep = world.sweep("formed again")
    left = await every_point(sweep) if FULL else await every_point(sweep, "check", "formed", only=8)
    await every_pair(sweep, left, only=400 if FULL else 2)
    report("concluding a second contract for the same days", sweep)


@pytest.mark.parametrize("flow", ["self", "other", "three", "again"] if FULL else ["other"])
async def test_inv_02_06_killed_at_every_point_of_a_purchase(world: World, flow: str) -> None:
    """INV-01, INV-02, INV-05, INV-06, INV-07, INV-10, INV-11: from the menu to the policy on disk."""
    sweep = world.sweep(flow)
    left = await every_point(sweep, only=0 if FULL else 2)
    await every_pair(sweep, left, only=150 if FULL else 1)
    report(flow, sweep)


async def test_inv_01_10_killed_at_every_point_of_a_sign_up_there_is_one_account(world: World) -> None:
    """INV-01, INV-10: from the front door to the active account."""
    sweep = world.sweep("sign-up")
    left = await every_point(sweep, only=0 if FULL else 5)
    await every_pair(sweep, left, only=100 if FULL else 1)
    report("sign-up", sweep)


async def test_inv_16_given_up_at_every_await_the_program_goes_on(world: World) -> None:
    """INV-16, INV-01: Esc at any suspension of any act; what was under way is found out, nothing stays half open."""
    sweep = world.sweep("other" if FULL else "formed again")
    (whole,) = await sweep.once()
    points = range(1, whole.esc.count + 1)
    for at in points if FULL else random.Random(1).sample(points, 4):
        await sweep.once(esc=at)
    report("Esc at every await", sweep)


async def test_the_sweep_finds_doubles_where_keys_are_made_afresh(world: World) -> None:
    """The control: a journal that forgets its keys is found out, so that no violation means something."""
    sweep = world.sweep("formed again")
    sweep.journal = FreshKeysJournal
    (whole,) = await sweep.once()
    assert sweep.violations == []
    # a later run may stop at more points than the first one: it waits more often on a busy machine
    seen = [whole.marks]
    for at in range(whole.marks["formed"] + 15, whole.marks["check"] - 5, -1):
        killed, *_later = await sweep.once(at)
        seen.append(killed.marks | {"killed at": killed.fuse.count})
        if doubles := [violation for violation in sweep.violations if "INV-01" in violation]:
            break
    assert doubles, f"{sweep.violations} {seen}"
