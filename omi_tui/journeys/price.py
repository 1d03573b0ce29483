"""The price beside the dates: asked of the insurer while they are typed, told in one line."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from omi_tui.journeys import show
from omi_tui.text.i18n import _, days_count

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError
    from omi_tui.client.insurer import Insurer
    from omi_tui.model.contract import Quote
    from omi_tui.model.money import Money
    from omi_tui.model.tariff import Tariff

NEAR = 7
"""Days less that a traveller may think about; more of them are named only where nothing else is."""
Period = tuple[date | None, date | None]


class Price:
    """The newest quote for the days that were asked about last; answers that come too late are dropped."""

    def __init__(self) -> None:
        self.quote: Quote | None = None
        self._asked: Period = (None, None)
        self._expired = False
        self._failure: ClientError | None = None
        self._shown: tuple[str, ...] = ()

    async def update(self, insurer: "Callable[[], Awaitable[Insurer]]", begin: date | None, end: date | None) -> bool:
        """Ask the price of *begin* to *end* (both insured) unless it is known; say whether :meth:`notes` changed.

        *insurer* is ``workplace.insurer``. An insurer who cannot be reached becomes a note, not an error.
        """
        from omi_tui.client.errors import ClientError

        if (begin, end) == self._asked and self.fresh():
            return False
        self._asked, self.quote, self._failure, self._expired = (begin, end), None, None, False
        if begin is None or end is None or end < begin:
            return self._changed()
        quote: Quote | None = None
        failure: ClientError | None = None
        try:
            quote = await (await insurer()).quotes.quote(begin, end)
        except ClientError as error:
            failure = error
        if self._asked != (begin, end):
            return False
        self.quote, self._failure = quote, failure
        return self._changed()

    def restore(self, quote: dict[str, Any], begin: date, end: date) -> None:
        """Go on with an earlier run's quote for these days, as JSON, unless the insurer stands by it no longer."""
        from omi_tui.model.contract import Quote

        self.quote, self._asked = Quote.model_validate(quote), (begin, end)
        if not self.fresh():
            self.quote, self._asked = None, (None, None)

    def _changed(self) -> bool:
        before, self._shown = self._shown, self.notes()
        return self._shown != before

    def expired(self) -> None:
        """The insurer stands by the price no longer, whatever this machine's clock says."""
        self._expired = True

    def fresh(self) -> bool:
        """Whether the insurer still stands by the price, as far as is known."""
        return self.quote is not None and not self._expired and self.quote.valid_until > datetime.now(UTC)

    def raise_failure(self) -> None:
        """Raise why there is no price, where asking for it failed (a ClientError)."""
        if self._failure is not None:
            raise self._failure

    def notes(self) -> tuple[str, ...]:
        """The price in words, or why there is none; nothing where no period was asked about."""
        if self.quote is not None:
            return price_note(self.quote)
        if self._failure is not None:
            from omi_tui.journeys.sentences import sentence

            return (_("There is no price yet."), sentence(self._failure), *self._estimated())
        return ()

    def _estimated(self) -> tuple[str, ...]:
        """What the program's own tariff says, where nobody else can be asked."""
        from omi_tui.client.errors import Unreachable

        begin, end = self._asked
        if not isinstance(self._failure, Unreachable) or begin is None or end is None:
            return ()
        return estimate((end - begin).days + 1)


def price_note(quote: "Quote") -> tuple[str, ...]:
    """Days, premium and sum insured in one line; then what other terms cost, and what is doubtful about the price."""
    line = _line(quote.days, quote.premium, quote.sum_insured)
    doubt = () if quote.tariff_verified else (_("The tariff is not verified."),)
    return (line, *edge_note(quote), *doubt)


def _line(days: int, premium: "Money", sum_insured: "Money") -> str:
    return _("{days} · insurance premium {premium} · sum insured {sum}").format(
        days=days_count(days), premium=show.money(premium), sum=show.money(sum_insured)
    )


def known_tariff(quote: "Quote") -> "Tariff | None":
    """The tariff of *quote*, where this program has it and it reaches as far."""
    from omi_tui.model.tariff import shipped

    tariff = shipped(quote.tariff_id)
    return tariff if tariff is not None and quote.days <= tariff.longest else None


def edge_note(quote: "Quote") -> tuple[str, ...]:
    """The ends of the price band in one line; or that the insurer's price is another than its tariff's."""
    tariff = known_tariff(quote)
    if tariff is None:
        return ()
    ours = tariff.band(quote.days).premium
    if ours != quote.premium:
        differs = _("The tariff that this program knows says {amount}. The insurer's price counts.")
        return (differs.format(amount=show.money(ours)),)
    return _edge(tariff, quote.days)


def _edge(tariff: "Tariff", days: int) -> tuple[str, ...]:
    from omi_tui.model.tariff import edge

    here = edge(tariff, days)
    said = []
    if here.more:
        said.append(_("{days} more costs nothing.").format(days=days_count(here.more)))
    if here.saved and (here.fewer <= NEAR or not here.more):
        less = _("{days} less saves {amount}.")
        said.append(less.format(days=days_count(here.fewer), amount=show.money(here.saved)))
    return (" ".join(said),) if said else ()


def estimate(days: int) -> tuple[str, ...]:
    """The price of *days* (1 to 365) by the tariff that came with this program, and what it is worth."""
    from omi_tui.model.tariff import CURRENT, shipped

    tariff = shipped()
    assert tariff is not None
    worth = _("This is an estimate by the tariff {tariff}. The insurer has not said a price.")
    line = _line(days, tariff.band(days).premium, tariff.sum_insured)
    return (line, *_edge(tariff, days), worth.format(tariff=CURRENT))
