"""Accounts, sessions and settings of the insurer's cabinet."""

from typing import Annotated, Literal

from pydantic import Field

from omi_tui.model import rules
from omi_tui.model.base import Answer, Request, ruled
from omi_tui.model.person import Country

Email = Annotated[str, ruled(rules.email)]
NewPassword = Annotated[str, ruled(rules.password)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Za-z]{2,8})?$")]
Secret = Annotated[str, Field(min_length=1, max_length=1024)]


class SignUp(Request):
    """``POST /v1/accounts``."""

    email: Email
    password: NewPassword
    residence_country: Country
    adult_confirmed: Literal[True]
    language: Language = "en"


class Activation(Request):
    """``POST /v1/accounts/activation``."""

    email: Email
    ticket: Secret


class EmailOnly(Request):
    """An e-mail address alone: resend the activation, ask for a password reset, change the address."""

    email: Email


class PasswordReset(Request):
    """``PUT /v1/password-resets/{ticket}``."""

    password: NewPassword


class SignIn(Request):
    """``POST /v1/sessions``. The login is the e-mail address."""

    login: Secret
    password: Secret


class Refresh(Request):
    """``POST /v1/sessions/refresh``."""

    refresh_token: Secret


class Session(Answer):
    """A pair of bearer tokens; ``expires_in`` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


class AccountSettings(Request):
    """What ``PUT /v1/me/settings`` takes: language, and whether notices come by e-mail."""

    language: Language
    email_notices: bool


class AccountSettingsView(Answer):
    """What ``GET /v1/me/settings`` says."""

    language: str
    email_notices: bool
    email: str
    residence_country: str


class PasswordChange(Request):
    """``PUT /v1/me/password``: the old password is asked for."""

    old_password: Secret
    password: NewPassword


class EmailChange(Request):
    """``PUT /v1/me/email``: the new address is confirmed by mail before it counts."""

    email: Email
    password: Secret
