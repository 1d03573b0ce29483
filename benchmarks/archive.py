"""The archive of 10,000 policies against one of 100: from the key to the painted list."""

import tempfile
import time
from pathlib import Path

from sqlalchemy import Connection, select

from benchmarks.measure import line, median, until
from omi_tui.fake_server import seeds
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import accounts
from tests.end_to_end.terminal import OMI, Terminal, environment
from tests.end_to_end.wizard import sign_in

TARGET = 1.5
SIZES = {"large": 10_000, "small": 100}


def _seed(home: Path, count: int) -> None:
    """Make the demo database of *home* with an archive of *count*."""
    database = home / "omi" / "data" / "demo.sqlite3"
    database.parent.mkdir(parents=True)
    seeds.ARCHIVED = SIZES["small"]
    services = open_insurer(str(database), data="demo")

    def add(conn: Connection) -> None:
        account = conn.execute(select(accounts.c.id)).scalar_one()
        seeds.add_archive(conn, services, account, count - seeds.ARCHIVED)

    services.store.write_now(add)
    services.store.close()


def _open(terminal: Terminal, size: str) -> float:
    start = time.perf_counter()
    terminal.press("5")
    until(terminal, f"1 to 10 of {size}")
    taken = time.perf_counter() - start
    terminal.settle().press("Esc")
    until(terminal, "Welcome to your account", "in force")
    terminal.settle()
    return taken


def main(rounds: int = 9) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="omi-bench-") as folder:
        homes = {name: Path(folder) / name for name in SIZES}
        for name, count in SIZES.items():
            _seed(homes[name], count)
        with (
            Terminal([*OMI, "demo"], environment(homes["large"])) as large,
            Terminal([*OMI, "demo"], environment(homes["small"])) as small,
        ):
            sides = {"large": large, "small": small}
            for terminal in sides.values():
                sign_in(terminal).wait_for("in force")
                terminal.settle()
            taken: dict[str, list[float]] = {name: [] for name in sides}
            for number in range(rounds + 1):
                for name, terminal in sides.items():
                    seconds = _open(terminal, f"{SIZES[name]}")
                    taken[name] += [seconds] if number else []
    print(line("Archive of 10,000", median(taken["large"]), median(taken["small"]), TARGET))


if __name__ == "__main__":
    main()
