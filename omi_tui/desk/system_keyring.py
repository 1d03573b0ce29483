"""The system's keyring: only the named ones are ever asked, whatever keyring's own configuration says.

Others keep secrets in the clear (plaintext), lose them (null) or ask for a password in the middle of a screen
(cryptfile).
"""

import importlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "omi-tui"
LIMIT = 2.0
"""Seconds after which a keyring that does not answer is given up for this run."""
TRUSTED = (
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.macOS:Keyring",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.kwallet:DBusKeyring",
)
Place = Literal["keyring", "passphrase", "runtime", "memory"]
Reason = Literal["", "none", "slow", "failed"]
Result = TypeVar("Result")


class Where(NamedTuple):
    """Where something is kept. ``reason`` says why not in the keyring: there is none, it is slow, or it failed."""

    place: Place
    reason: Reason = ""


@dataclass
class _Outcome(Generic[Result]):
    value: Result | None = None
    error: Exception | None = None


class SystemKeyring:
    """One text for each name. Every call may block for *limit* seconds and none raises."""

    def __init__(self, *, trusted: Sequence[str] = TRUSTED, limit: float = LIMIT) -> None:
        self._trusted = trusted
        self._limit = limit
        self._calls = threading.RLock()
        self._keyring: KeyringBackend | None = None
        self._where: Where | None = None

    def where(self) -> Where:
        """``keyring``, or ``memory`` with the reason why there is none in this run; looks the first time."""
        with self._calls:
            if self._where is None:
                self._where = Where("memory", "none")
                self._keyring = self._ask(self._find)
                if self._keyring is not None:
                    self._where = Where("keyring")
            return self._where

    def get(self, name: str) -> str | None:
        """What was kept under *name*."""
        with self._calls:
            self.where()
            keyring = self._keyring
            return self._ask(lambda: keyring.get_password(SERVICE, name)) if keyring else None

    def set(self, name: str, text: str) -> None:
        """Keep *text* under *name*; :meth:`where` tells afterwards whether it is."""
        with self._calls:
            self.where()
            if keyring := self._keyring:
                self._ask(lambda: keyring.set_password(SERVICE, name, text))

    def delete(self, name: str) -> None:
        """Keep nothing under *name*."""
        with self._calls:
            if self.get(name) is not None and (keyring := self._keyring):
                self._ask(lambda: keyring.delete_password(SERVICE, name))

    def _find(self) -> "KeyringBackend | None":
        for name in self._trusted:
            module, _, attribute = name.partition(":")
            try:
                kind: type[KeyringBackend] = getattr(importlib.import_module(module), attribute)
                if kind.viable:
                    return kind()
            except Exception:  # a keyring that cannot even be looked at is not there; each fails in its own way
                continue
        return None

    def _ask(self, question: "Callable[[], Result]") -> Result | None:
        """The answer of the keyring; a failure or a long silence ends its use for this run."""
        outcome: _Outcome[Result] = _Outcome()

        def run() -> None:
            try:
                outcome.value = question()
            except Exception as error:  # keyrings raise whatever their system raises
                outcome.error = error

        thread = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._limit)
        if thread.is_alive():
            self._give_up("slow")
            return None
        if outcome.error is not None:
            self._give_up("failed")
        return outcome.value

    def _give_up(self, reason: Reason) -> None:
        self._keyring = None
        self._where = Where("memory", reason)
