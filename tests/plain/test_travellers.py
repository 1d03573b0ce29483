"""The next traveller, one repeated answer, and saved travellers, by lines of text."""

from tests.plain.talking import SIGN_IN, Desk, converse

DAYS = ("+40", "8d")
PERSON = (
    "no",
    "KOWALSKA",
    "MAGDALENA",
    "14.07.1986",
    "POL",
    "ZZ",
    "1234567",
    "",
    "ul. Lipowa 12",
    "+48600000000",
    "POL",
)
CONCLUDE = ("yes", "yes", "yes", "2")
"""Go on from the form, confirm, conclude, and mean it."""
FORMED = (*SIGN_IN, "1", *DAYS, "yes", *PERSON, *CONCLUDE)


async def test_next_goes_on_with_the_trip_and_repeat_takes_one_answer(desk: Desk) -> None:
    person = ("NOWAK", "JAN", "01.02.1980", "/repeat", "", "", "7654321", "", "", "", "")
    said = await converse(desk(), [*FORMED, "/next", *person, *CONCLUDE, "1", "/save"])
    second = said.after("Add to the shopping cart, yes, or a number [yes]: /next")
    assert second[0] == "Buy policy, insured person. Step 2 of 4."
    assert "Last name in Latin, 2 of 11: NOWAK" in second
    assert "Citizenship [POL Poland, carried], 5 of 11:" in second
    assert "Address [ul. Lipowa 12, carried], 9 of 11:" in second
    assert "Country of residence [POL Poland, carried], 11 of 11:" in second
    assert "1. Term of insurance: 8 days, 23 Jun 2036 00:00 to 30 Jun 2036 23:59" in second
    assert "Insured person: JAN NOWAK" in second
    assert "The draft is in the shopping cart." in second


async def test_without_a_trip_next_says_so(desk: Desk) -> None:
    said = await converse(desk(), ["/next", *SIGN_IN, "/next", "/repeat", "1", "/repeat", "/save"])
    assert "The first menu is there once you are signed in." in said.lines
    assert any("Nothing can be carried over: no contract draft" in line for line in said.lines)
    assert "There is no earlier answer to repeat here." in said.lines


async def test_somebody_saved_answers_the_whole_form(desk: Desk) -> None:
    saved = (*FORMED, "4", "2", "/home", "6", "1", "/home")
    again = ("1", "+80", "3d", "yes", "no", "/list kow", "1", *CONCLUDE, "/save")
    said = await converse(desk(), [*saved, *again])
    assert "2. They agree: save" in said.lines
    assert "The traveller is saved." in said.lines
    assert "6. Travellers: 1" in said.lines
    assert "Passport: ZZ 1234567" in said.after("KOWALSKA MAGDALENA.")
    assert "1. KOWALSKA MAGDALENA, 14 Jul 1986, POL" in said.lines
    asked = said.after("Last name in Latin, 2 of 11: 1")
    assert not any(line.startswith(("First name", "Passport number", "Personal number")) for line in asked)
    assert "Term of insurance: 3 days, 2 Aug 2036 to 4 Aug 2036" in asked
    assert "4. Save this traveller" not in asked


async def test_a_saved_traveller_is_deleted_by_lines(desk: Desk) -> None:
    said = await converse(desk(), [*FORMED, "4", "2", "/home", "6", "1", "2", "2", "/save"])
    assert "KOWALSKA MAGDALENA is removed from this computer. Contracts stay as they are." in said.lines
    assert said.lines.count("Nobody is saved. Once a contract draft is formed, its traveller can be saved.") == 1


async def test_a_policy_is_prolonged_by_lines(desk: Desk) -> None:
    said = await converse(desk(), [*SIGN_IN, "4", "1", "3", *CONCLUDE[1:], "/save"])
    landed = said.after("3. Prolong the policy")
    assert "Check what you are about to conclude." in landed
    assert "The contract draft is successfully formed." in landed
