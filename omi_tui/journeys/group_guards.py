"""What there is to warn of in a group: the facts that one person's check page tells, with the rows that they are about.

Nothing here blocks anything. What the account's other contracts tell is found from one listing of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal

from omi_tui.journeys import application, exemptions
from omi_tui.journeys.guards import NOT_LOOKED_UP, PAGE, PAGES, contracts_of, exemption_sentence, sentence
from omi_tui.model import exemption, guards
from omi_tui.model.guards import Contract, Finding
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.group_people import People, Person
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.period import Period

Listed = Literal["all", "newest", "none"]
MOST_ROWS = 10
"""Rows that a warning names; the others are counted."""


class GroupGuards:
    """The warnings of a group by row, and the contracts that they are found from.

    ``listed`` says how far the account's contracts were looked through.
    """

    def __init__(self) -> None:
        self.listed: Listed = "none"
        self.asked = False
        self._rules = exemption.shipped()
        self._by_passport: dict[str, list[Contract]] = {}
        self._holder: date | None = None
        self._holder_known = False
        self._found: dict[int, list[Finding]] = {}

    async def ask(self, workplace: "Workplace") -> None:
        """List the account's contracts, and ask who the policyholder is, and for the newest rules. Raises nothing."""
        from omi_tui.client.errors import ClientError

        with suppress(ClientError):
            self._rules, _age = await exemptions.newest(workplace)
        try:
            insurer = await workplace.insurer()
            holder = (await application.holder(insurer)).person
            self._holder, self._holder_known = holder.birth_date if holder else None, True
            contracts, partly = await contracts_of(insurer)
        except ClientError:
            self.asked, self.listed = True, "none"
            return
        self.asked = True
        self.listed = "newest" if partly else "all"
        by_passport = defaultdict(list)
        for contract in contracts:
            by_passport[contract.passport].append(contract)
        self._by_passport = dict(by_passport)

    def find(self, people: "People", period: "Period") -> None:
        """Find what there is to warn of: in every row that could be read and is not paid for, as it is now."""
        read = people.where("ready", "formed", "refused", "unknown")
        self._found = {person.number: self._of(people, person, period) for person in read}

    def of(self, person: "Person") -> list[Finding]:
        """What was found about *person*."""
        return self._found.get(person.number, [])

    def codes(self, person: "Person") -> list[str]:
        """The same by code."""
        return list(dict.fromkeys(found.code for found in self.of(person)))

    def notes(self, people: Iterable["Person"]) -> tuple[str, ...]:
        """A sentence for each kind of warning among *people*, with the rows that it is about."""
        kinds: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for person in people:
            for found in self.of(person):
                said = in_words(found)
                kinds[found.code, said if found.code in ("no", "ask") else ""].append((person.number, said))
        notes = [_note(told) for told in kinds.values()]
        if self.asked and self.listed == "none":
            notes.append(_(NOT_LOOKED_UP))
        elif self.listed == "newest":
            newest = _("In each list only the newest {count} contracts were looked through for this passport.")
            notes.append(newest.format(count=PAGES * PAGE))
        return tuple(notes)

    def _of(self, people: "People", person: "Person", period: "Period") -> list[Finding]:
        who = people.insured(person)
        key = guards.passport_key(who.passport_series, who.passport_number)
        mine = (person.draft_id, person.policy)
        others = [each for each in self._by_passport.get(key, ()) if each.number not in mine]
        verdict = exemption.verdict(self._rules, who.citizenship)
        perhaps_needless = Finding(verdict.needed, "citizenship", (("verdict", verdict),))
        return [
            *([] if verdict.needed == "yes" else [perhaps_needless]),
            *guards.about(who, period, others, exempt=verdict.needed == "no", expiry=person.expiry),
            *(guards.child(who.birth_date, period, self._holder) if self._holder_known else []),
        ]


def in_words(found: Finding) -> str:
    """The sentence that one person's check page has for it."""
    verdict = dict(found.facts).get("verdict")
    return exemption_sentence(verdict) if isinstance(verdict, exemption.Verdict) else sentence(found)


def _note(told: list[tuple[int, str]]) -> str:
    """One sentence for all of a kind: the same for all, else that of the first row."""
    numbers = list(dict.fromkeys(number for number, _said in told))
    rows = ", ".join(map(str, numbers[:MOST_ROWS])) + (", …" if len(numbers) > MOST_ROWS else "")
    first, said = told[0]
    if all(each == said for _number, each in told):
        return _("{warning} Rows ({count}): {rows}.").format(warning=said, count=len(numbers), rows=rows)
    text = _("{warning} That is row {row}. Rows with such a warning ({count}): {rows}.")
    return text.format(warning=said, row=first, count=len(numbers), rows=rows)
