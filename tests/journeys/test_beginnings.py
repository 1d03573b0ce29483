"""Where a purchase lands that begins with something known: as far on as the answers carry, the earlier steps behind."""

from datetime import timedelta

import pytest

from omi_tui.client.errors import ClientError
from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.workplace import Workplace

PERSON = {
    "last_name_latin": "KOWALSKA",
    "first_name_latin": "MAGDALENA",
    "birth_date": None,
    "citizenship": "POL",
    "passport_number": "1234567",
    "address": "ul. Lipowa 12, Bialystok",
    "phone": "+48600000000",
    "country_of_residence": "POL",
}


async def landed(workplace: Workplace, begun: Begun) -> PurchaseJourney:
    journey = PurchaseJourney(workplace, begun)
    journey.view()
    await journey.enter()
    journey.view()
    return journey


def days(workplace: Workplace, *, begins_in: int = 40) -> Begun:
    begin = workplace.today() + timedelta(days=begins_in)
    return Begun(begin=begin, end=begin + timedelta(days=7))


async def test_known_days_of_the_policyholder_land_on_check_answers_with_the_price(agents_desk: Workplace) -> None:
    journey = await landed(agents_desk, days(agents_desk)._replace(step="check"))
    assert (journey.step, journey.trail) == ("check", ["dates", "insured"])
    assert journey.price.quote is not None
    assert journey.back()
    assert journey.step == "insured"


async def test_nothing_known_begins_as_ever(agents_desk: Workplace) -> None:
    assert (await landed(agents_desk, Begun())).step == "dates"


async def test_a_missing_answer_stops_the_landing_and_takes_the_focus(agents_desk: Workplace) -> None:
    begun = days(agents_desk)._replace(step="check", holder_insured=False, insured=PERSON, mark="carried")
    journey = await landed(agents_desk, begun)
    assert (journey.step, journey.trail, journey.landing) == ("insured", ["dates"], "birth_date")
    assert journey.insured.errors == []
    assert journey.insured.marks["address"] == "carried"


async def test_days_that_are_over_are_to_be_mended_first(agents_desk: Workplace) -> None:
    journey = await landed(agents_desk, days(agents_desk, begins_in=-20)._replace(step="check"))
    assert (journey.step, journey.landing) == ("dates", "begin_date")
    assert journey.period.errors[0].kind == "past"


async def test_a_policyholder_without_details_gives_them_first(signed_in: Workplace) -> None:
    for step in ("insured", "check"):
        journey = await landed(signed_in, days(signed_in)._replace(step=step))
        assert (journey.step, journey.trail) == ("profile", ["dates"])


async def test_without_the_insurer_the_answers_are_there_all_the_same(nobody: Workplace) -> None:
    journey = PurchaseJourney(nobody, days(nobody)._replace(step="check"))
    with pytest.raises(ClientError):
        await journey.enter()
    assert (journey.step, journey.landing) == ("insured", "country_of_residence")
