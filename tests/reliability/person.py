"""Somebody in a hurry: believes what the program says, and does a thing again where the program says nothing of it."""

import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from omi_tui.forms.form import FormRejected
from omi_tui.model.period import minsk_today
from tests.reliability.face import Face

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]
"""Asks an SQL question."""
BOOKS = {
    "INV-02": "SELECT draft_id, count(*) FROM order_drafts JOIN gateway_attempts USING (order_number)"
    " WHERE state = 'approved' GROUP BY draft_id HAVING count(*) > 1",
    "INV-05": "SELECT p.id FROM policies p LEFT JOIN payments ON payments.policy_id = p.id"
    " WHERE payments.amount IS NOT p.premium OR payments.currency IS NOT p.currency",
    "INV-06": "SELECT o.order_number, draft_id FROM gateway_orders o JOIN order_drafts USING (order_number)"
    " WHERE o.state = 'approved' AND draft_id NOT IN (SELECT draft_id FROM policies WHERE draft_id NOT NULL)"
    " AND o.order_number NOT IN (SELECT order_number FROM order_events WHERE event = 'case_opened')",
    "INV-07": "SELECT o.order_number FROM orders o JOIN order_drafts USING (order_number)"
    " JOIN drafts d ON d.id = draft_id JOIN gateway_orders g USING (order_number) GROUP BY o.order_number"
    " HAVING sum(d.premium) <> o.amount OR o.amount <> round(g.amount * 100)",
}
"""What the insurer's and the gateway's books must have no row of."""
LOGIN, PASSWORD = "agent@example.test", "demo-desk-1"
_FORMED = re.compile(r"Contract draft (\S+) was formed before")


@dataclass(frozen=True)
class Traveller:
    """Somebody to insure; without a passport number it is the policyholder. ``ahead`` days from today it begins."""

    passport: str = ""
    last_name: str = "IVANOVA"
    first_name: str = "ANNA"
    ahead: int = 40
    days: int = 8
    again: bool = False
    """Whether there is a contract for these days already, and a second one is wanted all the same."""

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return f"{self.first_name} {self.last_name}"

    def answers(self) -> dict[str, str]:
        """The answers of the insured person's form."""
        if not self.passport:
            return {"policyholder_is_insured": "yes"}
        return {
            "policyholder_is_insured": "",
            "last_name_latin": self.last_name,
            "first_name_latin": self.first_name,
            "birth_date": "14.07.1986",
            "citizenship": "pol",
            "passport_series": "zz",
            "passport_number": self.passport,
            "address": "ul. lipowa 12, 15-427 bialystok",
            "phone": "+48600000000",
            "country_of_residence": "pol",
        }


