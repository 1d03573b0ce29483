import signal
import stat
import subprocess
import sys
from pathlib import Path

from omi_tui.desk.paths import Paths
from omi_tui.desk.profile_lock import ProfileLock

HOLDER = """
import sys
from pathlib import Path
from omi_tui.desk.profile_lock import ProfileLock
lock = ProfileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_only_one_has_it_and_a_killed_one_has_it_no_longer(tmp_path: Path) -> None:
    """The system frees the lock, so none is ever stale."""
    path = tmp_path / "data" / "desk.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        lock = ProfileLock(path)
        assert not lock.take()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert lock.take()
    assert lock.take()
    assert not ProfileLock(path).take()
    lock.release()
    lock.release()
    assert ProfileLock(path).take()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_each_insurer_has_a_lock_and_a_vault_of_its_own(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "s.toml", tmp_path / "data", tmp_path / "downloads")
    assert ProfileLock(paths.lock("demo")).take()
    assert ProfileLock(paths.lock("https://insurer.example.test")).take()
    assert paths.vault("demo") != paths.vault("https://insurer.example.test")
