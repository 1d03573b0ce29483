"""A purchase in one line, typed where the menu asks for a number."""

from tests.end_to_end.keys import DOCUMENTS
from tests.plain.talking import SIGN_IN, Desk, converse


async def test_a_line_at_the_menu_leads_to_check_answers(desk: Desk) -> None:
    """Nothing is concluded by the line: the check page asks as always."""
    said = await converse(desk(), [*SIGN_IN, "buy +5 14d self"])
    assert said.code == 3
    assert said.after("Type a number: buy +5 14d self")[0] == "Buy policy, check answers. Step 3 of 4."
    assert "Insurance premium: 14.00 EUR" in said.text
    assert "formed" not in said.text


async def test_a_line_that_cannot_be_read_is_mended(desk: Desk) -> None:
    said = await converse(desk(), [*SIGN_IN, "+5 14x self", "+5 14d self", "yes"])
    assert said.after("Type a number: +5 14x self")[:4] == [
        "Quick entry.",
        "There is a problem.",
        "Error: This is not a day: 14x. Type the first and the last day, such as +5 14d.",
        "Days and insured person [+5 14x self]: +5 14d self",
    ]
    assert "Buy policy, check answers. Step 3 of 4." in said.lines


async def test_a_line_may_wait_for_a_scan(desk: Desk) -> None:
    rows = DOCUMENTS["kowalska"].split("\r")[:2]
    said = await converse(desk(), [*SIGN_IN, "+5 14d scan", *rows, "yes", "ul. Lipowa 12", "+48600000000", "pl", ""])
    assert "Buy policy, check answers. Step 3 of 4." in said.lines
    assert "MAGDALENA KOWALSKA" in said.text


async def test_the_name_of_an_entry_is_no_quick_entry(desk: Desk) -> None:
    said = await converse(desk(), [*SIGN_IN, "contract drafts", "/home", "nonsense and more"])
    assert "Quick entry." not in said.lines
    assert "Error: Type the number of what you want, or the beginning of its name." in said.lines