@dataclass
class Person:
    """Buys a policy for each of *travellers* in one order. What was read once is remembered over every restart."""

    travellers: tuple[Traveller, ...]
    goal: Literal["formed", "paid"] = "paid"
    card: str = "0000"
    start: date = field(default_factory=minsk_today)
    """The day from which the travellers' days are counted."""
    formed: dict[Traveller, str] = field(default_factory=dict)
    """Draft ids by traveller, as the program told them."""
    confirming: Traveller | None = None
    paid: bool = False
    confirmations: int = 0
    kept: dict[str, Any] = field(default_factory=dict)
    """Answers that were on disk while they could be seen, and are not sent yet."""
    lost: list[str] = field(default_factory=list)
    fresh: bool = True
    """Whether nothing was read in this run of the program yet."""
    trail: list[str] = field(default_factory=list)
    """The views that were read, for whoever has to understand a failure."""

    def read(self, face: Face) -> None:
        """Take in what the program shows."""
        view, text = face.view, face.reading()
        self.trail.append(view.id)
        if self.fresh and not view.id.startswith("sign_in"):
            self.fresh = False
            there = {key: form.value(key) for form in face.journey.forms().values() for key in form.texts}
            self.lost += [f"{key} at {view.id}" for key, value in self.kept.items() if there.get(key) != value]
        if view.id == "formed" and self.confirming:
            self.kept = {}
            self.formed[self.confirming] = next(row.value for row in view.rows if row.label == "Contract draft")
        for told in face.told:
            if (found := _FORMED.search(told)) and self.confirming and found[1] not in self.formed.values():
                self.formed[self.confirming] = found[1]
        if view.id == "paid" and "is paid" in text:
            self.paid = True

    def begin(self, traveller: Traveller) -> str:
        """The first insured day, as ISO."""
        return (self.start + timedelta(days=traveller.ahead)).isoformat()

    def end(self, traveller: Traveller) -> str:
        """The last insured day, as ISO."""
        return (self.start + timedelta(days=traveller.ahead + traveller.days - 1)).isoformat()

    def missing(self) -> Traveller | None:
        """The next traveller who has no draft yet, as far as is known."""
        return next((each for each in self.travellers if each not in self.formed), None)

    async def use(self, face: Face, *, steps: int = 120) -> None:
        """Go on from wherever *face* stands until the goal is reached and so is the menu."""
        self.fresh = True
        await face.enter()
        for _step in range(steps):
            if face.view.id == "menu" and (self.paid if self.goal == "paid" else not self.missing()):
                return
            try:
                await self._step(face)
            except FormRejected:
                raise AssertionError(f"{face.view.id}: {[str(error) for error in face.form().errors]}") from None
        raise AssertionError(f"no end: {' '.join(self.trail[-40:])}; told: {face.told}")

    async def _step(self, face: Face) -> None:
        view = face.view
        match view.id:
            case "sign_in" | "sign_in_again":
                await face.answer(login=LOGIN, password=PASSWORD)
                await face.do("continue")
            case "menu":
                await self._choose(face)
            case "dates" if missing := self.missing():
                await self._answer(face, begin_date=self.begin(missing), end_date=self.end(missing))
                await face.do("continue")
            case "insured" if missing := self.missing():
                await self._answer(face, **missing.answers())
                await face.do("continue")
            case "check":
                await face.answer(confirmed="yes")
                self.confirming = self.missing()
                self.confirmations += 1
                self.kept = {}
                await face.do("continue")
            case "overlap":
                await self._overlap(face)
            case "formed":
                await (face.do("to_cart") if self.goal == "paid" else face.back())
            case "cart":
                ids = [entry.id for entry in view.listing.entries] if view.listing else []
                wanted = list(self.formed.values())
                if not self.missing() and set(wanted) <= set(ids):
                    await face.do("pay")
                else:
                    await face.back()
            case "drafts" if missing := self.missing():
                self._look_for(missing, face)
                await face.back()
            case "drafts":
                await self._find_draft(face)
            case "checking":  # from the menu it takes a minute until "nothing was sent" is sure: nobody waits for that
                await face.do("leave" if self.trail[-6:] == ["checking"] * 6 else "look")
            case "too_old":
                await face.do("seen" if "drafts" in self.trail[-4:] else "drafts")
            case "draft":
                offered = [action.id for action in view.actions]
                if act := next((act for act in ("pay", "add") if act in offered), ""):
                    await face.do(act)
                else:
                    await face.back()
            case "policies":
                names = [entry.cells[-1] for entry in view.listing.entries] if view.listing else []
                self.paid = all(each.name in names for each in self.travellers)
                assert self.paid, f"neither draft nor policy of {self.travellers}: {names}"
                await face.back()
            case "pay":
                await face.do(f"card:{self.card}")
            case "paid":
                await face.do("home")
            case _:
                main = view.main()
                await (face.do(main.id) if main else face.back())

    async def _answer(self, face: Face, **texts: str) -> None:
        await face.answer(**texts)
        self.kept |= {key: face.form().value(key) for key in texts}

    async def _choose(self, face: Face) -> None:
        """At the menu: find out what is unknown, pay what waits, buy for whoever has no draft yet, else look around."""
        offered = [action.id for action in face.view.actions]
        check = next((action for action in offered if action.startswith("check:")), "")
        if check and not {"nothing", "checking"} & set(self.trail[-10:]):
            await face.do(check)
        elif not self.missing() and "pay" in offered:
            await face.do("pay")
        elif self.missing():
            await face.do("buy")
        else:
            await face.do("drafts")

    async def _find_draft(self, face: Face) -> None:
        """Put every draft into the cart; where one is gone, it is a policy by now."""
        listing = face.view.listing
        assert listing is not None
        there = [entry.id for entry in listing.entries]
        for draft in self.formed.values():
            if draft not in there:
                await face.do("tab:policies")
                return
        cart = (await (await face.journey.workplace.insurer()).cart.get()).items
        left = [draft for draft in self.formed.values() if draft not in [item.draft_id for item in cart]]
        if left:
            await face.do(f"open:{left[0]}")
        else:
            await face.back()
            await face.do("cart")

    def _look_for(self, traveller: Traveller, face: Face) -> None:
        """Look whether the list has a draft for somebody whose call was lost too long ago to be asked about."""
        listing = face.view.listing
        assert listing is not None
        for entry in listing.entries:
            if entry.cells[-1] == traveller.name:
                self.formed[traveller] = entry.id

    async def _overlap(self, face: Face) -> None:
        """There is a contract for these days: the one just confirmed, unless a second one is what is wanted."""
        missing = self.missing()
        if missing is not None and missing.again:
            await face.do("conclude_anyway")
            return
        if missing is not None:
            other = re.search(r"The other contract is (\S+)\. ", face.reading())
            assert other
            self.formed[missing] = other[1]
        while face.view.id != "menu":
            await face.back()

    async def broken(self, rows: Rows, folder: Path) -> list[tuple[str, object]]:
        """The invariants that the insurer's database or the desk's *folder* breaks, with what breaks them."""
        broken: list[tuple[str, object]] = []
        for each in self.travellers:
            mine = "SELECT id, state FROM drafts WHERE last_name_latin = ? AND begin_date = ?"
            found = await rows(mine, each.last_name, self.begin(each))
            if len(found) != 1 + each.again:
                broken.append(("INV-01", (each.name, found)))
        issued = await rows("SELECT series, number FROM policies WHERE draft_id NOT NULL")
        if len(issued) != (len(self.travellers) if self.goal == "paid" else 0):
            broken.append(("INV-02", issued))
        saved = os.listdir(folder / "downloads") if issued else []
        if missing := {f"OMI-{series}-{number}.pdf" for series, number in issued} - set(saved):
            broken.append(("INV-11", missing))
        if self.lost:
            broken.append(("INV-10", self.lost))
        return broken + [(name, found) for name, query in BOOKS.items() if (found := await rows(query))]
