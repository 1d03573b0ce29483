"""My details: personal information, passport details, account settings, each saved by itself."""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.form import FormRejected
from omi_tui.forms.sign_up import residence_name
from omi_tui.journeys import scanning
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.profile_parts import PARTS, PartId, PartState
from omi_tui.journeys.settings import kept_where
from omi_tui.journeys.view import Action, Effect, Enter, Leave, Table, View
from omi_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from omi_tui.desk.system_keyring import Where
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace

NEEDED: tuple[PartId, ...] = ("personal", "passport")
"""What a contract needs (manual, section 3)."""


class ProfileJourney(Journey):
    """Three parts to switch between. With *only_missing*: those that a contract still needs, then leave with True."""

    id: ClassVar[str] = "profile"
    keeps: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace", step: PartId = "personal", *, only_missing: bool = False) -> None:
        super().__init__(workplace, step)
        self.only_missing = only_missing
        self.parts = {name: PartState(part, part.form(workplace.today)) for name, part in PARTS.items()}
        self.editing: PartId = step
        self.missing: list[PartId] = []
        self.where: Where | None = None

    def forms(self) -> "dict[str, Form]":
        """One form for each part."""
        return {name: state.form for name, state in self.parts.items()}

    def snapshot(self) -> dict[str, Any]:
        """What was changed, and the versions that the edits began with: a later save still notices other edits."""
        changed = {name: state for name, state in self.parts.items() if state.form.changed()}
        return {
            "step": self.editing,
            "trail": [],
            "forms": {name: state.form.snapshot() for name, state in changed.items()},
            "etags": {name: state.etag for name, state in changed.items()},
            "only_missing": self.only_missing,
        }

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on editing; what the insurer has is fetched again by ``enter``."""
        super().restore(snapshot)
        self.editing = snapshot["step"]
        for name, state in self.parts.items():
            state.etag = snapshot["etags"].get(name, "")

    async def enter(self) -> None:
        """Fetch the parts that were not fetched yet, and ask where tokens are kept (a keyring may take a moment)."""
        from omi_tui.journeys import last_seen

        for name, state in self.parts.items():
            if not state.fetched or state.age:
                seen = await last_seen.ask(self.workplace, name, state.part.copy(), state.part.fetch)
                state.take(seen.value, keep_typed=bool(state.etag) and state.form.changed())
                state.age = seen.notes()
        self.where = self.where or await asyncio.to_thread(self.workplace.secrets.where)
        if self.only_missing and not self.missing:
            self.missing = [name for name in NEEDED if self.parts[name].value is None]
            self.step = self.editing = (self.missing or list(NEEDED))[0]

    def view(self) -> View:
        """The part that is edited, or both versions of it."""
        return self._view_conflict() if self.step == "conflict" else self._view_part()

    @property
    def takes_scans(self) -> bool:
        """What a document says can be scanned."""
        return self.step in NEEDED and self.parts[self.editing].fetched

    def _view_part(self) -> View:
        state = self.parts[self.editing]
        if not state.fetched:
            return View(
                id=f"asking:{self.editing}",
                heading=_(state.part.title),
                place=(_("My details"), _(state.part.title)),
                actions=(Action("read", _("Read the details again"), "main"),),
            )
        save = Action("continue", _("Save and continue") if self.only_missing else _("Save details"), "main")
        position = None
        lead: tuple[str, ...] = ()
        if self.only_missing and self.editing in self.missing:
            position = (self.missing.index(self.editing) + 1, len(self.missing))
            lead = (_("The insurer needs these details before it makes a contract."),)
        changed = state.changed() and state.value is not None
        kept = kept_where(self.workplace, self.where) if self.editing == "account" else ()
        if self.editing == "account" and state.value is not None:
            lead = self._account_lead()
        return View(
            id=self.editing,
            heading=_(state.part.title),
            place=(_("My details"), _(state.part.title)),
            position=position,
            lead=lead,
            form=state.form,
            notes=state.age + ((_("There are changes that are not saved yet."),) if changed else ()) + kept,
            actions=(save, *(() if self.only_missing else self._entries())),
            known=not self.only_missing,
        )

    def _account_lead(self) -> tuple[str, ...]:
        settings = self.parts["account"].value
        return (
            _("E-mail address (your login): {email}").format(email=settings.email),
            _("Residence country: {country}").format(country=residence_name(settings.residence_country)),
        )

    def _entries(self) -> list[Action]:
        """The other parts, each under its own digit everywhere."""
        entries = [
            Action(name, _(part.title), "entry", digit=f"{n}") for n, (name, part) in enumerate(PARTS.items(), 1)
        ]
        if self.editing == "account":
            entries.append(Action("email", _("Change e-mail address"), "entry", digit="4"))
            entries.append(Action("password", _("Change password"), "entry", digit="5"))
        return [entry for entry in entries if entry.id != self.editing]

    def _view_conflict(self) -> View:
        state = self.parts[self.editing]
        assert state.theirs is not None
        rows = tuple((_(label), mine, theirs) for label, mine, theirs in state.differences(state.theirs.value))
        same = len(state.form.fields) - len(rows)
        return View(
            id="conflict",
            heading=_("These details were changed elsewhere"),
            place=(_("My details"), _(state.part.title)),
            lead=(
                _("Somebody saved other details since you opened them. Nothing of yours is lost: choose what to keep."),
            ),
            tables=(
                Table(
                    _(state.part.title),
                    (_("Field"), _("Yours"), _("The insurer's")),
                    rows,
                ),
            ),
            notes=(ngettext("{count} field is the same.", "{count} fields are the same.", same).format(count=same),),
            actions=(
                Action("return", _("Back to editing"), "main"),
                Action("keep_mine", _("Keep mine")),
                Action("take_theirs", _("Take the insurer's")),
            ),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``continue`` saves; a part's name goes to it; the three answers to a conflict; ``email`` and ``password``."""
        if action == "read":
            await self.enter()
            return None
        state = self.parts[self.editing]
        if action in ("scan", "scanned"):
            return await scanning.act(self, state.form, action, result)
        if action == "continue":
            return await self._save(state)
        if action == "keep_mine":
            assert state.theirs is not None
            state.etag = state.theirs.etag
            self._leave_conflict()
            return await self._save(state)
        if action == "take_theirs":
            assert state.theirs is not None
            state.etag = ""
            state.take(state.theirs)
            self._leave_conflict()
            self.workplace.tell(_("You see what the insurer has now."))
        elif action == "return":
            self._leave_conflict()
        elif action == "account:changed":
            state.take(await state.part.fetch(await self.workplace.insurer()), keep_typed=False)
        elif action in ("email", "password"):
            return self._credentials(action)
        else:
            self.step = self.editing = next(name for name in PARTS if name == action)
        return None

    def _leave_conflict(self) -> None:
        self.step = self.editing

    def back(self) -> bool:
        """From both versions back to editing; else the journey is left."""
        if self.step != "conflict":
            return False
        self._leave_conflict()
        return True

    def _credentials(self, action: str) -> Effect:
        from omi_tui.journeys.credentials import EmailJourney, PasswordJourney

        if action == "password":
            return Enter(PasswordJourney(self.workplace), "account:changed")
        return Enter(EmailJourney(self.workplace, self.parts["account"].value.email), "account:changed")

    async def _save(self, state: PartState) -> Effect:
        from omi_tui.client.errors import Conflict, ValidationRefused

        self.workplace.may_write()
        value = state.form.build()
        insurer = await self.workplace.insurer()
        try:
            saved = await state.part.save(insurer, value, state.etag)
        except Conflict:
            state.theirs = saved = await state.part.fetch(insurer)
            if state.differences(saved.value):
                self.step = "conflict"
                return None
            # The same answers stand there already, such as after a save whose answer was lost.
        except ValidationRefused as refused:
            if state.form.refuse(refused.problem):
                raise FormRejected(state.form.id) from None
            raise
        state.etag = ""
        state.take(saved)
        self.workplace.tell(_(state.part.saved))
        return self._after_save()

    def _after_save(self) -> Effect:
        if not self.only_missing:
            return None
        left = [name for name in self.missing if self.parts[name].value is None]
        if not left:
            return Leave(True)
        self.step = self.editing = left[0]
        return None
