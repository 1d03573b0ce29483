"""Reading machine-readable zones: the specimens verbatim, and everything that a zone may leave unsaid (K05)."""

from dataclasses import replace
from datetime import date

import pytest

from omi_tui.model import mrz
from omi_tui.model.mrz import Document, NotMrz
from tests.model.zones import SPECIMENS, TODAY, Zone, rows_of

PLAIN = Zone("TD3", personal="86071400000")


def read(zone: Zone) -> Document:
    return mrz.read(zone.rows(), TODAY)


def changed(rows: list[str], row: int, column: int, char: str) -> list[str]:
    """*rows* with another character; row and column count from 1, as the tables of Doc 9303 do."""
    text = rows[row - 1]
    return [*rows[: row - 1], text[: column - 1] + char + text[column:], *rows[row:]]


@pytest.mark.parametrize("name", SPECIMENS)
def test_every_digit_of_the_specimens_is_verified(name: str) -> None:
    document = mrz.read(rows_of(name), TODAY)
    assert document.format == name.split()[0]
    visa = name.startswith("MRV")
    printed = {"document_number", "birth_date", "expiry_date"} | (set() if visa else {"composite"})
    if document.format == "TD3" and document.personal_number:
        printed.add("personal_number")
    assert {check for check, verdict in document.checks.items() if verdict == "verified"} == printed
    assert "refuted" not in document.checks.values()
    assert document.valid is not visa
    assert document.rows == tuple(rows_of(name))


def test_the_specimen_of_a_passport_field_by_field() -> None:
    document = mrz.read(rows_of("TD3"), TODAY)
    assert document._replace(checks={}, rows=()) == Document(
        "TD3",
        type="P",
        surname="ERIKSSON",
        given_names="ANNA MARIA",
        document_number="L898902C3",
        issuing_state="UTO",
        nationality="UTO",
        birth_date=date(1974, 8, 12),
        birth_text="740812",
        sex="F",
        expiry_date=date(2012, 4, 15),
        personal_number="ZE184226B",
        checks={},
        warnings=("expired", "nationality_unknown"),
        repairs=(),
        rows=(),
    )


@pytest.mark.parametrize("name", ["TD1 long number", "TD2 long number"])
def test_a_long_number_goes_on_in_the_optional_field(name: str) -> None:
    document = mrz.read(rows_of(name), TODAY)
    assert (document.document_number, document.personal_number) == ("D23145890734", "")
    assert document.checks["document_number"] == "verified"
    assert document.expiry_date == date(2095, 7, 12)


def test_what_follows_a_long_number_is_the_personal_number() -> None:
    document = read(Zone("TD1", type="I", number="D23145890734", personal="8607140"))
    assert (document.document_number, document.personal_number) == ("D23145890734", "8607140")


def test_a_passport_has_no_long_number() -> None:
    rows = changed(rows_of("TD3"), 2, 10, "<")
    assert mrz.read(rows, TODAY).checks["document_number"] == "refuted"


@pytest.mark.parametrize("printed", ["<", "0"])
def test_the_digit_of_an_empty_personal_number_is_a_filler_or_nought(printed: str) -> None:
    document = mrz.read(changed(rows_of("TD3 of Germany"), 2, 43, printed), TODAY)
    assert document.checks["personal_number"] == {"<": "not_printed", "0": "verified"}[printed]
    assert document.valid


def test_a_document_without_a_number_is_refuted() -> None:
    assert read(replace(PLAIN, number="")).checks["document_number"] == "refuted"


