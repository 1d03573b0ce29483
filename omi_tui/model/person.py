"""People: who the policyholder is, and who is insured."""

from datetime import date
from typing import Annotated, Literal

from omi_tui.model import rules
from omi_tui.model.base import Answer, OptionalText, Request, ruled

LatinName = Annotated[str, ruled(rules.latin_name)]
NationalName = Annotated[str, ruled(rules.national_name)]
Country = Annotated[str, ruled(rules.country)]
Phone = Annotated[str, ruled(rules.phone)]
Address = Annotated[str, ruled(rules.address)]
Series = Annotated[str, ruled(rules.document_series)]
DocumentNumber = Annotated[str, ruled(rules.document_number)]
PersonalNumber = Annotated[str, ruled(rules.personal_number)]
Sex = Literal["female", "male", "unspecified"]


class PersonalInfo(Request):
    """The cabinet's "Personal information" tab (manual, section 3).

    A person with one name gives it as ``last_name_latin`` and leaves ``first_name_latin`` out.
    """

    last_name: NationalName
    first_name: Annotated[NationalName | None, OptionalText] = None
    patronymic: Annotated[NationalName | None, OptionalText] = None
    last_name_latin: LatinName
    first_name_latin: Annotated[LatinName | None, OptionalText] = None
    sex: Sex
    birth_date: date
    address: Address
    phone: Phone


class Insured(Request):
    """The insured person where that is not the policyholder (manual, section 4, step 3)."""

    last_name_latin: LatinName
    first_name_latin: Annotated[LatinName | None, OptionalText] = None
    birth_date: date
    citizenship: Country
    passport_series: Annotated[Series | None, OptionalText] = None
    passport_number: DocumentNumber
    personal_number: Annotated[PersonalNumber | None, OptionalText] = None
    address: Address
    phone: Phone
    country_of_residence: Country


class InsuredPerson(Answer):
    """The insured person as a draft or a policy names them: told as it stands, not judged by today's rules."""

    last_name_latin: str
    first_name_latin: str | None = None
    birth_date: date
    citizenship: str
    passport_series: str | None = None
    passport_number: str
    personal_number: str | None = None
    address: str
    phone: str
    country_of_residence: str


class Policyholder(Answer):
    """The policyholder as a draft or a policy names them."""

    last_name_latin: str
    first_name_latin: str | None = None
    address: str


def full_name(person: PersonalInfo | Insured | InsuredPerson | Policyholder) -> str:
    """First and last name in Latin, in that order; the one name where there is only one."""
    return " ".join(part for part in (person.first_name_latin, person.last_name_latin) if part)
