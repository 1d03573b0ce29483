"""What an agent should know before a contract is concluded, found from plain facts. Nothing here refuses anything.

The insurer's own refusals stand in ``rules``; a finding is a fact that the web cabinet lets through.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.model.period import Period
from omi_tui.model.rules import ADULT_YEARS

if TYPE_CHECKING:
    from omi_tui.model.person import Insured

VISA_FREE_DAYS = 30
"""The longest stay without a visa; longer ones need a visa or a residence permit."""
GAP_DAYS = 30
"""Uncovered days that may lie within one stay; after more of them the earlier policy was for another journey."""
_MIXED = re.compile(r"\S*(?:[A-Za-z]\S*[\u0400-\u052f]|[\u0400-\u052f]\S*[A-Za-z])\S*")


class Contract(NamedTuple):
    """A draft or a policy: its number, its days, and series and number of the passport in one."""

    number: str
    days: Period
    passport: str


class Finding(NamedTuple):
    """``code`` names the sentence; the rest are its facts. ``field`` is the field that would mend it."""

    code: str
    field: str = ""
    facts: tuple[tuple[str, object], ...] = ()


def passport_key(series: str | None, number: str) -> str:
    """Series and number as one, for some type them together."""
    return f"{series or ''}{number}".upper()


def overlaps(days: Period, passport: str, contracts: Iterable[Contract]) -> list[Finding]:
    """The contracts of *passport* that share a day with *days*; the same days are a duplicate."""
    return [
        Finding(
            "duplicate" if other.days == days else "overlap",
            "begin_date",
            (("number", other.number), ("begin", other.days.begin), ("end", other.days.end)),
        )
        for other in sorted(contracts, key=lambda each: (each.days, each.number))
        if other.passport == passport and other.days.overlaps(days)
    ]


def gap(days: Period, passport: str, contracts: Iterable[Contract]) -> list[Finding]:
    """The days without insurance between the newest earlier contract of *passport* and *days*, if they are few."""
    mine = [each for each in contracts if each.passport == passport and each.days.begin <= days.begin]
    if not mine:
        return []
    last = max(mine, key=lambda each: each.days.end)
    first_open, last_open = last.days.end + timedelta(days=1), days.begin - timedelta(days=1)
    uncovered = (last_open - first_open).days + 1
    if not 1 <= uncovered <= GAP_DAYS:
        return []
    facts = (("days", uncovered), ("number", last.number), ("begin", first_open), ("end", last_open))
    return [Finding("gap", "begin_date", facts)]


def long_stay(days: Period, passport: str = "", contracts: Iterable[Contract] = ()) -> list[Finding]:
    """A stay longer than one without a visa: *days*, with the contracts of *passport* that leave no day open."""
    stay = days
    mine = sorted(each.days for each in contracts if each.passport == passport)
    for other in [*reversed(mine), *mine]:  # the earlier ones lead back from the newest, the later ones onwards
        if other.begin <= stay.end + timedelta(days=1) and stay.begin <= other.end + timedelta(days=1):
            stay = Period(min(stay.begin, other.begin), max(stay.end, other.end))
    if stay.days <= VISA_FREE_DAYS:
        return []
    if stay == days:
        return [Finding("long_stay", "begin_date", (("days", days.days),))]
    return [Finding("long_stays", "begin_date", (("days", stay.days), ("begin", stay.begin), ("end", stay.end)))]


def document_ends(expiry: date | None, days: Period) -> list[Finding]:
    """A document that ends before the insured days do."""
    return [Finding("document_ends", "begin_date", (("day", expiry),))] if expiry and expiry < days.end else []


def differences(scanned: Iterable[tuple[str, object, object]]) -> list[Finding]:
    """What differs from the scan; *scanned* are a field, what the scan says, and the answer. No word of a scan is no.

    A scan prints names cut short and without hyphens or apostrophes: a name that goes on where it ends agrees.
    """
    return [
        Finding("differs", field, (("scan", says), ("typed", typed)))
        for field, says, typed in scanned
        if says and not _agree(says, typed)
    ]


def _agree(says: object, typed: object) -> bool:
    if isinstance(says, date):
        return says == typed
    plain, answer = (re.sub(r"[^A-Z0-9]", "", str(text or "").upper()) for text in (says, typed))
    return plain == answer or (plain.isalpha() and len(plain) >= 3 and answer.startswith(plain))


def mixed_scripts(texts: Iterable[tuple[str, str]]) -> list[Finding]:
    """Words with Latin and Cyrillic letters in one, which look alike on paper; *texts* are fields and answers."""
    return [
        Finding("mixed", field, (("word", found.group()),)) for field, text in texts if (found := _MIXED.search(text))
    ]


def about(
    person: "Insured",
    days: Period,
    contracts: Iterable[Contract],
    *,
    exempt: bool,
    expiry: date | None,
    scanned: Iterable[tuple[str, object, object]] = (),
) -> list[Finding]:
    """What there is to know of *person* insured on *days*, beside *contracts* of the account.

    *expiry* is the last day of the document, *scanned* what :func:`differences` takes. *exempt* says that the
    citizenship needs no policy: such people stay longer without a visa.
    """
    passport, others = passport_key(person.passport_series, person.passport_number), [*contracts]
    return [
        *overlaps(days, passport, others),
        *gap(days, passport, others),
        *([] if exempt else long_stay(days, passport, others)),
        *differences(scanned),
        *document_ends(expiry, days),
        *mixed_scripts([("address", person.address)]),
    ]


def child(birth: date, days: Period, holder_birth: date | None) -> list[Finding]:
    """An insured child whose policyholder is no adult, as far as is known. *holder_birth* may be the child's own."""

    def adult(born: date) -> bool:
        begin = days.begin
        return (born.year + ADULT_YEARS, born.month, born.day) <= (begin.year, begin.month, begin.day)

    alone = not adult(birth) and (holder_birth is None or not adult(holder_birth))
    return [Finding("child", "policyholder_is_insured")] if alone else []
