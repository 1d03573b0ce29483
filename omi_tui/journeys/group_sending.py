"""Forming the drafts of a group: six calls at a time, each with a key of its own that is on disk before it is sent.

A run may end at any moment. The next one looks up every key whose end is not known, reads which drafts the insurer
has for these passports and days, and sends the others alone: the same person keeps the same key until its end is known.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from omi_tui.journeys.group_people import People, Person, key
from omi_tui.journeys.once import may_have_arrived, refused_for_good

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError, Refused
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Operation
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, DraftRequest, Quote
    from omi_tui.model.period import Period

AT_ONCE = 6
"""Calls under way at most."""
GONE = frozenset({"quote.expired", "quote.not_found"})
LOOK_AGAIN = 1.0
"""Seconds between two questions about a call that the insurer is still at."""
MOST_LOOKS = 60


class PremiumChanged(Exception):
    """The insurer stands by the price no longer, and the new one is another: it has to be confirmed first."""


class GroupSending:
    """One run through the people who are ready. ``done`` of ``total`` have a draft in the cart.

    :meth:`stop` lets what is under way finish. :meth:`run` may be called again, and after a crash by another process.
    """

    def __init__(self, workplace: "Workplace", people: People, period: "Period", quote: "Quote") -> None:
        self.workplace, self.people, self.period, self.quote = workplace, people, period, quote
        self.stopping = False
        self.done = self.total = 0
        self._began = (0.0, 0)
        self._error: Exception | None = None
        self._renewing = asyncio.Lock()

    def stop(self) -> None:
        """Begin with nobody else."""
        self.stopping = True

    def seconds_left(self) -> float | None:
        """About how long the rest takes; None while that cannot be told."""
        began, before = self._began
        formed = self.done - before
        if not began or formed < 3:
            return None
        return (time.monotonic() - began) / formed * (self.total - self.done)

    async def run(self) -> None:
        """Form what is missing and put it into the cart.

        Raises ClientError, PremiumChanged, JournalUnwritable or ReadOnlyDesk once nothing is under way any more; what
        was refused for one person is noted there, and the others go on.
        """
        self.workplace.may_write()
        self.stopping, self._error = False, None
        await take_up(self.workplace, self.people, self.period)
        chosen = self.people.where("ready", "formed")
        self.total, self.done = len(chosen), sum(_finished(person) for person in chosen)
        self._began = time.monotonic(), self.done
        waiting = iter([person for person in chosen if not _finished(person)])
        async with asyncio.TaskGroup() as group:
            for _line in range(AT_ONCE):
                group.create_task(self._work(waiting))
        if self._error is not None:
            raise self._error

    async def _work(self, waiting: Iterator[Person]) -> None:
        insurer = await self.workplace.insurer()
        while not self.stopping and (person := next(waiting, None)) is not None:
            try:
                if not person.draft_id:
                    await self._form(insurer, person)
                if person.draft_id and not person.in_cart and not person.ordered:
                    await insurer.cart.add(person.draft_id)
                    person.in_cart = True
                self.done += person.draft_id != "" and _finished(person)
            except Exception as error:  # the others finish what they are at; then it is told
                self.stopping, self._error = True, self._error or error
                return

    async def _form(self, insurer: "Insurer", person: Person) -> None:
        from omi_tui.client.errors import ClientError, Refused

        workplace, journal = self.workplace, self.workplace.journal
        intent, request = self._request(person)
        known = journal.intent("draft", intent, workplace.login)
        workplace.sent.add(known)
        try:
            draft = await insurer.drafts.create(request, known)
        except ClientError as error:
            if (
                isinstance(error, Refused) and error.code == "idempotency_key.reused"
            ):  # it had arrived with another price
                await self._find(person, journal.operation(known))
            elif may_have_arrived(error):
                person.state, person.problem = "unknown", error.code
                await self._find(person, journal.operation(known), error)
            elif isinstance(error, Refused) and refused_for_good(error):
                journal.result(known, "failed")
                await self._refused(insurer, person, error)
            else:
                raise  # the same key is sent the next time
            return
        journal.result(known, "done", draft.id)
        _formed(person, draft)

    def _request(self, person: Person) -> "tuple[str, DraftRequest]":
        """What the key stands for, whatever the price, and what is sent."""
        from omi_tui.client.drafts import draft_request

        insured = self.people.insured(person)
        request = draft_request(
            quote_id=self.quote.quote_id,
            begin=self.period.begin,
            end=self.period.end,
            insured=insured,
            country_of_residence=insured.country_of_residence,
        )
        return intent_of(self.people, person, self.period), request

    async def _refused(self, insurer: "Insurer", person: Person, error: "Refused") -> None:
        """Note a refusal at the person whom it is about. Raises what is about all of them."""
        from omi_tui.client.errors import ValidationRefused
        from omi_tui.journeys.sentences import sentence

        if error.code in GONE:
            await self._renew(insurer, self.quote)
            return await self._form(insurer, person)
        if error.code == "contract.overlap" and await _taken(insurer, person, self, error.problem.other_id):
            return None
        if not isinstance(error, ValidationRefused) and not error.code.startswith(("contract.", "passport.")):
            raise error
        person.state, person.problem, person.sentence = "refused", error.code, sentence(error)
        return None

    async def _renew(self, insurer: "Insurer", used: "Quote") -> None:
        async with self._renewing:
            if self.quote is not used:
                return
            now = await insurer.quotes.quote(self.period.begin, self.period.end)
            before, self.quote = self.quote, now
            if now.premium != before.premium:
                raise PremiumChanged

    async def _find(self, person: Person, operation: "Operation", error: "ClientError | None" = None) -> None:
        """Look up what became of a call whose answer was lost. Raises *error* where that is not known yet."""
        from omi_tui.journeys.reconcile import look_up

        insurer = await self.workplace.insurer()
        for _look in range(MOST_LOOKS):
            found = await look_up(self.workplace, operation)
            if found.state == "running":
                await asyncio.sleep(LOOK_AGAIN)
                continue
            if found.state == "done":
                _formed(person, await insurer.drafts.get(found.number))
                return
            break
        if error is not None:
            raise error


async def take_up(workplace: "Workplace", people: People, period: "Period") -> None:
    """Find out who has a draft for these days: first every open key is looked up, then the drafts are read.

    Raises ClientError.
    """
    from omi_tui.journeys.reconcile import is_ours, look_up

    journal, ready = workplace.journal, people.where("ready", "unknown", "formed")
    passports = {key_of(people, person): person for person in ready}

    def ours(draft: "Draft") -> bool:
        return draft_key(draft) in passports and (draft.begin_date, draft.end_date) == (period.begin, period.end)

    intents = {intent_of(people, person, period) for person in ready} if journal.open_operations() else set()
    for operation in journal.open_operations():
        if operation.kind != "draft" or not is_ours(workplace, operation):
            continue
        waits = any(journal.is_about(operation, intent) for intent in intents)
        for _look in range(MOST_LOOKS if waits else 1):
            if (await look_up(workplace, operation, ours)).state != "running":
                break
            await asyncio.sleep(LOOK_AGAIN)
    for person in ready:
        person.draft_id, person.in_cart, person.ordered, person.state = "", False, False, "ready"
    async for draft in all_drafts(await workplace.insurer()):
        if ours(draft) and draft.state in ("unpaid", "in_order"):
            _formed(passports[draft_key(draft)], draft)


def intent_of(people: People, person: Person, period: "Period") -> str:
    """What a key of this journal stands for: this person, as they are now, on these days."""
    from omi_tui.model.fingerprint import fingerprint

    insured = people.insured(person).model_dump(mode="json", exclude_none=True)
    return fingerprint({"group": insured, "begin": str(period.begin), "end": str(period.end)})


def key_of(people: People, person: Person) -> tuple[str, str, str]:
    """The passport of a person who can be read."""
    insured = people.insured(person)
    return key(insured.citizenship, insured.passport_series, insured.passport_number)


def draft_key(draft: "Draft") -> tuple[str, str, str]:
    """The passport of a draft's insured person."""
    who = draft.insured
    return key(who.citizenship, who.passport_series, who.passport_number)


def _finished(person: Person) -> bool:
    return person.in_cart or person.ordered


def _formed(person: Person, draft: "Draft") -> None:
    person.draft_id, person.state = draft.id, "formed"
    person.in_cart, person.ordered = draft.in_cart, draft.state == "in_order"
    person.problem = person.sentence = ""


async def _taken(insurer: "Insurer", person: Person, sending: GroupSending, other: str | None) -> bool:
    """Whether the contract in the way is this person's for these very days: then it is taken."""
    from omi_tui.client.errors import NotFound

    if not other:
        return False
    days, passport = (sending.period.begin, sending.period.end), key_of(sending.people, person)
    try:
        policy = await insurer.policies.get(other)
    except NotFound:
        try:
            draft = await insurer.drafts.get(other)
        except NotFound:
            return False
        if (draft.begin_date, draft.end_date) != days or draft_key(draft) != passport:
            return False
        _formed(person, draft)
        return True
    who = policy.insured
    if (policy.begin_date, policy.end_date) != days:
        return False
    if key(who.citizenship, who.passport_series, who.passport_number) != passport:
        return False
    person.state, person.draft_id = "paid", ""
    person.policy, person.policy_id = f"{policy.series} {policy.number}", policy.id
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
