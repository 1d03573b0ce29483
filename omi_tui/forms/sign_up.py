"""Sign up: an account in the insurer's cabinet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from omi_tui.forms.email_field import EMAIL
from omi_tui.forms.field import Choice, FieldError, Surroundings, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import CountryField
from omi_tui.forms.password_fields import PASSWORD, PASSWORD_AGAIN, both_same
from omi_tui.text import i18n
from omi_tui.text.fold import fold
from omi_tui.text.i18n import LANGUAGES, N_, _, in_language

if TYPE_CHECKING:
    from omi_tui.model.account import SignUp


SHORTEST_START = 4
OTHER_COUNTRY = "XXX"
"""What is sent for the cabinet's "Another country": the code for a country that is not specified."""
OTHER_COUNTRY_LABEL = N_("Another country")


def residence_name(code: str) -> str:
    """The name of a residence country in the current language."""
    from omi_tui.model import country

    return _(OTHER_COUNTRY_LABEL) if code == OTHER_COUNTRY else country.name(code)


@dataclass(frozen=True, kw_only=True)
class ResidenceField(CountryField):
    """A country, or the cabinet's "Another country"."""

    def read(self, text: str, around: Surroundings) -> str:
        """Return the alpha-3 code. Raises RuleError."""
        if text.strip().upper() == OTHER_COUNTRY:
            return OTHER_COUNTRY
        wanted = fold(text.removeprefix(OTHER_COUNTRY))
        names = [fold(in_language(code, OTHER_COUNTRY_LABEL)) for code in LANGUAGES]
        if any(name.startswith(wanted) for name in names) and len(wanted) >= SHORTEST_START:
            return OTHER_COUNTRY
        return str(super().read(text, around))

    def show(self, value: Any) -> str:
        """Code and name; "Another country" has no code that means anything to a person."""
        return _(OTHER_COUNTRY_LABEL) if value == OTHER_COUNTRY else super().show(value)

    def options(self, text: str) -> list[Choice]:
        """The countries that *text* may mean, and "Another country" at the end."""
        countries = [choice for choice in super().options(text) if choice.code != OTHER_COUNTRY]
        return [*countries, Choice(OTHER_COUNTRY, residence_name(OTHER_COUNTRY))]


class SignUpForm(Form):
    """Residence country, e-mail, password twice, and the tick for adults (manual, section 2)."""

    id = "sign_up"
    fields = (
        ResidenceField(
            id="residence_country",
            lived_in=True,
            label=N_("Residence country"),
            hint=N_("A name, the start of a name, a code such as POL, or: another country"),
            help=N_(
                "The country where you live. Type its name in any language of this program, its start, or its code. "
                "Where yours is not in the list, choose 'Another country'. For example: Poland, or POL."
            ),
            width=36,
            leak="public",
            messages={
                "missing": N_("Select the residence country."),
                "unknown": N_("Residence country is not in the list. Type another spelling, or open the list."),
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
