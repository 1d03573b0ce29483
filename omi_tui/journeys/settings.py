"""How this desk works: what may be changed here, and what is decided elsewhere."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.desk import DeskForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Leave, Question, Row, View
from omi_tui.text import i18n
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.desk.system_keyring import Where
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace

KEYS = {"language": "language", "theme": "theme", "downloads": "downloads.folder"}
ORIGINS = {
    "default": N_("as delivered"),
    "file": N_("from the settings file"),
    "environment": N_("from an environment variable"),
    "option": N_("from the command line"),
}
PROTECTED = N_("The sign-in is kept encrypted on this computer. Your passphrase opens it.")
TOKENS = {
    "": N_("The sign-in is kept in the keyring of this system."),
    "none": N_("The sign-in is kept for this run only, because this system has no keyring."),
    "slow": N_("The sign-in is kept for this run only, because the keyring of this system does not answer."),
    "failed": N_("The sign-in is kept for this run only, because the keyring of this system failed."),
}
WORK = {
    "keyring": N_("What you type is kept encrypted; the key is in the keyring of this system."),
    "passphrase": N_("What you type is kept encrypted; your passphrase opens it."),
    "runtime": N_("What you type is kept encrypted until you log out of this computer."),
    "memory": N_("What you type is kept for this run only: this computer offers no safe place for a key."),
}


class SettingsJourney(Journey):
    """The settings of this desk. Leaves without a result; what was saved stands in ``workplace.settings``."""

    id: ClassVar[str] = "settings"
    keeps: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "desk")
        self.form = DeskForm(workplace.today)
        self.where: Where | None = None
        self.work: Where | None = None
        settings = workplace.settings
        self.form.load(
            {
                "language": i18n.language(),
                "theme": settings.theme,
                "downloads": workplace.downloads,
            }
        )

    def forms(self) -> "dict[str, Form]":
        """Language, theme and downloads folder."""
        return {"desk": self.form}

    def spoken(self, code: str) -> None:
        """Show the language that is spoken now, so that saving does not take it back."""
        self.form.load({"language": code})

    async def enter(self) -> None:
        """Ask where tokens are kept; a keyring may take a moment to answer."""
        self.where = await asyncio.to_thread(self.workplace.secrets.where)
        self.work = await asyncio.to_thread(self.workplace.vault.where)

    def view(self) -> View:
        """The form; below it who the insurer is and where the sign-in is kept."""
        settings = self.workplace.settings
        address = self.workplace.connected.base_url if self.workplace.connected else settings.backend_url or ""
        origin = _("bundled with this program") if self.workplace.demo else _(ORIGINS[settings.origin("backend.url")])
        overruled = [name for name, key in KEYS.items() if settings.origin(key) in ("environment", "option")]
        return View(
            id="settings",
            heading=_("How should this desk work?"),
            place=(_("Settings"),),
            form=self.form,
            rows=(
                Row(
                    _("Insurer"),
                    _("{address} ({origin})").format(address=address, origin=origin) if address else origin,
                ),
            ),
            notes=(
                *kept_where(self.workplace, self.where),
                *((_(WORK[self.work.place]),) if self.work is not None else ()),
                *(
                    _("{label}: the environment or the command line decides at the next start.").format(
                        label=_(self.form.field(name).label)
                    )
                    for name in overruled
                ),
            ),
            actions=(
                Action("save", _("Save settings"), "main"),
                Action("leave", _("Back to the menu")),
                Action("protect", _("Set a passphrase")),
                Action("wipe", _("Remove the saved work")),
            ),
            known=True,
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``save`` writes the settings file; the face then shows the language and the theme."""
        if action == "leave":
            return self.leave()
        if action == "leave:yes":
            return Leave()
        if action in ("protect", "unlocked"):
            return await self._protect(result)
        if action == "wipe":
            return Ask(
                Question(
                    _("Remove the saved work"),
                    _(
                        "What you and others typed here and did not finish, what was seen last, the saved travellers"
                        " and the day book are removed from this computer. They cannot be brought back."
                    ),
                    _("Keep it"),
                    _("Remove it"),
                ),
                "wipe:yes",
            )
        if action == "wipe:yes":
            await self._wipe()
            return None
        await self._save(self.form.values())
        return None

    async def _protect(self, unlocked: Any) -> Effect:
        """Choose a passphrase; where there is one that was not given yet, it is asked for first."""
        from omi_tui.journeys.passphrase import ProtectJourney, UnlockJourney

        if not await asyncio.to_thread(lambda: self.workplace.vault.locked):
            return Enter(ProtectJourney(self.workplace))
        return None if unlocked is False else Enter(UnlockJourney(self.workplace), "unlocked")

    async def _wipe(self) -> None:
        self.workplace.may_write()
        try:
            await asyncio.to_thread(self.workplace.vault.wipe)
        except OSError:
            text = _("Something could not be removed. Ask who looks after this machine.")
            self.workplace.tell(text, bad=True)
        else:
            self.workplace.tell(_("The saved work is removed from this computer."))
        await self.enter()

    async def _save(self, values: dict[str, str]) -> None:
        from omi_tui.desk import settings

        self.workplace.may_write()
        before, path = self.workplace.settings, self.workplace.paths.settings
        changes = {KEYS[name]: value for name, value in values.items()}
        try:
            await asyncio.to_thread(settings.save, path, changes)
        except settings.SettingsError as error:
            self.workplace.tell(str(error), bad=True)
            return
        except OSError:
            text = _("The settings cannot be written to {path}. Ask who looks after this machine.")
            self.workplace.tell(text.format(path=path), bad=True)
            return
        self.workplace.settings = replace(
            before,
            language=values["language"],
            theme=values["theme"],
            downloads_folder=Path(values["downloads"]),
            origins={**dict.fromkeys(changes, "file"), **before.origins},
        )
        self.form.settle()
        # In the language that is spoken from now on.
        self.workplace.tell(i18n.in_language(values["language"], N_("The settings are saved.")))


def kept_where(workplace: "Workplace", where: "Where | None") -> tuple[str, ...]:
    """Where the sign-in is kept, in a sentence; nothing as long as nobody knows."""
    if workplace.demo:
        return (_("The sign-in to the demo insurer is kept for this run only."),)
    if where is None:
        return ()
    protected = where.place == "passphrase"
    return (_(PROTECTED if protected else TOKENS[where.reason]),)
