"""How journeys say money, days and persons: one wording for every list, record and note."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from omi_tui.text import i18n
from omi_tui.text.i18n import _, show_time

if TYPE_CHECKING:
    from omi_tui.model.contract import Draft, Policy
    from omi_tui.model.money import Money
    from omi_tui.model.period import Period
    from omi_tui.model.person import Insured, InsuredPerson, PersonalInfo, Policyholder


def money(amount: "Money") -> str:
    """``8.00 EUR`` with a no-break space."""
    return i18n.show_money(amount.amount, amount.currency)


def day(value: date) -> str:
    """A day without its weekday, for the columns of a list: ``28 Nov 2026``."""
    return i18n.show_day(value)


def term(period: "Period") -> str:
    """Insured days, from the first to the last: ``8 days, 28 Nov 2026 to 5 Dec 2026``."""
    days, begin, end = i18n.days_count(period.days), day(period.begin), day(period.end)
    return _("{days}, {begin} to {end}").format(days=days, begin=begin, end=end)


def widths(headers: Sequence[str], cells: Sequence[int]) -> tuple[int, ...]:
    """The widths of a list's columns but the last: what their cells need, or their header."""
    from omi_tui.text.width import cell_len

    return tuple(max(cell_len(header), need) for header, need in zip(headers, cells, strict=False))


def person(who: "Insured | InsuredPerson | PersonalInfo | Policyholder") -> str:
    """First and last name in Latin; a person with one name has that one."""
    from omi_tui.model.person import full_name

    return full_name(who)


def passport(who: "Insured | InsuredPerson") -> str:
    """Series and number, such as ``ZZ 1234567``."""
    return " ".join(part for part in (who.passport_series, who.passport_number) if part)


def policy_name(record: "Draft | Policy") -> str:
    """Series and number of a policy, such as ``BS 1234567``; "no policy" for a draft."""
    from omi_tui.model.contract import Policy

    if isinstance(record, Policy):
        return f"{record.series} {record.number}"
    return record.policy_name or _("no policy")


def moment(at: datetime) -> str:
    """Day and clock time of this machine: ``28 Nov 2026, 17:51``."""
    return f"{day(at.astimezone().date())}, {show_time(at)}"


def deadline(at: datetime) -> str:
    """As :func:`moment`, with the clock of the insurer's days beside it where this machine keeps another.

    ``29 Nov 2026, 22:00 (in Minsk: 30 Nov 2026, 00:00)``: neither is mistaken for the other.
    """
    from omi_tui.model.period import MINSK

    there = at.astimezone(MINSK)
    if there.utcoffset() == at.astimezone().utcoffset():
        return moment(at)
    in_minsk = f"{day(there.date())}, {show_time(at, MINSK)}"
    return _("{here} (in Minsk: {there})").format(here=moment(at), there=in_minsk)


def moment_of(seconds: float) -> str:
    """As :func:`moment`, for seconds since 1970."""
    return moment(datetime.fromtimestamp(seconds, UTC))


def country(code: str) -> str:
    """The name of a country in the current language."""
    from omi_tui.model.country import name

    return name(code)
