"""Policies, contract drafts and the policy archive: three lists, each line opening to a record."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from omi_tui.journeys import show
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, Enter, Entry, Listing, View
from omi_tui.text.i18n import N_, _, day_cells, language

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, Page, Policy

Kind = Literal["drafts", "policies", "archive"]

TITLES: dict[Kind, str] = {
    "policies": N_("Policies"),
    "drafts": N_("Contract drafts"),
    "archive": N_("Policy archive"),
}
EMPTY: dict[Kind, str] = {
    "policies": N_("There are no policies in force."),
    "drafts": N_("There are no contract drafts."),
    "archive": N_("The policy archive is empty."),
}
PAGE = 50


class RecordsJourney(Journey):
    """One of the three lists at a time, fetched in pages of fifty."""

    id: ClassVar[str] = "records"

    def __init__(self, workplace: "Workplace", kind: Kind) -> None:
        super().__init__(workplace, kind)
        self.kind: Kind = kind
        self._empty_list()

    def _empty_list(self) -> None:
        self.records: list[Draft | Policy] = []
        self.entries: list[Entry] = []
        self._spoken = ""
        self.fetched = False
        self.age: tuple[str, ...] = ()
        self.total = 0
        self.cursor: str | None = None

    async def enter(self) -> None:
        """Fetch the first page; the pages of an archive, which hardly changes, are kept until "update"."""
        if self.kind != "archive" or not self.records or self.age:
            await self._update()

    async def _update(self) -> None:
        self._empty_list()
        await self._fetch()

    async def _fetch(self) -> None:
        page = await self._first_page() if self.cursor is None else await self._page(await self.workplace.insurer())
        self.records.extend(page.items)
        self.cursor = None if self.age else page.next_cursor
        self.fetched = True
        known = len(self.records)
        self.total = max(page.total or 0, known + 1) if self.cursor else known

    async def _page(self, insurer: "Insurer") -> "Page[Draft] | Page[Policy]":
        if self.kind == "drafts":
            return await insurer.drafts.list(limit=PAGE, cursor=self.cursor)
        state: Literal["active", "archive"] = "active" if self.kind == "policies" else "archive"
        return await insurer.policies.list(state, limit=PAGE, cursor=self.cursor)

    async def _first_page(self) -> "Page[Draft] | Page[Policy]":
        """The first page, or that which was seen last."""
        from omi_tui.journeys import last_seen
        from omi_tui.model.contract import Draft, Page, Policy

        kind: Any = Page[Draft] if self.kind == "drafts" else Page[Policy]
        seen: last_seen.Seen[Page[Draft] | Page[Policy]] = await last_seen.ask(
            self.workplace, self.kind, kind, self._page
        )
        self.age = seen.notes()
        return seen.value

    def _shown(self) -> list[Entry]:
        """The lines; each is written once a language, for an archive may hold thousands."""
        if self._spoken != language():
            self._spoken, self.entries = language(), []
        self.entries.extend(_entry(record) for record in self.records[len(self.entries) :])
        return self.entries

    def view(self) -> View:
        """The list, and the way to the two others."""
        columns = (_("Insurance"), _("Policy name"), _("Begin date"), _("End date"), _("Insured person"))
        widths = show.widths(columns, (3, 11, day_cells(), day_cells()))
        others = [kind for kind in TITLES if kind != self.kind]
        return View(
            id=self.kind if self.fetched else f"asking:{self.kind}",
            heading=_("Insurance policies"),
            place=tuple(dict.fromkeys((_("Policies"), _(TITLES[self.kind])))),
            listing=Listing(columns, self._shown(), self.total, _(EMPTY[self.kind]), widths) if self.fetched else None,
            notes=self.age,
            actions=(
                *(Action(f"tab:{kind}", _(TITLES[kind])) for kind in others),
                Action("update", _("Update policies list")),
            ),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``open:<id>``, ``more``, ``update`` or ``tab:<kind>``."""
        verb, _colon, what = action.partition(":")
        if verb == "open":
            if self.kind == "drafts":
                from omi_tui.journeys.draft import DraftJourney

                return Enter(DraftJourney(self.workplace, what))
            from omi_tui.journeys.policy import PolicyJourney

            return Enter(PolicyJourney(self.workplace, what))
        if verb == "more":
            if self.cursor is not None:
                await self._fetch()
            return None
        if verb == "tab":
            self.kind = next(kind for kind in TITLES if kind == what)
            self.step = self.kind
        await self._update()
        return None


def _entry(record: "Draft | Policy") -> Entry:
    begin, end = show.day(record.begin_date), show.day(record.end_date)
    return Entry(record.id, (record.insurance_name, show.policy_name(record), begin, end, show.person(record.insured)))
