"""One process at a time: an advisory lock that the system frees when its holder ends, however it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from omi_tui.desk.paths import own_folder

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class ProfileLock:
    """The lock of one desk at one insurer, on the file *path*, which stays where it is: only its lock counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether it is ours now; False while another process has it. Raises OSError where no file can be made."""
        if self._handle is None:
            handle = _open(self._path)
            if not _lock(handle, wait=False):
                os.close(handle)
                return False
            self._handle = handle
        return True

    def release(self) -> None:
        """Leave it to others."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process is inside, then be inside."""
    handle = _open(path)
    try:
        _lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    own_folder(path.parent)
    return os.open(path, _FLAGS, 0o600)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, *, wait: bool) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
