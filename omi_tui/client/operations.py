"""What became of a keyed call."""

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel
from omi_tui.model.contract import Operation


class Operations:
    """``/v1/operations``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def get(self, key: str) -> Operation:
        """Whether the call with the idempotency *key* is ``unknown``, ``running`` or ``done``, and its answer.

        Signed out, only calls that need no sign-in are found.
        """
        call = Call("GET", f"/v1/operations/{segment(key)}", signed_in=self._channel.keeper.signed_in)
        return await self._channel.ask(call, Operation)
