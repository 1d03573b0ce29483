"""Sign up: an account in the insurer's cabinet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from omi_tui.forms.email_field import EMAIL
from omi_tui.forms.field import FieldError, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import CountryField
from omi_tui.forms.password_fields import PASSWORD, PASSWORD_AGAIN, both_same
from omi_tui.text import i18n
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from omi_tui.model.account import SignUp


class SignUpForm(Form):
    """Residence country, e-mail, password twice, and the tick for adults (manual, section 2)."""

    id = "sign_up"
    fields = (
        CountryField(
            id="residence_country",
            label=N_("Residence country"),
            hint=N_("A name, the start of a name, or a code such as POL"),
            help=N_(
                "The country where you live, Belarus or another country. Type its name in English or Russian, "
                "the start of it, or its code. F4 shows the list. For example: Poland, or POL."
            ),
            width=36,
            leak="public",
            messages={
                "missing": N_("Select the residence country."),
                "unknown": N_("Residence country is not in the list. Type another spelling, or open the list with F4."),
                "several": N_("Residence country fits several countries: {names}. Type more letters."),
                "format": N_("Select the residence country."),
            },
        ),
        EMAIL,
        replace(PASSWORD, label=N_("Password")),
        PASSWORD_AGAIN,
        TickField(
            id="adult_confirmed",
            label=N_("I am already 18 years old"),
            hint=N_("Only an adult can have an account"),
            help=N_(
                "The insurer makes contracts with adults only. Set the tick if you are 18 years old or older. "
                "A younger person can still be insured: an adult signs up and names them as the insured person."
            ),
            leak="public",
            messages={
                "missing": N_("Confirm that you are already 18 years old. An account is for adults only."),
                "format": N_("Confirm that you are already 18 years old. An account is for adults only."),
            },
        ),
    )

    def between(self, values: Mapping[str, Any]) -> Iterable[FieldError]:
        """Both passwords are the same."""
        return both_same(values)

    def build(self) -> "SignUp":
        """``SignUp`` with the language that is spoken now. Raises FormRejected."""
        from omi_tui.model.account import SignUp

        values = self.values()
        del values["password_again"]
        return SignUp(**values, language=i18n.language())
