"""Buying one policy: dates, insured person, check answers, conclude, the draft formed, the cart."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms.form import Form, FormRejected
from omi_tui.journeys import application, beginnings, purchase_views, scanning, travellers
from omi_tui.journeys.concluding import ConcludingJourney
from omi_tui.journeys.view import Ask, Effect, Enter, Leave, Question, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.errors import Refused
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft


class PurchaseJourney(ConcludingJourney):
    """The manual's section 4. Nothing is sent before the last question is answered, but the price is asked for."""

    id: ClassVar[str] = "purchase"
    keeps: ClassVar[bool] = True

    def __init__(self, workplace: "Workplace", begun: beginnings.Begun | None = None) -> None:
        """*begun*: what is known of the answers; what was kept of another purchase is not put over it."""
        super().__init__(workplace, "dates")
        self.changing = ""
        self._checked: dict[str, str] = {}
        self.other_id = ""
        self.begun = begun
        if begun is not None:
            beginnings.begin(self, begun)

    def forms(self) -> dict[str, Form]:
        """The three forms; none once the draft is formed."""
        return {} if self.draft else {"dates": self.period, "insured": self.insured, "check": self.confirm}

    async def enter(self) -> Effect:
        """Fetch the policyholder, to know what is missing and to propose the country of residence."""
        await travellers.offer(self)
        try:
            await self._fetch_holder()
        finally:
            if self.step == beginnings.LANDING:
                self.land()
        period = self.period.period()
        if self.step in ("insured", "check") and period and self.price.quote is None:
            await self.price.update(self.workplace.insurer, *period)
        return scanning.at_the_beginning(self)

    async def _fetch_holder(self) -> None:
        self.holder = await application.holder(await self.workplace.insurer())
        self.insured.lives_in(self.holder.residence_country)
        if self.step == "profile" and not self.holder.missing():
            self.step = "insured"
        elif self.step in ("insured", beginnings.LANDING) and self.holder.missing():
            self.step, self.trail = "profile", ["dates"]

    def continues(self, snapshot: dict[str, Any]) -> bool:
        """A purchase that was begun with something of its own is another one."""
        return self.begun is None

    def snapshot(self) -> dict[str, Any]:
        """The answers, and the price that was shown for them."""
        quote = self.price.quote
        return {**super().snapshot(), "quote": quote.model_dump(mode="json") if quote else None}

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on; a price that the insurer still stands by is the same price."""
        super().restore(snapshot)
        if snapshot["quote"] and (period := self.period.period()):
            self.price.restore(snapshot["quote"], *period)

    def land(self) -> None:
        """Stand at the first step whose answers do not hold, or hold no more, and no further than before."""
        forms = self.forms()
        reached = self.step if self.step in forms else {"profile": "dates"}.get(self.step, "check")
        steps = [*forms]
        step = next(each for each in steps if each == reached or forms[each].check())
        self.trail = steps[: steps.index(step)]
        if self.step != "profile" or self.period.check():
            self.step = step
        else:
            self.trail = ["dates"]
        super().land()

    async def live(self) -> bool:
        """Ask the price of the dates as they are typed, and what there is to warn of on the later pages."""
        if self.step != "dates":
            return await self.guards.live(self)
        period = self.period.period()
        begin, end = period or (None, None)
        return await self.price.update(self.workplace.insurer, begin, end)

    @property
    def takes_scans(self) -> bool:
        """The insured person can be scanned."""
        return self.step == "insured"

    async def nationality(self) -> str:
        """The insured person's citizenship, as far as it is known."""
        return application.nationality(self.insured, self.holder)

    def view(self) -> View:
        """The step's view."""
        return purchase_views.view(self)

    async def act(self, action: str, result: Any = None) -> Effect:
        """Continue, change a row, conclude, put the draft into the cart."""
        if action.startswith("change:"):
            return self._change(action.removeprefix("change:"))
        if action in ("several", "several_done"):
            from omi_tui.journeys.group import several

            return await several(self, action, result)
        if action == "need":
            from omi_tui.journeys.need import BUY, NeedJourney

            return Enter(NeedJourney(self.workplace, BUY))
        if action in ("scan", "scanned"):
            return await scanning.act(self, self.insured, action, result) or await beginnings.scanned(self)
        if action.startswith("save_traveller"):
            return await travellers.save(self, action)
        method = {
            "continue": self._continue,
            "complete": self._complete,
            "completed": self._completed,
            "conclude": self.conclude,
            "conclude_anyway": self.conclude_anyway,
            "to_cart": self._to_cart,
            "note": self._note,
        }.get(action)
        if action in ("checked", "checked_other"):
            return await self.checked(result, other=action == "checked_other")
        return await method() if method else Leave()

    def back(self) -> bool:
        """One step back; a change of one row that is given up leaves the answers as they were checked."""
        if self.changing and self.step in self.forms():
            self.forms()[self.step].restore(self._checked)
        self.changing = ""
        return super().back()

    def _change(self, target: str) -> Effect:
        """Go to where one row is changed; continuing there comes straight back to the check page."""
        step = target.partition(".")[0]
        if step == "profile":
            from omi_tui.journeys.profile import ProfileJourney

            return Enter(ProfileJourney(self.workplace), "completed")
        self._begin_change(step, target)
        return None

    def _begin_change(self, step: str, target: str) -> None:
        """Stand at *step* with the check page behind it, and remember the answers that were checked."""
        if self.step == "overlap":
            self.step = "check"
        self._checked = dict(self.forms()[step].texts)
        self.changing = target
        self.go(step)

    async def _continue(self) -> Effect:
        if self.step == "check":
            self.confirm.values()
            if self.period.check():  # midnight has passed since
                self._begin_change("dates", "dates")
                raise FormRejected(self.period.id)
            return Ask(
                Question(
                    _("Enter into a contract"),
                    self.guards.count(self) + _("Do you really want to conclude an insurance contract?"),
                    _("Keep editing"),
                    _("Enter into a contract"),
                ),
                "conclude",
            )
        if self.step == "dates":
            await self._dates_done()
        else:
            values = self.insured.values()
            period = self.period.period()
            if values["policyholder_is_insured"] and period and application.passport_ends(self.holder, period.end):
                return self._renew_passport()
            self._onwards("check")
        return None

    def _renew_passport(self) -> Effect:
        """The policyholder's own passport ends before the policy does: lead to its details, and back."""
        from omi_tui.journeys.profile import ProfileJourney
        from omi_tui.journeys.sentences import SENTENCES

        ends = SENTENCES["passport.expired"]
        self.workplace.tell(_(ends), bad=True)
        return Enter(ProfileJourney(self.workplace, "passport"), "completed")

    async def _dates_done(self) -> None:
        values = self.period.values()
        await self.price.update(self.workplace.insurer, values["begin_date"], values["end_date"])
        if self.price.quote is None:
            self.price.raise_failure()
            return
        if self.holder is None:
            await self.enter()
        if application.under_age(self.holder, self.workplace.today()):
            from omi_tui.journeys.sentences import SENTENCES

            minor = SENTENCES["policyholder.minor"]
            self.workplace.tell(_(minor), bad=True)
            return
        self._onwards("insured" if self.holder and not self.holder.missing() else "profile")

    def _onwards(self, step: str) -> None:
        if self.changing and step != "profile":
            self.changing = ""
            self.back()  # the answers stay: nothing is being given up
            self.confirm.texts["confirmed"] = ""
        else:
            self.go(step)

    async def _complete(self) -> Effect:
        from omi_tui.journeys.profile import ProfileJourney

        return Enter(ProfileJourney(self.workplace, only_missing=True), "completed")

    async def _completed(self) -> Effect:
        await self.enter()
        return None

    def refused(self, error: "Refused") -> Effect:
        """Lead to where the refusal can be mended; what has no such place is told as it is."""
        problem = error.problem
        if problem.code == "contract.overlap":
            self.other_id = problem.other_id or ""
            self.go("overlap")
            return None
        if problem.code == "passport.expired":
            return self._renew_passport()
        for step, form in (("dates", self.period), ("insured", self.insured)):
            if form.refuse(problem):
                self._begin_change(step, step)
                self.workplace.tell(_("The insurer did not accept an answer. Mend it and continue."), bad=True)
                return None
        raise error

    async def _note(self) -> Effect:
        """The page of the formed draft as a text file."""
        from omi_tui.journeys.document import save_page

        assert self.draft is not None
        await save_page(self.workplace, self.view(), f"draft{self.draft.id}")
        return None

    async def _formed(self, draft: "Draft") -> Effect:
        effect = await super()._formed(draft)
        await travellers.used(self)
        return effect

    async def _to_cart(self) -> Effect:
        from omi_tui.journeys.cart import CartJourney

        assert self.draft is not None
        await (await self.workplace.insurer()).cart.add(self.draft.id)
        self.workplace.tell(_("The draft is in the shopping cart."))
        return Enter(CartJourney(self.workplace), "home")
