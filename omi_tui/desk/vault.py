"""The vault: what is personal, such as forms that are not finished yet; one encrypted file for each record.

Its key lies behind a passphrase if the person gave one, else in the keyring, else in the runtime folder, which outlives
a crash and goes at logout, else nowhere, and the records live as long as this run.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from omi_tui.desk import files, passphrase, sealed
from omi_tui.desk.paths import own_folder
from omi_tui.desk.profile_lock import alone
from omi_tui.desk.secrets import Secrets, Where

DRAFT_DAYS = 30.0
CLOSED_DAYS = 7.0
"""Days for which a record is kept that is still needed, and one that is done with."""
_DAY = 86400
_LARGEST = 4_000_000


class Kept(NamedTuple):
    """A record as it was put; ``saved_at`` is seconds since 1970 by this machine's clock."""

    content: dict[str, Any]
    saved_at: float


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
        self._secrets = secrets
        self._wrapped = folder / "passphrase.json"
        self._keyring_name = f"vault {folder}"
        print_ = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self._runtime = runtime / f"vault-{print_}.key" if runtime else None
        self._now = now
        self._calls = threading.RLock()
        self._where: Where | None = None
        self._key: bytes | None = None
        self._memory: dict[str, tuple[Kept, float]] = {}
        self._written = True
        self._swept_at: float | None = None

    def where(self) -> Where:
        """Where the key lies; ``memory``, with the reason, where records end with this run. Finds it the first time."""
        with self._calls:
            if self._where is None:
                try:
                    with alone(self._folder / ".lock"):  # two programs must not each make a key
                        self._where = self._find()
                except OSError:
                    self._where = Where("memory", "failed")
                self._sweep()
            return self._where if self._written else Where("memory", "failed")

    @property
    def locked(self) -> bool:
        """Whether a passphrase was set and has not been given in this run."""
        return self.where().place == "passphrase" and self._key is None

    def unlock(self, given: str) -> bool:
        """Whether *given* is the passphrase; the records are there from now on."""
        with self._calls:
            if self.locked:
                try:
                    self._key = passphrase.unwrap(given, files.read(self._wrapped))
                except OSError:
                    return False
                if self._key is not None:
                    self._forget_bare_keys()  # what a program killed in the middle of protect() left
                    self._flush()
            return self._key is not None

    def protect(self, chosen: str) -> None:
        """From now on the passphrase *chosen* opens the vault; what is in it stays. Raises VaultLocked, OSError."""
        with self._calls:
            if self.locked:
                raise VaultLocked
            key = self._key or sealed.new_key()
            with alone(self._folder / ".lock"):
                files.write(self._wrapped, passphrase.wrap(chosen, key))
                self._forget_bare_keys()
            self._key, self._where = key, Where("passphrase")
            self._flush()

    def put(self, name: str, content: dict[str, Any], *, days: float = DRAFT_DAYS) -> None:
        """Keep *content* (JSON) under *name* for *days*; on disk when this returns, unless :meth:`where` is memory."""
        with self._calls:
            self.where()
            self._put(name, Kept(content, self._now()), self._now() + days * _DAY)

    def get(self, name: str) -> Kept | None:
        """What was put under *name*; None where there is none, or it cannot be read."""
        with self._calls:
            self.where()
            if name in self._memory:
                kept, until = self._memory[name]
                return kept if until > self._now() else None
            if self._key is None:
                return None
            path = self._path(name)
            found = self._open(path)
            return found[1] if found and found[0] == name else None

    def names(self, prefix: str = "") -> list[str]:
        """The names that begin with *prefix*, in order."""
        with self._calls:
            self.where()
            self._sweep()
            found = {name for name, (_kept, until) in self._memory.items() if until > self._now()}
            if self._key is not None:
                found |= {record[0] for path in self._files() if (record := self._open(path))}
            return sorted(name for name in found if name.startswith(prefix))

    def delete(self, name: str) -> None:
        """Keep nothing under *name*."""
        with self._calls:
            self.where()
            self._memory.pop(name, None)
            if self._key is not None and not self._is_newer(self._path(name)):
                self._path(name).unlink(missing_ok=True)

    def wipe(self) -> None:
        """Remove every record, and the key with them, so that what the disk may still hold stays unreadable.

        A passphrase that was given stays the protection; one that was not is dropped with what it protected.
        """
        with self._calls:
            given = self.where().place == "passphrase" and self._key is not None
            self._memory.clear()
            for path in self._files():
                path.unlink(missing_ok=True)
            if not given:
                self._wrapped.unlink(missing_ok=True)
                self._forget_bare_keys()
                self._key = self._where = None

    def _put(self, name: str, kept: Kept, until: float) -> None:
        if self._key is not None and not self._is_newer(self._path(name)):
            record = {"name": name, "saved_at": kept.saved_at, "content": kept.content}
            path = self._path(name)
            try:
                files.write(path, sealed.seal(self._key, path.name, json.dumps(record).encode(), until))
            except OSError:
                self._written = False
            else:
                self._written = True
                self._memory.pop(name, None)
                return
        self._memory[name] = Kept(json.loads(json.dumps(kept.content)), kept.saved_at), until

    def _flush(self) -> None:
        if self._key is not None:
            for name, (kept, until) in list(self._memory.items()):
                self._put(name, kept, until)

    def _path(self, name: str) -> Path:
        assert self._key is not None
        return self._folder / f"{sealed.hidden(self._key, name)}.rec"

    def _files(self) -> Iterator[Path]:
        yield from sorted(self._folder.glob("*.rec"))

    def _open(self, path: Path, key: bytes | None = None) -> tuple[str, Kept, int] | None:
        """The name, the record and the time until which it is kept; None where there is no readable one."""
        key = key or self._key
        assert key is not None
        try:
            content = files.read(path, limit=_LARGEST)
            record = json.loads(sealed.unseal(key, path.name, content))
            until = sealed.kept_until(content)
        except (OSError, ValueError):
            return None
        return (record["name"], Kept(record["content"], record["saved_at"]), until) if until > self._now() else None

    def _is_newer(self, path: Path) -> bool:
        try:
            sealed.kept_until(files.read(path, limit=_LARGEST))
        except sealed.Newer:
            return True
        except (OSError, ValueError):
            pass
        return False

    def _sweep(self) -> None:
        """Once a day: remove what is past its time, and what a killed program left half written."""
        now = self._now()
        if self._swept_at is not None and abs(now - self._swept_at) < _DAY:
            return
        self._swept_at = now
        self._memory = {name: entry for name, entry in self._memory.items() if entry[1] > now}
        for path in self._files():
            try:
                if sealed.kept_until(files.read(path, limit=_LARGEST)) <= now:
                    path.unlink(missing_ok=True)
            except (OSError, ValueError):
                continue  # not ours to judge
        for path in self._folder.glob(".*.rec.*"):
            if path.lstat().st_mtime < time.time() - 3600:
                path.unlink(missing_ok=True)

    def _find(self) -> Where:
        if self._wrapped.exists():
            return Where("passphrase")
        bare = self._runtime_key()
        if self._secrets.where().place == "keyring":
            key = _key_of(self._secrets.load(self._keyring_name))
            if self._secrets.where().place == "keyring":
                self._key = key or bare or sealed.new_key()
                if key is None:
                    self._secrets.save(self._keyring_name, self._key.hex())
                if self._secrets.where().place == "keyring":
                    self._take_over(bare)
                    return Where("keyring")
        reason = self._secrets.where().reason
        self._key = None
        if self._runtime is None:
            return Where("memory", reason)
        if bare is None:
            bare = sealed.new_key()
            try:
                own_folder(self._runtime.parent)
                files.write(self._runtime, bare.hex().encode())
            except OSError:
                return Where("memory", reason)
        self._key = bare
        return Where("runtime", reason)

    def _take_over(self, bare: bytes | None) -> None:
        """There is a keyring now: records under the key of the runtime folder change over to the keyring's."""
        if bare is None or self._runtime is None:
            return
        if bare != self._key:
            for path in self._files():
                if record := self._open(path, bare):
                    name, kept, until = record
                    if not self._path(name).exists():
                        self._put(name, kept, until)
                    path.unlink(missing_ok=True)
        self._runtime.unlink(missing_ok=True)

    def _runtime_key(self) -> bytes | None:
        try:
            return _key_of(files.read(self._runtime).decode()) if self._runtime else None
        except (OSError, ValueError):
            return None

    def _forget_bare_keys(self) -> None:
        if self._runtime:
            self._runtime.unlink(missing_ok=True)
        if self._secrets.where().place == "keyring":
            self._secrets.forget(self._keyring_name)


def _key_of(text: str | None) -> bytes | None:
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        return None
    return key if len(key) == sealed.KEY_BYTES else None
