"""Filling a person's form from a scanned document."""

from datetime import date

import pytest

from omi_tui.forms import scanning
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.passport import PassportForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.model.mrz import Document, read
from tests.scanned import CUT, ROWS, WRONG, passport

TODAY = date(2036, 5, 14)


def document(rows: tuple[str, ...] = ROWS) -> Document:
    return read(rows, TODAY)


@pytest.fixture
def form() -> InsuredForm:
    return InsuredForm(lambda: TODAY)


def test_a_scan_fills_the_insured_person_and_leaves_the_rest(form: InsuredForm) -> None:
    typed = {"address": "Minsk, Lipova 1", "phone": "+375291234567", "country_of_residence": "POL"}
    for field_id, text in (typed | {"passport_series": "AB", "last_name_latin": "SMITH"}).items():
        form.answer(field_id, text)
    filled = scanning.fill(form, document())
    assert filled == [
        "last_name_latin",
        "first_name_latin",
        "birth_date",
        "citizenship",
        "passport_number",
        "personal_number",
    ]
    assert {form.marks[field_id] for field_id in filled} == {"scanned"}
    assert form.texts | typed == form.texts
    person = form.build()
    assert person is not None
    assert (person.last_name_latin, person.first_name_latin) == ("KOWALSKA", "MAGDALENA")
    assert (person.birth_date, person.citizenship) == (date(1986, 7, 14), "POL")
    assert (person.passport_series, person.passport_number) == (None, "ZZ1234567")
    assert person.personal_number == "86071400000"
    assert form.scan == document()
    assert scanning.unfilled(form, document()) == "country_of_residence"


def test_what_is_typed_over_is_scanned_no_longer(form: InsuredForm) -> None:
    scanning.fill(form, document())
    form.answer("passport_number", "ZZ7654321")
    assert "passport_number" not in form.marks
    assert form.undone("passport_number")
    assert form.texts["passport_number"] == "ZZ1234567"


def test_a_refuted_field_is_filled_and_never_called_scanned(form: InsuredForm) -> None:
    scanning.fill(form, document(WRONG))
    assert form.texts["passport_number"] == "ZZ1234568"
    assert form.marks["passport_number"] == "scanned, check it"
    assert form.marks["last_name_latin"] == "scanned"


def test_a_name_that_is_cut_short_is_asked_for(form: InsuredForm) -> None:
    scanning.fill(form, document(CUT))
    assert form.marks["first_name_latin"] == "cut short, complete it"
    assert scanning.unfilled(form, document(CUT)) == "last_name_latin"


def test_one_name_is_the_last_name(form: InsuredForm) -> None:
    scanning.fill(form, document(passport("SUKARNO", "")))
    assert (form.texts["last_name_latin"], form.texts["first_name_latin"]) == ("SUKARNO", "-")
    assert form.error("first_name_latin") is None


def test_nothing_of_the_person_before_stays_beside_a_new_one(form: InsuredForm) -> None:
    scanning.fill(form, document())
    unknown = document(passport("MUSTER", "MAX", "C01X00T47", "UTO", birth="86<<<<", personal=""))
    filled = scanning.fill(form, unknown)
    assert [form.texts[each] for each in ("birth_date", "citizenship", "personal_number")] == ["", "", ""]
    assert {"birth_date", "citizenship", "personal_number"}.isdisjoint(filled)
    assert {"birth_date", "citizenship", "personal_number"}.isdisjoint(form.marks)
    assert scanning.unfilled(form, unknown) == "birth_date"


@pytest.mark.parametrize(("printed", "meant"), [("D", "DEU"), ("XXA", "XXA"), ("RKS", "RKS"), ("POL", "POL")])
def test_citizenship_is_the_nationality_and_not_the_issuing_state(form: InsuredForm, printed: str, meant: str) -> None:
    scanning.fill(form, document(passport(state="FRA", nationality=printed)))
    assert form.value("citizenship") == meant


def test_a_scan_outlives_the_program_with_its_marks(form: InsuredForm) -> None:
    scanning.fill(form, document(WRONG))
    form.answer("first_name_latin", "MAGDA")
    again = InsuredForm(lambda: TODAY)
    again.restore(form.snapshot())
    assert again.scan == document(WRONG)
    assert again.texts == form.texts
    assert again.marks == form.marks
    again.scan = None
    assert again.scan is None
    broken = InsuredForm(lambda: TODAY)
    broken.restore(form.snapshot() | {"scan": "of another program"})
    assert broken.scan is None


def test_names_are_to_be_checked_where_the_layout_does_not_tell_b_from_s(form: InsuredForm) -> None:
    scanning.fill(form, document()._replace(warnings=("layout_unsure",)))
    assert form.marks["last_name_latin"] == form.marks["first_name_latin"] == "scanned, check it"
    assert form.marks["passport_number"] == "scanned"


def test_own_details_are_filled_as_well() -> None:
    own = PassportForm(lambda: TODAY)
    assert {*scanning.fill(own, document())} == {"number", "personal_number", "expiry_date", "nationality"}
    assert (own.texts["series"], own.value("expiry_date")) == ("", date(2040, 5, 20))
    person = PersonalForm(lambda: TODAY)
    person.answer("last_name", "Ковальская")
    assert {*scanning.fill(person, document())} == {"last_name_latin", "first_name_latin", "birth_date", "sex"}
    assert (person.texts["sex"], person.texts["last_name"]) == ("female", "Ковальская")
