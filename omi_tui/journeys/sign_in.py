"""The front door: sign in, or go to one of the things that need no sign-in."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.form import FormRejected
from omi_tui.forms.sign_in import SignInForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.sentences import phones
from omi_tui.journeys.view import Action, Effect, Enter, Leave, Restart, View
from omi_tui.text.i18n import _, pgettext

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace


class SignInJourney(Journey):
    """Sign in and go home; with *again*, sign in above what stands open and leave with True."""

    id: ClassVar[str] = "sign_in"

    def __init__(self, workplace: "Workplace", again: bool = False) -> None:
        super().__init__(workplace, "sign_in")
        self.again = again
        self.form = SignInForm(workplace.today)
        self.form.answer("login", workplace.login)

    def forms(self) -> "dict[str, Form]":
        """Login and password."""
        return {"sign_in": self.form}

    def unsaved(self) -> bool:
        """Nothing here is ever saved."""
        return False

    def view(self) -> View:
        """The two fields, and the ways for those who have no account or no password."""
        focus = "password" if self.form.texts["login"] else "login"
        sign_in = Action("continue", _("Sign in"), "main")
        if self.again:
            return View(
                id="sign_in_again",
                heading=_("Sign in again"),
                place=(pgettext("place", "Sign in"),),
                lead=(_("The insurer has ended the session. What you typed is kept."),),
                form=self.form,
                focus=focus,
                actions=(sign_in,),
            )
        return View(
            id="sign_in",
            heading=_("Sign in to your account"),
            place=(pgettext("place", "Sign in"),),
            form=self.form,
            focus=focus,
            actions=(
                sign_in,
                Action("sign_up", _("Sign up now, if you don't have an account"), "entry"),
                Action("forgot", _("Forgot your password?"), "entry"),
                Action("activation", _("I have an activation link"), "entry"),
                Action("quote", _("What does it cost? Do I need it?"), "entry"),
            ),
            foot=(*self._demo(), _("Belgosstrakh {phones}").format(phones=phones())),
        )

    def _demo(self) -> tuple[str, ...]:
        if not self.workplace.demo:
            return ()
        ready = _("Demo insurer: the ready account is {login}, password {password}.")
        return (ready.format(login="agent@example.test", password="demo-desk-1"),)

    async def act(self, action: str, result: Any = None) -> Effect:
        """Sign in, or open an entry; ``enrolled`` takes the address of the account that was just made ready."""
        if action == "continue":
            return await self._sign_in()
        if action == "enrolled":
            if result:
                self.form.answer("login", result)
            return None
        if action != "quote":
            self.workplace.may_write()
        return Enter(self._journey(action), "" if action == "quote" else "enrolled")

    def _journey(self, action: str) -> Journey:
        login = str(self.form.value("login") or "")
        if action == "quote":
            from omi_tui.journeys.quote import QuoteJourney

            return QuoteJourney(self.workplace)
        if action == "forgot":
            from omi_tui.journeys.forgot import ForgotJourney

            return ForgotJourney(self.workplace, login)
        from omi_tui.journeys.enrol import EnrolJourney

        return EnrolJourney(self.workplace, action, login)

    async def _sign_in(self) -> Effect:
        from omi_tui.client.errors import Refused

        values = self.form.values()
        insurer = await self.workplace.insurer()
        try:
            await insurer.sessions.sign_in(values["login"], values["password"])
        except Refused as refused:
            if refused.code == "account.not_active":
                from omi_tui.journeys.enrol import EnrolJourney

                enrol = EnrolJourney(self.workplace, "activation", values["login"], not_active=True)
                return Enter(enrol, "enrolled")
            if refused.status != 401:
                raise
            self.form.answer("password", "")
            self.form.errors = [self.form.field("password").error("wrong")]
            raise FormRejected(self.form.id) from None
        self.form.answer("password", "")
        await self.workplace.signed_in(values["login"], values["password"])
        if self.again:
            return Leave(True)
        from omi_tui.journeys.home import HomeJourney

        return Restart(HomeJourney(self.workplace))
