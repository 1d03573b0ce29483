"""Forming the drafts of a group: six calls at a time, each with a key of its own that is on disk before it is sent.

A run may end at any moment. The next one looks up every key whose end is not known, reads which drafts the insurer
has for these passports and days, and sends the others alone: the same person keeps the same key until its end is known.
"""

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.journeys.group_people import People, Person
from omi_tui.journeys.group_taking import LOOK_AGAIN, MOST_LOOKS, formed, in_the_way, intent_of, take_up
from omi_tui.journeys.once import may_have_arrived, refused_for_good

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError, Refused
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Operation
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Quote
    from omi_tui.model.period import Period
    from omi_tui.model.person import Insured

AT_ONCE = 6
"""Calls under way at most."""
AHEAD = 12
"""People whose keys are noted together before the first of them is sent."""
GONE = frozenset({"quote.expired", "quote.not_found"})


class PremiumChanged(Exception):
    """The insurer stands by the price no longer, and the new one is another: it has to be confirmed first."""


class GroupSending:
    """One run through the people who are ready. ``done`` of ``total`` have a draft in the cart.

    :meth:`stop` lets what is under way finish. Another run, also of another process, goes on where this one ended.
    """

    def __init__(self, workplace: "Workplace", people: People, period: "Period", quote: "Quote") -> None:
        self.workplace, self.people, self.period, self.quote = workplace, people, period, quote
        self.stopping = False
        self.done = self.total = 0
        self._began = (0.0, 0)
        self._told: tuple[int, float | None] = (0, None)
        self._error: Exception | None = None
        self._renewing = asyncio.Lock()
        self._waiting: list[Person] = []
        self._ready: list[_Call] = []
        self._done: list[tuple[str, str]] = []

    def stop(self) -> None:
        """Begin with nobody else."""
        self.stopping = True

    def progress(self) -> tuple[int, float | None]:
        """How many are done, and about how many seconds the rest takes; None while that cannot be told.

        It goes on in twentieths, for whoever has every change read aloud.
        """
        if not self.done or self.done == self.total or self.done >= self._told[0] + self.total / 20:
            self._told = self.done, self._seconds_left()
        return self._told

    def _seconds_left(self) -> float | None:
        began, before = self._began
        done = self.done - before
        return (time.monotonic() - began) / done * (self.total - self.done) if done > 2 else None

    async def run(self) -> None:
        """Form what is missing and put it into the cart.

        Raises ClientError, PremiumChanged, JournalUnwritable or ReadOnlyDesk once nothing is under way any more; what
        was refused for one person is noted there, and the others go on.
        """
        self.workplace.may_write()
        await take_up(self.workplace, self.people, self.period)
        chosen = self.people.where("ready", "formed")
        self.total, self.done = len(chosen), sum(_finished(person) for person in chosen)
        self._began = time.monotonic(), self.done
        self._waiting = [person for person in reversed(chosen) if not _finished(person)]
        try:
            async with asyncio.TaskGroup() as group:
                for _line in range(AT_ONCE):
                    group.create_task(self._work())
        finally:
            self._note([])
            self._give_back()
        if self._error is not None:
            raise self._error

    async def _work(self) -> None:
        try:
            insurer = await self.workplace.insurer()
            while not self.stopping and (call := self._next()) is not None:
                await self._finish(insurer, call)
        except Exception as error:  # the others finish what they are at; then it is told
            self.stopping, self._error = True, self._error or error

    def _next(self) -> "_Call | None":
        """The next person, with a key that is on disk; those of some people are noted together: a disk is slow."""
        if not self._ready and self._waiting:
            chosen = [self._waiting.pop() for _ in range(min(AHEAD, len(self._waiting)))]
            self._ready = self._note([_Call(person, self.people.insured(person), "") for person in reversed(chosen)])
        return self._ready.pop() if self._ready else None

    def _note(self, calls: "list[_Call]") -> "list[_Call]":
        """Note how calls have ended, and give *calls* their keys, in one write. Raises JournalUnwritable."""
        new = [call for call in calls if not call.person.draft_id]
        if not new and not self._done:
            return calls
        intents = [intent_of(call.insured, self.period) for call in new]
        done, self._done = self._done, []
        keys = self.workplace.journal.intents("draft", intents, self.workplace.login, done=done)
        self.workplace.sent.update(keys)
        given = dict(zip((call.person.number for call in new), keys, strict=True))
        return [call._replace(key=given.get(call.person.number, "")) for call in calls]

    def _give_back(self) -> None:
        """The keys of people with whom nothing was begun stand for nothing, unless an earlier run has sent them."""
        journal = self.workplace.journal
        for call in self._ready:
            if call.key and journal.operation(call.key).attempt == 1:
                journal.result(call.key, "failed")
        self._ready.clear()

    async def _finish(self, insurer: "Insurer", call: "_Call") -> None:
        person = call.person
        if not person.draft_id:
            await self._form(insurer, call)
        if person.draft_id and not _finished(person):
            await insurer.cart.add(person.draft_id)
            person.in_cart = True
        self.done += person.draft_id != ""

    async def _form(self, insurer: "Insurer", call: "_Call") -> None:
        from omi_tui.client.drafts import draft_request
        from omi_tui.client.errors import ClientError, Refused

        journal, person = self.workplace.journal, call.person
        used = self.quote
        request = draft_request(
            quote_id=used.quote_id,
            begin=self.period.begin,
            end=self.period.end,
            insured=call.insured,
            country_of_residence=call.insured.country_of_residence,
        )
        try:
            draft = await insurer.drafts.create(request, call.key)
        except ClientError as error:
            if isinstance(error, Refused) and error.code == "idempotency_key.reused":  # it had arrived at another price
                await self._find(person, journal.operation(call.key), error)
            elif may_have_arrived(error):
                person.state, person.problem = "unknown", error.code
                await self._find(person, journal.operation(call.key), error)
            elif isinstance(error, Refused) and refused_for_good(error):
                journal.result(call.key, "failed")
                await self._refused(insurer, call, error, used)
            else:
                raise  # the same key is sent the next time
            return
        self._done.append((call.key, draft.id))
        formed(person, draft)

    async def _refused(self, insurer: "Insurer", call: "_Call", error: "Refused", used: "Quote") -> None:
        """Note a refusal at the person whom it is about. Raises what is about all of them."""
        from omi_tui.client.errors import ValidationRefused
        from omi_tui.journeys.sentences import sentence

        if error.code in GONE and not call.renewed:
            await self._renew(insurer, used)
            (again,) = self._note([call._replace(renewed=True)])
            return await self._form(insurer, again)
        person = call.person
        if error.code == "contract.overlap" and await in_the_way(
            insurer, person, self.people, self.period, error.problem.other_id
        ):
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
            if now.premium != used.premium:
                raise PremiumChanged  # and ``used`` stays: the calls that wait here must not form a draft at that price
            self.quote = now

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
                formed(person, await insurer.drafts.get(found.number))
                return
            break
        if error is not None:
            raise error


class _Call(NamedTuple):
    person: Person
    insured: "Insured"
    key: str
    renewed: bool = False
    """Whether it was refused already because its quote had run out."""


def _finished(person: Person) -> bool:
    return person.in_cart or person.ordered
