"""Prolonging: the day after the old end, as many days, the same person, and the price before anything is concluded."""

from datetime import timedelta

from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.prolong import prolong
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.view import Enter
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.contract import Policy
from tests.journeys.test_purchase import conclude


async def newest(workplace: Workplace) -> Policy:
    return (await (await workplace.insurer()).policies.list("active", limit=1)).items[0]


async def test_a_policy_page_leads_to_check_answers_of_the_days_after(agents_desk: Workplace) -> None:
    policy = await newest(agents_desk)
    page = PolicyJourney(agents_desk, policy.id)
    await page.enter()
    assert [each.label for each in page.view().actions if each.id == "prolong"] == ["Prolong the policy"]
    effect = await page.act("prolong")
    assert isinstance(effect, Enter)
    journey = effect.journey
    assert isinstance(journey, PurchaseJourney)
    assert journey.view().id == "asking"
    await journey.enter()
    assert (journey.step, journey.trail) == ("check", ["dates", "insured"])
    period = journey.period.period()
    assert period is not None
    assert (period.begin, period.days) == (policy.end_date + timedelta(1), policy.days)
    rows = {row.label: row.value for row in journey.view().rows}
    assert rows["Insurance premium"].replace("\u00a0", " ").endswith(" EUR")
    assert policy.insured.last_name_latin in rows["Insured person"]
    assert policy.insured.passport_number in rows["Passport"]
    await conclude(journey)
    assert journey.draft is not None
    assert journey.draft.begin_date == policy.end_date + timedelta(1)


async def test_the_dates_can_still_be_changed(agents_desk: Workplace) -> None:
    journey = prolong(agents_desk, await newest(agents_desk))
    await journey.enter()
    await journey.act("change:dates.end_date")
    journey.period.answer("end_date", "3d")
    await journey.act("continue")
    assert journey.step == "check"
    assert (period := journey.period.period())
    assert period.days == 3


async def test_a_policy_that_ended_earlier_begins_today_and_the_gap_is_said(agents_desk: Workplace) -> None:
    today = agents_desk.today()
    policy = await newest(agents_desk)
    ended = policy.model_copy(update={"end_date": today - timedelta(11), "begin_date": today - timedelta(20)})
    journey = prolong(agents_desk, ended)
    assert journey.period.value("begin_date") == today
    told = agents_desk.messages[-1].text.replace("\u00a0", " ")
    assert told.startswith("The policy ended on")
    assert told.endswith("not insured in between: 10 days.")
    agents_desk.messages.clear()
    journey = prolong(agents_desk, policy.model_copy(update={"end_date": today - timedelta(1)}))
    assert journey.period.value("begin_date") == today
    assert agents_desk.messages == []


async def test_the_policyholder_stays_the_policyholder_with_the_passport_of_today(agents_desk: Workplace) -> None:
    policy = await newest(agents_desk)
    own = {"insured": policy.insured.model_copy(update={"passport_number": "9999999"}), "policyholder_is_insured": True}
    journey = prolong(agents_desk, policy.model_copy(update=own))
    await journey.enter()
    assert journey.step == "check"
    assert journey.insured.value("policyholder_is_insured")
    rows = {row.label: row.value for row in journey.view().rows}
    assert "9999999" not in rows["Passport"]
    assert rows["Passport"].startswith("MP 1234567")
