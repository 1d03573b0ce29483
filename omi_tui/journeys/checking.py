"""Unknown, being checked: what is known of a call whose answer was lost, until its end is found out."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from omi_tui.journeys import looks, states
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.reconcile import look_up, surely_lost, tell_found
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Leave, Question, View
from omi_tui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError
    from omi_tui.journeys.reconcile import Found, Matches
    from omi_tui.journeys.workplace import Workplace

HEADINGS = {
    "draft": N_("It is not known yet whether the contract draft was formed"),
    "order": N_("It is not known yet whether the order was made"),
    "sign_up": N_("It is not known yet whether the sign-up has arrived"),
}
FINDING_OUT = {
    "draft": N_("It is being found out whether the contract draft was formed. Nothing is sent a second time."),
    "order": N_("It is being found out whether the order was made. Nothing is sent a second time."),
    "sign_up": N_("It is being found out whether the sign-up has arrived. Nothing is sent a second time."),
}
AGAIN = {"draft": N_("Conclude again"), "order": N_("Order again"), "sign_up": N_("Sign up again")}


class CheckingJourney(Journey):
    """Looks one operation up until the insurer tells its end, and leaves with that: a ``Found``.

    ``nothing`` and ``too_old`` stay on the screen first. None means that it was left before its end was known.
    *matches* finds the draft in the list where the insurer has forgotten the key; without *again* nobody is there to
    send it again.
    """

    id: ClassVar[str] = "checking"

    def __init__(
        self, workplace: "Workplace", key: str, *, matches: "Matches | None" = None, again: bool = True
    ) -> None:
        super().__init__(workplace, "looking")
        self.operation = workplace.journal.operation(key)
        self.found: Found | None = None
        self.failure: ClientError | None = None
        self.looks = 0
        self._matches = matches
        self._again = again

    def view(self) -> View:
        """What is known, and when it is looked at next."""
        return {"looking": self._view_looking, "nothing": self._view_nothing, "too_old": self._view_too_old}[
            self.step
        ]()

    def _place(self) -> tuple[str, ...]:
        return (_("Buy policy") if self.operation.kind != "sign_up" else _("Activation"), _("Unknown, checking"))

    def _view_looking(self) -> View:
        return View(
            id="checking",
            heading=_(HEADINGS[self.operation.kind]),
            place=self._place(),
            lead=(f"{states.words('checking')} {_(FINDING_OUT[self.operation.kind])}", *self._last_look()),
            notes=(
                _next_look(round(looks.pause(self.looks, lambda: 0.5))),
                _("You can leave this; it is looked up again later."),
            ),
            actions=(Action("look", _("Look now"), "main"), Action("leave", _("Leave it for now"))),
            poll=looks.pause(self.looks),
        )

    def _last_look(self) -> tuple[str, ...]:
        from omi_tui.journeys.sentences import sentence

        if self.failure is not None:
            return (sentence(self.failure),)
        if self.found is None:
            return ()
        if self.found.state == "running":
            return (_("The insurer is still working on it."),)
        return (_("The insurer has not received it so far. It may still be on its way."),)

    def _view_nothing(self) -> View:
        back = Action("leave", _("Back"))
        again = Action("again", _(AGAIN[self.operation.kind]), "main")
        return View(
            id="nothing",
            heading=_("Nothing was sent"),
            place=self._place(),
            lead=(_("The insurer has never received it."), states.words("nothing")),
            actions=(again, back) if self._again else (back,),
        )

    def _view_too_old(self) -> View:
        begun = datetime.fromtimestamp(self.operation.created, UTC)
        from omi_tui.journeys import show

        return View(
            id="too_old",
            heading=_("Look at the contract drafts first"),
            place=self._place(),
            lead=(
                _("It was sent {moment}. The insurer does not remember single calls for so long.").format(
                    moment=show.moment(begun)
                ),
                _("If it is among the contract drafts or the policies, it was formed. If not, it never was."),
            ),
            actions=(
                Action("drafts", _("Contract drafts"), "main"),
                Action("policies", _("Policies")),
                Action("seen", _("I have looked")),
            ),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``look`` and ``poll`` ask the insurer; ``again`` sends once more, if meant; ``seen`` closes an old one."""
        if action in ("look", "poll"):
            return await self._look()
        if action in ("drafts", "policies"):
            from omi_tui.journeys.records import RecordsJourney

            kind: Literal["drafts", "policies"] = "drafts" if action == "drafts" else "policies"
            return Enter(RecordsJourney(self.workplace, kind))
        if action == "again":
            # Asked, for an Enter that was meant for "Look now" may come when the insurer's answer has just come.
            again = _(AGAIN[self.operation.kind])
            return Ask(Question(again, _("Is it to be sent to the insurer now?"), _("Not now"), again), "again:yes")
        if action == "again:yes":
            return Leave(self.found)
        if action == "seen":
            self.workplace.journal.result(self.operation.key, "failed")
        return Leave()

    async def _look(self) -> Effect:
        from omi_tui.client.errors import ClientError, SessionEnded

        self.looks += 1
        try:
            self.found, self.failure = await look_up(self.workplace, self.operation, self._matches), None
        except SessionEnded:
            raise
        except ClientError as error:
            self.failure = error
            return None
        if self.found.state == "contact":  # there is nothing to go on with: whoever entered this stays where they are
            tell_found(self.workplace, self.operation, self.found)
        if self.found.state in ("done", "refused", "contact"):
            return Leave(self.found)
        if self.found.state == "too_old" or (self.found.state == "nothing" and self._surely()):
            self.step = self.found.state
        return None

    def _surely(self) -> bool:
        """Whether what has not arrived by now never will; one who sends it again does so with the same key."""
        return (self._again and self.looks >= len(looks.FIRST)) or surely_lost(self.workplace, self.operation)


def _next_look(seconds: int) -> str:
    text = ngettext("The next look is in {count} second.", "The next look is in {count} seconds.", seconds)
    return text.format(count=seconds)
