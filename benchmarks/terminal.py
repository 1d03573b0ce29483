"""A program in a pseudo-terminal, watched by the bytes it writes: no emulator, which would cost what is measured."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
OMI = (sys.executable, "-m", "omi_tui")
BARE = (sys.executable, "-m", "benchmarks.bare_app")
LIMIT = 60.0
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<=>$]*[@-~]|[()][A-Z0-9]|[=>]|P[^\x1b]*\x1b\\|\][^\x07\x1b]*(?:\x07|\x1b\\))")


class Watched:
    """A running program of 80 by 24 in a home of its own; ended with its context."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        self.written = bytearray()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "OMI_HOME": str(home / "omi"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=ROOT, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave by the program's own key, so that its server is gone before the next run; else end it."""
        try:
            self.press(b"\x11")
            end = time.perf_counter() + 10
            while self.process.poll() is None and time.perf_counter() < end and self._read(0.2):
                pass
        except OSError:  # it has ended
            pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def press(self, keys: bytes) -> float:
        """Send *keys*, forget what was written before, and return the instant."""
        self.written.clear()
        at = time.perf_counter()
        os.write(self._master, keys)
        return at

    def wait_for(self, *texts: str) -> float:
        """Read until all *texts* were written since the last key; the instant. Raises TimeoutError, or EOFError."""
        end = time.perf_counter() + LIMIT
        wanted = [text.encode() for text in texts]
        while not all(text in _ESCAPES.sub(b"", self.written) for text in wanted):
            if time.perf_counter() > end:
                raise TimeoutError(f"{texts} in {_ESCAPES.sub(b'', self.written)[-2000:]!r}")
            if not self._read(1.0):
                raise EOFError(f"the program ended before {texts}: {_ESCAPES.sub(b'', self.written)[-2000:]!r}")
        return time.perf_counter()

    def settle(self, quiet: float = 0.15) -> None:
        """Read until nothing was written for *quiet* seconds, or five times that: a bare input's cursor blinks."""
        end = time.perf_counter() + 5 * quiet
        while select.select([self._master], [], [], quiet)[0] and self._read(0) and time.perf_counter() < end:
            pass

    def resident(self) -> int:
        """The program's resident memory in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return round(int(line.split()[1]) / 1024)
        return 0

    def _read(self, wait: float) -> bool:
        """Read what there is within *wait* seconds; False where the program has closed the terminal."""
        if not select.select([self._master], [], [], wait)[0]:
            return True
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.written += data
        return bool(data)
