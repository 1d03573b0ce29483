"""The base of every journey: steps, answers, back, snapshot. No toolkit, no drawing."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys.view import Ask, Effect, Leave, Question, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace


class Journey:
    """A way through views. ``step`` names where it stands; ``act`` does what an action, a digit or a row asks for."""

    id: ClassVar[str] = ""

    def __init__(self, workplace: "Workplace", step: str = "") -> None:
        self.workplace = workplace
        self.step = step
        self.trail: list[str] = []

    async def enter(self) -> None:
        """Fetch what the first view needs. Raises ClientError; called again when the journey is shown again."""

    def view(self) -> View:
        """What to show now, in the current language."""
        raise NotImplementedError(self.id)

    async def act(self, action: str, result: Any = None) -> Effect:
        """Do *action*; *result* is what an entered journey left with.

        Raises FormRejected (errors stand in the form) and the errors of ``client.errors``; what was typed stays.
        """
        raise NotImplementedError(action)

    async def live(self) -> bool:
        """Called after answers changed: fetch what follows them (the price). Says whether the notes changed."""
        return False

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

    def snapshot(self) -> dict[str, Any]:
        """Step, way back and answers, without secrets: enough to go on after a restart."""
        return {
            "step": self.step,
            "trail": self.trail,
            "forms": {step: form.snapshot() for step, form in self.forms().items()},
        }

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on from a snapshot; forms that it does not name stay as they are."""
        self.step, self.trail = snapshot["step"], list(snapshot["trail"])
        for step, form in self.forms().items():
            form.restore(snapshot["forms"].get(step, {}))
