"""Who of a group has a contract for these days already: it is taken, and never made a second time."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from omi_tui.journeys.group_people import People, Person, key

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, Order, Policy
    from omi_tui.model.period import Period
    from omi_tui.model.person import Insured

LOOK_AGAIN = 1.0
"""Seconds between two questions about a call that the insurer is still at."""
MOST_LOOKS = 60


async def take_up(workplace: "Workplace", people: People, period: "Period") -> None:
    """Find out who has a draft for these days: first every open key is looked up, then the drafts are read.

    Raises ClientError.
    """
    from omi_tui.journeys.reconcile import is_ours, look_up

    journal, ready = workplace.journal, people.where("ready", "unknown", "formed")
    passports = {key_of(people, person): person for person in ready}

    def ours(draft: "Draft") -> bool:
        return passport_of(draft) in passports and (draft.begin_date, draft.end_date) == (period.begin, period.end)

    intents = {intent_of(people.insured(person), period) for person in ready} if journal.open_operations() else set()
    for operation in journal.open_operations():
        if operation.kind != "draft" or not is_ours(workplace, operation):
            continue
        waits = any(journal.is_about(operation, intent) for intent in intents)
        for _look in range(MOST_LOOKS if waits else 1):
            if (await look_up(workplace, operation, ours if waits else None)).state != "running":
                break
            await asyncio.sleep(LOOK_AGAIN)
    for person in ready:
        person.draft_id, person.in_cart, person.ordered, person.state = "", False, False, "ready"
        person.premium, person.order_number = None, ""
    async for draft in all_drafts(await workplace.insurer()):
        if ours(draft) and draft.state in ("unpaid", "in_order"):
            formed(passports[passport_of(draft)], draft)


def intent_of(insured: "Insured", period: "Period") -> str:
    """What a key of a group stands for: this person on these days, whatever the price."""
    from omi_tui.model.fingerprint import fingerprint

    who = insured.model_dump(mode="json", exclude_none=True)
    return fingerprint({"group": who, "begin": str(period.begin), "end": str(period.end)})


def key_of(people: People, person: Person) -> tuple[str, str]:
    """The passport of a person who can be read."""
    insured = people.insured(person)
    return key(insured.citizenship, insured.passport_series, insured.passport_number)


def passport_of(contract: "Draft | Policy") -> tuple[str, str]:
    """The passport of a contract's insured person."""
    who = contract.insured
    return key(who.citizenship, who.passport_series, who.passport_number)


def formed(person: Person, draft: "Draft") -> None:
    """Note the draft of *person*."""
    person.draft_id, person.state = draft.id, "formed"
    person.in_cart, person.ordered = draft.in_cart, draft.state == "in_order"
    person.problem = person.sentence = ""
    person.premium = draft.premium


def has_policy(person: Person, policy: "Policy") -> None:
    """Note the policy of *person*: nothing is to be paid for them any more."""
    person.state, person.policy, person.policy_id = "paid", f"{policy.series} {policy.number}", policy.id
    person.premium, person.order_number = policy.premium, policy.order_number
    person.problem = person.sentence = ""


async def take_policies(insurer: "Insurer", people: People, period: "Period", order: "Order") -> None:
    """After *order* was paid: find the policy of everybody whose draft was in it. Raises ClientError."""
    drafts = {*order.draft_ids}
    waiting = {key_of(people, person): person for person in people.where("formed") if person.draft_id in drafts}
    cursor: str | None = None
    while waiting:
        page = await insurer.policies.list("active", cursor, 200)
        for policy in page.items:
            if policy.order_number == order.order_number and (policy.begin_date, policy.end_date) == period:
                person = waiting.pop(passport_of(policy), None)
                if person is not None:
                    has_policy(person, policy)
        cursor = page.next_cursor
        if cursor is None:
            break
    for person in waiting.values():
        person.state, person.order_number = "paid", order.order_number
        person.policy = (await insurer.drafts.get(person.draft_id)).policy_name or ""


async def in_the_way(insurer: "Insurer", person: Person, people: People, period: "Period", other: str | None) -> bool:
    """Whether the contract in the way is this person's for these very days: then it is taken."""
    from omi_tui.client.errors import NotFound

    if not other:
        return False
    days, passport = (period.begin, period.end), key_of(people, person)
    try:
        policy = await insurer.policies.get(other)
    except NotFound:
        try:
            draft = await insurer.drafts.get(other)
        except NotFound:
            return False
        if (draft.begin_date, draft.end_date) != days or passport_of(draft) != passport:
            return False
        formed(person, draft)
        return True
    if (policy.begin_date, policy.end_date) != days or passport_of(policy) != passport:
        return False
    person.draft_id = ""
    has_policy(person, policy)
    return True


async def all_drafts(insurer: "Insurer") -> "AsyncIterator[Draft]":
    """The drafts that are not paid, newest first. Raises ClientError."""
    cursor: str | None = None
    while True:
        page = await insurer.drafts.list(cursor, 200)
        for draft in page.items:
            yield draft
        cursor = page.next_cursor
        if cursor is None:
            return
