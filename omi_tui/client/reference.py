"""What the insurer allows."""

from omi_tui.client.call import Call
from omi_tui.client.channel import Channel
from omi_tui.model.reference import Reference


class ReferenceData:
    """``/v1/reference``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def get(self) -> Reference:
        """Countries, document types, exemptions, tariff and limits; nobody needs to be signed in."""
        return await self._channel.ask(Call("GET", "/v1/reference", signed_in=False), Reference)
