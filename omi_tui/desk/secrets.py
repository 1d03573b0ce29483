"""Tokens between runs: in the system's keyring; without one in the vault, if a passphrase protects it; else nowhere."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from omi_tui.desk.system_keyring import LIMIT, TRUSTED, SystemKeyring, Where

if TYPE_CHECKING:
    from omi_tui.desk.vault import Vault

_DAYS = 1.0
"""Days for which the vault keeps one: longer than any session lives without being used."""


class Secrets:
    """Keeps one text for each insurer. Every call may block for some seconds and none raises."""

    def __init__(self, *, trusted: Sequence[str] = TRUSTED, limit: float = LIMIT) -> None:
        self.keyring = SystemKeyring(trusted=trusted, limit=limit)
        self._vault: Vault | None = None
        self._lock = threading.Lock()
        self._memory: dict[str, str] = {}

    def keep_in(self, vault: "Vault") -> None:
        """Without a keyring keep them in *vault*, while a passphrase that was given protects it."""
        self._vault = vault

    def where(self) -> Where:
        """Where tokens are kept in this run: ``keyring``, ``passphrase``, or ``memory`` until it ends."""
        found = self.keyring.where()
        return Where("passphrase", found.reason) if self._protected() else found

    def save(self, backend: str, tokens: str) -> None:
        """Keep *tokens* for the insurer *backend*."""
        with self._lock:
            self._memory[backend] = tokens
        self.keyring.set(backend, tokens)
        if vault := self._protected():
            vault.put(_name(backend), {"tokens": tokens}, days=_DAYS)

    def load(self, backend: str) -> str | None:
        """What was kept for *backend*."""
        stored = self.keyring.get(backend)
        if self.keyring.where().place == "keyring":
            return stored
        if (vault := self._protected()) and (kept := vault.get(_name(backend))):
            return str(kept.content["tokens"])
        with self._lock:
            return self._memory.get(backend)

    def forget(self, backend: str) -> None:
        """Keep nothing for *backend*."""
        with self._lock:
            self._memory.pop(backend, None)
        self.keyring.delete(backend)
        if vault := self._protected():
            vault.delete(_name(backend))

    def _protected(self) -> "Vault | None":
        vault = self._vault
        if vault is None or self.keyring.where().place == "keyring":
            return None
        return vault if vault.where().place == "passphrase" and not vault.locked else None


def _name(backend: str) -> str:
    return f"token/{backend}"
