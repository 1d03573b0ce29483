"""Signing in and out."""

from omi_tui.client.call import Call
from omi_tui.client.channel import Channel


class Sessions:
    """``/v1/sessions``. The tokens stay inside the client."""

    def __init__(self, channel: Channel) -> None:
        self._keeper = channel.keeper
        self._retry = channel.retry

    @property
    def signed_in(self) -> bool:
        """Whether there are tokens; the insurer may have ended them since."""
        return self._keeper.signed_in

    async def restore(self) -> bool:
        """Take up the session of an earlier run, if one was kept; asks nobody whether it is still good."""
        return await self._keeper.restore()

    async def sign_in(self, login: str, password: str) -> None:
        """Begin a session. Raises Refused, with ``account.not_active`` where the mail was not answered yet."""
        call = Call("POST", "/v1/sessions", signed_in=False)  # never repeated, but within the minute of every call
        await self._retry.send(call, lambda _call: self._keeper.sign_in(login, password))

    async def sign_out(self) -> None:
        """End the session here in any case, and at the insurer: within some seconds, or when it next answers."""
        await self._keeper.sign_out()
