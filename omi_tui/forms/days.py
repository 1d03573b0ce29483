"""The days that the day book is opened for."""

from datetime import date, timedelta

from omi_tui.forms.field import Surroundings
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import DateField
from omi_tui.model.rules import RuleError
from omi_tui.text.i18n import N_

LONGEST = 366
"""Days that are looked at together, at most."""
_HINT = N_("28.11.2026, 28 nov 26, 2026-11-28, t for today")


def _first(day: date, around: Surroundings) -> None:
    if day > around.today:
        raise RuleError("future", today=around.today)


def _last(day: date, around: Surroundings) -> None:
    _first(day, around)
    first = around.values.get("first_date")
    if first and day < first:
        raise RuleError("before_first", first=first)
    if first and (day - first).days >= LONGEST:
        raise RuleError("too_long", limit=LONGEST, latest=first + timedelta(days=LONGEST - 1))


class DaysForm(Form):
    """The first and the last day, both counted, none of them to come."""

    id = "days"
    fields = (
        DateField(
            id="first_date",
            label=N_("First day"),
            hint=_HINT,
            help=N_("The first day of the day book, by Minsk time. For example: 1 nov 26."),
            purpose="issue",
            check=_first,
            leak="public",
            messages={
                "missing": N_("Enter the first day."),
                "format": N_("First day must have a day, a month and a year."),
                "unreadable": N_("First day must have a day, a month and a year."),
                "no_year": N_("First day must include a year."),
                "impossible": N_("First day must be a real date."),
                "ambiguous": N_("First day can be read in two ways. Type {one} for {first}, or {two} for {second}."),
                "future": N_("First day must be today or earlier; today in Minsk is {today}."),
            },
        ),
        DateField(
            id="last_date",
            label=N_("Last day"),
            hint=_HINT,
            help=N_("The last day of the day book, by Minsk time; it may be the same as the first."),
            purpose="issue",
            check=_last,
            leak="public",
            messages={
                "missing": N_("Enter the last day."),
                "format": N_("Last day must have a day, a month and a year."),
                "unreadable": N_("Last day must have a day, a month and a year."),
                "no_year": N_("Last day must include a year."),
                "impossible": N_("Last day must be a real date."),
                "ambiguous": N_("Last day can be read in two ways. Type {one} for {first}, or {two} for {second}."),
                "future": N_("Last day must be today or earlier; today in Minsk is {today}."),
                "before_first": N_("Last day must be the same as or after the first day, {first}."),
                "too_long": N_("The day book shows {limit} days or fewer: the last day must be {latest} or earlier."),
            },
        ),
    )