@pytest.mark.parametrize(
    ("printed", "code", "known"),
    [
        *(("D", "DEU", True), ("GBD", "GBD", True), ("GBN", "GBN", True), ("GBO", "GBO", True)),
        *(("GBP", "GBP", True), ("GBS", "GBS", True), ("XXA", "XXA", True), ("XXB", "XXB", True)),
        *(("XXC", "XXC", True), ("XXX", "XXX", True), ("RKS", "RKS", True), ("UNO", "UNO", True)),
        *(("UNA", "UNA", True), ("EUE", "EUE", True), ("XOM", "XOM", True), ("GBR", "GBR", True)),
        *(("UTO", "UTO", False), ("QQQ", "QQQ", False), ("PL", "PL", False), ("E", "E", False)),
    ],
)
def test_codes_beyond_the_countries(printed: str, code: str, known: bool) -> None:
    document = read(replace(PLAIN, nationality=printed))
    assert document.nationality == code
    assert ("nationality_unknown" in document.warnings) is not known
    assert read(replace(PLAIN, issuing_state=printed)).issuing_state == code


def test_the_issuing_state_is_not_the_nationality() -> None:
    document = read(replace(PLAIN, issuing_state="D", nationality="XXB"))
    assert (document.issuing_state, document.nationality) == ("DEU", "XXB")


@pytest.mark.parametrize(
    ("printed", "day", "warning"),
    [
        ("7408<<", None, "birth_unknown"),
        ("74<<<<", None, "birth_unknown"),
        ("<<<<<<", None, "birth_unknown"),
        ("740000", None, "birth_unknown"),
        ("741399", None, "birth_unreadable"),
        ("740230", None, "birth_unreadable"),
        ("7408<1", None, "birth_unreadable"),
        ("261124", date(2026, 11, 24), ""),
        ("261125", date(1926, 11, 25), ""),
        ("000229", date(2000, 2, 29), ""),
        ("280229", date(1928, 2, 29), ""),
    ],
)
def test_births(printed: str, day: date | None, warning: str) -> None:
    document = read(replace(PLAIN, birth=printed))
    assert (document.birth_date, document.birth_text) == (day, printed)
    assert document.checks["birth_date"] == "verified"
    assert document.valid is (warning != "birth_unreadable")
    assert [code for code in document.warnings if code.startswith("birth")] == [warning] * bool(warning)


@pytest.mark.parametrize(
    ("printed", "day", "warnings"),
    [
        ("261124", date(2026, 11, 24), ()),
        ("261123", date(2026, 11, 23), ("expired",)),
        ("<<<<<<", None, ("expiry_unknown",)),
        ("311350", None, ("expiry_unreadable",)),
    ],
)
def test_expiries(printed: str, day: date | None, warnings: tuple[str, ...]) -> None:
    document = read(replace(PLAIN, expiry=printed))
    assert (document.expiry_date, document.warnings) == (day, warnings)


@pytest.mark.parametrize(
    ("field", "surname", "given_names", "warnings"),
    [
        ("ARKFREITH", "ARKFREITH", "", ("one_name",)),
        ("<<ARKFREITH", "ARKFREITH", "", ("one_name",)),
        ("VAN<DER<BERG<<JAN<PIET", "VAN DER BERG", "JAN PIET", ()),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ<<ABCDEFGHIJK", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJK", ("name_truncated",)),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM", "", ("name_truncated",)),
        ("ERIKSS0N<<ANNA", "ERIKSS0N", "ANNA", ("name_unreadable",)),
        ("", "", "", ("name_unreadable",)),
    ],
)
def test_names(field: str, surname: str, given_names: str, warnings: tuple[str, ...]) -> None:
    rows = PLAIN.rows()
    document = mrz.read([rows[0][:5] + field.ljust(39, "<"), rows[1]], TODAY)
    assert (document.surname, document.given_names, document.warnings) == (surname, given_names, warnings)
    assert document.valid is (warnings != ("name_unreadable",))


@pytest.mark.parametrize(("printed", "sex"), [("F", "F"), ("M", "M"), ("<", "X"), ("X", "X"), ("E", "")])
def test_sexes(printed: str, sex: str) -> None:
    document = read(replace(PLAIN, sex=printed))
    assert document.sex == sex
    assert document.valid is bool(sex)


