"""Sessions that ended here while the insurer could not be told: kept as secrets are, and ended when it answers."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import ClientError, Refused
from omi_tui.client.problems import checked, read
from omi_tui.client.token_store import TokenStore
from omi_tui.model.account import Refresh, Session

MOST = 5
"""Sessions that are remembered; a session that is older than these ends by itself."""
END = Call("DELETE", "/v1/sessions/current")


class Revocations:
    """Ends sessions at the insurer, now or later. *send* sends a call once, with no token of its own."""

    def __init__(self, send: Callable[[Call], Awaitable[Reply]], store: TokenStore, base_url: str) -> None:
        self._send = send
        self._store = store
        self._name = f"{base_url}#to-revoke"
        self._lock = asyncio.Lock()

    async def remember(self, refresh: str) -> None:
        """Keep the refresh token of a session that has ended here."""
        await self._change(add=refresh)

    async def pending(self) -> list[str]:
        """The refresh tokens that are remembered, the oldest first."""
        return (await asyncio.to_thread(self._store.load, self._name) or "").split()

    async def settle(self, tokens: list[str], access: str | None = None) -> None:
        """End the sessions of *tokens*, with the access token *access* where it is given and still good.

        Never raises ClientError: what the insurer was not told stays remembered.
        """
        for token in tokens:
            with suppress(ClientError):
                await self._end(token, access)

    async def _end(self, token: str, access: str | None) -> None:
        if access is None or (await self._send(bearing(END, access))).status >= 400:
            body = Refresh(refresh_token=token).model_dump_json().encode()
            try:
                reply = checked(await self._send(Call("POST", "/v1/sessions/refresh", body, signed_in=False)))
            except Refused as error:
                if error.status >= 500:
                    raise
            else:
                tokens = read(Session, reply)
                await self._change(token, tokens.refresh_token)
                token = tokens.refresh_token
                checked(await self._send(bearing(END, tokens.access_token)))
        await self._change(token)

    async def _change(self, drop: str = "", add: str = "") -> None:
        async with self._lock:
            tokens = [token for token in (*await self.pending(), add) if token not in ("", drop)][-MOST:]
            if tokens:
                await asyncio.to_thread(self._store.save, self._name, "\n".join(tokens))
            else:
                await asyncio.to_thread(self._store.forget, self._name)


def bearing(call: Call, token: str) -> Call:
    """*call* with the access *token*."""
    return replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"})
