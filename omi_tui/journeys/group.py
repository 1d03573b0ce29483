"""Several people on the same days: a list is read and mended, confirmed once, and becomes one order."""

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.field import FieldError
from omi_tui.forms.form import FormRejected
from omi_tui.forms.group import ColumnsForm, SourceForm, TravellerForm
from omi_tui.journeys import group_views
from omi_tui.journeys.cart import ask_to_pay
from omi_tui.journeys.group_concluding import GroupConcluding
from omi_tui.journeys.group_people import Person
from omi_tui.journeys.group_taking import take_up
from omi_tui.journeys.view import Effect, Enter, Leave, Question, View
from omi_tui.model.period import Period
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.group_reading import Listed
    from omi_tui.journeys.purchase import PurchaseJourney
    from omi_tui.journeys.workplace import Workplace


async def several(purchase: "PurchaseJourney", action: str, result: Any) -> Effect:
    """From the dates of a purchase into a group on these days; ``several_done`` comes back from it."""
    from omi_tui.journeys import application

    if action == "several_done":
        return Leave() if result else None
    values = purchase.period.values()
    await purchase.price.update(purchase.workplace.insurer, values["begin_date"], values["end_date"])
    if purchase.holder is None:
        await purchase.enter()
    holder = purchase.holder
    if not purchase.price.quote or holder is None or holder.missing():
        return await purchase.act("continue")  # which leads to what is missing
    if application.under_age(holder, purchase.workplace.today()):
        return await purchase.act("continue")
    purchase.period.settle()  # the days go on in the group
    group = GroupJourney(purchase.workplace)
    group.period, group.price = Period(values["begin_date"], values["end_date"]), purchase.price
    return Enter(group, "several_done")


