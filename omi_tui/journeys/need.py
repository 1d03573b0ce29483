"""Do I need it? Three questions answered from dated rules, with reason and source; and the lists behind the answer."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.need import CRITERIA, NONE, STATUSES, NeedForm
from omi_tui.journeys import exemptions, show
from omi_tui.journeys.exemptions import source
from omi_tui.journeys.insurer_words import in_words
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, Leave, Row, Table, View
from omi_tui.model import exemption
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace

VERDICTS = {
    "exempt": N_("Who does not need this insurance"),
    "ask": N_("Who has to ask first, because the sources differ"),
}
OTHERS = N_("Others")
PRICE, BUY = N_("Price"), N_("Buy policy")
BACK = {PRICE: N_("Back to the price"), BUY: N_("Back to the dates")}
ANSWERS = {
    "yes": N_("A policy is needed. {reason}"),
    "no": N_("No policy is needed. {reason} You can buy one all the same."),
    "ask": N_("Perhaps no policy is needed: ask first. {reason}"),
}


def answer(verdict: exemption.Verdict) -> str:
    """The verdict and its reason in a line."""
    return _(ANSWERS[verdict.needed]).format(reason=in_words(verdict.reason))


class NeedJourney(Journey):
    """The form with its answer, then the lists. Leaves without a result."""

    id: ClassVar[str] = "need"

    def __init__(self, workplace: "Workplace", came_from: str = PRICE) -> None:
        """*came_from*: the page (a key of ``BACK``) that this one is opened from, and leads back to."""
        super().__init__(workplace, "need")
        self.form = NeedForm(workplace.today)
        self.rules = exemption.shipped()
        self._page = came_from
        self.age: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()

    def forms(self) -> "dict[str, Form]":
        """The questions."""
        return {"need": self.form}

    def unsaved(self) -> bool:
        """Nothing here is ever saved."""
        return False

    async def live(self) -> bool:
        """The answer follows what is typed."""
        before, self._shown = self._shown, self.notes()
        return self._shown != before

    def notes(self) -> tuple[str, ...]:
        """The answer, its source and the day of the rules; nothing before the citizenship is known."""
        values = self.form.around().values
        nationality, status = values.get("citizenship"), values.get("status") or NONE
        if not nationality:
            return ()
        missing = [_(label) for code, label in CRITERIA.items() if not values.get(code)]
        foreign = bool(values.get("foreign_policy"))
        rules = self.rules
        found = exemption.verdict(
            rules, nationality, "" if status == NONE else status, foreign_policy=foreign and not missing
        )
        notes = (answer(found), source(found.source), _("Rules as of {day}.").format(day=show.day(rules.date)))
        if not foreign or not missing or found.needed == "no":
            return notes
        return (_("The foreign policy is not enough until every line about it is ticked."), *notes)

    def view(self) -> View:
        """The questions, their answer alone, or the lists."""
        return {"need": self._questions, "answer": self._answer, "lists": self._lists}[self.step]()

    def _questions(self) -> View:
        return View(
            id="need",
            heading=_("Do I need this insurance?"),
            place=(_(self._page), _("Who needs it")),
            form=self.form,
            notes=self.notes(),
            actions=(
                Action("answer", _("Show the answer"), "main"),
                Action("lists", _("Who is exempt")),
                Action("leave", _(BACK[self._page])),
            ),
        )

    def _answer(self) -> View:
        """The answer on a page of its own: in a small window it stands below the questions, out of sight."""
        return View(
            id="answer",
            heading=_("Do I need this insurance?"),
            place=(_(self._page), _("Who needs it")),
            rows=(Row(_("Citizenship"), show.country(str(self.form.value("citizenship")))),),
            lead=self.notes(),
            actions=(
                Action("need", _("Back"), "main"),
                Action("lists", _("Who is exempt")),
                Action("leave", _(BACK[self._page])),
            ),
        )

    def _lists(self) -> View:
        rules = self.rules
        return View(
            id="lists",
            heading=_("Who is exempt"),
            place=(_(self._page), _("Who needs it")),
            lead=(
                _(
                    "Who is not in these lists needs medical insurance for Belarus: this one, or a foreign one that "
                    "Belarus accepts."
                ),
                _("Rules as of {day}.").format(day=show.day(rules.date)),
                *self.age,
            ),
            tables=tuple(_table(title, rules, verdict) for verdict, title in VERDICTS.items()),
            actions=(Action("need", _("Back"), "main"),),
            foot=tuple(source(address) for address in dict.fromkeys(rule.source for rule in rules.rules)),
        )

    async def enter(self) -> None:
        """Ask the insurer for newer rules; the shipped ones do without."""
        from omi_tui.client.errors import ClientError

        with suppress(ClientError):
            self.rules, self.age = await exemptions.newest(self.workplace)

    async def act(self, action: str, result: Any = None) -> Effect:
        """``answer`` checks the questions; ``lists`` and ``need`` turn the page; ``leave`` goes back."""
        if action == "leave":
            return Leave()
        if action == "lists":
            self.go("lists")
        elif action == "need":
            self.step, self.trail = "need", []
        else:
            self.form.values()
            self.go("answer")
        return None


def _table(title: str, rules: exemption.Rules, verdict: str) -> Table:
    fitting = [rule for rule in rules.rules if rule.verdict == verdict]
    return Table(_(title), (_("Who"), _("Why")), tuple((_who(rule), in_words(rule.reason)) for rule in fitting))


def _who(rule: exemption.Rule) -> str:
    """The country, or the status in two or three words; the reason says it at length."""
    return show.country(rule.nationality) if rule.nationality else _(STATUSES.get(rule.status or "", OTHERS))
