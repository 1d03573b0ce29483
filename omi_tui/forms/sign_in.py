"""Sign in to the cabinet."""

from typing import TYPE_CHECKING

from omi_tui.forms.field import Field, SecretField
from omi_tui.forms.form import Form
from omi_tui.model import rules
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from pydantic import BaseModel


class SignInForm(Form):
    """Login (the e-mail address) and password."""

    id = "sign_in"
    fields = (
        Field(
            id="login",
            label=N_("Login (e-mail)"),
            hint=N_("The e-mail address that you signed up with"),
            help=N_("Your login is the e-mail address that you gave when you signed up."),
            rule=rules.login,
            messages={"missing": N_("Enter the e-mail address that you signed up with.")},
        ),
        SecretField(
            id="password",
            label=N_("Password"),
            hint=N_("The password that you chose when you signed up"),
            help=N_(
                "The password is not shown while you type it, and it is never kept. "
                "If you have forgotten it, choose 'Forgot your password?'."
            ),
            messages={
                "missing": N_("Enter your password."),
                "wrong": N_(
                    "The e-mail address or the password is not right. Check the address and type the password again."
                ),
            },
        ),
    )

    def model(self) -> "type[BaseModel]":
        """``SignIn``."""
        from omi_tui.model.account import SignIn

        return SignIn
