"""Accounts: sign up, activate, and get a new password. Nobody is signed in yet."""

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel, body_of
from omi_tui.model.account import Activation, EmailOnly, PasswordReset, SignUp


class Accounts:
    """``/v1/accounts`` and ``/v1/password-resets``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def sign_up(self, request: SignUp, key: str) -> None:
        """Ask for an account. The answer is the same whether or not the address is known; a mail follows."""
        await self._post("/v1/accounts", body_of(request), key)

    async def activate(self, email: str, ticket: str) -> None:
        """Activate with the ticket from the mail. Raises Refused: wrong, used and expired have a code each."""
        await self._post("/v1/accounts/activation", body_of(Activation(email=email, ticket=ticket)))

    async def resend_activation(self, email: str) -> None:
        """Send the activation mail once more, if there is such an account."""
        await self._post("/v1/accounts/activation/resend", body_of(EmailOnly(email=email)))

    async def request_reset(self, email: str) -> None:
        """Send a mail with a ticket for a new password, if there is such an account."""
        await self._post("/v1/password-resets", body_of(EmailOnly(email=email)))

    async def reset_password(self, ticket: str, password: str) -> None:
        """Set a new password by the ticket from the mail. Raises Refused for a wrong, used or expired ticket."""
        body = body_of(PasswordReset(password=password))
        await self._channel.reply(Call("PUT", f"/v1/password-resets/{segment(ticket)}", body, signed_in=False))

    async def _post(self, path: str, body: bytes, key: str | None = None) -> None:
        await self._channel.reply(Call("POST", path, body, key=key, signed_in=False))
