"""The day book: what was sold on a day or in some, what is unpaid, and which policies end soon."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from omi_tui.forms.days import DaysForm
from omi_tui.journeys import day_book_views, last_seen, sales, show
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Effect, Enter, Leave, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.day_book import Book
    from omi_tui.forms.form import Form
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, Policy

PAGE = 200
LISTS = ("sold", "unpaid", "expiring")


class Line(NamedTuple):
    """A draft to pay for, or a policy that ends soon; ``number`` is what it is called."""

    id: str
    number: str
    insured: str
    made_at: datetime
    begin: date
    end: date
    amount: Decimal
    currency: str


class DayBookJourney(Journey):
    """Some days, today to begin with. Steps: ``book``, ``days``, and the lists ``sold``, ``unpaid``, ``expiring``.

    What the insurer says of the account comes first; sales of other agents, and all of them while the insurer cannot
    be reached, are as this desk noted them. A list is None as long as nobody knows it.
    """

    id: ClassVar[str] = "day_book"

    def __init__(self, workplace: "Workplace") -> None:
        super().__init__(workplace, "book")
        self.first = self.last = workplace.today()
        self.form = DaysForm(workplace.today)
        self.book: Book | None = None
        self.offline = False
        self.unpaid: list[Line] | None = None
        self.expiring: list[Line] | None = None
        self.age: tuple[str, ...] = ()

    def forms(self) -> "dict[str, Form]":
        """First and last day."""
        return {"days": self.form}

    def unsaved(self) -> bool:
        """Nothing is typed here that could be lost."""
        return False

    @property
    def until(self) -> date:
        """The last day of "soon"."""
        return self.workplace.today() + timedelta(days=self.workplace.settings.expiring_days)

    async def enter(self) -> None:
        """Fetch what can change; the policies, which are many, are asked for the first time and at "update"."""
        await self._fetch_sold()
        self.age = ()
        self.unpaid = await self._list("unpaid", self.unpaid)
        if self.expiring is None or self.offline:
            self.expiring = await self._list("expiring", self.expiring)

    async def _fetch_sold(self) -> None:
        from omi_tui.client.errors import BadAnswer, Overloaded, TimedOut, Unreachable

        try:
            orders = await sales.orders_since(await self.workplace.insurer(), self.first)
            own = await sales.seen(self.workplace, orders)
            self.offline = False
        except (Unreachable, TimedOut, BadAnswer, Overloaded):
            own, self.offline = None, True
        self.book = await sales.of_days(self.workplace, self.first, self.last, own)

    async def _list(self, kind: Literal["unpaid", "expiring"], known: list[Line] | None) -> list[Line] | None:
        """The list as the insurer tells it, or as it was seen last; what is *known* where neither can be had."""
        from omi_tui.client.errors import BadAnswer, Overloaded, TimedOut, Unreachable

        async def fetch(insurer: "Insurer") -> list[Line]:
            return await (_unpaid(insurer) if kind == "unpaid" else _expiring(insurer, self.until))

        try:
            seen = await last_seen.ask(self.workplace, f"day_book/{kind}", list[Line], fetch)
        except (Unreachable, TimedOut, BadAnswer, Overloaded):
            return known
        self.age = self.age or seen.notes()
        return seen.value

    def view(self) -> View:
        """The sums and the ways on; the days to choose; or one of the lists."""
        return day_book_views.view(self)

    async def act(self, action: str, result: Any = None) -> Effect:
        """``earlier``, ``later``, ``days``, ``show``, ``csv``, ``update``, a list, or ``open:<id>`` in one."""
        verb, _colon, what = action.partition(":")
        if verb == "open":
            return self._open(what)
        if action == "leave":
            return Leave()
        if action == "csv":
            await self._save()
        elif action == "days":
            self.form.load({"first_date": self.first, "last_date": self.last})
            self.go("days")
        elif action in LISTS:
            self.go(action)
        elif action == "book":
            self.back()
        else:
            await self._turn(action)
        return None

    async def _turn(self, action: str) -> None:
        """To other days; ``update`` to the same ones."""
        count = timedelta(days=(self.last - self.first).days + 1)
        if action == "show":
            chosen = self.form.values()
            self.first, self.last = chosen["first_date"], chosen["last_date"]
            self.back()
        elif action == "earlier":
            self.first, self.last = self.first - count, self.last - count
        elif action == "later":
            self.last = min(self.last + count, self.workplace.today())
            self.first = self.last - count + timedelta(days=1)
        else:
            self.expiring = None
        await self.enter()

    def _open(self, what: str) -> Effect:
        from omi_tui.journeys.draft import DraftJourney
        from omi_tui.journeys.pay import PayJourney
        from omi_tui.journeys.policy import PolicyJourney

        if self.step == "unpaid":
            return Enter(DraftJourney(self.workplace, what))
        if self.step == "expiring":
            return Enter(PolicyJourney(self.workplace, what))
        sale = next(sale for sale in self.book.sales if sale.order_number == what) if self.book else None
        if sale is not None and sale.agent != self.workplace.login:
            text = _("Order {number} was sold by {agent}. Sign in as {agent} to open it.")
            self.workplace.tell(text.format(number=what, agent=sale.agent))
            return None
        return Enter(PayJourney(self.workplace, what))

    async def _save(self) -> None:
        from omi_tui.journeys.document import save_rows

        name = f"day-book-{self.first}" + (f"-to-{self.last}" if self.last != self.first else "")
        await save_rows(self.workplace, name, day_book_views.rows(self))


async def _unpaid(insurer: "Insurer") -> list[Line]:
    """The drafts of the account that can still be paid, the first to begin first. Raises ClientError."""
    lines: list[Line] = []
    cursor: str | None = None
    while True:
        page = await insurer.drafts.list(cursor, PAGE)
        lines += (_line(draft, draft.id, draft.created_at) for draft in page.items if draft.state in _PAYABLE)
        if (cursor := page.next_cursor) is None:
            return sorted(lines, key=lambda line: line.begin)


async def _expiring(insurer: "Insurer", until: date) -> list[Line]:
    """The policies of the account that end until that day, the first to end first. Raises ClientError."""
    lines: list[Line] = []
    cursor: str | None = None
    while True:
        page = await insurer.policies.list("active", cursor, PAGE)
        ending = [policy for policy in page.items if policy.end_date <= until]
        lines += (_line(policy, show.policy_name(policy), policy.issued_at) for policy in ending)
        if (cursor := page.next_cursor) is None:
            return sorted(lines, key=lambda line: line.end)


_PAYABLE = ("unpaid", "in_order")


def _line(record: "Draft | Policy", number: str, made_at: datetime) -> Line:
    premium = record.premium
    return Line(
        record.id,
        number,
        show.person(record.insured),
        made_at,
        record.begin_date,
        record.end_date,
        premium.amount,
        premium.currency,
    )
