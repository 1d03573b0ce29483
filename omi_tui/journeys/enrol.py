"""Sign up and activate: from "Sign up now" to an account that can be signed in to."""

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from omi_tui.forms.activation import ActivationForm
from omi_tui.forms.form import FormRejected
from omi_tui.forms.sign_up import SignUpForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.mailbox import MailboxJourney, mailbox_action
from omi_tui.journeys.tickets import read_link, refuse_ticket, reject
from omi_tui.journeys.view import Action, Effect, Enter, Leave, View
from omi_tui.text.i18n import _, pgettext

if TYPE_CHECKING:
    from omi_tui.client.errors import Refused
    from omi_tui.forms.form import Form
    from omi_tui.journeys.reconcile import Found
    from omi_tui.journeys.workplace import Workplace


class EnrolJourney(Journey):
    """``sign_up`` → ``registered`` → ``activation`` → ``activated``. Leaves with the address that is active now."""

    id: ClassVar[str] = "enrol"
    keeps: ClassVar[bool] = True

    def __init__(
        self, workplace: "Workplace", step: str = "sign_up", email: str = "", *, not_active: bool = False
    ) -> None:
        super().__init__(workplace, step)
        self.not_active = not_active
        self.sent_to = ""
        self.sign_up = SignUpForm(workplace.today)
        self.activation = ActivationForm(workplace.today)
        for form in (self.sign_up, self.activation):
            form.answer("email", email)
            form.settle()
        self._salt = secrets.token_hex(16)

    def forms(self) -> "dict[str, Form]":
        """Sign-up and activation."""
        return {"sign_up": self.sign_up, "activation": self.activation}

    def unsaved(self) -> bool:
        """Whether a sign-up was begun; a link is still in its mail."""
        return self.sign_up.changed()

    def worth_keeping(self) -> bool:
        """A sign-up that was begun, or one whose mail is not answered yet."""
        return self.unsaved() or (bool(self.sent_to) and self.step in ("registered", "activation"))

    def snapshot(self) -> dict[str, Any]:
        """The answers without secrets, and where the mail went."""
        return {**super().snapshot(), "sent_to": self.sent_to}

    def continues(self, snapshot: dict[str, Any]) -> bool:
        """Whoever has a link goes on with an activation, and not with a sign-up that was begun."""
        return self.step == "sign_up" or (snapshot["step"] == "activation" and not self.not_active)

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on; a sign-up that was sent is not opened again."""
        super().restore(snapshot)
        self.sent_to = snapshot["sent_to"]
        if self.sent_to:
            self.sign_up.settle()

    def view(self) -> View:
        """The step."""
        views = {
            "sign_up": self._view_sign_up,
            "registered": self._view_registered,
            "activation": self._view_activation,
            "activated": self._view_activated,
        }
        return views[self.step]()

    def _view_sign_up(self) -> View:
        return View(
            id="sign_up",
            heading=pgettext("place", "Sign up"),
            place=(pgettext("place", "Sign up"),),
            position=(1, 2),
            form=self.sign_up,
            actions=(Action("continue", _("Sign up"), "main"), Action("leave", _("Back to sign in"))),
        )

    def _view_registered(self) -> View:
        return View(
            id="registered",
            heading=_("Registration successfully completed!"),
            place=(pgettext("place", "Sign up"),),
            lead=(
                _("A mail is on its way to {email}. It has a link that activates the account.").format(
                    email=self.sent_to or self.activation.texts["email"]
                ),
                _(
                    "Open the mail, copy the link, and paste it on the next screen. "
                    "The mail comes from noreplay@bgs.by."
                ),
            ),
            actions=(Action("continue", _("Continue to activation"), "main"),),
        )

    def _view_activation(self) -> View:
        email = self.activation.texts["email"].strip()
        lead: tuple[str, ...] = ()
        if self.not_active:
            lead = (_("The account {email} is not active yet.").format(email=email),)
        elif self.sent_to:
            lead = (_("The mail was sent to {email}.").format(email=self.sent_to),)
        return View(
            id="activation",
            heading=_("Activate your account"),
            place=(pgettext("place", "Sign up"), _("Activation")),
            position=(2, 2),
            lead=lead,
            form=self.activation,
            focus="link",
            notes=(_("No mail? Look into the spam folder and check the address, then send the mail again."),),
            actions=(
                Action("continue", _("Activate the account"), "main"),
                Action("resend", _("Send the mail again"), "entry"),
                Action("change", _("Sign up with another address"), "entry"),
                *mailbox_action(self.workplace),
            ),
        )

    def _view_activated(self) -> View:
        return View(
            id="activated",
            heading=_("Your account is active"),
            place=(pgettext("place", "Sign up"), _("Activation")),
            lead=(
                _("The account {email} is active.").format(email=self.activation.texts["email"]),
                _("Sign in with this address and the password that you chose."),
            ),
            actions=(Action("continue", _("Continue to sign in"), "main"),),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` does the step's deed; ``resend``, ``change``, ``mailbox`` and ``leave`` as they are called."""
        if action == "leave":
            return self.leave()
        if action == "leave:yes":
            return Leave()
        if action == "resend":
            return await self._resend()
        if action == "change":
            self.sign_up.answer("email", self.activation.texts["email"])
            self.sign_up.settle()
            self.go("sign_up")
            return None
        if action == "mailbox":
            return Enter(MailboxJourney(self.workplace, self.activation.texts["email"].strip()), "mailbox:link")
        if action == "mailbox:link":
            if result:
                self.activation.fill("link", result)
            return None
        if action == "checked":
            return await self._checked(result)
        return await self._continue()

    async def _continue(self) -> Effect:
        if self.step == "sign_up":
            return await self._send_sign_up()
        if self.step == "registered":
            self.go("activation")
        elif self.step == "activation":
            await self._activate()
        else:
            return Leave(self.activation.texts["email"])
        return None

    async def _send_sign_up(self, *, looked_up: bool = False) -> Effect:
        """Sign up once; an answer that was lost is looked up."""
        from omi_tui.client.errors import ValidationRefused
        from omi_tui.journeys.checking import CheckingJourney
        from omi_tui.journeys.once import Unsettled, send_once
        from omi_tui.model.fingerprint import fingerprint

        request = self.sign_up.build()
        # Salted, because the password is part of what must not differ under one key.
        salted = {**request.model_dump(mode="json"), "salt": self._salt}
        try:
            await send_once(
                self.workplace,
                "sign_up",
                fingerprint(salted),
                lambda insurer, key: insurer.accounts.sign_up(request, key),
                lambda _accepted: None,
                looked_up=looked_up,
            )
        except Unsettled as unsettled:
            return Enter(CheckingJourney(self.workplace, unsettled.key), "checked")
        except ValidationRefused as refused:
            self._refused(refused)
        self._registered(request.email)
        return None

    def _refused(self, refused: "Refused") -> NoReturn:
        """Put the refusal to its fields. Raises FormRejected, else *refused*."""
        if self.sign_up.refuse(refused.problem):
            raise FormRejected(self.sign_up.id) from None
        raise refused

    def _registered(self, email: str) -> None:
        self.sent_to = email
        self.activation.answer("email", email)
        for secret in ("password", "password_again"):
            self.sign_up.answer(secret, "")
        self.sign_up.settle()
        self.trail.clear()  # what is sent cannot be taken back
        self.step = "registered"

    async def _checked(self, found: "Found | None") -> Effect:
        """Go on with what was found out about a sign-up whose answer was lost."""
        from omi_tui.client.errors import refusal

        if found is None or found.state == "contact":
            return None
        if found.state == "refused" and found.problem is not None:
            self._refused(refusal(found.problem))
        if found.state == "nothing":
            return await self._send_sign_up(looked_up=True)
        self._registered(self.sign_up.build().email)
        return None

    async def _resend(self) -> Effect:
        email = self._email()
        await (await self.workplace.insurer()).accounts.resend_activation(email)
        self.workplace.tell(_("If {email} waits for activation, a new mail is on its way to it.").format(email=email))
        return None

    def _email(self) -> str:
        """The address as typed. Raises FormRejected where there is none."""
        email = self.activation.value("email")
        if not email:
            reject(self.activation, "email", "format" if self.activation.texts["email"].strip() else "missing")
        return str(email)

    async def _activate(self) -> None:
        from omi_tui.client.errors import Refused

        named, ticket = read_link(self.activation, self.activation.values()["link"])
        if named:
            self.activation.answer("email", named)
        email = self._email()
        try:
            await (await self.workplace.insurer()).accounts.activate(email, ticket)
        except Refused as refused:
            refuse_ticket(self.activation, refused)
        self.step = "activated"
        self.trail.clear()
