"""Where a refresh token outlives the program."""

from typing import Protocol


class TokenStore(Protocol):
    """Keeps one text by name. The calls may block for some seconds and never raise."""

    def save(self, backend: str, tokens: str) -> None:
        """Keep *tokens* for *backend*."""

    def load(self, backend: str) -> str | None:
        """What was kept for *backend*."""

    def forget(self, backend: str) -> None:
        """Keep nothing for *backend*."""
