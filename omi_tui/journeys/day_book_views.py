"""What the day book shows: sums by agent and day, the lists behind them, and the same as rows for a spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from omi_tui.journeys import sales, show
from omi_tui.journeys.view import Action, Entry, Listing, Table, View
from omi_tui.model.period import MINSK, minsk_today
from omi_tui.text.i18n import _, ngettext, show_date_long, show_money, show_number, show_time

if TYPE_CHECKING:
    from omi_tui.desk.day_book import Sale
    from omi_tui.journeys.day_book import DayBookJourney, Line


def view(journey: "DayBookJourney") -> View:
    """The view of the step."""
    if journey.book is None:
        return View(id="asking", heading=_("Day book"), place=(_("Day book"),))
    shown: Callable[[DayBookJourney], View] = {
        "days": _days,
        "sold": _sold,
        "unpaid": _unpaid,
        "expiring": _expiring,
    }.get(journey.step, _sums)
    return shown(journey)


def _heading(journey: "DayBookJourney") -> str:
    if journey.first == journey.last:
        return _("Day book: {day}").format(day=show_date_long(journey.first))
    heading = _("Day book: {first} to {last}")
    return heading.format(first=show.day(journey.first), last=show.day(journey.last))


def _sums(journey: "DayBookJourney") -> View:
    sold = _sales(journey)
    later = (Action("later", _("Later"), "entry"),) if journey.last < journey.workplace.today() else ()
    return View(
        id=f"book:{journey.first}:{journey.last}",
        heading=_heading(journey),
        place=(_("Day book"),),
        lead=tuple(_sources(journey)),
        tables=(_by_agent_and_day(sold),),
        actions=(
            Action("sold", _("Sold"), "entry", sales.sums(sold).words() or show_number(0)),
            Action("unpaid", _("Unpaid"), "entry", _to_pay(journey.unpaid)),
            Action("expiring", _("Expiring soon"), "entry", _ending(journey)),
            Action("earlier", _("Earlier"), "entry"),
            *later,
            Action("days", _("Other days")),
            Action("csv", _("Save as CSV")),
            Action("update", _("Update")),
        ),
    )


def _sales(journey: "DayBookJourney") -> "tuple[Sale, ...]":
    return journey.book.sales if journey.book is not None else ()


def _sources(journey: "DayBookJourney") -> Iterator[str]:
    """How old it is, and who says so, where that is not the insurer alone."""
    yield from journey.age
    login = journey.workplace.login
    if journey.offline:
        if journey.book is not None and journey.book.noted_at is not None:
            text = _("Sales are as this desk noted them, last on {moment}.")
            yield text.format(moment=show.moment_of(journey.book.noted_at))
        else:
            yield _("The insurer cannot be reached, and this desk noted no sales of these days.")
    elif any(sale.agent != login for sale in _sales(journey)):
        text = _("Sales of {login} are as the insurer has them, those of others as this desk noted them.")
        yield text.format(login=login)


def _to_pay(lines: "list[Line] | None") -> str:
    if lines is None:
        return _("not known")
    sums = sales.add((1, line.amount, line.currency) for line in lines)
    note = ngettext("{count} to pay, {amount}", "{count} to pay, {amount}", len(lines))
    return note.format(count=show_number(len(lines)), amount=sums.money()) if lines else show_number(0)


def _ending(journey: "DayBookJourney") -> str:
    if journey.expiring is None:
        return _("not known")
    count = len(journey.expiring)
    note = ngettext("{count} policy, until {day}", "{count} policies, until {day}", count)
    return note.format(count=show_number(count), day=show.day(journey.until))


def _by_agent_and_day(sold: "Sequence[Sale]") -> Table:
    """A row for each day and agent, and the total where there are several."""

    def of(sale: "Sale") -> tuple[str, str]:
        return sale.day.isoformat(), sale.agent

    def cells(day: str, agent: str, part: "Sequence[Sale]") -> tuple[str, ...]:
        sums = sales.sums(part)
        return day, agent, show_number(len(part)), show_number(sums.contracts), sums.money()

    parts = [list(part) for _key, part in groupby(sorted(sold, key=of), of)]
    rows = [cells(show.day(part[0].day), part[0].agent, part) for part in parts]
    if len(rows) > 1:
        rows.append(cells(_("Total"), "", sold))
    columns = (_("Day"), _("Agent"), _("Orders"), _("Policies"), _("Amount"))
    return Table(_("By agent and day"), columns, tuple(rows), _("Nothing was sold."))


def _days(journey: "DayBookJourney") -> View:
    return View(
        id="days",
        heading=_("Which days do you want to see?"),
        place=(_("Day book"), _("Other days")),
        form=journey.form,
        actions=(Action("show", _("Show these days"), "main"), Action("book", _("Back to the day book"))),
        known=True,
    )


def _sold(journey: "DayBookJourney") -> View:
    one_day = journey.first == journey.last

    def cells(sale: "Sale") -> tuple[str, ...]:
        time = show_time(sale.paid_at, MINSK)
        names = sale.policies[0] if sale.policies else ""
        more = f" +{sale.contracts - 1}" if sale.contracts > 1 else ""
        amount = show_money(sale.amount, sale.currency)
        return time if one_day else f"{show.day(sale.day)}, {time}", sale.order_number, names + more, amount, sale.agent

    columns = (_("Paid"), _("Order"), _("Policies"), _("Amount"), _("Agent"))
    entries = [Entry(sale.order_number, cells(sale)) for sale in _sales(journey)]
    return _list(journey, "sold", _("Sold"), columns, entries, _("Nothing was sold."))


def _unpaid(journey: "DayBookJourney") -> View:
    columns = (_("Formed"), _("Begin date"), _("End date"), _("Amount"), _("Insured person"))
    entries = [
        Entry(
            line.id,
            (
                show.day(minsk_today(line.made_at)),
                show.day(line.begin),
                show.day(line.end),
                show_money(line.amount, line.currency),
                line.insured,
            ),
        )
        for line in journey.unpaid or ()
    ]
    return _list(journey, "unpaid", _("Unpaid"), columns, entries, _("There is nothing to pay."))


def _expiring(journey: "DayBookJourney") -> View:
    columns = (_("End date"), _("Policy name"), _("Begin date"), _("Insured person"))
    entries = [
        Entry(line.id, (show.day(line.end), line.number, show.day(line.begin), line.insured))
        for line in journey.expiring or ()
    ]
    empty = _("No policy ends by {day}.").format(day=show.day(journey.until))
    return _list(journey, "expiring", _("Expiring soon"), columns, entries, empty)


def _list(
    journey: "DayBookJourney", step: str, title: str, columns: tuple[str, ...], entries: list[Entry], empty: str
) -> View:
    from omi_tui.text.width import cell_len

    widest = [max((cell_len(entry.cells[place]) for entry in entries), default=0) for place in range(len(columns) - 1)]
    return View(
        id=step,
        heading=_heading(journey) if step == "sold" else title,
        place=(_("Day book"), title),
        listing=Listing(columns, entries, len(entries), empty, show.widths(columns, widest)),
        notes=tuple(_sources(journey)),
        actions=(Action("book", _("Back to the day book")),),
    )


def rows(journey: "DayBookJourney") -> Iterator[tuple[str, ...]]:
    """All of it for a spreadsheet: the names of the columns, and a row for each order, draft and policy.

    Days are ISO dates in Minsk, amounts plain figures with a point.
    """
    yield (
        *(_("List"), _("Day"), _("Agent"), _("Number"), _("Policies"), _("Insured person")),
        *(_("Begin date"), _("End date"), _("Amount"), _("Currency")),
    )
    for sale in _sales(journey):
        names = "; ".join(sale.policies)
        about = (sale.day.isoformat(), sale.agent, sale.order_number, names, "", "", "")
        yield _("Sold"), *about, str(sale.amount), sale.currency
    login = journey.workplace.login
    for title, lines in ((_("Unpaid"), journey.unpaid), (_("Expiring soon"), journey.expiring)):
        for line in lines or ():
            made = minsk_today(line.made_at).isoformat()
            term = (line.begin.isoformat(), line.end.isoformat())
            yield title, made, login, line.number, "", line.insured, *term, str(line.amount), line.currency
