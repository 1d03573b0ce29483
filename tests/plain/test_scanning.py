"""K05 in lines: the rows of a passport at any question about the person, and the box for them."""

import pytest

from tests.plain.talking import SIGN_IN, Desk, converse
from tests.scanned import DIRT, MISREAD, ROWS, VISA, WRONG

TO_PERSON = (*SIGN_IN, "1", "+5", "8d", "yes")
REST = ("ul. Lipowa 12, 15-427 Bialystok", "+48600000000", "pol")
UNWANTED = "A passport is scanned where the insured person or your own details are asked."
READ = "The scan is read, and all check digits are right. Fill in the rest."


@pytest.mark.parametrize("questions", [(), ("no",), ("no", "smith"), ("no", "smith", "john", "1.2.1980")])
async def test_k05_rows_at_any_question_fill_the_person(desk: Desk, questions: tuple[str, ...]) -> None:
    said = await converse(desk(), [*TO_PERSON, *questions, *ROWS, *REST, "yes", "/review"])
    assert READ in said.lines
    assert any(line.startswith("Address") for line in said.after(READ)[:2]), said.text
    assert "MAGDALENA KOWALSKA, born 14 Jul 1986" in said.text
    assert "The scan says: ZZ1234567, all check digits right" in said.text
    assert "SMITH" not in said.after(READ)[-1]
    assert not [line for line in said.lines if line.startswith("Error")]


@pytest.mark.parametrize("dirt", ["nothing", "underscores", "blanks", "small", "russian", "german", "twice", "both"])
async def test_k05_dirty_rows_are_read_as_well(desk: Desk, dirt: str) -> None:
    lines = DIRT[dirt](ROWS).replace("\r", "\n").replace("\n\n", "\n").strip("\n").split("\n")
    said = await converse(desk(), [*TO_PERSON, "no", *lines, *REST, "yes"])
    assert READ in said.text
    assert "The scan says: ZZ1234567, all check digits right" in said.text


async def test_k05_half_a_scan_is_said_and_the_question_stays(desk: Desk) -> None:
    said = await converse(desk(), [*TO_PERSON, "no", ROWS[0], "", "smith"])
    assert "Error: Only the first row of the scan came. Nothing was filled in: scan again." in said.lines
    assert [line for line in said.lines if line.startswith("First name in Latin")]


async def test_k05_a_wrong_digit_is_shown_and_the_person_decides(desk: Desk) -> None:
    said = await converse(desk(), [*TO_PERSON, "no", *WRONG])
    assert "The scan is not right: compare it with the page" in said.text
    assert "Passport number: ZZ1234568, check digit WRONG" in said.lines
    said = await converse(desk(), [*TO_PERSON, "no", *MISREAD, "Take the proposal", "yes", *REST, "yes"])
    assert "Proposal for the passport number: ZZ12345678 in place of ZZI2345678." in said.text
    assert "The scan says: ZZ1234567, all check digits right" in said.text


async def test_k05_a_visa_is_refused_with_the_reason(desk: Desk) -> None:
    said = await converse(desk(), [*TO_PERSON, "no", *VISA])
    assert "This is a visa. Its number is not the passport's" in said.text


async def test_k05_the_box_is_opened_by_a_command(desk: Desk) -> None:
    said = await converse(desk(), [*TO_PERSON, "/scan", *ROWS, "yes", *REST, "yes"])
    assert READ in said.lines
    assert "The scan says: ZZ1234567, all check digits right" in said.text
    nowhere = await converse(desk(), [*SIGN_IN, "/scan"])
    assert "/scan does nothing here." in nowhere.text


@pytest.mark.parametrize("dirt", ["enter", "small", "russian", "german", "nothing"])
async def test_k05_rows_where_none_are_asked_for_are_no_answer(desk: Desk, dirt: str) -> None:
    """Each is refused in the same words, and the question is asked again."""
    lines = [line for line in DIRT[dirt](ROWS).split("\r") if line]
    said = await converse(desk(), [*SIGN_IN, "1", *lines, "+5", "8d", "yes"])
    assert said.lines.count(f"Error: {UNWANTED}") == len(lines)
    assert "Buy policy, insured person. Step 2 of 4." in said.lines


@pytest.mark.parametrize("name", ["ANPOL SMITH", "PAUSA  GARCIA", "MARIA ESPERANZA DE LA CONCEPCION GARCIA", "P"])
async def test_a_name_is_no_row(desk: Desk, name: str) -> None:
    said = await converse(desk(), [*TO_PERSON, "no", name])
    assert "Next row" not in said.text
    assert "First name in Latin" in said.text
