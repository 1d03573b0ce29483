"""Saved travellers: the list of an account, one of them, and saving whoever was just insured, by consent."""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import show
from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Entry, Leave, Listing, Question, Row, View
from omi_tui.text.i18n import _, day_cells, days_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from omi_tui.desk.travellers import Traveller, Travellers
    from omi_tui.journeys.purchase import PurchaseJourney
    from omi_tui.journeys.workplace import Workplace


def travellers_of(workplace: "Workplace") -> "Travellers":
    """Those of whoever is signed in."""
    from omi_tui.desk.travellers import Travellers

    return Travellers(workplace.vault, workplace.login, workplace.settings.travellers_days, workplace.today)


async def sweep(workplace: "Workplace") -> int:
    """Erase whose time is over, and count the others."""
    saved = travellers_of(workplace)
    if workplace.read_only or await asyncio.to_thread(lambda: workplace.vault.locked):
        return len(await asyncio.to_thread(saved.all))
    return await asyncio.to_thread(saved.sweep)


async def offer(purchase: "PurchaseJourney") -> None:
    """Let the insured person's form know who is saved."""
    from omi_tui.forms.saved import Known

    people = await asyncio.to_thread(travellers_of(purchase.workplace).all)
    purchase.insured.known = [Known(each.id, each.name, each.values, each.expiry_date) for each in people]


async def used(purchase: "PurchaseJourney") -> None:
    """Whoever is insured by the draft that was just formed is kept from now on as long as the settings say."""
    draft, workplace = purchase.draft, purchase.workplace
    if draft is None or not purchase.insured.known:
        return
    passport = f"{draft.insured.passport_series or ''}{draft.insured.passport_number}"
    await written(workplace, lambda: travellers_of(workplace).use(passport))


def can_save(purchase: "PurchaseJourney") -> bool:
    """Whether the insured person of a formed draft can be saved: somebody else than the policyholder, and not yet."""
    draft = purchase.draft
    if draft is None or draft.policyholder_is_insured or purchase.workplace.settings.travellers_save == "never":
        return False
    person = draft.insured.model_dump()
    return not any(dict(each.values) == person for each in purchase.insured.known)


async def save(purchase: "PurchaseJourney", action: str) -> Effect:
    """Ask whether the insured person agrees (``save_traveller``), and save them (``save_traveller:yes``)."""
    workplace, draft = purchase.workplace, purchase.draft
    assert draft is not None
    workplace.may_write()
    if action == "save_traveller":
        text = _(
            "{name} is kept on this computer, encrypted, and erased {days} after the last contract. "
            "Ask them whether they agree."
        )
        days = days_count(workplace.settings.travellers_days)
        body = text.format(name=show.person(draft.insured), days=days)
        return Ask(Question(_("Save this traveller"), body, _("Do not save"), _("They agree: save")), f"{action}:yes")
    expiry = purchase.insured.document_expiry
    if await written(workplace, lambda: travellers_of(workplace).save(draft.insured, expiry)):
        await offer(purchase)
        workplace.tell(_("The traveller is saved."))
    return None


async def written(workplace: "Workplace", write: "Callable[[], object]") -> bool:
    """Do *write* in a thread; where nothing can be written that is told."""
    from omi_tui.desk.vault import VaultLocked

    def attempt() -> str:
        try:
            write()
        except VaultLocked:
            return _("The saved travellers are locked. Open them with the passphrase first.")
        except OSError:
            return _("Something could not be written. Ask who looks after this machine.")
        return ""

    trouble = await asyncio.to_thread(attempt)
    if trouble:
        workplace.tell(trouble, bad=True)
    return not trouble


