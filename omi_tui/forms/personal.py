"""Personal information of the policyholder."""

from typing import TYPE_CHECKING

from omi_tui.forms.field import Choice, ChoiceField, Field
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import OneNameField, national_name_or_dash
from omi_tui.forms.person_fields import ADDRESS, BIRTH_DATE, FIRST_NAME_LATIN, LAST_NAME_LATIN, PHONE
from omi_tui.model import rules
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from pydantic import BaseModel


class PersonalForm(Form):
    """The nine fields of the cabinet's "Personal information" tab (manual, section 3)."""

    id = "personal"
    fields = (
        Field(
            id="last_name",
            label=N_("Last name"),
            hint=N_("In your own script, as the passport prints it"),
            help=N_(
                "Your family name as you write it in your own language, in any script. "
                "If you have one name only, give it here. For example: Иванова, or Kowalska."
            ),
            rule=rules.national_name,
            width=36,
            leak="pseudonym",
            messages={
                "missing": N_("Enter the last name."),
                "too_long": N_("Last name must be {limit} characters or fewer."),
                "format": N_("Last name must have only letters, spaces, hyphens, apostrophes and full stops."),
            },
        ),
        OneNameField(
            id="first_name",
            label=N_("First name"),
            hint=N_("In your own script; type - if you have one name only"),
            help=N_(
                "Your given names as you write them in your own language, in any script. "
                "If you have one name only, give it as the last name and type a hyphen here. For example: Анна."
            ),
            rule=national_name_or_dash,
            width=36,
            leak="pseudonym",
            messages={
                "missing": N_("Enter the first name, or - if you have one name only."),
                "too_long": N_("First name must be {limit} characters or fewer."),
                "format": N_("First name must have only letters, spaces, hyphens, apostrophes and full stops."),
            },
        ),
        Field(
            id="patronymic",
            label=N_("Patronymic"),
            hint=N_("The father's name, if your passport has one"),
            help=N_(
                "The name made from the father's first name, as in Belarus, Russia or Ukraine. "
                "Leave it empty if your passport has none. For example: Петровна."
            ),
            required=False,
            rule=rules.national_name,
            width=36,
            leak="pseudonym",
            messages={
                "missing": N_("Enter the patronymic."),
                "too_long": N_("Patronymic must be {limit} characters or fewer."),
                "format": N_("Patronymic must have only letters, spaces, hyphens, apostrophes and full stops."),
            },
        ),
        LAST_NAME_LATIN,
        FIRST_NAME_LATIN,
        ChoiceField(
            id="sex",
            label=N_("Sex"),
            hint=N_("As the passport says: F, M or X"),
            help=N_(
                "The letter in the passport: F is female, M is male, X is unspecified. Choose the one that it has."
            ),
            choices=(
                Choice("female", N_("Female")),
                Choice("male", N_("Male")),
                Choice("unspecified", N_("Unspecified")),
            ),
            width=20,
            leak="shape",
            messages={
                "missing": N_("Select the sex, as the passport says."),
                "unknown": N_("Select one of the three: female, male or unspecified."),
                "format": N_("Select one of the three: female, male or unspecified."),
            },
        ),
        BIRTH_DATE,
        ADDRESS,
        PHONE,
    )

    def model(self) -> "type[BaseModel]":
        """``PersonalInfo``."""
        from omi_tui.model.person import PersonalInfo

        return PersonalInfo
