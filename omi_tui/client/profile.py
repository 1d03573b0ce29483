"""The customer's own record, in parts that are saved each by itself."""

from typing import TypeVar

from omi_tui.client.call import Call
from omi_tui.client.channel import Channel, Versioned, body_of
from omi_tui.client.errors import NotFound
from omi_tui.client.problems import Model, read
from omi_tui.model.account import AccountSettings, AccountSettingsView, EmailChange, PasswordChange
from omi_tui.model.base import Request
from omi_tui.model.passport import PassportDetails
from omi_tui.model.person import PersonalInfo

Part = TypeVar("Part", bound=Request)


class Profile:
    """``/v1/me``. A save names the version it was made from and raises Conflict when that is stale."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def personal_info(self) -> Versioned[PersonalInfo | None]:
        """Personal information; the value is None until it is saved for the first time."""
        return await self._get_perhaps("personal-info", PersonalInfo)

    async def save_personal_info(self, value: PersonalInfo, etag: str) -> Versioned[PersonalInfo]:
        """Save over the version *etag*. Raises Conflict, ValidationRefused."""
        return await self._save("personal-info", value, etag, PersonalInfo)

    async def passport(self) -> Versioned[PassportDetails | None]:
        """Passport details; the value is None until they are saved for the first time."""
        return await self._get_perhaps("passport", PassportDetails)

    async def save_passport(self, value: PassportDetails, etag: str) -> Versioned[PassportDetails]:
        """Save over the version *etag*. Raises Conflict, ValidationRefused."""
        return await self._save("passport", value, etag, PassportDetails)

    async def settings(self) -> Versioned[AccountSettingsView]:
        """The account's settings; their version covers the password and the e-mail address as well."""
        reply = await self._channel.reply(Call("GET", "/v1/me/settings"))
        return Versioned(read(AccountSettingsView, reply), reply.headers.get("etag", ""))

    async def save_settings(self, value: AccountSettings, etag: str) -> Versioned[AccountSettingsView]:
        """Save language and notices over the version *etag*. Raises Conflict."""
        return await self._save("settings", value, etag, AccountSettingsView)

    async def change_password(self, change: PasswordChange, etag: str) -> str:
        """Change the password, over the version *etag* of the settings; returns their new version.

        Other sessions of the account end. Raises ValidationRefused with ``password.wrong``, Conflict, Overloaded.
        """
        reply = await self._channel.reply(_put("password", change, etag))
        return reply.headers.get("etag", "")

    async def change_email(self, change: EmailChange, etag: str) -> None:
        """Ask for another address; it counts once the link in the mail to it is followed. Raises as above."""
        await self._channel.reply(_put("email", change, etag))

    async def _get_perhaps(self, part: str, model: type[Part]) -> Versioned[Part | None]:
        try:
            reply = await self._channel.reply(Call("GET", f"/v1/me/{part}"))
        except NotFound as nothing:
            return Versioned(None, nothing.etag)
        return Versioned(read(model, reply), reply.headers.get("etag", ""))

    async def _save(self, part: str, value: Request, etag: str, model: type[Model]) -> Versioned[Model]:
        reply = await self._channel.reply(_put(part, value, etag))
        return Versioned(read(model, reply), reply.headers.get("etag", ""))


def _put(part: str, value: Request, etag: str) -> Call:
    return Call("PUT", f"/v1/me/{part}", body_of(value), headers={"If-Match": etag})
