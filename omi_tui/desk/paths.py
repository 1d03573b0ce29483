"""Where this desk keeps its things. ``OMI_HOME`` puts all of them under one folder."""

import os
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

    @property
    def journal(self) -> Path:
        """The journal's database."""
        return self.data / "journal.sqlite3"

    @property
    def demo_database(self) -> Path:
        """The bundled insurer's database, kept between runs."""
        return self.data / "demo.sqlite3"


def find(environ: Mapping[str, str] | None = None) -> Paths:
    """The paths for *environ* (``os.environ`` if left out)."""
    home = (os.environ if environ is None else environ).get("OMI_HOME")
    if home:
        root = Path(home).absolute()
        return Paths(root / "settings.toml", root / "data", root / "downloads")
    import platformdirs

    return Paths(
        platformdirs.user_config_path("omi-tui", appauthor=False) / "settings.toml",
        platformdirs.user_data_path("omi-tui", appauthor=False),
        platformdirs.user_downloads_path(),
    )


def private_folder(path: Path) -> Path:
    """*path*, made with mode 0700 where it is not there; folders above it are made so as well."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    return path