class GroupJourney(GroupConcluding):
    """Steps: ``source``, ``columns``, ``people`` with ``person`` and ``shared``, ``check``, ``sending``, ``formed``."""

    id: ClassVar[str] = "group"
    keeps: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace)
        self.source = SourceForm(workplace.today)
        self.columns: ColumnsForm | None = None
        self.row = TravellerForm(workplace.today)
        self.person: Person | None = None
        self.nearby: list[Path] = []
        self._listed: Listed | None = None

    async def enter(self) -> None:
        """Find the lists that lie about, the price, and who has a draft already."""
        from omi_tui.desk.people_file import nearby

        if self.step == "source":
            folders = dict.fromkeys((Path.cwd(), self.workplace.downloads))
            self.nearby = await asyncio.to_thread(nearby, folders)
        await self._ask_price()
        if self.step == "people" and self.period is not None:
            await take_up(self.workplace, self.people, self.period)

    async def _ask_price(self) -> None:
        if self.period is not None and not self.price.fresh():
            await self.price.update(self.workplace.insurer, *self.period)

    def forms(self) -> "dict[str, Form]":
        """The form of each step that has one."""
        columns: dict[str, Form] = {"columns": self.columns} if self.columns else {}
        return {
            "source": self.source,
            **columns,
            "shared": self.people.shared,
            "person": self.row,
            "check": self.confirm,
        }

    def unsaved(self) -> bool:
        """Whether there is a list whose people are not all formed."""
        return any(not person.settled for person in self.people.all) or (
            bool(self.people.all) and not self.order_number
        )

    def leaving(self) -> Question | None:
        """A list that is left is read again from its file."""
        if not self.unsaved():
            return None
        return Question(
            _("Leave the list"),
            _("The list of people is forgotten here. Contract drafts that were formed stay in the shopping cart."),
            _("Keep the list"),
            _("Leave the list"),
        )

    def snapshot(self) -> dict[str, Any]:
        """The days, the answers and the step; what the insurer has of them is asked of the insurer."""
        days = [day.isoformat() for day in self.period] if self.period else []
        step = "people" if self.people.all else "source"
        return {"step": step, "trail": [], "days": days, **self.people.snapshot()}

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on at the list of people."""
        self.step, self.trail = snapshot["step"], []
        begin, end = map(date.fromisoformat, snapshot["days"])
        self.period = Period(begin, end)
        self.people.restore(snapshot)

    def land(self) -> None:
        """A list begins nowhere but at its top."""

    @property
    def takes_scans(self) -> bool:
        """Scan after scan becomes person after person."""
        return self.step in ("source", "people")

    def view(self) -> View:
        """The step's view."""
        return group_views.view(self)

    def back(self) -> bool:
        """One step back; while drafts are formed, begin with nobody else."""
        if self.step == "sending":
            self.stop()
            return True
        return super().back()

    def stop(self) -> None:
        """What is under way finishes; then the page says how far it went."""
        if self.sending is not None:
            self.sending.stop()

    def stopped(self) -> Effect:
        """Giving up a look at the progress gives up nothing else."""
        if self.step != "sending":
            return super().stopped()
        self.stop()
        return None

    async def act(self, action: str, result: Any = None) -> Effect:
        """What the views offer: see ``group_views``; ``open:<row>`` leads to a person."""
        verb, _colon, which = action.partition(":")
        if verb == "continue":
            return await self._continue()
        if verb == "open":
            return self._open(self.people.find(int(which)))
        if verb == "file":
            self.source.answer("path", str(self.nearby[int(which)]))
            await self._source_done()
        elif verb in ("source", "shared", "people"):
            self.go(verb)
        elif verb == "type":
            self.person = None
            self.row.restore(dict.fromkeys(self.row.texts, ""))
            self.row.errors = []
            self.go("person")
        elif verb == "delete" and self.person is not None:
            self.people.remove(self.person)
            self.back()
        elif verb == "conclude":
            self.conclude()
        elif verb == "poll":
            await self.poll()
        elif verb == "stop":
            self.stop()
        else:
            return await self._further(verb, which, result)
        return None

    async def _continue(self) -> Effect:
        if self.step == "check":
            return await self.check_done()
        await {
            "source": self._source_done,
            "columns": self._columns_done,
            "person": self._person_done,
            "shared": self._shared_done,
        }.get(self.step, self._people_done)()
        return None

    async def _further(self, verb: str, which: str, result: Any) -> Effect:
        if verb in ("scan", "scanned"):
            return await self._scan(verb, result)
        if verb == "order":
            return await self.order() if which == "yes" else ask_to_pay()._replace(then="order:yes")
        if verb == "results":
            from omi_tui.journeys import group_report

            await group_report.save_and_tell(self.workplace, self.people)
        if verb == "checked" and result is not None and result.state != "contact":
            return await self.order()  # which finds the one that was made
        if verb == "paid":
            await self.paid_or_not()
        return Leave(True) if verb == "home" else None

    # reading

    async def _source_done(self) -> None:
        from omi_tui.desk.people_file import FileRefused
        from omi_tui.journeys.group_reading import listed, meant

        path = meant(self.source.values()["path"], self.nearby)
        self.source.answer("path", path)
        try:
            self._listed = await asyncio.to_thread(listed, path, self.workplace.today)
        except FileRefused as refused:
            sentence = str(refused).replace("{", "{{").replace("}", "}}")
            self.source.errors = [FieldError("path", refused.code, sentence)]
            raise FormRejected(self.source.id) from None
        if self._listed.columns is None:
            await self._add(self._listed.people)
            return
        self.columns = ColumnsForm(self._listed.rows, self._listed.columns, self.workplace.today)
        self.go("columns")

    async def _columns_done(self) -> None:
        assert self.columns is not None
        assert self._listed is not None
        await self._add(self._listed.read(self.columns.columns()))

    async def _add(self, rows: list[dict[str, str]]) -> None:
        taken = self.people.add(rows)
        if taken < len(rows):
            self.workplace.tell(_("A group has 1,000 people at most. The others were left out."), bad=True)
        self.step, self.trail = "people", []
        assert self.period is not None
        await take_up(self.workplace, self.people, self.period)

    async def _scan(self, verb: str, result: Any) -> Effect:
        from omi_tui.journeys import scanning
        from omi_tui.journeys.group_reading import in_texts

        if verb == "scan":
            return Enter(scanning.ScanJourney(self.workplace), "scanned")
        found = scanning.read(self.workplace, result) if isinstance(result, str) else [result] if result else []
        if isinstance(result, str) and any(not scanning.at_once(document) for document in found):
            return Enter(scanning.ScanJourney(self.workplace, found), "scanned")
        if found:
            await self._add(in_texts(found))
        return None

    # mending

    def _open(self, person: Person) -> Effect:
        """Into the row of *person*, or into the contract draft that there is: an answer changes nothing in that."""
        if person.settled:
            from omi_tui.journeys.draft import DraftJourney

            return None if person.policy else Enter(DraftJourney(self.workplace, person.draft_id))
        self.person = person
        self.row.restore(self.people.answers(person))
        for field_id in (key for key, text in person.texts.items() if text):
            self.row.tidy(field_id)
        self.row.check()
        self.go("person")
        return None

    async def _person_done(self) -> None:
        self.row.values()
        if self.person is None:
            self.people.add([self.row.texts])
        else:
            self.people.mended(self.person, self.row.texts)
        self.back()

    async def _shared_done(self) -> None:
        self.people.shared.values()
        self.people.check()
        self.back()

    async def _people_done(self) -> None:
        assert self.period is not None
        await self._ask_price()
        if self.price.quote is None:
            self.price.raise_failure()
        await take_up(self.workplace, self.people, self.period)
        if self.paid and not self.people.where("ready"):
            self.go("formed")
            return
        if not self.people.where("ready", "formed"):
            self.workplace.tell(_("Nobody of this list can be insured yet. Open a row to mend it."), bad=True)
            return
        self.confirm.texts["confirmed"] = ""
        self.guards.asked = False  # listed anew: something may have come since
        self.find_warnings()
        self.go("check")
