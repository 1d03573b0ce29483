"""Where this desk keeps its things. ``OMI_HOME`` puts all of them under one folder."""

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """Files and folders of one person at one desk; nothing is created by naming it."""

    settings: Path
    """The settings file."""
    data: Path
    """The folder of the journal and of the bundled insurer's database."""
    downloads: Path
    """Where policies are saved unless the settings say otherwise."""
    runtime: Path | None = None
    """The folder that the system empties at logout, as :func:`runtime_folder` finds it."""

    @property
    def journal(self) -> Path:
        """The journal's database."""
        return self.data / "journal.sqlite3"

    @property
    def log(self) -> Path:
        """What was asked of the insurer and how it ended, without anything personal."""
        return self.data / "omi.log"

    def vault(self, insurer: str) -> Path:
        """The folder of the encrypted records that belong to *insurer* (its address, or ``demo``)."""
        return self.data / "vault" / _short(insurer)

    def lock(self, insurer: str) -> Path:
        """The lock of this desk at *insurer*."""
        return self.data / f"desk-{_short(insurer)}.lock"

    @property
    def demo_database(self) -> Path:
        """The bundled insurer's database, kept between runs."""
        return self.data / "demo.sqlite3"


def find(environ: Mapping[str, str] | None = None) -> Paths:
    """The paths for *environ* (``os.environ`` if left out)."""
    runtime = runtime_folder(environ)
    home = (os.environ if environ is None else environ).get("OMI_HOME")
    if home:
        root = Path(home).absolute()
        return Paths(root / "settings.toml", root / "data", root / "downloads", runtime)
    import platformdirs

    return Paths(
        platformdirs.user_config_path("omi-tui", appauthor=False) / "settings.toml",
        platformdirs.user_data_path("omi-tui", appauthor=False),
        platformdirs.user_downloads_path(),
        runtime,
    )


def runtime_folder(environ: Mapping[str, str] | None = None) -> Path | None:
    """Our part of the folder that the system empties at logout; None unless it is ours alone and never on a disk.

    It holds the key of the vault where nothing better can, so a folder that outlives the session will not do.
    """
    given = (os.environ if environ is None else environ).get("XDG_RUNTIME_DIR", "")
    folder = Path(given)
    try:
        found = folder.lstat()
        in_memory = _in_memory(folder.resolve(), Path("/proc/self/mountinfo").read_text("utf-8"))
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return folder / "omi-tui" if given and folder.is_absolute() and ours and in_memory else None


def _in_memory(folder: Path, mounts: str) -> bool:
    """Whether *folder* lies on a file system without a disk, by the lines of ``/proc/self/mountinfo``."""
    kinds: dict[Path, str] = {}
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        kinds[Path(_unescaped(before.split(" ")[4]))] = after.split(" ")[0]
    return next((kinds[each] for each in (folder, *folder.parents) if each in kinds), "") in ("tmpfs", "ramfs")


def _unescaped(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


def _short(insurer: str) -> str:
    return hashlib.sha256(insurer.encode()).hexdigest()[:16]


def own_folder(path: Path) -> Path:
    """*path*, made if need be, for us alone (0700). Raises OSError where it belongs to somebody else."""
    private_folder(path)
    if sys.platform != "win32":
        found = path.stat()
        if found.st_uid != os.getuid():
            raise PermissionError(1, "a folder of somebody else", str(path))
        if found.st_mode & 0o077:
            path.chmod(0o700)
    return path


def private_folder(path: Path) -> Path:
    """*path*, made with mode 0700 where it is not there; folders above it are made so as well."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    return path
