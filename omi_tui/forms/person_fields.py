"""The questions about a person that the policyholder's details and the insured person share."""

from omi_tui.forms.field import Field
from omi_tui.forms.kinds import DateField, OneNameField, PhoneField, name_or_dash
from omi_tui.model import rules
from omi_tui.text.i18n import N_

LAST_NAME_LATIN = Field(
    id="last_name_latin",
    label=N_("Last name in Latin"),
    hint=N_("As the passport prints it in Latin letters"),
    help=N_(
        "The family name in Latin letters, copied from the passport. It stands in the first of the two "
        "machine-readable lines as well. A person with one name gives it here. For example: KOWALSKA."
    ),
    rule=rules.latin_name,
    width=36,
    leak="pseudonym",
    messages={
        "missing": N_("Enter the last name in Latin letters."),
        "cyrillic": N_("Last name in Latin must be in Latin letters. In Latin it may be {proposal}."),
        "too_long": N_("Last name in Latin must be {limit} characters or fewer."),
        "format": N_("Last name in Latin must have only Latin letters, spaces, hyphens and apostrophes."),
    },
)

FIRST_NAME_LATIN = OneNameField(
    id="first_name_latin",
    label=N_("First name in Latin"),
    hint=N_("As the passport prints it; type - if the passport has one name only"),
    help=N_(
        "The given names in Latin letters, all of them, copied from the passport. Some passports have one name "
        "only: give it as the last name, and type a hyphen here. For example: MAGDALENA ANNA."
    ),
    rule=name_or_dash,
    width=36,
    leak="pseudonym",
    messages={
        "missing": N_("Enter the first name in Latin letters, or - if the passport has one name only."),
        "cyrillic": N_("First name in Latin must be in Latin letters. In Latin it may be {proposal}."),
        "too_long": N_("First name in Latin must be {limit} characters or fewer."),
        "format": N_("First name in Latin must have only Latin letters, spaces, hyphens and apostrophes."),
    },
)

BIRTH_DATE = DateField(
    id="birth_date",
    label=N_("Date of birth"),
    hint=N_("Day, month and year, such as 28.11.1986 or 28 nov 1986"),
    help=N_(
        "The date of birth, copied from the passport. Write the day first or the year first, or the month as a word. "
        "What was understood stands beside what you typed."
    ),
    purpose="birth",
    check=lambda day, around: rules.birth_day(day, around.today),
    leak="shape",
    messages={
        "missing": N_("Enter the date of birth."),
        "format": N_("Date of birth must have a day, a month and a year."),
        "unreadable": N_("Date of birth must have a day, a month and a year."),
        "no_year": N_("Date of birth must include a year."),
        "impossible": N_("Date of birth must be a real date."),
        "ambiguous": N_("Date of birth can be read in two ways. Type {one} for {first}, or {two} for {second}."),
        "future": N_("Date of birth must be in the past."),
        "too_old": N_("Date of birth must be less than 130 years ago. Check the year."),
    },
)

ADDRESS = Field(
    id="address",
    label=N_("Address"),
    hint=N_("Street, house, postcode and town, in one line"),
    help=N_(
        "The home address in one line, in the order that is usual in that country. "
        "Any script is taken. For example: ul. Lipowa 12, 15-427 Bialystok."
    ),
    rule=rules.address,
    width=36,
    leak="shape",
    messages={
        "missing": N_("Enter the address."),
        "too_long": N_("Address must be {limit} characters or fewer."),
        "format": N_("Address must be at least 3 characters long."),
    },
)

PHONE = PhoneField(
    id="phone",
    label=N_("Phone number"),
    hint=N_("With the country code, such as +48 600 000 000"),
    help=N_(
        "A phone number at which the person can be reached during the stay. Begin with + and the country code. "
        "Spaces, hyphens and brackets do no harm. For example: +375 29 123-45-67."
    ),
    width=20,
    leak="shape",
    messages={
        "missing": N_("Enter the phone number."),
        "format": N_("Phone number must begin with + and the country code, and have 7 to 15 digits."),
    },
)
