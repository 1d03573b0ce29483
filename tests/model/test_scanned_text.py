"""What scanners type: every specimen in every dirty form comes out as the rows that were printed (K05)."""

from collections.abc import Callable

import pytest

from omi_tui.model.mrz import NotMrz
from omi_tui.model.scanned_text import documents, scan
from tests.model.zones import SPECIMENS, TODAY, rows_of
from tests.scanned import passport

US = "QWERTYUIOPASDFGHJKLZXCVBNM<"
KEYBOARDS = {
    "ru": "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬБ",
    "be": "ЙЦУКЕНГШЎЗФЫВАПРОЛДЯЧСМІТЬБ",
    "uk": "ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬБ",
    "de": "QWERTZUIOPASDFGHJKLYXCVBNM;",
}
"""The letters that the keys of :data:`US` give on another layout, Shift and comma at the end."""


def typed(text: str, layout: str) -> str:
    """What the keys of *text* give on *layout*."""
    return text.translate(str.maketrans(US, KEYBOARDS[layout]))


def framed(rows: list[str], head: str = '\x01\x5fOU\x02"', tail: str = "\x03K") -> str:
    """The frame of a serial reader: a passport begins with an empty row, padding is ``_``."""
    body = rows if len(rows) == 3 else ["", *rows]
    return head + "".join(row.replace("<", "_") + "\r" for row in body) + tail


FORMS: dict[str, Callable[[list[str]], str]] = {
    "CR": lambda rows: "".join(f"{row}\r" for row in rows),
    "LF": lambda rows: "\n".join(rows),
    "CRLF": lambda rows: "".join(f"{row}\r\n" for row in rows),
    "Tab": lambda rows: "".join(f"{row}\t" for row in rows),
    "nothing between": "".join,
    "nothing between, then CR": lambda rows: "".join(rows) + "\r",
    "a blank between": " ".join,
    "leading empty rows": lambda rows: "\r\r\n\r\n" + "\r".join(rows) + "\r\r\r",
    "underscores": lambda rows: "\r".join(rows).replace("<", "_"),
    "blanks": lambda rows: "\r".join(rows).replace("<", " "),
    "blanks and nothing between": lambda rows: "".join(rows).replace("<", " "),
    "commas, no Shift": lambda rows: "\r".join(rows).lower().replace("<", ","),
    "guillemets": lambda rows: "\n".join(rows).replace("<<", "«").replace("<", "‹"),
    "small letters": lambda rows: "\r".join(rows).lower(),
    "small letters, nothing between": lambda rows: "".join(rows).lower(),
    "no fillers at the ends": lambda rows: "\n".join(row.rstrip("<") for row in rows),
    "no fillers at the end of all": lambda rows: "".join(rows).rstrip("<"),
    "too many fillers": lambda rows: "\r".join(row.ljust(50, "_") for row in rows),
    "indented": lambda rows: "\n".join(f"      {row}  " for row in rows),
    "a frame": framed,
    "a frame whose length is a line's end": lambda rows: framed(rows, "\x01\r\nOU\x020", "\x03\r"),
    "a frame without a flag": lambda rows: framed(rows, "\x01_OU\x02"),
    "a bare frame": lambda rows: "\x02" + "\r".join(rows) + "\x03",
    "a frame without ends": lambda rows: "\x01_OU\x020" + "".join(rows) + "\x03!",
    "a bracketed paste": lambda rows: "\x1b[200~" + "\n".join(rows) + "\x1b[201~",
    "a byte order mark": lambda rows: "\ufeff" + "\n".join(rows),
    "prose around": lambda rows: "Passport: see below\n" + "\n".join(rows) + "\nwith best wishes",
}


@pytest.mark.parametrize("name", SPECIMENS)
@pytest.mark.parametrize("form", FORMS)
def test_dirty_forms(name: str, form: str) -> None:
    found = scan(FORMS[form](rows_of(name)))
    assert found.documents_rows == (tuple(rows_of(name)),)
    assert found.layout == ""
    assert bool(found.rest) is (form == "prose around")


