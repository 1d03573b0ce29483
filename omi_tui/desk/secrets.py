"""Tokens between runs: in the system's keyring where there is one we trust, else in memory for this run only.

Only the named keyrings are ever asked, whatever keyring's own configuration says: others keep tokens in the clear
(plaintext), lose them (null) or ask for a password in the middle of a screen (cryptfile).
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


class Secrets:
    """Keeps one text for each insurer. Every call may block for *limit* seconds and none raises."""

    def __init__(self, *, trusted: Sequence[str] = TRUSTED, limit: float = LIMIT) -> None:
        self._trusted = trusted
        self._limit = limit
        self._lock = threading.Lock()
        self._keyring: KeyringBackend | None = None
        self._where: Where | None = None
        self._memory: dict[str, str] = {}

    def where(self) -> Where:
        """Where tokens are kept in this run; looks for a keyring the first time."""
        with self._lock:
            return self._find()

    def save(self, backend: str, tokens: str) -> None:
        """Keep *tokens* for the insurer *backend*."""
        with self._lock:
            self._find()
            self._memory[backend] = tokens
            if keyring := self._keyring:
                self._ask(lambda: keyring.set_password(SERVICE, backend, tokens))

    def load(self, backend: str) -> str | None:
        """What was kept for *backend*."""
        with self._lock:
            self._find()
            stored = self._stored(backend)
            return stored if self._keyring else self._memory.get(backend)

    def forget(self, backend: str) -> None:
        """Keep nothing for *backend*."""
        with self._lock:
            self._find()
            self._memory.pop(backend, None)
            stored = self._stored(backend)
            if stored is not None and (keyring := self._keyring):
                self._ask(lambda: keyring.delete_password(SERVICE, backend))

    def _stored(self, backend: str) -> str | None:
        keyring = self._keyring
        return self._ask(lambda: keyring.get_password(SERVICE, backend)) if keyring else None

    def _find(self) -> Where:
        if self._where is None:
            self._where = Where("memory", "none")
            self._keyring = self._ask(self._trusted_keyring)
            if self._keyring is not None:
                self._where = Where("keyring")
        return self._where

    def _trusted_keyring(self) -> "KeyringBackend | None":
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
