"""The bearer tokens: kept, renewed by one refresher at a time, and given up when the insurer ends them."""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress

from omi_tui.client.call import Call, Reply
from omi_tui.client.errors import BadAnswer, Refused, SessionEnded
from omi_tui.client.problems import checked, read
from omi_tui.client.revocation import Revocations, bearing
from omi_tui.client.token_store import TokenStore
from omi_tui.client.transport import Transport
from omi_tui.client.waiting import Waiting, Waits
from omi_tui.model.account import Refresh, Session, SignIn

EARLY = 60.0
"""Seconds before its end at which an access token is renewed; half its life where that is shorter."""
FAREWELL = 5.0
"""Seconds that the end of a session may take; after that the insurer is told another time."""
_TOKEN = re.compile(r"[\x21-\x7e]+")


class SessionKeeper:
    """Signs in and out, and puts the access token on calls. The access token lives here only."""

    def __init__(
        self,
        transport: Transport,
        store: TokenStore,
        *,
        now: Callable[[], float] = time.monotonic,
        waits: Waits | None = None,
    ) -> None:
        self._transport = transport
        self._store = store
        self._now = now
        self._waits = waits or Waits()
        self._revocations = Revocations(transport.send, store, transport.base_url)
        self._settling: asyncio.Task[None] | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._keeping = asyncio.Lock()
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
        await self._settle_soon()
        return self.signed_in

    async def sign_in(self, login: str, password: str) -> Reply:
        """Begin a session. Raises Refused, with ``account.not_active`` where the mail was not answered yet."""
        body = SignIn(login=login, password=password).model_dump_json().encode()
        reply = checked(await self._transport.send(Call("POST", "/v1/sessions", body, signed_in=False)))
        await self._take(_session(reply))
        await self._settle_soon()
        return reply

    async def sign_out(self) -> None:
        """Forget the tokens here, whatever happens, and end the session at the insurer: now, or when it answers."""
        access, refresh = self._access, self._refresh
        self._access = self._refresh = None  # from here on no call carries them
        if refresh is not None:
            await self._revocations.remember(refresh)
        await self._forget()
        if refresh is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self._revocations.settle([refresh], access)

    async def aclose(self) -> None:
        """End what still goes on beside the calls."""
        for task in (self._settling, self._renewal):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])

    async def send(self, call: Call) -> Reply:
        """Send *call* once with the access token, and once more when the insurer no longer takes that token.

        Raises SessionEnded when nobody is signed in or a fresh token is refused as well.
        """
        token = await self._token(call.attempt)
        reply = await self._transport.send(bearing(call, token))
        if reply.status != 401:
            return reply
        token = await self._token(call.attempt, refused=token)
        reply = await self._transport.send(bearing(call, token))
        if reply.status == 401:
            if self._access == token:
                await self._drop()
            raise SessionEnded("refused", reply.request_id)
        return reply

    async def _token(self, attempt: int, refused: str | None = None) -> str:
        if self._access is None or self._access == refused or self._now() >= self._renew_at:
            if self._renewal is None:
                self._renewal = asyncio.create_task(self._renew())
                self._renewal.add_done_callback(self._renewed)
            with self._waits.told(Waiting(0.0, attempt, "signing-in-again")):
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
            await self._take(_session(reply))

    async def _settle_soon(self) -> None:
        """Beside everything else, tell the insurer of sessions that ended when it could not be told."""
        tokens = await self._revocations.pending()
        if tokens and (self._settling is None or self._settling.done()):
            self._settling = asyncio.create_task(self._revocations.settle(tokens))

    async def _take(self, tokens: Session) -> None:
        self._access, self._refresh = tokens.access_token, tokens.refresh_token
        life = min(
            max(tokens.expires_in, 0), 86_400
        )  # whatever number it is, it has to be one that can be counted with
        self._renew_at = self._now() + life - min(EARLY, life / 2)
        async with self._keeping:
            await asyncio.to_thread(self._store.save, self._transport.base_url, tokens.refresh_token)

    async def _drop(self) -> None:
        self._access = self._refresh = None
        await self._forget()

    async def _forget(self) -> None:
        async with self._keeping:
            await asyncio.to_thread(self._store.forget, self._transport.base_url)

    async def _stored(self) -> str | None:
        return await asyncio.to_thread(self._store.load, self._transport.base_url)


def _session(reply: Reply) -> Session:
    """The tokens of *reply*. Raises BadAnswer for those that no header can carry."""
    tokens = read(Session, reply)
    if _TOKEN.fullmatch(tokens.access_token) and _TOKEN.fullmatch(tokens.refresh_token):
        return tokens
    raise BadAnswer("schema", reply.request_id, status=reply.status)
