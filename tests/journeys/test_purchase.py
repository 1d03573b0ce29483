"""Buying: every row that will be sent, a change of one and the way back, one conclusion, and each refusal."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from omi_tui.client.errors import ClientError, Refused, ValidationRefused
from omi_tui.client.links import read_ticket
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.services import Services
from omi_tui.forms import scanning
from omi_tui.forms.form import FormRejected
from omi_tui.forms.sign_up import OTHER_COUNTRY
from omi_tui.journeys import application
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.failures import Failure, understand
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model import mrz
from omi_tui.model.account import SignUp
from omi_tui.model.money import Money
from omi_tui.model.period import minsk_today
from omi_tui.text.i18n import set_language
from tests.journeys.walking import OTHER, PASSWORD, newest_link
from tests.scanned import ROWS


async def begun(workplace: Workplace) -> PurchaseJourney:
    journey = PurchaseJourney(workplace)
    await journey.enter()
    return journey


async def at_check(workplace: Workplace, *, other: bool = True, begin: str = "+40", end: str = "8d") -> PurchaseJourney:
    """A purchase that stands at the check page."""
    journey = await begun(workplace)
    journey.period.answer("begin_date", begin)
    journey.period.answer("end_date", end)
    await journey.act("continue")
    if other:
        for field, text in OTHER.items():
            journey.insured.answer(field, text)
    await journey.act("continue")
    assert journey.step == "check"
    return journey


def shown(journey: PurchaseJourney) -> dict[str, str]:
    return {row.label: row.value.replace("\u00a0", " ") for row in journey.view().rows}


async def conclude(journey: PurchaseJourney) -> object:
    journey.confirm.answer("confirmed", "yes")
    asked = await journey.act("continue")
    assert isinstance(asked, Ask)
    return await journey.act(asked.then)


async def test_the_price_follows_the_dates_as_they_are_typed(agents_desk: Workplace) -> None:
    journey = await begun(agents_desk)
    assert not await journey.live()
    journey.period.answer("begin_date", "+5")
    journey.period.answer("end_date", "8d")
    assert await journey.live()
    assert "8 days · insurance premium 8.00\u00a0EUR" in journey.view().notes[0]
    assert "00:00" in journey.view().notes[-1]
    await journey.act("continue")
    assert await journey.live()
    assert not await journey.live()
    assert journey.view().notes[0].startswith("Warning: no policy is needed.")  # the agent is a citizen of Belarus
    assert journey.view().position == (2, 4)
    assert journey.view().lead == ("Policyholder: ANNA IVANOVA",)


async def test_the_country_of_residence_is_proposed_and_never_overwritten(agents_desk: Workplace) -> None:
    journey = await begun(agents_desk)
    assert journey.insured.value("country_of_residence") == "BLR"
    journey.insured.answer("country_of_residence", "pol")
    await journey.enter()
    assert journey.insured.value("country_of_residence") == "POL"
    journey.insured.answer("policyholder_is_insured", "")
    assert journey.insured.value("country_of_residence") == "POL"  # what was typed is theirs


async def test_where_the_policyholder_lives_is_the_answer_for_nobody_else(agents_desk: Workplace) -> None:
    insured = (await begun(agents_desk)).insured
    assert insured.value("country_of_residence") == "BLR"
    insured.answer("policyholder_is_insured", "")
    assert insured.texts["country_of_residence"] == ""
    insured.answer("policyholder_is_insured", "yes")
    assert insured.value("country_of_residence") == "BLR"
    scanning.fill(insured, mrz.read(ROWS, minsk_today()))
    assert insured.value("policyholder_is_insured") is False
    assert insured.texts["country_of_residence"] == ""
    journey = PurchaseJourney(agents_desk)
    journey.insured.answer("policyholder_is_insured", "")
    await journey.enter()
    assert journey.insured.texts["country_of_residence"] == ""  # the country is known later than the answer


async def test_check_answers_shows_every_value_that_will_be_sent(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    everything = " ".join(shown(journey).values())
    for value in ("8 days", "8.00 EUR", "ANNA IVANOVA", "MAGDALENA KOWALSKA", "14 Jul 1986", "Poland", "ZZ 1234567"):
        assert value in everything
    for value in ("86071400000", "ul. Lipowa 12, 15-427 Bialystok", "600", "00:00", "23:59"):
        assert value in everything
    assert shown(journey)["Policyholder is insured"] == "no"
    assert all(row.change for row in journey.view().rows)


async def test_the_policyholder_is_shown_with_their_own_passport(agents_desk: Workplace) -> None:
    rows = shown(await at_check(agents_desk, other=False))
    assert rows["Policyholder is insured"] == "yes"
    assert rows["Insured person"].startswith("ANNA IVANOVA, born")
    assert rows["Passport"].startswith("MP 1234567")


async def test_concluding_needs_the_tick_and_an_answer(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    with pytest.raises(FormRejected):
        await journey.act("continue")
    journey.confirm.answer("confirmed", "yes")
    asked = await journey.act("continue")
    assert isinstance(asked, Ask)
    assert asked.question.body == "Do you really want to conclude an insurance contract?"
    assert asked.question.safe == "Keep editing"
    assert journey.draft is None


async def test_a_draft_is_formed_and_one_act_puts_it_into_the_cart(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    assert await conclude(journey) is None
    assert journey.draft is not None
    view = journey.view()
    assert view.heading == "The contract draft is successfully formed"
    assert journey.forms() == {}
    assert not journey.back()
    insurer = await agents_desk.insurer()
    assert (await insurer.drafts.get(journey.draft.id)).insured.passport_number == "1234567"
    main = view.main()
    assert main is not None
    entered = await journey.act(main.id)
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, CartJourney)
    assert journey.draft.id in [item.draft_id for item in (await insurer.cart.get()).items]
    assert await journey.act(entered.then) == Leave()


async def test_a_changed_row_comes_straight_back_and_has_to_be_confirmed_again(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    journey.confirm.answer("confirmed", "yes")
    change = next(row.change for row in journey.view().rows if row.label == "Passport")
    await journey.act(change)
    assert (journey.step, journey.view().focus) == ("insured", "passport_number")
    journey.insured.answer("passport_number", "7654321")
    await journey.act("continue")
    assert journey.step == "check"
    assert "7654321" in shown(journey)["Passport"]
    assert journey.confirm.texts["confirmed"] == ""
    await journey.act("change:dates.end_date")
    journey.period.answer("end_date", "10d")
    await journey.act("continue")
    assert journey.step == "check"
    assert shown(journey)["Insurance premium"] == "10.00 EUR"
    await journey.act("change:dates.begin_date")
    assert journey.back()
    assert (journey.step, journey.changing) == ("check", "")
    assert isinstance(await journey.act("change:profile"), Enter)


async def test_a_missing_profile_leads_there_and_back(signed_in: Workplace) -> None:
    journey = await begun(signed_in)
    journey.period.answer("begin_date", "+5")
    journey.period.answer("end_date", "8d")
    await journey.act("continue")
    view = journey.view()
    assert view.heading == "Complete your details first"
    assert "- Passport details" in view.lead
    entered = await journey.act("complete")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, ProfileJourney)
    await journey.act(entered.then)
    assert journey.step == "profile"
    assert journey.period.texts["end_date"] == "8d"


async def test_a_completed_profile_goes_on_to_the_insured_person(signed_in: Workplace, agents_desk: Workplace) -> None:
    journey = PurchaseJourney(agents_desk)
    journey.step = "profile"
    await journey.act("completed")
    assert journey.step == "insured"


async def test_an_overlap_names_the_other_contract_and_both_ways_on(agents_desk: Workplace) -> None:
    first = await at_check(agents_desk)
    await conclude(first)
    assert first.draft is not None
    second = await at_check(agents_desk, begin="+42")
    await conclude(second)
    assert second.step == "overlap"
    assert first.draft.id in second.view().lead[0]
    await second.act("change:dates")
    assert second.step == "dates"
    assert second.back()
    await conclude(second)
    await second.act("conclude_anyway")
    assert second.draft is not None
    assert second.draft.id != first.draft.id


async def test_a_price_that_ran_out_is_asked_again(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    assert journey.price.quote is not None
    past = datetime.now(UTC) - timedelta(seconds=1)
    journey.price.quote = journey.price.quote.model_copy(update={"valid_until": past})
    await conclude(journey)
    assert journey.step == "formed"


async def test_a_price_that_ran_out_by_the_insurers_clock_alone(agents_desk: Workplace, services: Services) -> None:
    journey = await at_check(agents_desk)
    assert journey.price.quote is not None
    before = journey.price.quote.quote_id
    services.clock.shift(timedelta(minutes=11))
    assert journey.price.fresh(), "this machine's clock is behind"
    await conclude(journey)
    assert journey.view().id == "formed"
    assert journey.price.quote.quote_id != before


async def test_another_price_is_shown_and_confirmed_again(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    assert journey.price.quote is not None
    stale = {
        "valid_until": datetime.now(UTC) - timedelta(seconds=1),
        "premium": Money(amount=Decimal("7.00"), currency="EUR"),
    }
    journey.price.quote = journey.price.quote.model_copy(update=stale)
    await conclude(journey)
    assert journey.step == "check"
    assert journey.confirm.texts["confirmed"] == ""
    assert "premium has changed" in agents_desk.messages[-1].text
    assert shown(journey)["Insurance premium"] == "8.00 EUR"


async def test_no_price_is_an_error_where_it_is_needed(agents_desk: Workplace, nobody: Workplace) -> None:
    journey = PurchaseJourney(nobody)
    journey.period.answer("begin_date", "+5")
    journey.period.answer("end_date", "8d")
    with pytest.raises(Exception, match="net"):
        await journey.act("continue")
    assert journey.step == "dates"
    stranded = await at_check(agents_desk)
    stranded.workplace = nobody
    stranded.price.quote = None
    with pytest.raises(Exception, match="net"):
        await conclude(stranded)


async def test_an_answer_that_the_insurer_refuses_is_shown_at_its_field(
    agents_desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from omi_tui.model.problem import FieldProblem, Problem

    journey = await at_check(agents_desk)
    insurer = await agents_desk.insurer()
    wrong = FieldProblem(pointer="/insured/passport_number", code="passport_number.format")
    problem = Problem(status=422, code="validation", field_errors=[wrong])

    async def refuse(self: object, request: object, key: str) -> object:
        raise ValidationRefused(problem)

    monkeypatch.setattr(type(insurer.drafts), "create", refuse)
    await conclude(journey)
    assert journey.step == "insured"
    assert journey.insured.error("passport_number") is not None
    problem = problem.model_copy(update={"code": "draft.limit", "field_errors": []})
    await journey.act("continue")
    with pytest.raises(Refused):
        await conclude(journey)


async def test_every_step_speaks_russian_and_a_snapshot_goes_on(agents_desk: Workplace, services: Services) -> None:
    journey = await at_check(agents_desk)
    set_language("ru")
    assert journey.view().heading
    again = PurchaseJourney(agents_desk)
    again.restore(journey.snapshot())
    assert again.step == "check"
    assert again.insured.texts == journey.insured.texts
    assert again.view().rows[0].value
    assert journey.view().id == "check"


async def test_a_change_that_is_given_up_leaves_what_was_checked(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    journey.confirm.answer("confirmed", "yes")
    before = shown(journey)
    for text in ("no day at all", "365d"):
        await journey.act("change:dates.end_date")
        journey.period.answer("end_date", text)
        assert journey.back()
        assert shown(journey) == before
    await journey.act("change:insured.passport_number")
    journey.insured.answer("passport_number", "?")
    assert journey.back()
    assert shown(journey) == before


async def test_a_passport_that_ends_before_the_policy_leads_to_its_details_and_back(
    agents_desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    insurer = await agents_desk.insurer()
    passport = await insurer.profile.passport()
    assert passport.value is not None
    short = passport.value.model_copy(update={"expiry_date": agents_desk.today() + timedelta(days=42)})
    saved = await insurer.profile.save_passport(short, passport.etag)
    journey = await begun(agents_desk)
    journey.period.answer("begin_date", "+40")
    journey.period.answer("end_date", "8d")
    await journey.act("continue")
    entered = await journey.act("continue")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, ProfileJourney)
    assert "passport ends before the policy" in agents_desk.messages[-1].text
    assert journey.step == "insured"
    await insurer.profile.save_passport(passport.value, saved.etag)
    await journey.act(entered.then)
    await journey.act("continue")
    assert journey.step == "check"

    # Somebody may have changed it since the check page was shown: the insurer's verdict leads to the same place.
    monkeypatch.setattr(application, "passport_ends", lambda holder, last_day: False)
    await insurer.profile.save_passport(short, (await insurer.profile.passport()).etag)
    assert await conclude(journey) is None
    assert agents_desk.messages[-1].text.startswith("Your details were changed elsewhere.")
    assert journey.confirm.texts["confirmed"] == ""
    refused = await conclude(journey)
    assert isinstance(refused, Enter)
    assert isinstance(refused.journey, ProfileJourney)
    assert journey.draft is None


async def test_f04_the_policyholder_types_nothing_that_the_insurer_knows(agents_desk: Workplace) -> None:
    """Who buys for themself answers the days; name, passport, address, phone and country stand there already."""
    journey = await begun(agents_desk)
    assert journey.insured.value("policyholder_is_insured") is True
    asked = [field.id for field in journey.insured.visible()]
    assert asked == ["policyholder_is_insured", "country_of_residence"]
    assert all(journey.insured.texts[field_id] for field_id in asked)
    assert journey.insured.check() == []


async def test_midnight_leads_from_the_check_page_back_to_the_dates(agents_desk: Workplace) -> None:
    """What began today cannot begin yesterday: the dates are asked again, and the person stays as answered."""
    today = agents_desk.today()
    agents_desk.today = lambda: today
    journey = await at_check(agents_desk, begin=f"{today:%d.%m.%Y}")
    tomorrow = today + timedelta(days=1)
    journey.period.today = agents_desk.today = lambda: tomorrow
    journey.confirm.answer("confirmed", "yes")
    with pytest.raises(FormRejected):
        await journey.act("continue")
    assert (journey.step, journey.view().id) == ("dates", "dates")
    assert journey.period.errors[0].field_id == "begin_date"
    journey.period.answer("begin_date", "+1")
    journey.period.answer("end_date", "8d")
    await journey.act("continue")
    assert journey.step == "check"
    assert await conclude(journey) is None
    assert journey.step == "formed"


async def test_dates_that_change_while_their_price_is_asked_go_no_further(agents_desk: Workplace) -> None:
    journey = await begun(agents_desk)
    journey.period.answer("begin_date", "+5")
    journey.period.answer("end_date", "8d")
    going_on = asyncio.create_task(journey.act("continue"))
    await asyncio.sleep(0)
    journey.period.answer("end_date", "")
    await journey.live()
    assert await going_on is None
    assert (journey.step, journey.price.quote) == ("dates", None)


async def test_another_country_of_residence_names_none(workplace: Workplace, email: str) -> None:
    insurer = await workplace.insurer()
    request = SignUp(email=email, password=PASSWORD, residence_country=OTHER_COUNTRY, adult_confirmed=True)
    await insurer.accounts.sign_up(request, str(uuid4()))
    _, ticket = read_ticket(await newest_link(insurer, email))
    await insurer.accounts.activate(email, ticket)
    await insurer.sessions.sign_in(email, PASSWORD)
    workplace.login = email
    journey = await begun(workplace)
    assert journey.holder is not None
    assert journey.holder.residence_country == OTHER_COUNTRY
    assert journey.insured.texts["country_of_residence"] == ""


async def test_no_price_for_what_was_confirmed_concludes_nothing(agents_desk: Workplace, services: Services) -> None:
    journey = await at_check(agents_desk)
    assert journey.price.quote is not None
    over = journey.price.quote.model_copy(update={"valid_until": datetime.now(UTC) - timedelta(seconds=1)})
    journey.price.quote = over
    services.faults.set([Rule(operation="POST /v1/quotes", kind="status", status=503, times=None)])
    with pytest.raises(ClientError):
        await conclude(journey)
    services.faults.set([])
    assert (journey.step, journey.draft) == ("check", None)
    assert shown(journey)["Insurance premium"] == "8.00 EUR"
    assert agents_desk.journal.begun_since("draft", 0) == []
    await journey.act("conclude")
    assert journey.step == "formed"


async def test_dates_that_the_insurer_alone_refuses_are_wrong_at_their_field(
    agents_desk: Workplace, services: Services
) -> None:
    """The insurer's day has begun already."""
    journey = await begun(agents_desk)
    journey.period.answer("begin_date", "+0")
    journey.period.answer("end_date", "8d")
    services.clock.shift(timedelta(days=1))
    with pytest.raises(ClientError) as refused:
        await journey.act("continue")
    assert understand(refused.value, journey.view().form) == Failure("fields")
    (error,) = journey.period.errors
    assert error.field_id == "begin_date"
    assert journey.step == "dates"


async def test_a_draft_is_nobodys_while_the_policyholder_is_not_known(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk, other=False)
    await conclude(journey)
    assert journey.draft is not None
    assert application.matches(journey.period, journey.insured, journey.holder)(journey.draft)
    assert not application.matches(journey.period, journey.insured, None)(journey.draft)
