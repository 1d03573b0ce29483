"""The warnings at check answers: facts that nobody refuses, said before the contract is concluded. They never block.

What the answers alone tell stands there at once. What the account's other contracts tell comes as soon as the insurer
has listed them; until then the page can be used as it is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.scanning import doubtful
from omi_tui.journeys import application, exemptions, show
from omi_tui.model import exemption, guards
from omi_tui.model.guards import Contract, Finding
from omi_tui.model.period import Period
from omi_tui.text.i18n import N_, _, days_count

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.concluding import ConcludingJourney
    from omi_tui.journeys.view import Row
    from omi_tui.model.contract import Draft, Page, Policy
    from omi_tui.model.person import Insured

PAGES, PAGE = 10, 100
"""How far a list of contracts is looked through, newest first."""
WARNINGS = {
    "no": N_("Warning: no policy is needed. {reason} The contract can be concluded all the same."),
    "ask": N_("Warning: perhaps no policy is needed, ask first. {reason}"),
    "duplicate": N_("Warning: this passport already has a contract for the same days: {number}."),
    "overlap": N_("Warning: this passport already has a contract from {begin} to {end}: {number}."),
    "gap": N_(
        "Warning: {days} without insurance after contract {number} of this passport, {begin} to {end}. "
        "Registration is granted for insured days only."
    ),
    "long_stay": N_("Warning: the term is {days}. A stay without a visa is 30 days or less."),
    "long_stays": N_(
        "Warning: with the other contracts of this passport the stay is {days}, {begin} to {end}. "
        "A stay without a visa is 30 days or less."
    ),
    "document_ends": N_("Warning: the document expires on {day}, before the policy ends."),
    "differs": N_("Warning: {label}. The scan says {scan}, the answer says {typed}."),
    "mixed": N_("Warning: {label}. The word {word} mixes Latin and Cyrillic letters."),
    "child": N_("Warning: the insured person is under 18, and no adult is the policyholder."),
}
NOT_LOOKED_UP = N_("Other contracts of this passport could not be looked up.")
_FROM_DETAILS = frozenset({"address", "passport_number"})
"""What a policyholder who is insured gives in their own details."""


class Guards:
    """The warnings of one purchase, and the contracts that they were found from."""

    def __init__(self) -> None:
        self._contracts: tuple[Contract, ...] | None = None
        self._unasked = self._partly = False
        self.rules = exemption.shipped()
        """Who needs a policy: the insurer's rules as soon as it has told newer ones."""
        self._rules_asked: set[str] = set()
        self._shown: tuple[str, ...] = ()

    async def live(self, purchase: "ConcludingJourney") -> bool:
        """Find out what there is to say on the page where *purchase* stands; whether something new. Raises nothing."""
        if purchase.step == "insured":
            return self._says_more(purchase) or (await self._newer_rules(purchase) and self._says_more(purchase))
        if purchase.step != "check" or self._contracts is not None:
            return False
        from omi_tui.client.errors import ClientError

        try:
            (self._contracts, self._partly), _newer = await asyncio.gather(
                contracts_of(await purchase.workplace.insurer()), self._newer_rules(purchase)
            )
            self._unasked = False
        except ClientError:
            self._unasked = True
        return True

    def _says_more(self, purchase: "ConcludingJourney") -> bool:
        before, self._shown = self._shown, citizenship(purchase)
        return self._shown != before

    async def _newer_rules(self, purchase: "ConcludingJourney") -> bool:
        """Ask for the newest rules, once on a page and until they are known; whether there are others now."""
        from omi_tui.client.errors import ClientError

        before, step = self.rules, purchase.step
        if step not in self._rules_asked:
            self._rules_asked.add(step)
            with suppress(ClientError):
                self.rules, _age = await exemptions.newest(purchase.workplace)
                self._rules_asked |= {"insured", "check"}
        return self.rules != before

    def count(self, purchase: "ConcludingJourney") -> str:
        """How many warnings there are, to stand before the last question; nothing where there are none."""
        number = len(self.notes(purchase, ()))
        return _("Warnings on this page: {count}.").format(count=number) + " " if number else ""

    def findings(self, purchase: "ConcludingJourney") -> list[Finding]:
        """All that is to be warned of on the check page."""
        person, days = application.insured_person(purchase.insured, purchase.holder), purchase.period.period()
        if person is None or days is None:
            return []
        holder = purchase.holder.person if purchase.holder else None
        found = guards.about(
            person,
            days,
            self._contracts or (),
            exempt=exemption.verdict(self.rules, person.citizenship).needed == "no",
            expiry=_expiry(purchase),
            scanned=_scanned(purchase, person),
        )
        return [*found, *guards.child(person.birth_date, days, holder.birth_date if holder else None)]

    def notes(self, purchase: "ConcludingJourney", rows: "Sequence[Row]") -> tuple[str, ...]:
        """The warnings in words, each with the number of the row that mends it."""
        said = [*citizenship(purchase), *(_sentence(found, rows, purchase) for found in self.findings(purchase))]
        if self._unasked:
            said.append(_(NOT_LOOKED_UP))
        elif self._partly:
            newest = _("In each list only the newest {count} contracts were looked through for this passport.")
            said.append(newest.format(count=PAGES * PAGE))
        return tuple(said)


