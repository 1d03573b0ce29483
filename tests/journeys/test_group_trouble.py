"""A group on a bad day: lost answers, calls still under way, contracts in the way, and an order that is not known."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from omi_tui.client.errors import ClientError, Overloaded, Refused, Unreachable
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.services import Services
from omi_tui.journeys import group_report
from omi_tui.journeys.group import GroupJourney
from omi_tui.journeys.group_order import GroupPayJourney, InOpenOrder, order_drafts
from omi_tui.journeys.group_taking import intent_of
from omi_tui.journeys.view import Enter
from omi_tui.journeys.workplace import Workplace
from tests.journeys.conftest import Desk
from tests.journeys.contracts import form_draft
from tests.journeys.group_lists import csv_file
from tests.journeys.group_walking import conclude, drafts_of, into_the_group, pay, read, until_done
from tests.journeys.test_checking import DRAFTS, LOOK_UP, ORDERS, Faulty, back_in, checking, faulty, looked, sent

__all__ = ["faulty"]
AGENT = "agent@example.test"


async def with_list(workplace: Workplace, path: Path, count: int = 3) -> GroupJourney:
    """At the people of a group."""
    group = await into_the_group(workplace)
    await read(group, csv_file(path / "list.csv", count))
    return group


async def until(found: Callable[[], bool]) -> None:
    """Wait for what another task, or the insurer, is about to do."""
    for _look in iter(found, True):
        await asyncio.sleep(0.01)


async def elsewhere(desk: Desk, services: Services) -> Workplace:
    """Another desk of the same agent, with nothing of this one but the account."""
    other = desk(services.url, services.control_token)
    await (await other.insurer()).sessions.sign_in(AGENT, "demo-desk-1")
    other.login = AGENT
    return other


async def test_inv_01_an_answer_that_was_lost_is_looked_up_and_not_sent_again(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path)
    faulty(DRAFTS)
    await conclude(group)
    await until_done(group)
    assert group.step == "formed"
    assert len(await drafts_of(agents_desk, group)) == 3
    assert not agents_desk.journal.open_operations()


async def test_what_may_not_have_arrived_is_unknown_until_the_next_run(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path, 2)
    faulty(DRAFTS, "before_commit")
    await conclude(group)
    with pytest.raises(Unreachable):
        await until_done(group)
    assert group.step == "people"
    assert {person.state for person in group.people.all} == {"unknown"}
    listing = group.view().listing
    assert listing is not None
    assert [entry.cells[3] for entry in listing.entries] == ["not known yet"] * 2
    keys = {operation.key for operation in agents_desk.journal.open_operations()}
    services.faults.set([])
    await group.act("continue")
    assert group.step == "check", "whoever is looked up goes on"
    await conclude(group)
    await until_done(group)
    assert len(await drafts_of(agents_desk, group)) == 2
    assert {agents_desk.journal.operation(key).state for key in keys} == {"done"}, "with the keys of before"


async def test_a_call_that_the_insurer_is_still_at_is_waited_for(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path, 1)
    services.faults.set(
        [
            Rule.model_validate(
                {"operation": DRAFTS, "phase": "after_commit", "kind": "connection_reset", "times": None}
            ),
            Rule.model_validate({"operation": LOOK_UP, "phase": "before_auth", "kind": "delay", "seconds": 1}),
        ]
    )
    await conclude(group)
    await until(lambda: group.people.all[0].state == "unknown")
    (operation,) = agents_desk.journal.open_operations()
    services.running.add((_account(services), operation.key))
    await until(lambda: sent(services, LOOK_UP) > 0)
    services.running.clear()
    await until_done(group)
    assert group.step == "formed"
    assert sent(services, LOOK_UP) == 2
    assert len(await drafts_of(agents_desk, group)) == 1


async def test_inv_01_a_call_of_an_earlier_run_that_is_under_way_is_waited_for(
    agents_desk: Workplace, services: Services, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path, 1)
    assert group.period is not None
    intent = intent_of(group.people.insured(group.people.all[0]), group.period)
    key = agents_desk.journal.intent("draft", intent, AGENT)
    theirs = agents_desk.journal.intent("draft", "another trip", "ben@example.test")
    agents_desk.journal.intent("order", "an order", AGENT)
    services.running.add((_account(services), key))
    going_on = asyncio.create_task(_continue(group))
    await until(lambda: sent(services, LOOK_UP) > 0)
    assert not going_on.done()
    services.running.clear()
    await going_on
    assert group.step == "check"
    assert theirs in {operation.key for operation in agents_desk.journal.open_operations()}, "theirs to look up"
    await conclude(group)
    await until_done(group)
    assert agents_desk.journal.operation(key).server_id == group.people.all[0].draft_id


async def _continue(group: GroupJourney) -> None:
    await group.act("continue")


async def test_the_keys_of_whom_nothing_was_sent_for_are_given_back_but_not_those_of_an_earlier_run(
    agents_desk: Workplace, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path, 12)
    assert group.period is not None
    people = group.people
    last = people.all[-1]
    earlier = agents_desk.journal.intent("draft", intent_of(people.insured(last), group.period), AGENT)
    faulty(DRAFTS, "before_auth", "status", status=429)
    await conclude(group)
    with pytest.raises(Overloaded):
        await until_done(group)
    assert earlier in {operation.key for operation in agents_desk.journal.open_operations()}
    assert len(agents_desk.journal.open_operations()) < 12
    assert not await drafts_of(agents_desk, group)


async def test_whoever_got_a_contract_for_these_days_elsewhere_is_taken_as_it_is(
    agents_desk: Workplace, desk: Desk, services: Services, tmp_path: Path
) -> None:
    """The drafts are read before they are formed; the one that comes in between is in the way, and is taken."""
    group = await with_list(agents_desk, tmp_path, 2)
    other = await _same_people(await elsewhere(desk, services), group)
    await conclude(group)
    await until_done(group)
    assert group.step == "formed"
    assert len(await drafts_of(agents_desk, group)) == 2
    assert {person.draft_id for person in group.people.all} == {person.draft_id for person in other.people.all}


async def test_inv_01_a_passport_is_the_same_however_its_series_is_typed(
    agents_desk: Workplace, desk: Desk, services: Services, tmp_path: Path
) -> None:
    """In the list, in the drafts that there are, and in the contract that comes in between."""
    group = await with_list(agents_desk, tmp_path, 3)
    other = await elsewhere(desk, services)
    for person in group.people.all:
        number = person.texts["passport_number"]
        group.people.mended(person, {**person.texts, "passport_series": number[:2], "passport_number": number[2:]})
    group.people.add([{**group.people.all[0].texts, "passport_series": "", "passport_number": "ZZ000001"}])
    twin = group.people.all[3]
    assert (twin.state, twin.twin) == ("duplicate", 1)
    group.people.remove(twin)

    theirs = GroupJourney(other)
    theirs.period = group.period
    await theirs.enter()
    await theirs._add([dict(person.texts, passport_series="") for person in group.people.all])
    for person in theirs.people.all:
        number = f"ZZ{person.texts['passport_number']}"
        theirs.people.mended(person, {**person.texts, "passport_number": number})
    first, *_others = theirs.people.all
    theirs.people.all = [first]
    await conclude(theirs)
    await until_done(theirs)
    await group.act("continue")
    assert [person.draft_id for person in group.people.all] == [first.draft_id, "", ""]

    theirs.people.all += _others
    await conclude(theirs)
    await until_done(theirs)
    await conclude(group)
    await until_done(group)
    assert len(await drafts_of(agents_desk, group)) == 3
    assert [person.draft_id for person in group.people.all] == [person.draft_id for person in theirs.people.all]


async def _same_people(workplace: Workplace, group: GroupJourney, first: int = 0) -> GroupJourney:
    """A finished group of the same people, but for the *first* so many."""
    other = GroupJourney(workplace)
    other.period = group.period
    await other.enter()
    other.people.add([person.texts for person in group.people.all[first:]])
    other.step = "people"
    await conclude(other)
    await until_done(other)
    assert other.step == "formed"
    return other


async def test_people_with_a_policy_are_taken_and_their_policies_are_saved(
    agents_desk: Workplace, desk: Desk, services: Services, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path, 3)
    other = await _same_people(await elsewhere(desk, services), group, first=1)
    paying = await other.act("order:yes")
    assert isinstance(paying, Enter)
    await paying.journey.enter()
    await paying.journey.act("card:0000")

    await conclude(group)
    await until_done(group)
    assert [person.state for person in group.people.all] == ["formed", "paid", "paid"]
    insurer = await agents_desk.insurer()
    policies = {policy.id: policy for policy in (await insurer.policies.list("active")).items}
    for person in group.people.all[1:]:
        policy = policies[person.policy_id]
        assert person.policy == f"{policy.series} {policy.number}"
        assert (policy.begin_date, policy.end_date) == group.period
    assert await group.act(f"open:{group.people.all[1].number}") is None, "there is nothing to be changed"
    await group.act("people")
    listing = group.view().listing
    assert listing is not None
    assert [entry.cells[3].split()[0] for entry in listing.entries] == ["draft", "policy", "policy"]

    saved = await group_report.save_policies(agents_desk, group.people, tmp_path / "out")
    assert sorted(path.name for path in saved) == sorted(
        f"OMI-{person.policy.replace(' ', '-')}.pdf" for person in group.people.all[1:]
    )
    assert group.period is not None
    said = group_report.document(group.people, group.period, group.price.quote, None, "")
    assert (said["people"], said["formed"], said["pay_url"]) == (3, 3, None)
    assert [row["premium"] for row in said["rows"]] == [{"amount": "8.00", "currency": "EUR"}] * 3
    assert [row["order_number"] for row in said["rows"]] == [None, other.order_number, other.order_number]
    for_spreadsheets = [row[6:9] + row[10:] for row in group_report.results(group.people)][1:]
    assert for_spreadsheets == [
        ("8.00", "EUR", "formed", ""),
        *[("8.00", "EUR", "paid", other.order_number)] * 2,
    ]
    lines = group_report.lines(group.people, group.period, group.price.quote, None)
    assert lines[1:] == ["3 people have a draft or a policy.", "Insurance premium for each: 8.00\u00a0EUR."]


async def test_the_report_tells_who_is_missing_and_where_to_pay(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 3, bad=1))
    assert group.price.quote is not None
    assert group.period is not None
    lines = group_report.lines(group.people, group.period, group.price.quote, None)
    assert lines[0].startswith("8 days, ")
    assert lines[1].startswith("Row 3, NOWAKAAAD JAN: Passport number ")
    assert lines[2:] == ["2 people can be insured.", "Insurance premium for each: 8.00\u00a0EUR."]
    await conclude(group)
    await until_done(group)
    await group.act("order:yes")
    order = await (await agents_desk.insurer()).orders.get(group.order_number)
    assert group_report.lines(group.people, group.period, None, order)[-1] == (
        f"Order {order.order_number}, 16.00\u00a0EUR. Pay it here: {order.pay_url}"
    )
    said = group_report.document(group.people, group.period, None, order, "a sentence")
    assert (said["order_number"], said["pay_url"], said["trouble"]) == (
        order.order_number,
        order.pay_url,
        "a sentence",
    )
    assert [(row["state"], row["problems"]) for row in said["rows"]] == [
        ("formed", []),
        ("formed", []),
        ("wrong", ["passport_number.format"]),
    ]


async def test_inv_02_an_order_whose_answer_was_lost_is_looked_up(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path)
    await conclude(group)
    await until_done(group)
    faulty(ORDERS)
    entered = await group.act("order:yes")
    services.faults.set([])
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, GroupPayJourney)
    assert len((await (await agents_desk.insurer()).orders.list()).items) == 1


async def test_inv_02_an_order_that_never_arrived_is_made_once(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path)
    await conclude(group)
    await until_done(group)
    faulty(ORDERS, "before_commit", times=1)
    entered = await group.act("order:yes")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, GroupPayJourney), "looked up, not there, sent again with the same key"
    assert len((await (await agents_desk.insurer()).orders.list()).items) == 1


async def test_inv_02_as_long_as_it_is_not_known_it_is_checked(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path)
    await conclude(group)
    await until_done(group)
    faulty(ORDERS, "before_commit")
    entered = await group.act("order:yes")
    assert isinstance(entered, Enter)
    screen = checking(entered)
    assert await group.act(entered.then, None) is None, "left for now: the drafts stay formed"
    services.faults.set([])
    await looked(screen, 3)
    entered = await back_in(group, entered, await screen.act("again:yes"))
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, GroupPayJourney)
    assert len((await (await agents_desk.insurer()).orders.list()).items) == 1


async def test_an_order_that_is_open_already_is_paid_and_not_made_again(
    agents_desk: Workplace, desk: Desk, services: Services, tmp_path: Path
) -> None:
    group = await with_list(agents_desk, tmp_path)
    await conclude(group)
    await until_done(group)
    chosen = [person.draft_id for person in group.people.all]
    number = await order_drafts(await elsewhere(desk, services), chosen)
    entered = await group.act("order:yes")
    assert isinstance(entered, Enter)
    assert group.order_number == number
    insurer = await agents_desk.insurer()
    with pytest.raises(InOpenOrder) as other:
        await order_drafts(agents_desk, [*chosen, (await form_draft(insurer, 200)).id])
    assert other.value.order.order_number == number
    assert len((await insurer.orders.list()).items) == 1


async def test_an_open_order_of_some_is_paid_first_and_then_the_others(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await with_list(agents_desk, tmp_path, 3)
    third = group.people.all.pop()
    await conclude(group)
    await until_done(group)
    await group.act("order:yes")
    first = group.order_number
    await group.act("people")
    group.people.all.append(third)
    await conclude(group)
    await until_done(group)
    await pay(group)
    assert group.order_number == first
    assert agents_desk.messages[0].text == (
        f"Order {first} holds some of these drafts and waits for payment. Pay it first, then the others."
    )
    assert [person.state for person in group.people.all] == ["paid", "paid", "formed"]
    await pay(group)
    assert group.paid
    assert group.order_number != first


async def test_an_order_of_an_earlier_run_that_was_refused_says_why(
    agents_desk: Workplace, services: Services, faulty: Faulty, tmp_path: Path
) -> None:
    """The refusal itself was lost; it is found by its key."""
    group = await with_list(agents_desk, tmp_path)
    await conclude(group)
    await until_done(group)
    chosen = [person.draft_id for person in group.people.all]
    insurer = await agents_desk.insurer()
    await insurer.drafts.delete(chosen[0])
    faulty(ORDERS, "after_commit", times=1)
    with pytest.raises(ClientError) as refused:
        await order_drafts(agents_desk, chosen)
    assert isinstance(refused.value, Refused)
    assert not [each for each in agents_desk.journal.open_operations() if each.kind == "order"]


async def test_contracts_for_other_days_are_in_the_way(agents_desk: Workplace, tmp_path: Path) -> None:
    """A policy, and a draft, on days that overlap: neither is this trip's."""
    group = await with_list(agents_desk, tmp_path, 2)
    await conclude(group)
    await until_done(group)
    entered = await group.act("order:yes")
    assert isinstance(entered, Enter)
    await entered.journey.enter()
    await entered.journey.act("card:0000")
    later = await into_the_group(agents_desk, days=12)
    await read(later, csv_file(tmp_path / "later.csv", 3))
    await conclude(later)
    await until_done(later)
    assert [person.state for person in later.people.all] == ["refused", "refused", "formed"]
    assert group.period is not None
    assert later.period == (group.period.begin + timedelta(2), group.period.end + timedelta(2))


def _account(services: Services) -> str:
    """The id of the demo agent, as the log has it."""
    return [str(entry["account_id"]) for entry in services.log if entry["account_id"]][-1]
