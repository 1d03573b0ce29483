"""The box for a passport's rows: typed, scanned, wrong, several at once, begun again, given up."""

import pytest

from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.scanning import ScanJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.mrz import Document
from tests.journeys.test_purchase import begun
from tests.journeys.walking import fill, ids
from tests.scanned import DIRT, ROWS, WRONG, passport

SISTER = passport(given="EWA", number="ZZ7654321", birth="880102", personal="")


async def at_person(workplace: Workplace) -> PurchaseJourney:
    journey = await begun(workplace)
    fill(journey.period, begin_date="+5", end_date="8d")
    await journey.act("continue")
    return journey


async def box(purchase: PurchaseJourney, scan: str = "") -> ScanJourney:
    """The box, opened by hand or by a *scan* that has to be looked at."""
    entered = await purchase.act("scanned", scan) if scan else await purchase.act("scan")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, ScanJourney)
    assert entered.then == "scanned"
    return entered.journey


async def typed(journey: ScanJourney, row: str) -> None:
    fill(journey.form, row=row)
    await journey.act("continue")


def last_told(workplace: Workplace) -> tuple[str, bool]:
    return workplace.messages[-1].text, workplace.messages[-1].bad


async def taken(purchase: PurchaseJourney, journey: ScanJourney) -> None:
    left = await journey.act("take")
    assert isinstance(left, Leave)
    assert isinstance(left.result, Document)
    assert await purchase.act("scanned", left.result) is None


async def test_k05_of_two_passports_in_one_scan_the_person_takes_one(agents_desk: Workplace) -> None:
    purchase = await at_person(agents_desk)
    journey = await box(purchase, DIRT["enter"]((*ROWS, *SISTER)))
    view = journey.view()
    assert view.heading == "Which of the documents is it?"
    assert [action.label for action in view.actions] == [
        "MAGDALENA KOWALSKA, ZZ1234567",
        "EWA KOWALSKA, ZZ7654321",
        "Scan again",
    ]
    await journey.act("document:1")
    assert journey.view().heading == "All check digits are right"
    assert "ZZ7654321, check digit right" in [row.value for row in journey.view().rows]
    await taken(purchase, journey)
    assert purchase.insured.texts["first_name_latin"] == "EWA"
    assert purchase.insured.texts["passport_number"] == "ZZ7654321"
    assert last_told(agents_desk) == ("The scan is read, and all check digits are right. Fill in the rest.", False)


@pytest.mark.parametrize("scan", [DIRT["enter"]((*ROWS, *SISTER)), DIRT["enter"](WRONG)])
async def test_k05_scanning_again_begins_with_an_empty_box(agents_desk: Workplace, scan: str) -> None:
    purchase = await at_person(agents_desk)
    journey = await box(purchase, scan)
    assert "again" in ids(journey)
    await journey.act("again")
    assert (journey.view().id, journey.view().rows) == ("rows", ())
    await journey.act("scanned", DIRT["enter"](ROWS))
    await taken(purchase, journey)
    assert purchase.insured.texts["passport_number"] == "ZZ1234567"


async def test_k05_what_is_no_passport_is_said_and_the_box_stays(agents_desk: Workplace) -> None:
    journey = await box(await at_person(agents_desk))
    await journey.act("scanned", "KOWALSKA")
    text, bad = last_told(agents_desk)
    assert text.startswith("These are not the rows of a travel document.")
    assert bad
    assert journey.view().id == "rows"


async def test_k05_a_row_that_cannot_be_one_is_said_and_stays_to_be_mended(agents_desk: Workplace) -> None:
    purchase = await at_person(agents_desk)
    journey = await box(purchase)
    await typed(journey, ROWS[0])
    assert [row.value for row in journey.view().rows] == [ROWS[0]]
    await typed(journey, ROWS[1].replace("<", "*"))
    text, bad = last_told(agents_desk)
    assert text.startswith("The scan has characters that no document has in its rows.")
    assert bad
    assert journey.form.texts["row"] == ROWS[1].replace("<", "*")
    await typed(journey, ROWS[1])
    assert journey.view().heading == "All check digits are right"
    await taken(purchase, journey)
    assert purchase.insured.texts["last_name_latin"] == "KOWALSKA"


async def test_k05_back_empties_the_box_first_and_then_leaves_it(agents_desk: Workplace) -> None:
    journey = await box(await at_person(agents_desk))
    await typed(journey, ROWS[0])
    assert journey.back()
    assert (journey.view().rows, journey.form.texts["row"]) == ((), "")
    assert not journey.back()
    assert journey.leaving() is None