def citizenship(purchase: "ConcludingJourney") -> tuple[str, ...]:
    """That the insured person needs no policy, or may need none; nothing for anybody else."""
    nationality = application.nationality(purchase.insured, purchase.holder)
    verdict = exemption.verdict(purchase.guards.rules, nationality)
    if not nationality or verdict.needed == "yes":
        return ()
    return (exemption_sentence(verdict),)


def exemption_sentence(verdict: exemption.Verdict) -> str:
    """That no policy is needed, or perhaps none, with the reason and its source."""
    from omi_tui.journeys.insurer_words import in_words

    said = _(WARNINGS[verdict.needed]).format(reason=in_words(verdict.reason))
    return f"{said} {exemptions.source(verdict.source)}"


def _scanned(purchase: "ConcludingJourney", person: "Insured") -> list[tuple[str, object, object]]:
    scan = None if purchase.insured.value("policyholder_is_insured") else purchase.insured.scan
    if scan is None:
        return []
    key = guards.passport_key(person.passport_series, person.passport_number)
    read = (
        ("last_name_latin", scan.surname, person.last_name_latin),
        ("first_name_latin", scan.given_names, person.first_name_latin),
        ("birth_date", scan.birth_date, person.birth_date),
        ("passport_number", scan.document_number, key),
    )
    unsure = doubtful(scan)  # where a digit refutes the scan, the answer has been mended
    return [each for each in read if each[0] not in unsure]


def _expiry(purchase: "ConcludingJourney") -> date | None:
    return None if purchase.insured.value("policyholder_is_insured") else purchase.insured.document_expiry


def sentence(found: Finding) -> str:
    """The warning in words."""
    label = next((_(field.label) for field in InsuredForm.fields if field.id == found.field), "")
    facts = {name: _fact(name, value) for name, value in found.facts}
    return _(WARNINGS[found.code]).format(label=label, **facts)


def _sentence(found: Finding, rows: "Sequence[Row]", purchase: "ConcludingJourney") -> str:
    said = sentence(found)
    own = bool(purchase.insured.value("policyholder_is_insured")) and found.field in _FROM_DETAILS
    for number, row in enumerate(rows, 1):
        if row.change.partition(".")[2] == found.field or (own and row.change == "change:profile"):
            return said + " " + _("Row {number} changes it.").format(number=number)
    return said


def _fact(name: str, value: object) -> str:
    if name == "days" and isinstance(value, int):
        return days_count(value)
    return show.day(value) if isinstance(value, date) else str(value or _("none"))


async def contracts_of(insurer: "Insurer") -> tuple[tuple[Contract, ...], bool]:
    """The account's drafts and policies, newest first, and whether there are more. Raises ClientError."""
    lists = await asyncio.gather(
        _all(lambda cursor: insurer.drafts.list(cursor, PAGE)),
        _all(lambda cursor: insurer.policies.list("active", cursor, PAGE)),
        _all(lambda cursor: insurer.policies.list("archive", cursor, PAGE)),
    )
    return tuple(each for found, _more in lists for each in found), any(more for _found, more in lists)


async def _all(
    fetch: "Callable[[str | None], Awaitable[Page[Draft] | Page[Policy]]]",
) -> tuple[list[Contract], bool]:
    found: list[Contract] = []
    cursor: str | None = None
    for _page in range(PAGES):
        page = await fetch(cursor)
        found += [_contract(each) for each in page.items if each.state not in ("expired", "paid")]
        cursor = page.next_cursor
        if cursor is None:
            break
    return found, cursor is not None


def _contract(record: "Draft | Policy") -> Contract:
    from omi_tui.model.contract import Policy

    number = show.policy_name(record) if isinstance(record, Policy) else record.id
    passport = guards.passport_key(record.insured.passport_series, record.insured.passport_number)
    return Contract(number, Period(record.begin_date, record.end_date), passport)
