"""The bearer tokens: kept, renewed by one refresher at a time, and given up when the insurer ends them."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import ClientError, Refused, SessionEnded
from omi_tui.client.problems import checked, read
from omi_tui.client.transport import Transport
from omi_tui.model.account import Refresh, Session, SignIn

EARLY = 60.0
"""Seconds before its end at which an access token is renewed; half its life where that is shorter."""


class TokenStore(Protocol):
    """Where a refresh token outlives the program. The calls may block for some seconds and never raise."""

    def save(self, backend: str, tokens: str) -> None:
        """Keep *tokens* for *backend*."""

    def load(self, backend: str) -> str | None:
        """What was kept for *backend*."""

    def forget(self, backend: str) -> None:
        """Keep nothing for *backend*."""


class SessionKeeper:
    """Signs in and out, and puts the access token on calls. The access token lives here only."""

    def __init__(self, transport: Transport, store: TokenStore, *, now: Callable[[], float] = time.monotonic) -> None:
        self._transport = transport
        self._store = store
        self._now = now
        self._renewal: asyncio.Task[None] | None = None
        self._access: str | None = None
        self._refresh: str | None = None
        self._renew_at = 0.0

    @property
    def signed_in(self) -> bool:
        """Whether there are tokens; the insurer may have ended them since."""
        return self._refresh is not None

    async def restore(self) -> bool:
        """Take up what an earlier run kept. Asks nobody, so the first call may still end in SessionEnded."""
        if self._refresh is None:
            self._refresh = await self._stored()
        return self.signed_in

    async def sign_in(self, login: str, password: str) -> None:
        """Begin a session. Raises Refused, with ``account.not_active`` where the mail was not answered yet."""
        body = SignIn(login=login, password=password).model_dump_json().encode()
        reply = checked(await self._transport.send(Call("POST", "/v1/sessions", body, signed_in=False)))
        await self._take(read(Session, reply))

    async def sign_out(self) -> None:
        """Forget the tokens here, whatever happens, and end the session at the insurer where it answers."""
        access = self._access
        await self._drop()
        if access:
            with suppress(ClientError):
                await self._transport.send(_bearing(Call("DELETE", "/v1/sessions/current"), access))

    async def send(self, call: Call) -> Reply:
        """Send *call* once with the access token, and once more when the insurer no longer takes that token.

        Raises SessionEnded when nobody is signed in or a fresh token is refused as well.
        """
        token = await self._token()
        reply = await self._transport.send(_bearing(call, token))
        if reply.status != 401:
            return reply
        token = await self._token(refused=token)
        reply = await self._transport.send(_bearing(call, token))
        if reply.status == 401:
            if self._access == token:
                await self._drop()
            raise SessionEnded("refused", reply.request_id)
        return reply

    async def _token(self, refused: str | None = None) -> str:
        if self._access is None or self._access == refused or self._now() >= self._renew_at:
            if self._renewal is None:
                self._renewal = asyncio.create_task(self._renew())
                self._renewal.add_done_callback(self._renewed)
            # shielded: a caller that gives up must not lose the new tokens, for the old ones are used up
            await asyncio.shield(self._renewal)
        if self._access is None:
            raise SessionEnded("signed_out")
        return self._access

    def _renewed(self, task: asyncio.Task[None]) -> None:
        self._renewal = None
        if not task.cancelled():  # only the end of the whole program cancels it
            task.exception()  # somebody was told already, or the next call will be

    async def _renew(self) -> None:
        known = self._refresh
        if known is None:
            raise SessionEnded("signed_out")
        # another program at this desk may have used up our refresh token: the store has the newest
        body = Refresh(refresh_token=await self._stored() or known).model_dump_json().encode()
        try:
            reply = checked(await self._transport.send(Call("POST", "/v1/sessions/refresh", body, signed_in=False)))
        except Refused as error:
            if error.status >= 500:
                raise
            if self._refresh == known:
                await self._drop()
            raise SessionEnded("expired", error.correlation_id) from None
        if self._refresh == known:
            await self._take(read(Session, reply))

    async def _take(self, tokens: Session) -> None:
        self._access, self._refresh = tokens.access_token, tokens.refresh_token
        self._renew_at = self._now() + tokens.expires_in - min(EARLY, tokens.expires_in / 2)
        await asyncio.to_thread(self._store.save, self._transport.base_url, tokens.refresh_token)

    async def _drop(self) -> None:
        self._access = self._refresh = None
        await asyncio.to_thread(self._store.forget, self._transport.base_url)

    async def _stored(self) -> str | None:
        return await asyncio.to_thread(self._store.load, self._transport.base_url)


def _bearing(call: Call, token: str) -> Call:
    return replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"})