@pytest.mark.parametrize("name", SPECIMENS)
@pytest.mark.parametrize("layout", KEYBOARDS)
@pytest.mark.parametrize("end", ["\r", "\t", ""])
@pytest.mark.parametrize("small", [False, True])
def test_the_layout_under_the_scanner_is_mapped_back_and_said(name: str, layout: str, end: str, small: bool) -> None:
    text = typed(end.join(rows_of(name)), layout)
    found = scan(text.lower() if small else text)
    rows = "".join(rows_of(name))
    if found.layout == "unsure":
        assert (layout, {"B", "O", "S"} & set(rows)) in (("uk", {"S"}), ("be", {"B"}))
        return
    assert found.documents_rows == (tuple(rows_of(name)),)
    alike = (layout == "be" and not {"O", "B"} & set(rows)) or (layout == "uk" and "S" not in rows)
    assert found.layout == ("ru" if alike else layout)
    (document,) = documents(text, TODAY)
    assert document.warnings[-1] == f"layout_{found.layout}"


@pytest.mark.parametrize(
    ("layout", "surname", "number", "state"),
    [
        ("uk", "KLISA", "1234567", "USA"),  # UBA is no state
        ("be", "KLIBA", "1234567", "BLR"),
        ("uk", "KLISA", "S1234567", "LTU"),  # the number's digit tells S from B
        ("be", "KLIBA", "B1234567", "LTU"),
        ("uk", "KLISOW", "1234567", "LTU"),
        ("be", "KLIBOW", "1234567", "LTU"),
    ],
)
def test_a_letter_of_two_layouts_is_read_as_the_rest_of_the_rows_has_it(
    layout: str, surname: str, number: str, state: str
) -> None:
    rows = passport(surname, "ANNA", number, state)
    for text in (typed("\r".join(rows), layout), typed("".join(rows), layout).lower()):
        (document,) = documents(text, TODAY)
        assert document.rows == rows
        assert document.warnings == (f"layout_{layout}",)
        assert document.valid


@pytest.mark.parametrize(("layout", "surname"), [("uk", "KLISA"), ("be", "KLIBA")])
def test_a_letter_of_two_layouts_that_nothing_decides_is_not_taken_for_sure(layout: str, surname: str) -> None:
    """Another passport of the same scanner decides it; words around say nothing."""
    text = typed("\r".join(passport(surname, "ANNA", "1234567", "LTU")), layout)
    for around in ("", "\rПаспорт выдан: Щучин, Минск"):
        (document,) = documents(text + around, TODAY)
        assert document.warnings == ("layout_unsure",)
        assert not document.valid
    two = documents(text + "\r" + typed("\r".join(rows_of("TD3 of Poland")), layout), TODAY)
    assert [each.surname for each in two] == [surname, "KOWALSKA"]
    assert all(each.valid for each in two)


def test_the_german_layout_swaps_y_and_z() -> None:
    rows = ["P<POLZAJAC<<KRZYSZTOF<<<<<<<<<<<<<<<<<<<<<<<", rows_of("TD3 of Poland")[1]]
    (document,) = documents("P;POLYAJAC;;KRYZSYTOF".ljust(44, ";") + "\r" + typed(rows[1], "de"), TODAY)
    assert (document.surname, document.given_names, document.document_number) == ("ZAJAC", "KRZYSZTOF", "ZZ1234567")
    assert document.rows == tuple(rows)


def test_the_german_layout_with_shift_locked() -> None:
    """Digits come as the signs above them, capitals as small letters, ``<`` as the comma."""
    locked = str.maketrans("1234567890;", '!"§$%&/()=,')
    text = typed("\r".join(rows_of("TD3")), "de").lower().translate(locked)
    assert scan(text)[:2] == ((tuple(rows_of("TD3")),), "de")


def test_prose_is_no_layout() -> None:
    """Words in Cyrillic around the rows say nothing of the keyboard that typed the rows."""
    rows = rows_of("TD3")
    assert scan("\n".join(["Паспорт Анны:", *rows, "Жду ответа; спасибо"]))[:2] == ((tuple(rows),), "")


def test_every_scan_may_have_a_layout_of_its_own() -> None:
    first, second = rows_of("TD3"), rows_of("TD1")
    found = scan("\n".join([*first, typed("\n".join(second), "ru")]))
    assert found[:2] == ((tuple(first), tuple(second)), "ru")


