"""Whether somebody needs this insurance: their citizenship, their status, and a foreign policy if they have one."""

from collections.abc import Callable
from datetime import date

from omi_tui.forms.field import Choice, ChoiceField, Field, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.insured import InsuredForm
from omi_tui.model.period import minsk_today
from omi_tui.text.i18n import N_

NONE = "none"
STATUSES = {
    NONE: N_("None of these"),
    "official_delegation": N_("Official delegations"),
    "mission_staff": N_("Staff of missions"),
    "un_laissez_passer": N_("United Nations"),
    "crew": N_("Crews"),
    "border_service": N_("Border guards"),
    "refugee_applicant": N_("Refugees"),
    "transit": N_("Transit"),
    "permanent_resident": N_("Residents"),
}
"""Those whose status counts, in two or three words."""
CRITERIA = {
    "insurer": N_("It names the foreign insurer, with address and phone"),
    "full_name": N_("It names the traveller in full"),
    "territory": N_("It is valid in Belarus or worldwide"),
    "whole_stay": N_("It covers the whole stay"),
    "sum_insured": N_("It insures 10,000 EUR or more"),
    "translation": N_("It is in Russian or Belarusian, or translated"),
}
"""What a foreign policy has to show."""
_HELP = N_(
    "All of this has to stand in the foreign policy, or the border may not accept it. Leave the tick out if in doubt."
)
_HINT = N_("Set the tick if the foreign policy shows it")


def _tick(criterion: str, label: str) -> Field:
    hint = N_("Europe alone may be refused at the border") if criterion == "territory" else _HINT
    return TickField(id=criterion, label=label, hint=hint, help=_HELP, required=False, leak="public")


class NeedForm(Form):
    """Three questions; six more about a foreign policy."""

    id = "need"
    fields = (
        next(field for field in InsuredForm.fields if field.id == "citizenship"),
        ChoiceField(
            id="status",
            label=N_("Status"),
            hint=N_("Down opens the list; most travellers have none of these"),
            help=N_(
                "Some people need no policy whatever their citizenship: official delegations, diplomats, crews, "
                "applicants for refugee status, residents of Belarus and others. Choose what fits."
            ),
            choices=tuple(Choice(code, label) for code, label in STATUSES.items()),
            width=36,
            leak="public",
            messages=dict.fromkeys(("missing", "unknown", "format"), N_("Choose the status from the list.")),
        ),
        TickField(
            id="foreign_policy",
            label=N_("There is a policy of a foreign insurer"),
            hint=N_("Set the tick to find out whether Belarus accepts it"),
            help=N_(
                "A policy of an insurer abroad is accepted if it shows six things. Set the tick, and they are asked "
                "one by one."
            ),
            required=False,
            leak="public",
        ),
        *(_tick(criterion, label) for criterion, label in CRITERIA.items()),
    )

    def __init__(self, today: Callable[[], date] = minsk_today) -> None:
        super().__init__(today)
        self.load({"status": NONE})

    def visible(self) -> list[Field]:
        """The criteria only where there is a foreign policy."""
        foreign = self.texts["foreign_policy"] == "yes"
        return [field for field in self.fields if foreign or field.id not in CRITERIA]
