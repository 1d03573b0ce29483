"""The insurer as the rest of the program sees it: one object, one attribute for each resource."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from omi_tui.client.accounts import Accounts
from omi_tui.client.cart import CartBasket
from omi_tui.client.channel import Channel
from omi_tui.client.drafts import Drafts
from omi_tui.client.fake import Fake
from omi_tui.client.operations import Operations
from omi_tui.client.orders import Orders
from omi_tui.client.policies import Policies
from omi_tui.client.profile import Profile
from omi_tui.client.quotes import Quotes
from omi_tui.client.reference import ReferenceData
from omi_tui.client.retry import Retry
from omi_tui.client.session import SessionKeeper, TokenStore
from omi_tui.client.sessions import Sessions
from omi_tui.client.transport import Transport


class Insurer:
    """Calls to one insurer; each may raise the errors of ``client.errors``. Nothing is sent before the first call.

    *control_token* opens the bundled insurer's own calls (``fake``). *on_wait* is told the seconds before a repeat.
    Raises ValueError for an address or CA file that must not be used (see :class:`Transport`).
    """

    def __init__(
        self,
        base_url: str,
        token_store: TokenStore,
        *,
        ca_file: Path | None = None,
        control_token: str | None = None,
        user_agent: str = "omi-tui",
        on_wait: Callable[[float], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = Transport(base_url, ca_file=ca_file, user_agent=user_agent)
        keeper = SessionKeeper(self._transport, token_store, now=now)
        channel = Channel(self._transport, keeper, Retry(sleep=sleep, random=jitter, now=now, on_wait=on_wait))
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
    def is_fake(self) -> bool | None:
        """Whether the answers come from the bundled fake insurer; None before the first answer."""
        return self._transport.fake

    async def aclose(self) -> None:
        """Close every connection; the session stays."""
        await self._transport.aclose()
