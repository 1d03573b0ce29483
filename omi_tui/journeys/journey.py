"""The base of every journey: steps, answers, back, snapshot. No toolkit, no drawing."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys.view import Ask, Effect, Enter, Leave, Question, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace


class Journey:
    """A way through views. ``step`` names where it stands; ``act`` does what an action, a digit or a row asks for."""

    id: ClassVar[str] = ""
    keeps: ClassVar[bool] = False
    """Whether what was typed is kept in the vault until the journey is over."""
    forms_drafts: ClassVar[bool] = False
    """Whether its answers end in a contract draft: what was kept of them may have been sent since."""
    slash: ClassVar[str] = ""
    """What a slash does where no field takes it."""

    def __init__(self, workplace: "Workplace", step: str = "") -> None:
        self.workplace = workplace
        self.step = step
        self.trail: list[str] = []
        self.login = workplace.login
        """Whose it is."""
        self.over = False
        self.keys: list[str] = []
        """Idempotency keys under which its answers were sent, and whose end was not known when that was noted."""
        self.kept_at: float | None = None
        """When the answers that it goes on with were kept, in seconds since 1970."""
        self.onward: Enter | None = None
        """What stood open above it when it was kept."""
        self.landing = ""
        """The field to begin in after a restart: the first that is unanswered or wrong."""

    async def enter(self) -> Effect:
        """Fetch what the first view needs. Raises ClientError; called again when the journey is shown again."""
        return None

    def onwards(self) -> Effect:
        """Into what stood open above it when it was kept, once."""
        onward, self.onward = self.onward, None
        return onward

    def view(self) -> View:
        """What to show now, in the current language."""
        raise NotImplementedError(self.id)

    async def act(self, action: str, result: Any = None) -> Effect:
        """Do *action*; *result* is what an entered journey left with.

        Raises FormRejected (errors stand in the form) and the errors of ``client.errors``; what was typed stays.
        """
        raise NotImplementedError(action)

    def stopped(self) -> Effect:
        """What follows when the person stops waiting for an act: a call that may have arrived is looked up.

        The act after that is ``checked``, with a ``Found`` or None.
        """
        key, self.workplace.sending = self.workplace.sending, ""
        if not key:
            return None
        from omi_tui.journeys.checking import CheckingJourney

        return Enter(CheckingJourney(self.workplace, key), "checked")

    def typed(self, line: str) -> str:
        """The act for a *line* that was typed where something is to be chosen; empty where it is none of its own."""
        return ""

    async def live(self) -> bool:
        """Called after answers changed: fetch what follows them (the price). Says whether the notes changed."""
        return False

    @property
    def takes_scans(self) -> bool:
        """Whether a scanned document fills what stands here; the acts ``scan`` and ``scanned`` are done then.

        ``scanned`` comes with what the scanner typed, or with the ``Document`` that a scanning journey left with.
        """
        return False

    @property
    def opens_scan(self) -> bool:
        """Whether the key for scanning leads anywhere here."""
        return self.takes_scans

    async def nationality(self) -> str:
        """The nationality of whoever this page is about (alpha-3), for showing it in their language; may be empty."""
        return ""

    def spoken(self, code: str) -> None:
        """The person chose another language while this was open; what stands in words is drawn anew anyway."""
        for form in (*self.forms().values(), self.view().form):
            if form is not None:
                form.spoken()

    def go(self, step: str) -> None:
        """Stand at *step*, and remember the way back."""
        self.trail.append(self.step)
        self.step = step

    def back(self) -> bool:
        """Go to the step before; False where there is none and the journey itself is to be left."""
        if not self.trail:
            return False
        self.step = self.trail.pop()
        return True

    def unsaved(self) -> bool:
        """Whether something that was typed would be lost if this journey were left now."""
        return any(form.changed() for form in self.forms().values())

    def leaving(self) -> Question | None:
        """What to ask before this journey is left; None where nothing would be lost."""
        if not self.unsaved():
            return None
        return Question(
            _("Leave without saving"),
            _("What you typed here is not saved yet. It is lost when you leave."),
            _("Keep editing"),
            _("Leave without saving"),
        )

    def leave(self) -> Effect:
        """Leave without a result; first ask, where something would be lost, and then act ``leave:yes``."""
        question = self.leaving()
        return Ask(question, "leave:yes") if question else Leave()

    def forms(self) -> "dict[str, Form]":
        """The forms of this journey by step, for saving what was typed."""
        return {}

    def worth_keeping(self) -> bool:
        """Whether there is something to go on with after a restart."""
        return self.keeps and self.unsaved()

    def snapshot(self) -> dict[str, Any]:
        """Step, way back and answers, without secrets: enough to go on after a restart."""
        return {
            "step": self.step,
            "trail": list(self.trail),
            "forms": {step: form.snapshot() for step, form in self.forms().items()},
        }

    def continues(self, snapshot: dict[str, Any]) -> bool:
        """Whether this journey, as it was begun now, is the one to go on from *snapshot*."""
        return True

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on from a snapshot; forms that it does not name stay as they are."""
        self.step, self.trail = snapshot["step"], list(snapshot["trail"])
        for step, form in self.forms().items():
            form.restore(snapshot["forms"].get(step, {}))

    def land(self) -> None:
        """After a restore: begin in the first field that is unanswered or wrong, and say only what is wrong."""
        form = self.forms().get(self.step)
        if form is None:
            return
        found = form.check()
        self.landing = found[0].field_id if found else ""
        form.errors = [error for error in found if form.texts[error.field_id].strip()]
