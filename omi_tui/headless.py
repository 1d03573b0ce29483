"""What the commands without a face share: they end with a sentence, and sign in without asking anybody."""

import os
from typing import TYPE_CHECKING

from omi_tui.exit_codes import REFUSED, UNREACHABLE, USAGE
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError
    from omi_tui.desk.settings import Settings
    from omi_tui.journeys.workplace import Workplace


class Stop(Exception):
    """The command ends here, with a sentence and an exit code."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.code = code


def stop_without_insurer(settings: "Settings") -> None:
    """Raises Stop where no insurer is set."""
    if not settings.backend_url:
        raise Stop(_("No insurer is set. Name one with --backend or in the settings."))


def code_of(error: "ClientError") -> int:
    """The exit code that *error* ends a command with."""
    from omi_tui.client.errors import Misconfigured, Refused, SessionEnded

    if isinstance(error, Misconfigured):
        return USAGE
    return REFUSED if isinstance(error, Refused | SessionEnded) else UNREACHABLE


async def sign_in(workplace: "Workplace", login: str, password_fd: int | None) -> None:
    """With *login* and the first line of a descriptor, else in the session that is kept. Raises Stop, ClientError."""
    from omi_tui.client.errors import Refused

    insurer, login = await workplace.insurer(), login.strip()
    if not login:
        if not insurer.sessions.signed_in:
            raise Stop(_("Nobody is signed in. Give --login and --password-fd, or sign in with omi first."))
        await workplace.recall_login()
        return
    if password_fd is None:
        raise Stop(_("Say with --password-fd where the password is to be read."))
    try:
        with os.fdopen(password_fd, "rb") as source:
            password = source.readline(1024).decode().rstrip("\r\n")
    except (OSError, ValueError):
        raise Stop(_("The password cannot be read from that descriptor.")) from None
    try:
        await insurer.sessions.sign_in(login, password)
    except Refused as refused:
        from omi_tui.journeys.sentences import sentence

        raise Stop(sentence(refused), REFUSED) from None
    workplace.login = login
