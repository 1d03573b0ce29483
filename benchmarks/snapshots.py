"""Reset, snapshot and restore of the demo's data: each against the 50 milliseconds that a test may wait for them."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from benchmarks.measure import Result, median, tell
from omi_tui.fake_server import seeds
from omi_tui.fake_server.opening import open_insurer

LIMIT_SECONDS = 0.05
RUNS = 15


def measure(runs: int = RUNS) -> list[Result]:
    """Medians, in an insurer of this process; the password's hash, slow on purpose, is part of a reset."""
    return asyncio.run(_measure(runs))


async def _measure(runs: int) -> list[Result]:
    services = open_insurer(data="demo")
    store = services.store
    copy = await store.snapshot()

    async def snapshot() -> None:
        (await store.snapshot()).close()

    async def reset() -> None:
        await store.write(lambda conn: seeds.restart(conn, services))

    async def restore() -> None:
        await store.restore(copy)

    results = [
        Result(f"{name} of the demo's data", median([await _timed(work) for _ in range(runs)]), LIMIT_SECONDS, 1.0)
        for name, work in (("reset", reset), ("snapshot", snapshot), ("restore", restore))
    ]
    copy.close()
    store.close()
    return results


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
