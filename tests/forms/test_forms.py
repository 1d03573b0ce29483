"""What each form builds, and its rules between fields."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from omi_tui.forms.account import EmailForm, PasswordForm, SettingsForm
from omi_tui.forms.confirm import ConfirmForm
from omi_tui.forms.field import Surroundings
from omi_tui.forms.forgot import ResetForm
from omi_tui.forms.form import Form, FormRejected
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.passport import PassportForm
from omi_tui.forms.password_fields import PASSWORD
from omi_tui.forms.period import PeriodForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.forms.sign_in import SignInForm
from omi_tui.forms.sign_up import SignUpForm, residence_name
from omi_tui.model import person
from omi_tui.model.account import AccountSettings, EmailChange, PasswordChange, SignIn, SignUp
from omi_tui.model.passport import DOCUMENT_TYPES, PassportDetails
from omi_tui.model.period import Period
from omi_tui.model.problem import FieldProblem, Problem
from tests.forms.every_form import TODAY, filled

PERSONAL = {
    "last_name": "Иванова", "first_name": "Анна", "patronymic": "", "last_name_latin": "ivanova",
    "first_name_latin": "Anna", "sex": "f", "birth_date": "28.11.1986", "address": "ul. Lipowa 12, Bialystok",
    "phone": "+48 600 000 000",
}  # fmt: skip
PASSPORT = {
    "document_type": "1", "nationality": "Poland", "series": "", "number": "zz 123-4567", "personal_number": "",
    "issued_by": "Wojewoda Podlaski", "issue_date": "28.11.2021", "expiry_date": "28 nov 2031",
}  # fmt: skip
INSURED = {
    "policyholder_is_insured": "", "last_name_latin": "Kowalska", "first_name_latin": "Magdalena",
    "birth_date": "14.07.1986", "citizenship": "POL", "passport_series": "ZZ", "passport_number": "1234567",
    "personal_number": "86071400000", "address": "ul. Lipowa 12", "phone": "+48600000000",
    "country_of_residence": "polska",
}  # fmt: skip


def kinds(form: Form) -> dict[str, str]:
    return {error.field_id: error.kind for error in form.check()}


def test_sign_up_sends_the_language_and_one_password() -> None:
    form = filled(SignUpForm(), residence_country="POL", email="Anna@Example.test", password="long enough",
                  password_again="long enough", adult_confirmed="yes")  # fmt: skip
    assert form.build() == SignUp(
        email="anna@example.test", password="long enough", residence_country="POL", adult_confirmed=True, language="en"
    )


@pytest.mark.parametrize("make", [SignUpForm, ResetForm, PasswordForm])
def test_two_passwords_have_to_be_the_same(make: type[Form]) -> None:
    form = filled(make(), password="long enough", password_again="long enouhg")
    assert kinds(form)["password_again"] == "different"
    form.answer("password_again", "")
    assert kinds(form)["password_again"] == "missing"


def test_personal_information_is_built_from_the_nine_fields() -> None:
    built = filled(PersonalForm(lambda: TODAY), **PERSONAL).build()
    assert isinstance(built, person.PersonalInfo)
    assert (built.last_name_latin, built.sex, built.birth_date) == ("IVANOVA", "female", date(1986, 11, 28))
    assert (built.patronymic, built.phone) == (None, "+48600000000")


def test_a_person_with_one_name_types_a_hyphen_and_finds_it_again() -> None:
    form = filled(PersonalForm(lambda: TODAY), **{**PERSONAL, "first_name": "-", "first_name_latin": "\u2013"})
    built = form.build()
    assert (built.first_name, built.first_name_latin) == (None, None)
    again = PersonalForm(lambda: TODAY)
    again.load(built.model_dump())
    assert (again.texts["first_name"], again.texts["first_name_latin"], again.texts["patronymic"]) == ("-", "-", "")
    assert again.build() == built


def test_a_cyrillic_name_gets_a_proposal_and_stays_as_typed() -> None:
    form = filled(PersonalForm(lambda: TODAY), last_name_latin="Иванова")
    form.check()
    error = form.error("last_name_latin")
    assert error
    assert "IVANOVA" in error.message()
    assert form.tidy("last_name_latin") == "Иванова"


def test_passport_details_are_built_from_the_eight_fields() -> None:
    built = filled(PassportForm(lambda: TODAY), **PASSPORT).build()
    assert isinstance(built, PassportDetails)
    assert (built.number, built.series, built.nationality) == ("ZZ1234567", None, "POL")


def test_the_document_types_are_those_of_the_model() -> None:
    choices = PassportForm.fields[0].options("")
    assert tuple(choice.code for choice in choices) == DOCUMENT_TYPES


@pytest.mark.parametrize(
    ("issued", "expires", "found"),
    [
        ("28.11.2021", "27.11.2021", {"expiry_date": "expired"}),
        ("24.11.2026", "24.11.2030", {"issue_date": "future"}),
        ("23.11.2026", "23.11.2026", {"expiry_date": "before_issue"}),
        ("28.11.2021", "03/04/2031", {"expiry_date": "ambiguous"}),
        ("31.04.2021", "23.11.2026", {"issue_date": "impossible"}),
        ("28.11", "23.11.2026", {"issue_date": "no_year"}),
    ],
)
def test_the_dates_of_a_passport(issued: str, expires: str, found: dict[str, str]) -> None:
    form = filled(PassportForm(lambda: TODAY), **{**PASSPORT, "issue_date": issued, "expiry_date": expires})
    assert kinds(form) == found


def test_an_ambiguous_date_names_both_days_and_what_to_type() -> None:
    form = filled(PersonalForm(lambda: TODAY), birth_date="07/08/1986")
    form.check()
    error = form.error("birth_date")
    assert error
    assert "1986-08-07" in error.message()
    assert "Tue 8 Jul 1986" in error.message()


@pytest.mark.parametrize(
    ("form", "texts", "built"),
    [
        (SettingsForm, {"language": "ru", "email_notices": "yes"}, AccountSettings(language="ru", email_notices=True)),
        (SettingsForm, {"language": "1"}, AccountSettings(language="en", email_notices=False)),
        (EmailForm, {"email": "a@b.test", "password": "x"}, EmailChange(email="a@b.test", password="x")),
        (
            PasswordForm,
            {"old_password": "x", "password": "long enough", "password_again": "long enough"},
            PasswordChange(old_password="x", password="long enough"),
        ),
        (SignInForm, {"login": "a@b.test", "password": " x "}, SignIn(login="a@b.test", password=" x ")),
    ],
)
def test_account_forms(form: type[Form], texts: dict[str, str], built: Any) -> None:
    assert filled(form(), **texts).build() == built


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ("", "", {"begin_date": "missing", "end_date": "missing"}),
        ("22.11.2026", "8d", {"begin_date": "past", "end_date": "no_begin"}),
        ("t", "22.11.2026", {"end_date": "before_begin"}),
        ("t", "366d", {"end_date": "too_long"}),
        ("+366", "", {"begin_date": "too_far", "end_date": "missing"}),
        ("+365", "365d", {}),
    ],
)
def test_the_days_of_a_policy(begin: str, end: str, found: dict[str, str]) -> None:
    form = filled(PeriodForm(lambda: TODAY), begin_date=begin, end_date=end)
    assert kinds(form) == found


def test_the_period_is_known_as_soon_as_both_days_are() -> None:
    form = PeriodForm(lambda: TODAY)
    form.answer("begin_date", "+5")
    assert form.period() is None
    form.answer("end_date", "8d")
    assert form.period() == Period(date(2026, 11, 28), date(2026, 12, 5))
    assert (form.echo("begin_date"), form.echo("end_date")) == ("Sat 28 Nov 2026", "Sat 5 Dec 2026")
    assert form.snapshot() == {"begin_date": "28.11.2026", "end_date": "05.12.2026"}
    form.answer("begin_date", "soon")
    assert form.snapshot() == {"begin_date": "soon", "end_date": "8d"}


def test_the_policyholder_is_insured_unless_the_tick_is_taken_away() -> None:
    form = InsuredForm(lambda: TODAY)
    assert [field.id for field in form.visible()] == ["policyholder_is_insured", "country_of_residence"]
    assert kinds(form) == {"country_of_residence": "missing"}
    form.answer("country_of_residence", "Belarus")
    assert form.build() is None
    assert form.values() == {"policyholder_is_insured": True, "country_of_residence": "BLR"}


def test_another_person_has_ten_fields_and_residence_comes_last() -> None:
    form = InsuredForm(lambda: TODAY)
    filled(form, **INSURED)
    assert [field.id for field in form.visible()][1:] == list(person.Insured.model_fields)
    built = form.build()
    assert built
    assert person.full_name(built) == "MAGDALENA KOWALSKA"
    assert built.country_of_residence == "POL"


def test_ticking_again_keeps_what_was_typed_about_the_other() -> None:
    form = InsuredForm(lambda: TODAY)
    filled(form, **INSURED)
    form.answer("policyholder_is_insured", "yes")
    assert form.build() is None
    form.answer("policyholder_is_insured", "")
    assert form.build()


def test_the_last_tick_is_needed() -> None:
    form = ConfirmForm()
    with pytest.raises(FormRejected):
        form.values()
    form.answer("confirmed", "yes")
    assert form.values() == {"confirmed": True}


def test_the_insurers_field_errors_stand_at_their_fields() -> None:
    form = InsuredForm(lambda: TODAY)
    filled(form, **INSURED)
    wrong = [FieldProblem(pointer="/insured/passport_number", code="passport_number.format")]
    assert form.refuse(Problem(status=422, code="validation", field_errors=wrong))
    error = form.error("passport_number")
    assert error
    assert error.message() == "Passport number must be 4 to 20 Latin letters and digits."
    assert not form.refuse(Problem(status=422, code="validation"))
    assert form.error("passport_number")


def test_the_list_of_a_country_field_narrows_with_each_letter() -> None:
    field = PassportForm(lambda: TODAY).field("nationality")
    everything = field.options("")
    assert len(everything) > 240
    assert [choice.label for choice in everything] == sorted(choice.label for choice in everything)
    assert [choice.code for choice in field.options("pola")] == ["POL"]
    assert PassportForm().field("number").options("1") == []


def test_a_form_knows_whether_somebody_has_begun_and_where_answers_came_from() -> None:
    form = InsuredForm(lambda: TODAY)
    assert form.untouched()
    form.load({"policyholder_is_insured": False, "phone": "+48600000000", "unknown": "x"}, mark="carried")
    assert not form.untouched()
    assert form.marks == {"phone": "carried"}
    form.answer("phone", "+48600000000")
    assert form.marks
    form.answer("phone", "+48600000001")
    assert form.marks == {}
    assert form.value("phone") == "+48600000001"
    assert form.value("birth_date") is None


def test_what_was_kept_comes_back_without_secrets() -> None:
    form = filled(SignUpForm(), email="a@example.test", password="long enough", residence_country="Pol")
    kept = form.snapshot()
    assert set(kept) == {"residence_country", "email", "adult_confirmed"}
    again = SignUpForm()
    again.restore({**kept, "gone": "x"})
    assert (again.texts["email"], again.texts["residence_country"]) == ("a@example.test", "Pol")


def test_two_forms_build_nothing_by_themselves() -> None:
    with pytest.raises(NotImplementedError):
        filled(ConfirmForm(), confirmed="yes").build()


@pytest.mark.parametrize("text", ["Another country", "anot", "XXX", "Другая страна"])
def test_another_country_can_be_chosen(text: str) -> None:
    form = filled(SignUpForm(), residence_country=text)
    assert form.value("residence_country") == "XXX"
    assert form.tidy("residence_country") == "Another country"
    assert form.value("residence_country") == "XXX"
    assert form.field("residence_country").options("qqq")[0].label == "Another country"
    assert residence_name("POL") == "Poland"


def test_an_optional_secret_may_be_left_out() -> None:
    field = replace(PASSWORD, required=False)
    assert field.parse("", Surroundings(TODAY, {})) is None


def test_a_phone_number_is_sent_compact_and_stays_in_its_groups() -> None:
    form = filled(PersonalForm(lambda: TODAY), phone="+48 600 000-000")
    assert form.tidy("phone") == "+48 600 000-000"
    assert form.value("phone") == "+48600000000"
