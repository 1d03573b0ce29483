"""A forgotten password: ask for a mail, then choose a new password."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from omi_tui.forms.activation import LINK
from omi_tui.forms.email_field import EMAIL
from omi_tui.forms.field import FieldError
from omi_tui.forms.form import Form
from omi_tui.forms.password_fields import PASSWORD, PASSWORD_AGAIN, both_same
from omi_tui.text.i18n import N_


class ForgotForm(Form):
    """The address that the mail goes to."""

    id = "forgot"
    fields = (
        replace(
            EMAIL,
            hint=N_("The e-mail address that you signed up with"),
            help=N_(
                "The address that you signed up with, which is your login. "
                "If it has an account, the insurer sends a link to it for choosing a new password."
            ),
        ),
    )


class ResetForm(Form):
    """The link from that mail, and the new password twice."""

    id = "reset"
    fields = (LINK, PASSWORD, PASSWORD_AGAIN)

    def between(self, values: Mapping[str, Any]) -> Iterable[FieldError]:
        """Both passwords are the same."""
        return both_same(values)
