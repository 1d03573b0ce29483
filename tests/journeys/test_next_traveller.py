"""The next traveller of a trip: what is carried over, what is not, and one answer repeated."""

from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.draft import DraftJourney
from omi_tui.journeys.next_traveller import next_traveller, repeat
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.workplace import Workplace
from tests.journeys.conftest import Desk
from tests.journeys.test_purchase import at_check, conclude


async def formed(workplace: Workplace, *, other: bool = True) -> PurchaseJourney:
    journey = await at_check(workplace, other=other)
    await conclude(journey)
    assert journey.draft is not None
    return journey


async def test_the_trip_is_carried_and_the_person_is_not(agents_desk: Workplace) -> None:
    before = await formed(agents_desk)
    journey = next_traveller(agents_desk, before)
    assert journey is not None
    await journey.enter()
    assert (journey.step, journey.trail, journey.landing) == ("insured", ["dates"], "last_name_latin")
    assert journey.period.period() == before.period.period()
    assert journey.price.quote is not None
    texts = journey.insured.texts
    assert texts["policyholder_is_insured"] == ""
    assert texts["address"] == "ul. Lipowa 12, 15-427 Bialystok"
    assert texts["phone"] == "+48600000000"
    assert journey.insured.value("country_of_residence") == "POL"
    for field_id in ("last_name_latin", "first_name_latin", "birth_date", "citizenship", "passport_number"):
        assert texts[field_id] == ""
    assert set(journey.insured.marks) == {"address", "phone", "country_of_residence"}
    assert set(journey.insured.marks.values()) == set(journey.period.marks.values()) == {"carried"}


async def test_the_cart_and_a_draft_page_go_on_with_the_trip(agents_desk: Workplace) -> None:
    before = await formed(agents_desk, other=False)
    from_cart = next_traveller(agents_desk, CartJourney(agents_desk))
    assert from_cart is not None
    assert from_cart.insured.value("address") == before.draft.insured.address if before.draft else False
    agents_desk.last_draft = None
    shown = DraftJourney(agents_desk, before.draft.id if before.draft else "")
    await shown.enter()
    assert next_traveller(agents_desk, shown) is not None
    assert agents_desk.last_draft is shown.draft


async def test_nothing_to_carry_over_is_said(agents_desk: Workplace) -> None:
    assert next_traveller(agents_desk, CartJourney(agents_desk)) is None
    assert agents_desk.messages[-1].text.startswith("Nothing can be carried over")


async def test_a_desk_that_only_looks_begins_nothing(desk: Desk, agents_desk: Workplace) -> None:
    before = await formed(agents_desk)
    agents_desk.read_only = True
    assert next_traveller(agents_desk, before) is None
    assert agents_desk.messages[-1].bad


async def test_whoever_signs_in_next_gets_nothing_of_it(agents_desk: Workplace) -> None:
    await formed(agents_desk)
    agents_desk.forget()
    assert agents_desk.last_draft is None


async def test_one_answer_is_repeated_and_marked(agents_desk: Workplace) -> None:
    await formed(agents_desk)
    journey = PurchaseJourney(agents_desk)
    journey.insured.answer("policyholder_is_insured", "")
    for form, field_id in ((journey.insured, "citizenship"), (journey.period, "end_date")):
        assert repeat(agents_desk, form, field_id)
        assert form.marks[field_id] == "carried"
    assert journey.insured.value("citizenship") == "POL"
    assert journey.insured.undone("citizenship")
    assert "citizenship" not in journey.insured.marks
    assert not repeat(agents_desk, journey.confirm, "confirmed")
    assert agents_desk.messages[-1].text == "There is no earlier answer to repeat here."
