"""Files that are ours alone: mode 0600, written whole or not at all, never through a symbolic link."""

import os
import stat
import sys
from pathlib import Path

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | getattr(os, "O_BINARY", 0)


class UnsafeFile(OSError):
    """A file that somebody else owns or can write, or that is no plain file."""


def write(path: Path, content: bytes) -> None:
    """Put *content* at *path*; a reader sees the old file or the new one. A link there is replaced, not followed."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        _write_new(temporary, content)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read(path: Path, *, limit: int = 1_000_000) -> bytes:
    """The bytes of *path*. Raises FileNotFoundError, and UnsafeFile where they cannot be trusted to be ours."""
    try:
        handle = os.open(path, os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnsafeFile(error.errno, "cannot be opened as a plain file", str(path)) from None
    found = os.fstat(handle)
    foreign = sys.platform != "win32" and (found.st_uid not in (0, os.getuid()) or stat.S_IMODE(found.st_mode) & 0o022)
    if not stat.S_ISREG(found.st_mode) or foreign or found.st_size > limit:
        os.close(handle)
        raise UnsafeFile(0, "not a plain file that only its owner can write", str(path))
    with os.fdopen(handle, "rb") as file:
        return file.read()


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


def _write_new(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, _CREATE, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
