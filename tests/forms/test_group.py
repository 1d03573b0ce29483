"""Columns of a list: known by any name that a shipped language has for them, else guessed by what they hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.forms import group_headers
from omi_tui.forms.form import FormRejected
from omi_tui.forms.group import QUESTIONS, Columns, ColumnsForm, SharedForm, TravellerForm, answers, guess
from omi_tui.forms.group_headers import NOT_USED, named, names
from omi_tui.forms.insured import InsuredForm
from omi_tui.text import i18n
from omi_tui.text.i18n import LANGUAGES, set_language

TODAY = date(2026, 11, 24)
IDS = tuple(question.id for question in QUESTIONS)
PERSON = ["KOWALSKA", "ANNA", "1986-11-28", "POL", "ZZ", "1234567", "", "ul. Lipowa 12", "+48600000000", "POL"]


def today() -> date:
    return TODAY


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def test_a_row_is_asked_what_another_insured_person_is_asked() -> None:
    assert TravellerForm.fields == tuple(InsuredForm.fields[1:])
    assert set(SharedForm.fields[0].messages) == set(InsuredForm.fields[-3].messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_in_any_shipped_language(language: str) -> None:
    header = [i18n.in_language(language, question.label).upper() for question in QUESTIONS]
    found = guess([header, PERSON], TODAY)
    assert found.ids == IDS
    assert found.header
    assert found.sure


def test_no_name_means_two_columns() -> None:
    for language in LANGUAGES:
        labels = [i18n.in_language(language, question.label) for question in QUESTIONS]
        assert len(set(labels)) == len(labels)
    assert set(names().values()) == {*IDS, NOT_USED}


def test_no_usual_word_stands_for_two_columns() -> None:
    words = [(word.strip(), field_id) for field_id, said in group_headers._WORDS.items() for word in said.split(";")]
    words += [(word.strip(), NOT_USED) for word in group_headers._OTHERS.split(";")]
    for word, field_id in words:
        assert names()[group_headers._folded(word)] == field_id, word


SHORT = {
    "en": "Surname;Given name(s);Date of birth (dd.mm.yyyy);Nationality;Passport No.;Home address;Mobile phone;Country",
    "ru": "Фамилия (лат.);Имя (лат.);Дата рождения (дд.мм.гггг);Гражданство;Паспорт №;Адрес;Телефон;Страна",
    "be": "Прозвішча;Імя;Дата нараджэння;Грамадзянства;№ пашпарта;Адрас;Тэлефон;Краіна",
    "lt": "Pavardė;Vardas;Gimimo data;Pilietybė;Paso Nr.;Adresas;Telefonas;Gyvenamoji šalis",
    "lv": "Uzvārds;Vārds;Dzimšanas datums;Pilsonība;Pases Nr.;Adrese;Tālrunis;Dzīvesvietas valsts",
    "pl": "Nazwisko;Imię;Data ur.;Obywatelstwo;Nr paszportu;Adres;Telefon komórkowy;Kraj",
    "de": "Name;Vorname;Geb.-Datum;Staatsangehörigkeit;Reisepass-Nr.;Anschrift;Handy;Wohnland",
    "zh_Hans": "姓;名;出生日期;国籍;护照号;地址;手机;居住国",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_headers_in_any_shipped_language(language: str) -> None:
    wanted = [*IDS[:4], "passport_number", "address", "phone", "country_of_residence"]
    assert named(SHORT[language].split(";")) == wanted


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        ("№;Фамилия;Имя;Пол;Document No", "-;last_name_latin;first_name_latin;-;passport_number"),
        ("Surname;Name", "last_name_latin;first_name_latin"),
        ("Name;Given names", "last_name_latin;first_name_latin"),
        ("Name;Remarks", ";-"),
        ("Surname;First name;Name", "last_name_latin;first_name_latin;-"),
        ("Фамилия;Фамилия (лат.);Имя", "-;last_name_latin;first_name_latin"),
        ("Паспорт (серия);Паспорт (номер);Паспорт (дата выдачи)", "passport_series;passport_number;"),
        ("№ паспорта;Date of birth;Date of issue", "passport_number;birth_date;-"),
        ("(;)", ";"),
    ],
)
def test_what_a_header_means(header: str, ids: str) -> None:
    assert named(header.split(";")) == ids.split(";")


def test_which_of_two_names_is_the_last_is_never_told_by_what_they_hold() -> None:
    rows = [["Traveller", "Second", "Born", "Passport"], ["VYTAUTAS", "KAZLAUSKAS", "2001-01-31", "LT5550123"]]
    found = guess(rows, TODAY)
    assert found.ids[:2] == ("last_name_latin", "first_name_latin")
    assert found.named == {"birth_date", "passport_number"}


def test_a_list_without_a_header_is_told_by_what_it_holds() -> None:
    rows = [
        ["NOWAK", "JAN", "12.03.1979", "POL", "ZZ1234567", "ul. Lipowa 12, Bialystok", "+48600000001"],
        ["BERZINS", "JANIS", "14.07.1990", "LVA", "LV7654321", "Brivibas 7, Riga", "+37120000003"],
    ]
    found = guess(rows, TODAY)
    assert not found.header
    assert not found.sure
    ids = ("last_name_latin", "first_name_latin", "birth_date", "citizenship", "passport_number", "address", "phone")
    assert found.ids == ids
    assert answers(rows[0], found, TODAY)["birth_date"] == "12.03.1979"
    assert answers(rows[0], found, TODAY)["country_of_residence"] == ""


def test_a_column_that_nobody_knows_is_left_out_until_the_person_says() -> None:
    rows = [["Surname", "Given names", "Born", "Club", "Passport"], ["NOWAK", "JAN", "1.2.1980", "?", "ZZ1234567"]]
    found = guess(rows, TODAY)
    assert found.ids == ("last_name_latin", "first_name_latin", "birth_date", NOT_USED, "passport_number")
    assert not found.sure
    form = ColumnsForm(rows, found, today)
    assert [field.label for field in form.fields] == rows[0]
    assert [field.hint for field in form.fields] == rows[1]
    form.answer("column_3", "birth_date")
    with pytest.raises(FormRejected):
        form.columns()
    assert [error.code for error in form.errors] == ["column_3.twice"]
    form.answer("column_3", "address")
    assert form.columns().ids[3] == "address"


@pytest.mark.parametrize(
    ("field_id", "cell", "text"),
    [
        ("birth_date", "31607", "1986-07-14"),
        ("birth_date", "31607.0", "1986-07-14"),
        ("birth_date", "46350", "2026-11-24"),
        ("birth_date", "46351", "46351"),
        ("birth_date", "1986", "1986"),
        ("birth_date", "1986-07-14 00:00:00", "1986-07-14"),
        ("birth_date", "1986-07-14T00:00:00.000", "1986-07-14"),
        ("birth_date", "14.07.1986 0:00", "14.07.1986"),
        ("birth_date", "7/14/1986 12:00:00 AM", "7/14/1986"),
        ("birth_date", "14.07.1986 10:30", "14.07.1986 10:30"),
        ("passport_number", "1234567.0", "1234567"),
        ("passport_number", "0012345.00", "0012345"),
        ("passport_number", "31607", "31607"),
        ("passport_number", "12.5", "12.5"),
        ("address", "Lipowa 12.0", "Lipowa 12.0"),
    ],
)
def test_what_spreadsheet_programs_put_into_a_cell(field_id: str, cell: str, text: str) -> None:
    columns = Columns((field_id,), True, True)
    assert answers([cell], columns, TODAY)[field_id] == text


def test_days_with_a_midnight_are_told_by_their_looks() -> None:
    found = guess([["NOWAK", "1986-07-14 00:00:00", "ZZ1234567"], ["BERZINS", "1.2.1980 0:00", "LV7654321"]], TODAY)
    assert found.ids[1] == "birth_date"


def test_shared_answers_may_be_left_out_but_not_wrong() -> None:
    form = SharedForm(today)
    assert not form.check()
    form.answer("phone", "12")
    assert [error.code for error in form.check()] == ["phone.format"]


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_cells_lead_to_one_answer_for_each_column(rows: list[list[str]]) -> None:
    found = guess(rows, TODAY)
    used = [field_id for field_id in found.ids if field_id != NOT_USED]
    assert len(found.ids) == 3
    assert len(set(used)) == len(used)
    assert set(used) <= set(IDS)
