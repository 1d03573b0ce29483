"""The locked desk: the password opens it again; all that was open waits behind it.

At sign-in a verifier of the password is kept in memory, so that no network is needed here. A session that an earlier
run left has none: then the insurer is asked, with the login of the account.
"""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.lock import LockForm
from omi_tui.journeys import scan_words
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, Leave, Restart, View
from omi_tui.text.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace

TRIES = 5


class LockJourney(Journey):
    """Leaves with True when the password was right; after five wrong ones it signs out."""

    id: ClassVar[str] = "lock"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "locked")
        self.form = LockForm(workplace.login, ask_login=not workplace.login and workplace.verifier is None)
        self.wrong = 0
        self.trouble = ""

    async def enter(self) -> None:
        """Find out whose session it is, where an earlier run left it; without the insurer the login is asked."""
        if self.form.ask_login:
            from omi_tui.client.errors import ClientError

            try:
                self.workplace.login = (await (await self.workplace.insurer()).profile.settings()).value.email
            except ClientError:
                return
            self.form = LockForm(self.workplace.login)

    def forms(self) -> "dict[str, Form]":
        """Login and password."""
        return {"locked": self.form}

    def unsaved(self) -> bool:
        """Nothing here is ever saved."""
        return False

    def view(self) -> View:
        """The password, and nothing of what is open."""
        return View(
            id="locked",
            heading=_("The desk is locked"),
            place=(pgettext("place", "Locked"),),
            lead=(
                _("What is open stays as it is, and payments are still being followed."),
                *((self.trouble,) if self.trouble else ()),
            ),
            form=self.form,
            actions=(Action("continue", _("Unlock"), "main"), Action("sign_out", _("Sign out"))),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` compares the password; ``sign_out`` gives up what is open."""
        from omi_tui.journeys.scanning import begins

        if action == "sign_out":
            return await sign_out(self.workplace)
        self.trouble = ""
        values = self.form.values()
        login, password = str(values.get("login", self.workplace.login)), str(values["password"])
        self.form.answer("password", "")
        if await self._fits(login, password):
            if not self.form.ask_login:
                return Leave(True)
            from omi_tui.journeys.home import HomeJourney

            return Restart(HomeJourney(self.workplace))  # it may be another customer: nothing that was open is theirs
        if self.trouble:
            return None
        if begins(password):  # a scanner went on with the queue: nobody has tried to come in
            self.trouble = _(scan_words.UNWANTED)
            return None
        self.wrong += 1
        if self.wrong >= TRIES:
            return await sign_out(self.workplace, _("Five passwords were wrong, so you are signed out."))
        words = ngettext(
            "The password is not right. Type it again; {count} try is left.",
            "The password is not right. Type it again; {count} tries are left.",
            TRIES - self.wrong,
        )
        self.trouble = words.format(count=TRIES - self.wrong)
        return None

    async def _fits(self, login: str, password: str) -> bool:
        verifier = self.workplace.verifier
        if verifier is not None:
            return await asyncio.to_thread(verifier.fits, password)
        from omi_tui.client.errors import ClientError, Refused
        from omi_tui.journeys.sentences import sentence

        try:
            await (await self.workplace.insurer()).sessions.sign_in(login, password)
        except ClientError as error:
            if not isinstance(error, Refused) or error.status != 401:
                self.trouble = sentence(error)
            return False
        await self.workplace.signed_in(login, password)
        return True


async def sign_out(workplace: "Workplace", told: str = "") -> Effect:
    """Forget who was signed in, here first and then at the insurer, and begin again; *told* says why."""
    from omi_tui.journeys import last_seen
    from omi_tui.journeys.sign_in import SignInJourney

    await last_seen.forget(workplace)
    if workplace.connected is not None:
        await workplace.connected.sessions.sign_out()
    workplace.forget()
    workplace.tell(told or _("You are signed out."))
    return Restart(SignInJourney(workplace))
