"""Orders: what is paid by card."""

from collections.abc import Sequence

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel, body_of, page_query
from omi_tui.model.contract import Order, OrderRequest, Page


class Orders:
    """``/v1/orders``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def create(self, draft_ids: Sequence[str], key: str) -> Order:
        """Order *draft_ids*; the answer has the address of the card page. Raises Refused, NotFound."""
        body = body_of(OrderRequest(draft_ids=list(draft_ids)))
        return await self._channel.ask(Call("POST", "/v1/orders", body, key=key), Order)

    async def list(self, cursor: str | None = None, limit: int | None = None) -> Page[Order]:
        """A page of the orders, newest first."""
        return await self._channel.ask(Call("GET", "/v1/orders", query=page_query(cursor, limit)), Page[Order])

    async def get(self, order_number: str) -> Order:
        """One order as the insurer knows it now. Raises NotFound."""
        call = Call("GET", f"/v1/orders/{segment(order_number)}", read_seconds=10.0)  # somebody waits for the payment
        return await self._channel.ask(call, Order)
