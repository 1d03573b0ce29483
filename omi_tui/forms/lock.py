"""Unlock the desk: the password of who is signed in, and the login where this run does not know it."""

from typing import TYPE_CHECKING

from omi_tui.forms.field import Field, SecretField
from omi_tui.forms.form import Form
from omi_tui.forms.sign_in import SignInForm
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from pydantic import BaseModel


class LockForm(Form):
    """Password; the login too, where *ask_login* says so."""

    id = "lock"
    fields = (
        SignInForm.fields[0],
        SecretField(
            id="password",
            label=N_("Password"),
            hint=N_("The password of your account"),
            help=N_("Type the password that you sign in with. After five wrong ones you are signed out."),
            messages={"missing": N_("Enter your password.")},
        ),
    )

    def __init__(self, login: str = "", *, ask_login: bool = False) -> None:
        super().__init__()
        self.ask_login = ask_login
        self.answer("login", login)

    def visible(self) -> list[Field]:
        """The password, and the login where it is not known."""
        return [field for field in self.fields if field.id != "login" or self.ask_login]

    def model(self) -> "type[BaseModel]":
        """``SignIn``."""
        from omi_tui.model.account import SignIn

        return SignIn
