"""The vault: what is personal, such as forms that are not finished yet; one encrypted file for each record.

Its key lies behind a passphrase if the person gave one, else in the keyring, else in the runtime folder, which outlives
a crash and goes at logout, else nowhere, and the records live as long as this run.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from omi_tui.desk import files, sealed
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.system_keyring import Where
from omi_tui.desk.vault_key import VaultKey

DRAFT_DAYS = 30.0
"""Days for which a record is kept that is still needed."""
_DAY = 86400
_LARGEST = 4_000_000


class Kept(NamedTuple):
    """A record as it was put; ``saved_at`` is seconds since 1970 by this machine's clock."""

    content: dict[str, Any]
    saved_at: float


class _Entry(NamedTuple):
    kept: Kept
    until: float


class VaultLocked(RuntimeError):
    """The passphrase has to be given before the protection can change."""


class Vault:
    """Records by name. Nothing is touched before the first use. Calls may block (a keyring: 2 s); any thread may call.

    What cannot be written lives as long as this run, and :meth:`where` says so.
    """

    def __init__(
        self, folder: Path, *, secrets: Secrets, runtime: Path | None, now: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._key = VaultKey(folder, keyring=secrets.keyring, runtime=runtime)
        self._now = now
        self._calls = threading.RLock()
        self._where: Where | None = None
        self._memory: dict[str, _Entry] = {}
        self._written = True
        self._swept_at: float | None = None

    def where(self) -> Where:
        """Where the key lies; ``memory``, with the reason, where records end with this run. Finds it the first time."""
        with self._calls:
            if self._where is None:
                try:
                    self._where = self._key.find()
                except OSError:
                    self._where = Where("memory", "failed")
                self._take_over()
                self._sweep()
            return self._where if self._written else Where("memory", "failed")

    @property
    def locked(self) -> bool:
        """Whether a passphrase was set and has not been given in this run."""
        with self._calls:
            return self.where().place == "passphrase" and self._key.value is None

    def unlock(self, given: str) -> bool:
        """Whether *given* is the passphrase; the records are there from now on."""
        with self._calls:
            if self.locked and not self._key.unlock(given):
                return False
            self._flush()
            return True

    def protect(self, chosen: str) -> None:
        """From now on the passphrase *chosen* opens the vault; what is in it stays.

        Raises VaultLocked, ValueError where *chosen* is empty, OSError where it cannot be written.
        """
        with self._calls:
            if self.locked:
                raise VaultLocked
            self._key.protect(chosen)
            self._where = Where("passphrase")
            self._flush()

    def put(self, name: str, content: dict[str, Any], *, days: float = DRAFT_DAYS) -> None:
        """Keep *content* (JSON) under *name* for *days*; on disk when this returns, unless :meth:`where` is memory."""
        with self._calls:
            self.where()
            now = self._now()
            self._put(name, _Entry(Kept(content, now), now + days * _DAY))

    def get(self, name: str) -> Kept | None:
        """What was put under *name*; None where there is none, or it cannot be read."""
        with self._calls:
            self.where()
            if entry := self._memory.get(name):
                return entry.kept if entry.until > self._now() else None
            if self._key.value is None:
                return None
            found = self._open(self._path(name), self._key.value)
            return found[1].kept if found and found[0] == name else None

    def names(self, prefix: str = "") -> list[str]:
        """The names that begin with *prefix*, in order."""
        with self._calls:
            self.where()
            self._sweep()
            found = {name for name, entry in self._memory.items() if entry.until > self._now()}
            if key := self._key.value:
                found |= {record[0] for path in self._files() if (record := self._open(path, key))}
            return sorted(name for name in found if name.startswith(prefix))

    def delete(self, name: str) -> None:
        """Keep nothing under *name*. Raises OSError where the file cannot be removed."""
        with self._calls:
            self.where()
            self._memory.pop(name, None)
            if self._key.value is not None and not _is_newer(self._path(name)):
                self._path(name).unlink(missing_ok=True)

    def wipe(self) -> None:
        """Remove every record, and a bare key with them, so that what the disk may still hold stays unreadable.

        A passphrase that was given in this run stays the protection; one that was not goes with what it protected.
        Raises OSError where something cannot be removed.
        """
        with self._calls:
            given = self.where().place == "passphrase" and self._key.value is not None
            self._memory.clear()
            for path in (*self._files(), *self._left_over()):
                path.unlink(missing_ok=True)
            if not given:
                self._key.forget()
                self._where = None

    def _put(self, name: str, entry: _Entry) -> None:
        record = json.dumps({"name": name, "saved_at": entry.kept.saved_at, "content": entry.kept.content})
        if (key := self._key.value) and not _is_newer(path := self._path(name)):
            try:
                files.write(path, sealed.seal(key, path.name, record.encode(), entry.until))
                self._written = True
                self._memory.pop(name, None)
                return
            except OSError:
                self._written = False
        self._memory[name] = _Entry(Kept(json.loads(record)["content"], entry.kept.saved_at), entry.until)

    def _flush(self) -> None:
        """Write what was put before there was a key."""
        for name, entry in list(self._memory.items()):
            self._put(name, entry)

    def _take_over(self) -> None:
        """There is a keyring now: what stands under the key of the runtime folder changes over to the keyring's."""
        if (former := self._key.former) is None:
            return
        for path in [*self._files()]:
            if record := self._open(path, former):
                name, entry = record
                if not self._path(name).exists():
                    self._put(name, entry)
                if name in self._memory:  # it could not be written
                    return
                path.unlink(missing_ok=True)
        self._key.forget_former()

    def _path(self, name: str) -> Path:
        assert self._key.value is not None
        return self._folder / f"{sealed.hidden(self._key.value, name)}.rec"

    def _files(self) -> Iterator[Path]:
        return self._folder.glob("*.rec")

    def _left_over(self) -> Iterator[Path]:
        """What a killed program left half written."""
        return self._folder.glob(".*.rec.*")

    def _open(self, path: Path, key: bytes) -> tuple[str, _Entry] | None:
        """The name and what stands under it; None where *path* is no record that *key* opens, or past its time."""
        try:
            content = files.read(path, limit=_LARGEST)
            record = json.loads(sealed.unseal(key, path.name, content))
            entry = _Entry(Kept(record["content"], record["saved_at"]), sealed.kept_until(content))
        except (OSError, ValueError):
            return None
        return (record["name"], entry) if entry.until > self._now() else None

    def _sweep(self) -> None:
        """Once a day: remove what is past its time."""
        now = self._now()
        if self._swept_at is not None and abs(now - self._swept_at) < _DAY:
            return
        self._swept_at = now
        self._memory = {name: entry for name, entry in self._memory.items() if entry.until > now}
        for path in self._files():
            try:
                if sealed.kept_until(files.read(path, limit=_LARGEST)) <= now:
                    path.unlink(missing_ok=True)
            except (OSError, ValueError):
                continue  # damaged, foreign or of a newer version: not ours to judge
        for path in self._left_over():
            with suppress(FileNotFoundError):
                if path.lstat().st_mtime < time.time() - 3600:  # another program may be writing
                    path.unlink()


def _is_newer(path: Path) -> bool:
    try:
        sealed.kept_until(files.read(path, limit=_LARGEST))
    except sealed.Newer:
        return True
    except (OSError, ValueError):
        pass
    return False
