"""What only the bundled fake insurer has: its mailbox, and paying by a test card without a page."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel
from omi_tui.client.errors import NotFound
from omi_tui.model.base import Answer
from omi_tui.model.fingerprint import canonical


class About(Answer):
    """Which fake insurer answers."""

    fake: bool
    version: str
    seed: int


class Mail(Answer):
    """A mail of the fake insurer; ``links`` are the addresses in its text."""

    sender: str = Field(alias="from")
    to: str
    subject: str
    date: datetime
    text: str
    links: list[str]


class Mails(Answer):
    """The mailbox."""

    items: list[Mail]


class Fake:
    """``/_omi``. Usable only with the control token that the server gave when it started."""

    def __init__(self, channel: Channel, control_token: str | None) -> None:
        self._channel = channel
        self._token = control_token

    @property
    def usable(self) -> bool:
        """Whether there is a control token."""
        return self._token is not None

    async def about(self) -> About | None:
        """What the fake insurer says of itself; None where the insurer is a real one."""
        try:
            return await self._channel.ask(Call("GET", "/_omi/about", signed_in=False), About)
        except NotFound:
            return None

    async def mail(self, to: str = "") -> list[Mail]:
        """The mails to the address *to*, or all of them, oldest first."""
        mails = (await self._channel.ask(self._call("GET", "/_omi/mail"), Mails)).items
        # chosen here, for an address in a query would be personal data in a URL
        return [mail for mail in mails if not to or mail.to == to.strip().lower()]

    async def pay(self, order_number: str, card: str) -> None:
        """Pay the order by a test card. Raises Refused for another card, NotFound; the order says what came of it."""
        await self._channel.reply(self._call("POST", f"/_omi/pay/{segment(order_number)}", canonical({"card": card})))

    def _call(self, method: Literal["GET", "POST"], path: str, body: bytes | None = None, **options: Any) -> Call:
        return Call(method, path, body, headers={"Omi-Control": self._token or ""}, signed_in=False, **options)
