"""Prices."""

from datetime import date

from omi_tui.client.call import Call
from omi_tui.client.channel import Channel, body_of
from omi_tui.model.contract import Quote, QuoteRequest


class Quotes:
    """``/v1/quotes``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def quote(self, begin: date, end: date) -> Quote:
        """The price from *begin* to *end*, both insured; nobody needs to be signed in. Raises ValidationRefused."""
        body = body_of(QuoteRequest(begin_date=begin, end_date=end))
        return await self._channel.ask(Call("POST", "/v1/quotes", body, reads=True, signed_in=False), Quote)
