"""The insured days."""

from datetime import date

from omi_tui.forms.field import Surroundings
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import DATE_HINT, DateField
from omi_tui.model import rules
from omi_tui.model.period import Period
from omi_tui.text.i18n import N_


def _end(day: date, around: Surroundings) -> date:
    begin = around.values.get("begin_date")
    return rules.end_day(day, begin) if begin else day


class PeriodForm(Form):
    """Policy start and end date, both insured days in Minsk (manual, section 4, step 2)."""

    id = "period"
    fields = (
        DateField(
            id="begin_date",
            label=N_("Policy start date"),
            hint=DATE_HINT,
            help=N_(
                "The first insured day, usually the day of arrival. The policy starts on it at 00:00, Minsk time. "
                "It can be today or any day of the next 365. For example: 28 nov, or +5 for in five days."
            ),
            check=lambda day, around: rules.begin_day(day, around.today),
            leak="public",
            messages={
                "missing": N_("Enter the policy start date."),
                "format": N_("Policy start date must have a day and a month."),
                "unreadable": N_("Policy start date must have a day and a month."),
                "no_year": N_("Policy start date must include a year."),
                "impossible": N_("Policy start date must be a real date."),
                "ambiguous": N_(
                    "Policy start date can be read in two ways. Type {one} for {first}, or {two} for {second}."
                ),
                "past": N_("Policy start date must be today or later; today in Minsk is {today}."),
                "too_far": N_("Policy start date must be {latest} or earlier."),
            },
        ),
        DateField(
            id="end_date",
            label=N_("Policy end date (inclusive)"),
            hint=N_("28.11, 28 nov, +5, or a number of days such as 8d"),
            help=N_(
                "The last insured day, usually the day of departure. The policy finishes on it at 23:59, Minsk time. "
                "A number of days counts both ends: 8d is eight insured days."
            ),
            after="begin_date",
            check=_end,
            leak="public",
            messages={
                "missing": N_("Enter the policy end date."),
                "format": N_("Policy end date must have a day and a month, or be a number of days such as 8d."),
                "unreadable": N_("Policy end date must have a day and a month, or be a number of days such as 8d."),
                "no_year": N_("Policy end date must include a year."),
                "impossible": N_("Policy end date must be a real date."),
                "ambiguous": N_(
                    "Policy end date can be read in two ways. Type {one} for {first}, or {two} for {second}."
                ),
                "no_begin": N_("Days are counted from the policy start date. Enter that date first."),
                "before_begin": N_("Policy end date must be the same as or after the start date, {begin}."),
                "too_long": N_("Policy must be {limit} days or fewer: the end date must be {latest} or earlier."),
            },
        ),
    )

    def period(self) -> Period | None:
        """The insured days, as soon as both dates can be read."""
        values = self.around().values
        begin, end = values.get("begin_date"), values.get("end_date")
        return Period(begin, end) if begin and end else None
