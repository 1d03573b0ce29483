"""What holds for every zone of the five formats, and for every text that is none (K05)."""

import string
from collections.abc import Callable
from datetime import date
from functools import partial

from hypothesis import assume, given
from hypothesis import strategies as st

from omi_tui.model import mrz, scanned_text
from omi_tui.model.country import CODES
from omi_tui.model.mrz import NotMrz
from omi_tui.model.mrz_layouts import ALLOWED, layout_of
from tests.model.zones import ALPHABET, TODAY, WIDTHS, Zone, zones

CHARS = ALLOWED.decode()


def value(char: str) -> int:
    return 0 if char == "<" else ALPHABET.index(char) % 10


def day(text: str) -> date | None:
    century = "19" if f"20{text}" > f"{TODAY:%Y%m%d}" else "20"
    return date.fromisoformat(century + text)


def refusal(reading: Callable[[], object]) -> str:
    """Why *reading* refuses; empty where it reads something. Any other exception is a failure."""
    try:
        read = reading()
    except NotMrz as refused:
        return f"{refused.code} {refused.half}".strip()
    return "" if read else "nothing"


@given(zones())
def test_what_is_written_is_read(zone: Zone) -> None:
    document = mrz.read(zone.rows(), TODAY)
    assert "refuted" not in document.checks.values()
    assert (document.format, document.type) == (zone.format, zone.type)
    assert document.document_number == zone.number
    assert document.personal_number == zone.personal
    assert document.issuing_state == zone.issuing_state.replace("D", "DEU", zone.issuing_state == "D")
    assert document.nationality == zone.nationality.replace("D", "DEU", zone.nationality == "D")
    assert document.nationality in CODES
    assert document.birth_date == day(zone.birth)
    assert document.expiry_date == date.fromisoformat(f"20{zone.expiry}")
    assert document.sex == zone.sex.replace("<", "X")
    if "name_truncated" in document.warnings:
        printed = f"{document.surname} {document.given_names}".strip()
        assert f"{zone.surname} {zone.given_names}".strip().startswith(printed)
    else:
        assert (document.surname, document.given_names) == (zone.surname, zone.given_names)
    assert document.valid is (not zone.format.startswith("MRV"))


@given(zones(), st.data())
def test_one_wrong_character_in_a_checked_field_is_refuted(zone: Zone, data: st.DataObject) -> None:
    """Any character but one of the same value modulo 10, which no check digit of this kind can tell."""
    rows = zone.rows()
    text, width = "".join(rows), WIDTHS[zone.format]
    layout = layout_of(len(rows), width, text[0])
    assert layout is not None
    fields = {"document_number": layout.number, "birth_date": layout.birth, "expiry_date": layout.expiry}
    if layout.personal_digit:
        fields["personal_number"] = layout.personal
    field = data.draw(st.sampled_from(sorted(fields)))
    place = data.draw(st.integers(fields[field].start, fields[field].stop))
    char = data.draw(st.sampled_from(CHARS))
    assume(value(char) != value(text[place]))
    wrong = text[:place] + char + text[place + 1 :]
    document = mrz.read([wrong[start : start + width] for start in range(0, len(wrong), width)], TODAY)
    assert document.checks[field] == "refuted"
    assert not document.valid


@given(zones(), st.data())
def test_a_repair_always_leads_to_right_digits(zone: Zone, data: st.DataObject) -> None:
    rows = zone.rows()
    text, width = "".join(rows), WIDTHS[zone.format]
    places = [place for place, char in enumerate(text) if char in "OISBZ01582"]
    assume(places)
    for place in data.draw(st.lists(st.sampled_from(places), max_size=3, unique=True)):
        other = "01582OISBZ"["OISBZ01582".index(text[place])]
        text = text[:place] + other + text[place + 1 :]
    document = mrz.read([text[start : start + width] for start in range(0, len(text), width)], TODAY)
    for _ in range(len(document.repairs)):
        document = mrz.read(document.repairs[0].rows, TODAY)
        assert not document.repairs or "refuted" in document.checks.values()
    if document.rows != tuple(text[start : start + width] for start in range(0, len(text), width)):
        assert "refuted" not in document.checks.values()


@given(st.lists(st.text(CHARS, min_size=30, max_size=44) | st.text(max_size=90), max_size=4))
def test_any_rows_are_read_or_refused(rows: list[str]) -> None:
    assert refusal(lambda: mrz.read(rows, TODAY)) in ("", "not_mrz", "characters")


@given(st.lists(st.sampled_from([30, 36, 44]).flatmap(lambda width: st.text(CHARS, min_size=width, max_size=width))))
def test_any_rows_of_the_right_widths_are_read_or_refused(rows: list[str]) -> None:
    for some in (rows, rows[:2], rows[:3]):
        assert refusal(partial(mrz.read, some, TODAY)) in ("", "not_mrz")


@given(st.text() | st.text(CHARS + "_ ;,\r\n\t\x01\x02\x03OUбБюёіўЗ", max_size=400) | st.text(string.printable))
def test_any_text_is_read_or_refused(text: str) -> None:
    refused = refusal(lambda: scanned_text.documents(text, TODAY))
    assert refused in ("", "not_mrz", "incomplete first", "incomplete second", "characters")


@given(st.lists(zones(), min_size=1, max_size=5), st.sampled_from(["\r", "\n", "\r\n", "\t"]), st.booleans())
def test_several_scans_in_a_row(many: list[Zone], end: str, small: bool) -> None:
    text = "".join(f"{row}{end}" for zone in many for row in zone.rows())
    found = scanned_text.scan(text.lower() if small else text)
    assert found.documents_rows == tuple(tuple(zone.rows()) for zone in many)
    assert found.rest == ""


@given(zones())
def test_one_run_without_any_ends(zone: Zone) -> None:
    assert scanned_text.scan("".join(zone.rows())).documents_rows == (tuple(zone.rows()),)
