"""The shopping cart."""

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel, body_of
from omi_tui.model.contract import Cart, CartEntry


class CartBasket:
    """``/v1/cart``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def get(self) -> Cart:
        """The entries and their total."""
        return await self._channel.ask(Call("GET", "/v1/cart"), Cart)

    async def add(self, draft_id: str) -> None:
        """Put a draft in; twice is one entry. Raises NotFound or Refused."""
        body = body_of(CartEntry(draft_id=draft_id))
        # The answer is the whole cart, which takes long to read where a group puts hundreds of drafts in.
        await self._channel.reply(Call("POST", "/v1/cart/items", body, told=False))

    async def remove(self, draft_id: str) -> None:
        """Take a draft out; the draft itself stays. Raises NotFound."""
        await self._channel.reply(Call("DELETE", f"/v1/cart/items/{segment(draft_id)}"))