class TravellersJourney(Journey):
    """All saved travellers of the account. Leaves without a result."""

    id: ClassVar[str] = "travellers"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "list")
        self.people: list[Traveller] | None = None
        self.locked = False

    async def enter(self) -> None:
        """Read them."""
        self.locked = await asyncio.to_thread(lambda: self.workplace.vault.locked)
        self.people = await asyncio.to_thread(travellers_of(self.workplace).all)

    def view(self) -> View:
        """The list; or why it cannot be read."""
        heading, back = _("Saved travellers"), Action("leave", _("Back to the menu"))
        place = (_("Travellers"),)
        if self.people is None:
            return View(id="asking", heading=heading, place=place, actions=(back,))
        if self.locked:
            lead = (_("The saved travellers are locked. Open them with the passphrase first."),)
            unlock = Action("unlock", _("Open the saved work"), "main")
            return View(id="locked", heading=heading, place=place, lead=lead, actions=(unlock, back))
        columns = (_("Name"), _("Date of birth"), _("Passport until"))
        entries = [Entry(each.id, self._cells(each)) for each in self.people]
        empty = _("Nobody is saved. Once a contract draft is formed, its traveller can be saved.")
        days = days_count(self.workplace.settings.travellers_days)
        note = _("Whoever is not insured again is erased after {days}.").format(days=days)
        return View(
            id="list",
            heading=heading,
            place=place,
            listing=Listing(columns, entries, len(entries), empty, show.widths(columns, (28, day_cells()))),
            notes=(note,) if entries else (),
            actions=(Action("erase_all", _("Delete all travellers")), back) if entries else (back,),
        )

    def _cells(self, each: "Traveller") -> tuple[str, ...]:
        return each.name, show.day(each.values["birth_date"]), _until(self.workplace, each)

    async def act(self, action: str, result: Any = None) -> Effect:
        """``open:<id>``, ``unlock``, ``erase_all``."""
        if action == "leave":
            return Leave()
        if action == "unlock":
            from omi_tui.journeys.passphrase import UnlockJourney

            return Enter(UnlockJourney(self.workplace))
        verb, _colon, what = action.partition(":")
        if verb == "open":
            return Enter(TravellerJourney(self.workplace, next(each for each in self.people or () if each.id == what)))
        self.workplace.may_write()
        if action == "erase_all":
            body = _("All saved travellers are removed from this computer. They cannot be brought back.")
            deed = _("Delete all")
            return Ask(Question(_("Delete all travellers"), body, _("Keep them"), deed), "erase_all:yes")
        if await written(self.workplace, travellers_of(self.workplace).erase_all):
            self.workplace.tell(_("The saved travellers are deleted."))
        await self.enter()
        return None


class TravellerJourney(Journey):
    """One saved traveller. Leaves without a result."""

    id: ClassVar[str] = "saved_traveller"

    def __init__(self, workplace: "Workplace", traveller: "Traveller") -> None:
        super().__init__(workplace, "record")
        self.traveller = traveller

    async def nationality(self) -> str:
        """The citizenship."""
        return str(self.traveller.values["citizenship"])

    def view(self) -> View:
        """What is kept, and what can be done with it."""
        each, values = self.traveller, self.traveller.values
        passport = " ".join(filter(None, (values.get("passport_series"), values["passport_number"])))
        until = _until(self.workplace, each)
        rows = (
            Row(_("Date of birth"), show.day(values["birth_date"])),
            Row(_("Citizenship"), show.country(values["citizenship"])),
            Row(_("Passport"), passport),
            *((Row(_("Passport until"), until),) if until else ()),
            *((Row(_("Personal number"), values["personal_number"]),) if values.get("personal_number") else ()),
            Row(_("Address"), values["address"]),
            Row(_("Phone number"), values["phone"]),
            Row(_("Country of residence"), show.country(values["country_of_residence"])),
            Row(_("Insured last"), show.day(each.used)),
        )
        expired = each.expiry_date is not None and each.expiry_date < self.workplace.today()
        return View(
            id="record",
            heading=each.name,
            place=(_("Travellers"), _("Traveller")),
            lead=(_("The passport has expired. Take the details from the new one."),) if expired else (),
            rows=rows,
            actions=(
                Action("insure", _("Insure this traveller"), "main"),
                Action("erase", _("Delete this traveller")),
                Action("leave", _("Back to the list")),
            ),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``insure`` begins a purchase with the person filled in; ``erase`` asks first."""
        if action == "leave":
            return Leave()
        self.workplace.may_write()
        if action == "insure":
            from omi_tui.forms.saved import SAVED
            from omi_tui.journeys.purchase import PurchaseJourney

            who = self.traveller
            begun = Begun(holder_insured=False, insured=who.values, mark=SAVED, expiry=who.expiry_date)
            return Enter(PurchaseJourney(self.workplace, begun))
        if action == "erase":
            body = _("{name} is removed from this computer. Contracts stay as they are.")
            question = Question(
                _("Delete this traveller"),
                body.format(name=self.traveller.name),
                _("Keep the traveller"),
                _("Delete the traveller"),
            )
            return Ask(question, "erase:yes")
        await written(self.workplace, lambda: travellers_of(self.workplace).erase(self.traveller.id))
        return Leave()


def _until(workplace: "Workplace", each: "Traveller") -> str:
    """The last day of the passport in words; empty where nobody knows it."""
    if each.expiry_date is None:
        return ""
    day = show.day(each.expiry_date)
    return _("{day}, has expired").format(day=day) if each.expiry_date < workplace.today() else day
