"""A forgotten password: a mail, its link, a new password."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.forgot import ForgotForm, ResetForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.mailbox import MailboxJourney, mailbox_action
from omi_tui.journeys.tickets import read_link, refuse_ticket
from omi_tui.journeys.view import Action, Effect, Enter, Leave, View
from omi_tui.text.i18n import _, pgettext

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace


class ForgotJourney(Journey):
    """``ask`` → ``reset`` → ``done``. Leaves with the address whose password is new."""

    id: ClassVar[str] = "forgot"
    keeps: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace", email: str = "") -> None:
        super().__init__(workplace, "ask")
        self.ask = ForgotForm(workplace.today)
        self.reset = ResetForm(workplace.today)
        self.ask.answer("email", email)

    def forms(self) -> "dict[str, Form]":
        """The address; the link and the new password."""
        return {"ask": self.ask, "reset": self.reset}

    def unsaved(self) -> bool:
        """Whether a link or a new password was typed."""
        return self.reset.changed()

    def worth_keeping(self) -> bool:
        """Whether a mail is on its way: its link and the password are never kept."""
        return self.step == "reset"

    def view(self) -> View:
        """The step."""
        return {"ask": self._view_ask, "reset": self._view_reset, "done": self._view_done}[self.step]()

    def _view_ask(self) -> View:
        return View(
            id="ask",
            heading=_("Forgot your password?"),
            place=(pgettext("place", "Sign in"), _("New password")),
            position=(1, 2),
            lead=(_("The insurer sends you a mail with a link for choosing a new password."),),
            form=self.ask,
            actions=(Action("continue", _("Send the mail"), "main"), Action("leave", _("Back to sign in"))),
        )

    def _view_reset(self) -> View:
        sent = _(
            "If {email} has an account, a mail is on its way to it. Copy the link from the mail and paste it here."
        )
        return View(
            id="reset",
            heading=_("Choose a new password"),
            place=(pgettext("place", "Sign in"), _("New password")),
            position=(2, 2),
            lead=(sent.format(email=self.ask.texts["email"].strip()),),
            form=self.reset,
            focus="password" if self.reset.texts["link"] else "link",
            actions=(
                Action("continue", _("Save the new password"), "main"),
                Action("resend", _("Send the mail again"), "entry"),
                *mailbox_action(self.workplace),
            ),
        )

    def _view_done(self) -> View:
        return View(
            id="done",
            heading=_("The new password is saved"),
            place=(pgettext("place", "Sign in"), _("New password")),
            lead=(_("Sign in with it now."),),
            actions=(Action("continue", _("Continue to sign in"), "main"),),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` does the step's deed; ``resend``, ``mailbox`` and ``leave`` as they are called."""
        if action == "leave":
            return Leave()
        if action == "mailbox":
            return Enter(MailboxJourney(self.workplace, str(self.ask.value("email") or "")), "mailbox:link")
        if action == "mailbox:link":
            if result:
                self.reset.fill("link", result)
        elif action == "resend" or self.step == "ask":
            await self._send_mail()
        elif self.step == "reset":
            await self._save()
        else:
            return Leave(str(self.ask.value("email") or ""))
        return None

    async def _send_mail(self) -> None:
        email = self.ask.values()["email"]
        await (await self.workplace.insurer()).accounts.request_reset(email)
        if self.step == "reset":
            self.workplace.tell(_("If {email} has an account, a new mail is on its way to it.").format(email=email))
        else:
            self.go("reset")

    async def _save(self) -> None:
        from omi_tui.client.errors import Refused

        values = self.reset.values()
        _named, ticket = read_link(self.reset, values["link"])
        try:
            await (await self.workplace.insurer()).accounts.reset_password(ticket, values["password"])
        except Refused as refused:
            refuse_ticket(self.reset, refused)
        for field in self.reset.fields:
            self.reset.answer(field.id, "")
        self.step = "done"
        self.trail.clear()
