"""Files that are ours alone: mode 0600, written whole or not at all, never through a symbolic link."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | getattr(os, "O_BINARY", 0)
_APPEND = (
    os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


class UnsafeFile(OSError):
    """A file that somebody else owns or can write, or that is no plain file."""


def write(path: Path, content: bytes) -> None:
    """Put *content* at *path*; a reader sees the old file or the new one. A link there is replaced, not followed."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        _write_new(temporary, content)
        os.replace(temporary, path)
        sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read(path: Path, *, limit: int = 1_000_000, private: bool = False) -> bytes:
    """The bytes of *path*; a *private* file that others could read is closed to them from now on.

    Raises FileNotFoundError, and UnsafeFile where they cannot be trusted to be ours.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnsafeFile(error.errno, "cannot be opened as a plain file", str(path)) from None
    found = os.fstat(handle)
    if not _only_ours(found) or found.st_size > limit:
        os.close(handle)
        raise UnsafeFile(0, "not a plain file that only its owner can write", str(path))
    if private and sys.platform != "win32" and found.st_mode & 0o077 and found.st_uid == os.getuid():
        os.fchmod(handle, 0o600)
    with os.fdopen(handle, "rb") as file:
        return file.read()


def open_to_append(path: Path) -> int:
    """A descriptor that adds to the end of *path*, which is made where it is not there; it is ours alone from now on.

    Raises OSError where it cannot be opened, UnsafeFile where it is somebody else's or no plain file.
    """
    handle = os.open(path, _APPEND, 0o600)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or (sys.platform != "win32" and found.st_uid != os.getuid()):
            raise UnsafeFile(0, "not a plain file of our own", str(path))
        if sys.platform != "win32" and found.st_mode & 0o077:
            os.fchmod(handle, 0o600)
    except BaseException:
        os.close(handle)
        raise
    return handle


def name_new(temporary: Path, path: Path) -> None:
    """Give the complete file *temporary* the name *path*. Raises FileExistsError where that is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(str(path)) from None
        os.replace(temporary, path)


def check(path: Path) -> None:
    """Raise UnsafeFile where *path* is no plain file that only its owner can write; FileNotFoundError."""
    if not _only_ours(path.lstat()):
        raise UnsafeFile(0, "not a plain file that only its owner can write", str(path))


def _only_ours(found: os.stat_result) -> bool:
    foreign = sys.platform != "win32" and (found.st_uid not in (0, os.getuid()) or stat.S_IMODE(found.st_mode) & 0o022)
    return stat.S_ISREG(found.st_mode) and not foreign


def write_unique(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Put *content* at ``stem.suffix`` in *folder*, or at ``stem-2.suffix`` and so on where another file has the name.

    A file that holds exactly *content* already is taken for it. Returns the path.
    """
    path, number = folder / f"{stem}{suffix}", 1
    while True:
        try:
            _write_new(path, content)
            return path
        except FileExistsError:
            if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
                return path
        number += 1
        path = folder / f"{stem}-{number}{suffix}"


def sync_folder(folder: Path) -> None:
    """Make sure that the names in *folder* outlive a power cut, where the system knows how."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with suppress(OSError):  # some file systems know no such thing
                os.fsync(handle)
        finally:
            os.close(handle)


def _write_new(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, _CREATE, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
