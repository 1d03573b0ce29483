"""Policies and their documents."""

from typing import Literal

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel, page_query
from omi_tui.model.contract import Page, Policy


class Policies:
    """``/v1/policies``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def list(
        self, state: Literal["active", "archive"], cursor: str | None = None, limit: int | None = None
    ) -> Page[Policy]:
        """A page of the policies in force or to come (``active``), or of those that ended (``archive``)."""
        call = Call("GET", "/v1/policies", query=page_query(cursor, limit, state=state))
        return await self._channel.ask(call, Page[Policy])

    async def get(self, policy_id: str) -> Policy:
        """One policy. Raises NotFound."""
        return await self._channel.ask(Call("GET", f"/v1/policies/{segment(policy_id)}"), Policy)

    async def document(self, policy_id: str) -> bytes:
        """The policy as a PDF of at most 5 MB. Raises NotFound, and BadAnswer for anything but a PDF."""
        reply = await self._channel.reply(Call("GET", f"/v1/policies/{segment(policy_id)}/document", document=True))
        return reply.document
