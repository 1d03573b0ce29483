"""Prolonging a policy: another contract for the same person that begins the day after the old one ends."""

from datetime import timedelta
from typing import TYPE_CHECKING

from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.next_traveller import CARRIED
from omi_tui.text.i18n import _, days_count, show_date

if TYPE_CHECKING:
    from omi_tui.journeys.purchase import PurchaseJourney
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Policy


def prolong(workplace: "Workplace", policy: "Policy") -> "PurchaseJourney":
    """A purchase of as many days as *policy* has; it begins today where the day after is over, and says the gap.

    Raises ReadOnlyDesk.
    """
    from omi_tui.journeys.purchase import PurchaseJourney

    workplace.may_write()
    after, today = policy.end_date + timedelta(1), workplace.today()
    begin = max(after, today)
    if begin > after:
        text = _("The policy ended on {day}. The new one begins today; not insured in between: {days}.")
        workplace.tell(text.format(day=show_date(policy.end_date), days=days_count((begin - after).days)))
    begun = Begun(begin, begin + timedelta(policy.days - 1), mark=CARRIED, step="check")
    if policy.policyholder_is_insured:
        insured = {"country_of_residence": policy.insured.country_of_residence}
        return PurchaseJourney(workplace, begun._replace(holder_insured=True, insured=insured))
    return PurchaseJourney(workplace, begun._replace(holder_insured=False, insured=policy.insured.model_dump()))