def test_a_frame_through_a_russian_layout() -> None:
    text = framed(rows_of("TD3"), "\x01_ЩГ\x02").translate(str.maketrans(US, KEYBOARDS["ru"]))
    assert scan(text)[:2] == ((tuple(rows_of("TD3")),), "ru")


@pytest.mark.parametrize("first", SPECIMENS)
@pytest.mark.parametrize("second", SPECIMENS)
def test_two_scans_in_a_row(first: str, second: str) -> None:
    both = (tuple(rows_of(first)), tuple(rows_of(second)))
    assert scan("\r".join([*both[0], *both[1]])).documents_rows == both
    assert scan("".join([*both[0], *both[1]])).documents_rows == both
    assert scan(framed(rows_of(first)) + framed(rows_of(second))).documents_rows == both
    assert scan(framed(rows_of(first)) + "\r\n" + framed(rows_of(second))).documents_rows == both
    if len(both[0]) == len(both[1]) and len(both[0][0]) == len(both[1][0]):
        assert scan("\r".join(both[0]) + "\r".join(both[1])).documents_rows == both


@pytest.mark.parametrize("name", SPECIMENS)
def test_half_a_scan_says_which_half(name: str) -> None:
    rows = rows_of(name)
    for end in ("\r", ""):
        for cut in range(1, len(rows)):
            for part, half in ((rows[:cut], "first"), (rows[cut:], "second")):
                if half == "second" and name.startswith("TD1") and cut == 2:
                    continue  # names alone are not told from any other text
                with pytest.raises(NotMrz) as refused:
                    scan(end.join(part) + "\r")
                assert (refused.value.code, refused.value.half) == ("incomplete", half)


@pytest.mark.parametrize("name", SPECIMENS)
@pytest.mark.parametrize("other", SPECIMENS)
def test_half_a_scan_beside_a_whole_one_is_left_out(name: str, other: str) -> None:
    """Rows of two documents never become one."""
    rows, whole = rows_of(name), rows_of(other)
    for part in (rows[:-1], rows[1:]):
        for text in ([*part, *whole], [*whole, *part]):
            found = scan("\r".join(text))
            assert found.documents_rows == (tuple(whole),)
            assert found.rest == "\n".join(part)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_mrz"),
        ("\r\n\r\n", "not_mrz"),
        ("KOWALSKA", "not_mrz"),
        ("P<", "not_mrz"),
        ("<<<<<<<<<<<<<<<<<<<<<<", "not_mrz"),
        ("Kowalska, Magdalena, born 14.07.1986 in Bialystok", "not_mrz"),
        ("ул. Ленина, 12; кв. 4", "not_mrz"),
        ("A" * 44 + "\n" + "B" * 44, "not_mrz"),
        ("1" * 88, "not_mrz"),
        ("P<POLKOWALSKA<<MAGDALENA<<<<<<<<<<<<<<<<<<<<\nZZ1234#678POL8607140F310520586071400000<<<08", "characters"),
        ("P<POLKOWA£SKA<<MAGDALENA<<<<<<<<<<<<<<<<<<<<\nZZ12345678POL8607140F310520586071400000<<<08", "characters"),
        ("P<POLKOWALSKA<<MAGD", "incomplete"),
        ("P<POLKOWALSKA<<MAGDALENA<<<<<<<<<<<<<<<<<<<<ZZ12345678POL8607140", "incomplete"),
    ],
)
def test_what_is_no_scan(text: str, code: str) -> None:
    with pytest.raises(NotMrz) as refused:
        scan(text)
    assert refused.value.code == code


def test_a_row_that_lost_a_character_is_not_filled_up() -> None:
    first, second = rows_of("TD3")
    with pytest.raises(NotMrz) as refused:
        scan(f"{first}\r{second[:-1]}\r")
    assert refused.value.code == "incomplete"


def test_a_long_text_takes_no_long_time() -> None:
    """A megabyte without one line's end, and one of ends alone, are looked at once."""
    run = "".join(rows_of("TD3")) * 10_000
    assert len(scan(run).documents_rows) == 10_000
    for text in ("P<" * 500_000, "\r" * 1_000_000, "\x01" * 1_000_000, "\x03\x02" * 300_000, "1" * 1_000_000):
        with pytest.raises(NotMrz):
            scan(text)
