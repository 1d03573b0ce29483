"""The passphrase that protects what is kept on this computer: choosing it, and giving it."""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.form import FormRejected
from omi_tui.forms.passphrase import PassphraseForm, UnlockForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, Leave, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace


class UnlockJourney(Journey):
    """Asks for the passphrase; leaves with True where it opened the saved work, with False where it was left out."""

    id: ClassVar[str] = "unlock"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "unlock")
        self.form = UnlockForm(workplace.today)

    def view(self) -> View:
        """One field."""
        return View(
            id="unlock",
            heading=_("What you typed earlier is locked"),
            place=(_("Saved work"),),
            lead=(_("Give the passphrase to go on with it. Without it, it stays locked in this run."),),
            form=self.form,
            actions=(Action("continue", _("Open the saved work"), "main"), Action("skip", _("Go on without it"))),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` tries the passphrase; an empty one, and ``skip``, go on without."""
        given = self.form.texts["passphrase"]
        self.form.answer("passphrase", "")
        if action == "skip" or not given:
            return Leave(False)
        if not await asyncio.to_thread(self.workplace.vault.unlock, given):
            self.form.errors = [self.form.field("passphrase").error("wrong")]
            raise FormRejected(self.form.id)
        return Leave(True)


class ProtectJourney(Journey):
    """Chooses a passphrase. Leaves with True when it counts."""

    id: ClassVar[str] = "protect"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "protect")
        self.form = PassphraseForm(workplace.today)

    def unsaved(self) -> bool:
        """Whether a passphrase was typed."""
        return self.form.changed()

    def view(self) -> View:
        """The passphrase, twice."""
        return View(
            id="protect",
            heading=_("Protect saved work with a passphrase"),
            place=(_("Settings"), _("Passphrase")),
            lead=(_("It will be asked for at each start. If it is forgotten, nobody can open the saved work."),),
            form=self.form,
            actions=(Action("continue", _("Use this passphrase"), "main"), Action("leave", _("Back to the settings"))),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` makes the passphrase count; what is kept stays."""
        if action == "leave":
            return Leave()
        self.workplace.may_write()
        chosen = self.form.values()["passphrase"]
        try:
            await asyncio.to_thread(self.workplace.vault.protect, chosen)
        except OSError:
            self.workplace.tell(
                _("The passphrase cannot be stored on this computer. Ask who looks after this machine."), bad=True
            )
            return None
        self.workplace.tell(_("The saved work is protected by your passphrase from now on."))
        return Leave(True)