@pytest.mark.parametrize("name", ["MRVA", "MRVB"])
def test_a_visa_is_read_and_never_valid(name: str) -> None:
    document = mrz.read(rows_of(name), TODAY)
    assert document.warnings[0] == "visa"
    assert not document.valid
    assert (document.surname, document.nationality) == ("ERIKSSON", "XXX")
    assert document.checks["composite"] == document.checks["personal_number"] == "not_printed"


@pytest.mark.parametrize(
    ("name", "row", "column", "wrong", "repairs"),
    [
        ("TD3", 2, 6, "O", [("document_number", "L8989O2C36", "L898902C36")]),
        ("TD3", 2, 16, "O", [("birth_date", "74O8122", "7408122")]),
        ("TD3", 2, 17, "B", [("birth_date", "740B122", "7408122")]),
        ("TD3", 2, 22, "I", [("expiry_date", "I204159", "1204159")]),
        ("TD3", 2, 27, "S", [("expiry_date", "12041S9", "1204159")]),
        ("TD3", 2, 43, "I", [("personal_number", "ZE184226B<<<<<I", "ZE184226B<<<<<1")]),
        ("TD3", 2, 44, "O", [("composite", "O", "0")]),
        ("TD2", 2, 9, "O", [("document_number", "D2314589O7", "D231458907")]),
    ],
)
def test_repairs(name: str, row: int, column: int, wrong: str, repairs: list[tuple[str, str, str]]) -> None:
    """One misread character is proposed as its digits prove it, with before and after, and is not taken."""
    misread = changed(rows_of(name), row, column, wrong)
    document = mrz.read(misread, TODAY)
    right = mrz.read(rows_of(name), TODAY)
    assert [(each.field, each.before, each.after) for each in document.repairs] == repairs
    assert document.rows == tuple(misread)
    assert not document.valid
    assert mrz.read(document.repairs[0].rows, TODAY) == right


def test_two_fields_are_repaired_one_after_the_other() -> None:
    rows = changed(changed(rows_of("TD3"), 2, 6, "O"), 2, 16, "O")
    document = mrz.read(rows, TODAY)
    assert [each.field for each in document.repairs] == ["document_number", "birth_date"]
    half = mrz.read(document.repairs[0].rows, TODAY)
    assert [each.field for each in half.repairs] == ["birth_date"]
    assert mrz.read(half.repairs[0].rows, TODAY).valid


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        (7, "Z"),  # 2 for Z, or B for the 8 in the second place: both make the digit right
        (6, "Q"),  # no look-alike
        (19, "Q"),  # a date, and no digit that it looks like
    ],
)
def test_no_repair_where_nothing_is_proved(column: int, wrong: str) -> None:
    document = mrz.read(changed(rows_of("TD3"), 2, column, wrong), TODAY)
    assert not document.valid
    assert document.repairs == ()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "not_mrz"),
        ([""], "not_mrz"),
        (["P<POL"], "not_mrz"),
        (["A" * 44], "not_mrz"),
        (["A" * 43, "A" * 45], "not_mrz"),
        (["1" * 44, "A" * 44], "not_mrz"),
        (["A" * 44, "a" * 44], "characters"),
        (["A" * 44, "Ж" * 44], "characters"),
        (["A" * 40, "A" * 40], "not_mrz"),
        (["A" * 36] * 3, "not_mrz"),
    ],
)
def test_what_is_no_zone(rows: list[str], code: str) -> None:
    with pytest.raises(NotMrz) as refused:
        mrz.read(rows, TODAY)
    assert refused.value.code == code
    assert refused.value.args == (code,)


def test_every_warning_is_declared() -> None:
    zones = [PLAIN, replace(PLAIN, birth="<<<<<<", sex="E", expiry="<<<<<<", nationality="QQQ", given_names="")]
    assert {code for zone in zones for code in read(zone).warnings} <= set(mrz.WARNINGS)
