"""An archive of 10,000 policies opened from home, against one of 100."""

import sys
import tempfile
from pathlib import Path

from sqlalchemy import Connection, delete, select

from benchmarks.measure import Result, Run, median, take_turns, tell
from benchmarks.terminal import Watched
from benchmarks.walk import sign_in, wizard
from omi_tui.desk.paths import find
from omi_tui.fake_server import seeds
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import accounts, payments, policies

TARGET = 1.5
RUNS = 25
MANY, FEW = 10_000, 100


def measure(runs: int = RUNS) -> list[Result]:
    """Both wizards run at once; they open the archive in turns."""
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder, "many"), Path(folder, "few")
        _seed(many, MANY)
        _seed(few, FEW)
        with wizard(many) as large, wizard(few) as small:
            sign_in(large)
            sign_in(small)
            ours, theirs = take_turns(runs, _opening(large, MANY), _opening(small, FEW))
            note = f"memory {large.resident()} MB"
    return [Result(f"archive of {MANY:,} against {FEW}", median(ours), median(theirs), TARGET, note)]


def _seed(home: Path, count: int) -> None:
    """A database whose ready account has *count* ended policies and nothing else that was paid."""
    paths = find({"OMI_HOME": str(home / "omi")})
    services = open_insurer(str(paths.demo_database), data="demo")

    def work(conn: Connection) -> None:
        conn.execute(delete(payments))
        conn.execute(delete(policies))
        account = conn.execute(select(accounts.c.id).where(accounts.c.email == seeds.DEMO_EMAIL)).scalar_one()
        seeds.add_archive(conn, services, account, count)

    services.store.write_now(work)
    services.store.close()


def _opening(program: Watched, count: int) -> Run:
    def run() -> float:
        pressed = program.press(b"5")
        taken = program.wait_for(f"1 to 10 of {count}", "Insured person") - pressed
        program.settle()
        program.press(b"\x1b")
        program.wait_for("Sign out", f"{count:,}")
        program.settle(0.3)
        return taken

    return run


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if sys.argv[1:] else RUNS))
