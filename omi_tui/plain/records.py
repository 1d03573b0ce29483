"""The list of a page: ten records at a time, and those alone that have something in them."""

from typing import TYPE_CHECKING

from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import View
from omi_tui.plain import pages
from omi_tui.plain.filling import Filling
from omi_tui.text.fold import fold

if TYPE_CHECKING:
    from omi_tui.plain.face import PlainFace


class Records(Filling):
    """The half of a page that tells its records."""

    def __init__(self, face: "PlainFace", journey: Journey) -> None:
        super().__init__(face, journey)
        self._told: set[str] = set()
        self._first = 0
        self._matching: list[int] | None = None
        """The numbers of the records that are told; None for all."""

    async def _fetched(self, count: int) -> View:
        """The view with so many records, as far as the insurer has them and answers."""
        view = self.journey.view()
        while view.listing is not None and view.listing.more and len(view.listing.entries) < count:
            before = len(view.listing.entries)
            await self._look_up(self.journey.act("more"))
            view = self.journey.view()
            if view.listing is None or len(view.listing.entries) == before:
                break
        return view

    async def _list(self, view: View, part: str) -> None:
        """The next ten records, or those with *part* in them, ten at a time too."""
        assert view.listing is not None
        if part:
            self._matching, self._first = await self._found(view, part), 0
        else:
            total = view.listing.total if self._matching is None else len(self._matching)
            self._first += pages.PAGE
            if self._first >= total:  # from the beginning again, and the whole list
                self._first, self._matching = 0, None
        if self._matching is None:
            view = await self._fetched(self._first + pages.PAGE)
        if view.listing is not None:
            block = "\n".join(pages.listing(view.listing, self._first, self._matching))
            self._told.add(block)
            self._talk.say(block)

    async def _found(self, view: View, part: str) -> list[int]:
        """The numbers of the records with *part* in them."""
        assert view.listing is not None
        listing = (await self._fetched(view.listing.total)).listing
        wanted = fold(part)
        return [
            number
            for number, entry in enumerate(listing.entries if listing is not None else (), 1)
            if any(wanted in fold(cell) for cell in entry.cells)
        ]
