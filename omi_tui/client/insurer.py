"""The insurer as the rest of the program sees it: one object, one attribute for each resource."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from omi_tui.client.accounts import Accounts
from omi_tui.client.call import Call, Reply
from omi_tui.client.call_log import Ended
from omi_tui.client.cart import CartBasket
from omi_tui.client.channel import Channel
from omi_tui.client.drafts import Drafts
from omi_tui.client.fake import Fake
from omi_tui.client.operations import Operations
from omi_tui.client.orders import Orders
from omi_tui.client.policies import Policies
from omi_tui.client.problems import checked
from omi_tui.client.profile import Profile
from omi_tui.client.proxy import Proxy
from omi_tui.client.quotes import Quotes
from omi_tui.client.reference import ReferenceData
from omi_tui.client.retry import Retry
from omi_tui.client.session import SessionKeeper
from omi_tui.client.sessions import Sessions
from omi_tui.client.tls import Pins
from omi_tui.client.token_store import TokenStore
from omi_tui.client.transport import Transport
from omi_tui.client.waiting import Waiting, Waits

HEALTH = Call("GET", "/v1/reference", signed_in=False)
"""The small question that ends a pause. The API has no route for health; this one needs no sign-in, writes nothing,
holds no personal data, and only an insurer that can read its database answers it."""


class Insurer:
    """Calls to one insurer; each may raise the errors of ``client.errors``. Nothing is sent before the first call.

    *control_token* opens the bundled insurer's own calls (``fake``). *on_wait* is told of each wait as it begins and
    can be set later as well; it runs between two calls, so it may not block. *observe* is told of each call right
    before it is sent, *ended* of its end. Raises Misconfigured for an address, CA file, pins or proxy that must not be
    used.
    """

    def __init__(
        self,
        base_url: str,
        token_store: TokenStore,
        *,
        ca_file: Path | None = None,
        pins: Pins | None = None,
        proxy: Proxy | None = None,
        control_token: str | None = None,
        user_agent: str = "omi-tui",
        on_wait: Callable[[Waiting], None] | None = None,
        observe: Callable[[Call], None] | None = None,
        ended: Ended | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = Transport(
            base_url, ca_file=ca_file, pins=pins, proxy=proxy, user_agent=user_agent, observe=observe, ended=ended
        )
        self._waits = waits = Waits(on_wait)
        self._keeper = SessionKeeper(self._transport, token_store, now=now, waits=waits)
        self._retry = Retry(self._well, sleep=sleep, jitter=jitter, now=now, waits=waits)
        channel = Channel(self._transport, self._keeper, self._retry)
        self.base_url = self._transport.base_url
        self.accounts = Accounts(channel)
        self.sessions = Sessions(channel)
        self.profile = Profile(channel)
        self.reference = ReferenceData(channel)
        self.quotes = Quotes(channel)
        self.drafts = Drafts(channel)
        self.cart = CartBasket(channel)
        self.orders = Orders(channel)
        self.policies = Policies(channel)
        self.operations = Operations(channel)
        self.fake = Fake(channel, control_token)

    @property
    def out_of_reach(self) -> bool:
        """Whether the last call got no answer of the insurer: there is no connection, or something else answers."""
        return not self._transport.reached

    @property
    def is_fake(self) -> bool | None:
        """Whether the answers come from the bundled fake insurer; None before the first answer."""
        return self._transport.fake

    @property
    def on_wait(self) -> Callable[[Waiting], None] | None:
        """Who is told of each wait as it begins."""
        return self._waits.listener

    @on_wait.setter
    def on_wait(self, listener: Callable[[Waiting], None] | None) -> None:
        self._waits.listener = listener

    @property
    def waiting(self) -> Waiting | None:
        """What a call waits for at this moment; None where nothing waits."""
        return self._waits.current

    @property
    def struggling(self) -> bool:
        """Whether the insurer has failed so often that it is left alone, or that nothing is repeated any more."""
        return not self._retry.circuit.closed or self._retry.budget.tokens == 0

    @property
    def clock_offset(self) -> float | None:
        """Seconds that the insurer's clock is ahead of this machine's, to about one; None before the first answer."""
        return self._transport.clock_offset

    async def aclose(self) -> None:
        """Close every connection; the session stays."""
        await self._keeper.aclose()
        await self._transport.aclose()

    async def _well(self) -> Reply:
        return checked(await self._transport.send(HEALTH))
