"""How the customer signs in: a new e-mail address, a new password."""

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from omi_tui.forms.account import EmailForm, PasswordForm
from omi_tui.forms.activation import ConfirmEmailForm
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.mailbox import MailboxJourney, mailbox_action
from omi_tui.journeys.tickets import read_link, refuse_ticket, reject
from omi_tui.journeys.view import Action, Effect, Enter, Leave, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.errors import Refused
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace


class PasswordJourney(Journey):
    """The old password and a new one. Leaves with True when it is saved."""

    id: ClassVar[str] = "password"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "password")
        self.form = PasswordForm(workplace.today)

    def unsaved(self) -> bool:
        """Whether a password was typed."""
        return self.form.changed()

    def view(self) -> View:
        """The three fields."""
        return View(
            id="password",
            heading=_("Change password"),
            place=(_("My details"), _("Account settings"), _("Password")),
            form=self.form,
            actions=(Action("continue", _("Save the new password"), "main"), Action("leave", _("Keep the old one"))),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """Save, or leave."""
        from omi_tui.client.errors import Refused

        if action == "leave":
            return Leave()
        self.workplace.may_write()
        change = self.form.build()
        insurer = await self.workplace.insurer()
        try:
            # The old password proves more than a version does: settings changed elsewhere are no reason to stop.
            await insurer.profile.change_password(change, (await insurer.profile.settings()).etag)
        except Refused as refused:
            refuse_password(self.form, "old_password", refused)
        await self.workplace.signed_in(self.workplace.login, change.password)
        self.workplace.tell(_("The new password is saved. Use it the next time you sign in."))
        return Leave(True)


class EmailJourney(Journey):
    """A new address, which counts once the link in the mail to it was followed. Leaves with it then."""

    id: ClassVar[str] = "email"
    keeps: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace", old: str) -> None:
        super().__init__(workplace, "email")
        self.form = EmailForm(workplace.today)
        self.confirm = ConfirmEmailForm(workplace.today)
        self.old = old
        self.new = ""

    def forms(self) -> "dict[str, Form]":
        """The address, then the link."""
        return {"email": self.form, "sent": self.confirm}

    def unsaved(self) -> bool:
        """Whether an address was typed and not sent; a link is still in its mail."""
        return self.form.changed()

    def snapshot(self) -> dict[str, Any]:
        """The new address as typed, and the old one."""
        return {**super().snapshot(), "old": self.old}

    def view(self) -> View:
        """The fields; then where the mail went."""
        place = (_("My details"), _("Account settings"), _("E-mail address"))
        if self.step == "sent":
            return View(
                id="sent",
                heading=_("Confirm the new e-mail address"),
                place=place,
                lead=(
                    _("If {email} is free, a mail is on its way to it. Paste the link from the mail here.").format(
                        email=self.new
                    ),
                    _("Until then you sign in with {email} as before.").format(email=self.old),
                ),
                form=self.confirm,
                actions=(
                    Action("confirm", _("Confirm the address"), "main"),
                    Action("leave", _("Do it later"), "entry"),
                    *mailbox_action(self.workplace),
                ),
            )
        return View(
            id="email",
            heading=_("Change e-mail address"),
            place=place,
            lead=(_("The address is {email} now. The new one counts once you confirm it.").format(email=self.old),),
            form=self.form,
            actions=(
                Action("continue", _("Send the confirmation mail"), "main"),
                Action("leave", _("Keep the old one")),
            ),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` asks for the change; ``mailbox`` shows the demo insurer's mail."""
        from omi_tui.client.errors import Refused

        if action == "leave":
            return Leave()
        if action == "mailbox":
            return Enter(MailboxJourney(self.workplace, self.new), "mailbox:link")
        if action == "mailbox:link":
            if result:
                self.confirm.fill("link", result)
            return None
        self.workplace.may_write()
        if action == "confirm":
            return await self._confirm()
        change = self.form.build()
        insurer = await self.workplace.insurer()
        try:
            await insurer.profile.change_email(change, (await insurer.profile.settings()).etag)
        except Refused as refused:
            refuse_password(self.form, "password", refused)
        self.new = change.email
        self.form.answer("password", "")
        self.form.settle()
        self.step = "sent"
        return None

    async def _confirm(self) -> Effect:
        from omi_tui.client.errors import Refused

        _named, ticket = read_link(self.confirm, self.confirm.values()["link"])
        try:
            await (await self.workplace.insurer()).accounts.activate(self.new, ticket)
        except Refused as refused:
            refuse_ticket(self.confirm, refused)
        self.workplace.login = self.new
        self.workplace.tell(_("The new e-mail address counts from now on: {email}.").format(email=self.new))
        return Leave(self.new)


def refuse_password(form: "Form", field_id: str, refused: "Refused") -> NoReturn:
    """Say at its field that the current password is wrong. Raises FormRejected, else *refused*."""
    if refused.code == "password.wrong":
        form.answer(field_id, "")
        reject(form, field_id, "wrong")
    if form.refuse(refused.problem):
        raise FormRejected(form.id) from None
    raise refused
