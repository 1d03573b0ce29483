"""Home: the numbered menu of the account, with what waits behind each entry."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from omi_tui.journeys import sales, show, travellers
from omi_tui.journeys.checking import HEADINGS, CheckingJourney
from omi_tui.journeys.contact import compare_clocks
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.reconcile import is_ours, reconcile, tell_found
from omi_tui.journeys.view import Action, Ask, Effect, Enter, Question, View
from omi_tui.text.i18n import _, language, ngettext, show_number, show_time

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Operation
    from omi_tui.journeys.reconcile import Found
    from omi_tui.journeys.sales import Sums
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Cart, Draft, Order, Page, Policy
    from omi_tui.model.person import PersonalInfo

Known = TypeVar("Known")


class HomeJourney(Journey):
    """The menu after signing in. It shows at once; the counts stand as soon as the insurer has told them."""

    id: ClassVar[str] = "home"
    slash: ClassVar[str] = "quick"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "menu")
        self.holder: PersonalInfo | None = None
        self.drafts: Page[Draft] | None = None
        self.cart: Cart | None = None
        self.in_force: Page[Policy] | None = None
        self.archive: Page[Policy] | None = None
        self.waiting: Order | None = None
        self.sold: Sums | None = None
        self.saved = 0
        """Saved travellers."""
        self.unknown: list[Operation] = []
        self.formed = ""

    async def enter(self) -> Effect:
        """Ask for all counts at once; what cannot be had is left out of the menu. Raises SessionEnded.

        What was begun before and not finished comes first.
        """
        from omi_tui.model.contract import OPEN_STATES

        workplace = self.workplace
        insurer = await workplace.insurer()
        await _or(None, workplace.recall_login())
        compare_clocks(workplace)
        looked_up = await _or(False, self._reconciled())
        if workplace.login and (unfinished := await workplace.unfinished.resume(looked_up=looked_up)):
            return unfinished
        self.holder, self.drafts, self.cart, self.in_force, self.archive, orders = await asyncio.gather(
            _or(None, _holder(insurer)),
            _or(None, insurer.drafts.list(limit=50)),
            _or(None, insurer.cart.get()),
            _or(None, insurer.policies.list("active", limit=1)),
            _or(None, insurer.policies.list("archive", limit=1)),
            _or(None, sales.orders_since(insurer, workplace.today())),
        )
        self.waiting = next((order for order in orders or () if order.state in OPEN_STATES), None)
        self.saved = await travellers.sweep(workplace)
        self.sold = await sales.of_today(workplace, orders)
        return None

    async def _reconciled(self) -> bool:
        """Find out what became of calls whose answer was lost. Raises ClientError; they stay unknown then."""
        journal = self.workplace.journal
        self.unknown = [each for each in journal.open_operations() if is_ours(self.workplace, each)]
        seen = (await reconcile(self.workplace)).values()
        self.unknown = [operation for operation, found in seen if found.state in ("running", "too_old")]
        formed = [found.number for operation, found in seen if (operation.kind, found.state) == ("draft", "done")]
        self.formed = formed[-1] if formed else self.formed
        return True

    def view(self) -> View:
        """The menu."""
        notes: tuple[str, ...] = ()
        if self.waiting is not None:
            note = _("Order {number} is waiting for payment until {time}.")
            notes = (note.format(number=self.waiting.order_number, time=show_time(self.waiting.expires_at)),)
        insurer = self.workplace.connected
        if insurer is not None and insurer.out_of_reach:
            notes += (
                _("The insurer cannot be reached. You can look at what was seen last; nothing can be bought now."),
            )
        notes += tuple(f"{_(HEADINGS[each.kind])}." for each in self.unknown)
        return View(
            id="menu",
            heading=_("Welcome to your account"),
            place=(_welcome(self.holder),),
            title=_("Welcome"),
            actions=tuple(self._entries()),
            notes=notes,
        )

    def _entries(self) -> list[Action]:
        entries = [
            Action("buy", _("Buy obligatory medical insurance policy"), "entry", digit="1"),
            Action("drafts", _("Contract drafts"), "entry", _drafts_note(self.drafts), "2"),
            Action("cart", _("Shopping cart"), "entry", _cart_note(self.cart), "3"),
            Action("policies", _("Policies"), "entry", _in_force_note(self.in_force), "4"),
            Action("archive", _("Policy archive"), "entry", _count_note(self.archive), "5"),
            Action("travellers", _("Travellers"), "entry", show_number(self.saved) if self.saved else "", "6"),
            Action("details", _("My details"), "entry", digit="7"),
            Action("day_book", _("Day book"), "entry", _today_note(self.sold), "8"),
            Action("settings", _("Settings"), "entry", digit="9"),
            Action("sign_out", _("Sign out"), "entry", digit="0"),
        ]
        if self.waiting is not None:
            label = _("Continue paying order {number}").format(number=self.waiting.order_number)
            entries.append(Action("pay", label))
        if self.formed:
            label = _("Open contract draft {number}").format(number=self.formed)
            entries.append(Action(f"draft:{self.formed}", label))
        entries += [Action(f"check:{each.key}", _("Find out what became of it")) for each in self.unknown[:1]]
        return entries

    async def act(self, action: str, result: Any = None) -> Effect:
        """Open an entry; ``sign_out`` asks first."""
        if action == "sign_out":
            return Ask(
                Question(
                    _("Sign out"),
                    _(
                        "Contract drafts and the shopping cart stay with the insurer. "
                        "Work that was kept on this computer waits, encrypted, for your next sign-in."
                    ),
                    _("Stay signed in"),
                    _("Sign out"),
                ),
                "sign_out:yes",
            )
        if action == "sign_out:yes":
            from omi_tui.journeys.lock import sign_out

            return await sign_out(self.workplace)
        verb, _colon, what = action.partition(":")
        if verb == "check":
            return Enter(CheckingJourney(self.workplace, what, again=False), "checked")
        if verb == "draft":
            from omi_tui.journeys.draft import DraftJourney

            self.formed = ""
            return Enter(DraftJourney(self.workplace, what))
        if action == "checked":
            return await self._checked(result)
        if action in ("quick", "begun"):
            return await self._quick(action, result)
        if action in ("buy", "pay"):
            self.workplace.may_write()
        return Enter(self._journey(action))

    def typed(self, line: str) -> str:
        """A purchase may be typed at the menu."""
        from omi_tui.forms.quick import looks_like

        return "quick" if looks_like(line, self.workplace.today()) else ""

    async def _quick(self, action: str, result: Any) -> Effect:
        """Take a purchase in one line, or go on with what it said."""
        from omi_tui.journeys.purchase import PurchaseJourney
        from omi_tui.journeys.quick import QuickJourney

        if action == "begun":
            return Enter(PurchaseJourney(self.workplace, result)) if result else await self.enter()
        self.workplace.may_write()
        return Enter(QuickJourney(self.workplace, result or ""), "begun")

    async def _checked(self, found: "Found | None") -> Effect:
        """Say what was found out, and show what is there now."""
        if found is not None and found.state != "contact" and self.unknown:
            tell_found(self.workplace, self.unknown[0], found)
            if (self.unknown[0].kind, found.state) == ("draft", "done"):
                self.formed = found.number
        return await self.enter()

    def _journey(self, action: str) -> Journey:
        if action == "buy":
            from omi_tui.journeys.purchase import PurchaseJourney

            return PurchaseJourney(self.workplace)
        if action == "cart":
            from omi_tui.journeys.cart import CartJourney

            return CartJourney(self.workplace)
        if action == "details":
            from omi_tui.journeys.profile import ProfileJourney

            return ProfileJourney(self.workplace)
        if action == "travellers":
            from omi_tui.journeys.travellers import TravellersJourney

            return TravellersJourney(self.workplace)
        if action == "settings":
            from omi_tui.journeys.settings import SettingsJourney

            return SettingsJourney(self.workplace)
        if action == "day_book":
            from omi_tui.journeys.day_book import DayBookJourney

            return DayBookJourney(self.workplace)
        if action == "pay" and self.waiting is not None:
            from omi_tui.journeys.pay import PayJourney

            return PayJourney(self.workplace, self.waiting.order_number)
        from omi_tui.journeys.records import TITLES, RecordsJourney

        return RecordsJourney(self.workplace, next(kind for kind in TITLES if kind == action))


async def _holder(insurer: "Insurer") -> "PersonalInfo | None":
    return (await insurer.profile.personal_info()).value


async def _or(otherwise: Known, asked: Awaitable[Known]) -> Known:
    """What the insurer says, or *otherwise* where it cannot be had now. Raises SessionEnded."""
    from omi_tui.client.errors import ClientError, SessionEnded

    try:
        return await asked
    except SessionEnded:
        raise
    except ClientError:
        return otherwise


def _welcome(holder: "PersonalInfo | None") -> str:
    """The greeting, by the name in the person's own script for those who read it in Cyrillic."""
    if holder is None:
        return _("Welcome")
    own, latin = holder.first_name or holder.last_name, holder.first_name_latin or holder.last_name_latin
    return _("Welcome, {name}").format(name=own if language() in ("ru", "be") else latin.title())


def _drafts_note(page: "Page[Draft] | None") -> str:
    from omi_tui.model.money import total

    if page is None:
        return ""
    to_pay = [draft for draft in page.items if draft.state == "unpaid"]
    if page.next_cursor or not to_pay:
        return _count_note(page)
    note = ngettext("{count} to pay, {amount}", "{count} to pay, {amount}", len(to_pay))
    return note.format(count=len(to_pay), amount=show.money(total(draft.premium for draft in to_pay)))


def _cart_note(cart: "Cart | None") -> str:
    if cart is None or not cart.items:
        return ""
    note = ngettext("{count} entry, {amount}", "{count} entries, {amount}", len(cart.items))
    return note.format(count=len(cart.items), amount=show.money(cart.total))


def _in_force_note(page: "Page[Policy] | None") -> str:
    if page is None or not page.total:
        return ""
    return ngettext("{count} in force", "{count} in force", page.total).format(count=show_number(page.total))


def _today_note(today: "Sums | None") -> str:
    return _("today: {sums}").format(sums=today.words()) if today is not None and today.contracts else ""


def _count_note(page: "Page[Any] | None") -> str:
    return show_number(page.total) if page is not None and page.total else ""
