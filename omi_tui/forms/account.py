"""Account settings: language and notices, the e-mail address, the password."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from omi_tui.forms.email_field import EMAIL
from omi_tui.forms.field import Choice, ChoiceField, FieldError, SecretField, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.password_fields import PASSWORD, PASSWORD_AGAIN, both_same
from omi_tui.text import i18n
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from pydantic import BaseModel

CURRENT_PASSWORD = SecretField(
    id="password",
    label=N_("Current password"),
    hint=N_("The password that you sign in with now"),
    help=N_(
        "The insurer asks for the password once more before it changes how you sign in. "
        "It is not shown while you type it, and it is never kept."
    ),
    messages={
        "missing": N_("Enter the current password."),
        "wrong": N_("This is not the current password. Type it again."),
        "format": N_("This is not the current password. Type it again."),
    },
)


class SettingsForm(Form):
    """The language of the insurer's mails, and whether notices come by e-mail."""

    id = "settings"
    fields = (
        ChoiceField(
            id="language",
            label=N_("Language of mails"),
            hint=N_("The language in which the insurer writes to you"),
            help=N_(
                "The insurer writes its mails in this language. The language of this program is chosen apart from it."
            ),
            choices=tuple(Choice(code, name) for code, name in i18n.LANGUAGES.items()),
            width=20,
            leak="public",
            messages={
                "missing": N_("Select the language."),
                "unknown": N_("Language must be one of the list."),
                "format": N_("Language must be one of the list."),
            },
        ),
        TickField(
            id="email_notices",
            label=N_("Send me notices by e-mail"),
            hint=N_("Notices about drafts, payments and policies"),
            help=N_(
                "With the tick, the insurer sends a mail when a payment is received and before a policy ends. "
                "Mails about your account come in any case."
            ),
            required=False,
            leak="public",
        ),
    )

    def model(self) -> "type[BaseModel]":
        """``AccountSettings``."""
        from omi_tui.model.account import AccountSettings

        return AccountSettings


class EmailForm(Form):
    """A new e-mail address, and the password."""

    id = "email"
    fields = (replace(EMAIL, label=N_("New e-mail address")), CURRENT_PASSWORD)

    def model(self) -> "type[BaseModel]":
        """``EmailChange``."""
        from omi_tui.model.account import EmailChange

        return EmailChange


class PasswordForm(Form):
    """The password so far, and the new one twice."""

    id = "password"
    fields = (replace(CURRENT_PASSWORD, id="old_password"), PASSWORD, PASSWORD_AGAIN)

    def between(self, values: Mapping[str, Any]) -> Iterable[FieldError]:
        """Both new passwords are the same."""
        return both_same(values)

    def build(self) -> Any:
        """``PasswordChange``. Raises FormRejected."""
        from omi_tui.model.account import PasswordChange

        values = self.values()
        return PasswordChange(old_password=values["old_password"], password=values["password"])
