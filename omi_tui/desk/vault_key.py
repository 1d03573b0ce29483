"""Where the key of a vault lies, and how it changes its place without a record being lost."""

import hashlib
from pathlib import Path

from omi_tui.desk import files, passphrase, sealed
from omi_tui.desk.paths import own_folder
from omi_tui.desk.profile_lock import alone
from omi_tui.desk.system_keyring import SystemKeyring, Where


class VaultKey:
    """A random key. It lies behind a passphrase if there is one, else in the keyring, else in the runtime folder."""

    def __init__(self, folder: Path, *, keyring: SystemKeyring, runtime: Path | None) -> None:
        self.value: bytes | None = None
        self.former: bytes | None = None
        """The key of the runtime folder, where a keyring has taken its place since."""
        self._keyring = keyring
        self._lock = folder / ".lock"
        self._wrapped = folder / "passphrase.json"
        self._keyring_name = f"vault {folder}"
        self._runtime = (
            runtime / f"vault-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}.key" if runtime else None
        )

    def find(self) -> Where:
        """Look for the key, and make one where there is none. Raises OSError where the folder cannot be used."""
        with alone(self._lock):  # two programs must not each make a key
            self.value = self.former = None
            if self._wrapped.exists():
                return Where("passphrase")
            bare = self._in_runtime()
            if self._take_from_keyring(bare):
                return Where("keyring")
            reason = self._keyring.where().reason
            self.value = bare or self._make_in_runtime()
            return Where("runtime" if self.value else "memory", reason)

    def unlock(self, given: str) -> bool:
        """Whether *given* is the passphrase."""
        try:
            self.value = passphrase.unwrap(given, files.read(self._wrapped))
        except OSError:
            return False
        if self.value is not None:
            self.forget_bare()  # what a program that was killed in protect() left
        return self.value is not None

    def protect(self, chosen: str) -> None:
        """From now on the passphrase *chosen* keeps the key. Raises ValueError (it is empty) and OSError."""
        key = self.value or sealed.new_key()
        with alone(self._lock):
            files.write(self._wrapped, passphrase.wrap(chosen, key))
            self.forget_bare()
        self.value = key

    def forget(self) -> None:
        """Throw the key away wherever it is."""
        self._wrapped.unlink(missing_ok=True)
        self.forget_bare()
        self.value = self.former = None

    def forget_bare(self) -> None:
        """Throw the key away where no passphrase is needed to have it."""
        self.forget_former()
        if self._keyring.where().place == "keyring":
            self._keyring.delete(self._keyring_name)

    def forget_former(self) -> None:
        """Throw away what the runtime folder has."""
        if self._runtime:
            self._runtime.unlink(missing_ok=True)
        self.former = None

    def _take_from_keyring(self, bare: bytes | None) -> bool:
        """A keyring that gives up in the middle has no part in this run, so it is asked after each step."""
        if self._keyring.where().place != "keyring":
            return False
        key = _key_of(self._keyring.get(self._keyring_name))
        if self._keyring.where().place == "keyring" and key is None:
            key = bare or sealed.new_key()
            self._keyring.set(self._keyring_name, key.hex())
        if self._keyring.where().place != "keyring":
            return False
        self.value = key
        if bare == key:
            self.forget_former()
        else:
            self.former = bare
        return True

    def _in_runtime(self) -> bytes | None:
        try:
            return _key_of(files.read(self._runtime).decode()) if self._runtime else None
        except (OSError, ValueError):
            return None

    def _make_in_runtime(self) -> bytes | None:
        if self._runtime is None:
            return None
        key = sealed.new_key()
        try:
            own_folder(self._runtime.parent)
            files.write(self._runtime, key.hex().encode())
        except OSError:
            return None
        return key


def _key_of(text: str | None) -> bytes | None:
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        return None
    return key if len(key) == sealed.KEY_BYTES else None
