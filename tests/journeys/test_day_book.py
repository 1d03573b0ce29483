"""The day book at a real insurer: what was sold, by whom, what is unpaid, what ends soon; offline, and as a file."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import update

from omi_tui.desk import day_book
from omi_tui.desk.settings import Settings
from omi_tui.fake_server.schema import policies
from omi_tui.fake_server.services import Services
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.day_book import LISTS, DayBookJourney
from omi_tui.journeys.draft import DraftJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.reconcile import reconcile
from omi_tui.journeys.sales import orders_since, sale_of
from omi_tui.journeys.view import Enter, Leave, Listing, Table
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.contract import Order
from omi_tui.model.period import minsk_today
from tests.journeys.conftest import Desk
from tests.journeys.contracts import copies, form_draft, form_order
from tests.journeys.walking import fill

AGENT = "agent@example.test"
OTHER = "ben@example.test"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


async def sell(workplace: Workplace, ahead: int = 100, drafts: int = 1) -> Order:
    """A paid order, seen by nobody at this desk yet."""
    insurer = await workplace.insurer()
    formed = [(await form_draft(insurer, ahead + 10 * number)).id for number in range(drafts)]
    order = await insurer.orders.create(formed, str(uuid4()))
    await insurer.fake.pay(order.order_number, "0000")
    return await insurer.orders.get(order.order_number)


async def opened(workplace: Workplace) -> DayBookJourney:
    journey = DayBookJourney(workplace)
    await journey.enter()
    return journey


def notes(journey: DayBookJourney) -> dict[str, str]:
    """What stands behind the lists."""
    return {action.id: plain(action.note) for action in journey.view().actions if action.id in LISTS}


def table(journey: DayBookJourney) -> list[list[str]]:
    (found,) = journey.view().tables
    assert isinstance(found, Table)
    return [[plain(cell) for cell in row] for row in found.rows]


async def listed(journey: DayBookJourney, step: str) -> Listing:
    await journey.act(step)
    found = journey.view().listing
    assert found is not None
    return found


def of_ben(order: Order, days: int = 0) -> day_book.Sale:
    """An order that another agent sold, some days ago."""
    sold = sale_of(order, OTHER)
    return sold._replace(order_number=f"9{order.order_number}", paid_at=sold.paid_at - timedelta(days=days))


async def test_a_day_without_a_sale(agents_desk: Workplace) -> None:
    assert DayBookJourney(agents_desk).view().id == "asking"
    journey = await opened(agents_desk)
    soon = minsk_today() + timedelta(days=7)
    assert notes(journey)["sold"] == "0"
    assert notes(journey)["unpaid"].startswith("2 to pay, ")
    assert notes(journey)["expiring"].endswith(f", until {soon.day} {soon:%b %Y}")
    assert journey.view().tables[0].rows == ()
    assert journey.view().lead == ()


async def test_what_was_sold_counts_policies_and_money(agents_desk: Workplace) -> None:
    order = await sell(agents_desk)
    group = await sell(agents_desk, ahead=150, drafts=3)
    journey = await opened(agents_desk)
    assert notes(journey)["sold"] == "4 policies, 32.00 EUR"
    day = minsk_today()
    assert table(journey) == [[f"{day.day} {day:%b %Y}", AGENT, "2", "4", "32.00 EUR"]]

    sold = await listed(journey, "sold")
    assert [entry.id for entry in sold.entries] == [order.order_number, group.order_number]
    assert sold.entries[1].cells[2] == f"{group.policies[0].series} {group.policies[0].number} +2"
    effect = await journey.act(f"open:{group.order_number}")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, PayJourney)
    await journey.act("book")
    assert journey.view().id.startswith("book:")
    assert await journey.act("leave") == Leave()


async def test_what_is_unpaid_and_what_ends_soon_lead_to_their_records(agents_desk: Workplace) -> None:
    agents_desk.settings = replace(agents_desk.settings, expiring_days=90)
    draft = await form_draft(await agents_desk.insurer())
    journey = await opened(agents_desk)
    unpaid = await listed(journey, "unpaid")
    assert len(unpaid.entries) == 3
    assert unpaid.entries[-1].id == draft.id, "the first to begin comes first"
    effect = await journey.act(f"open:{draft.id}")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, DraftJourney)

    assert journey.back()
    expiring = await listed(journey, "expiring")
    assert len(expiring.entries) == 3
    ends = [line.end for line in journey.expiring or ()]
    assert ends == sorted(ends)
    effect = await journey.act(f"open:{expiring.entries[0].id}")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, PolicyJourney)


async def test_a_draft_that_is_paid_leaves_the_unpaid(agents_desk: Workplace) -> None:
    draft = await form_draft(await agents_desk.insurer())
    journey = await opened(agents_desk)
    insurer = await agents_desk.insurer()
    order = await insurer.orders.create([draft.id], str(uuid4()))
    await insurer.fake.pay(order.order_number, "0000")
    await journey.enter()
    assert draft.id not in [line.id for line in journey.unpaid or ()]
    assert notes(journey)["sold"] == "1 policy, 8.00 EUR"


async def test_several_agents_at_one_desk(agents_desk: Workplace) -> None:
    order = await sell(agents_desk)
    day_book.note(agents_desk.vault, [of_ben(order)._replace(contracts=5, amount=Decimal("60.00"))])
    journey = await opened(agents_desk)
    assert [row[1:] for row in table(journey)] == [
        [AGENT, "1", "1", "8.00 EUR"],
        [OTHER, "1", "5", "60.00 EUR"],
        ["", "2", "6", "68.00 EUR"],
    ]
    assert journey.view().lead == (
        f"Sales of {AGENT} are as the insurer has them, those of others as this desk noted them.",
    )
    await journey.act("sold")
    assert await journey.act(f"open:9{order.order_number}") is None
    assert agents_desk.messages[-1].text == (
        f"Order 9{order.order_number} was sold by {OTHER}. Sign in as {OTHER} to open it."
    )


async def test_two_currencies_are_never_added(agents_desk: Workplace) -> None:
    order = await sell(agents_desk)
    day_book.note(agents_desk.vault, [of_ben(order)._replace(amount=Decimal("30.50"), currency="BYN")])
    journey = await opened(agents_desk)
    assert notes(journey)["sold"] == "2 policies, 30.50 BYN, 8.00 EUR"


async def test_other_days_and_periods(agents_desk: Workplace) -> None:
    order = await sell(agents_desk)
    day_book.note(agents_desk.vault, [of_ben(order, days=1), of_ben(order, days=3)._replace(order_number="7")])
    journey = await opened(agents_desk)
    today = minsk_today()
    assert "later" not in [action.id for action in journey.view().actions]
    await journey.act("earlier")
    assert (journey.first, journey.last) == (today - timedelta(days=1), today - timedelta(days=1))
    assert [row[1] for row in table(journey)] == [OTHER]
    await journey.act("later")
    assert [row[1] for row in table(journey)] == [AGENT]

    await journey.act("days")
    fill(journey.form, first_date=f"{today - timedelta(days=3)}", last_date="t")
    await journey.act("show")
    assert journey.view().id.startswith("book:")
    assert [row[1] for row in table(journey)] == [OTHER, OTHER, AGENT, ""]
    await journey.act("earlier")
    assert (journey.first, journey.last) == (today - timedelta(days=7), today - timedelta(days=4))
    assert table(journey) == []
    for _turn in range(2):
        await journey.act("later")
    assert (journey.first, journey.last) == (today - timedelta(days=3), today)
    sold = await listed(journey, "sold")
    assert ", " in sold.entries[0].cells[0], "several days: the day stands beside the time"


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        ("", "", ["first_date.missing", "last_date.missing"]),
        ("+1", "t", ["first_date.future"]),
        ("t", "2020-01-01", ["last_date.before_first"]),
        ("2020-01-01", "2021-01-01", ["last_date.too_long"]),
        ("2020-01-01", "2020-12-31", []),
    ],
)
async def test_which_days_can_be_asked_for(agents_desk: Workplace, first: str, last: str, codes: list[str]) -> None:
    journey = await opened(agents_desk)
    await journey.act("days")
    fill(journey.form, first_date=first, last_date=last)
    if codes:
        with pytest.raises(FormRejected):
            await journey.act("show")
    else:
        await journey.act("show")
    assert [error.code for error in journey.form.errors] == codes
    assert not journey.unsaved()


async def test_an_order_is_noted_wherever_it_is_seen_paid(agents_desk: Workplace) -> None:
    """By the page of the payment, by what is found out after a restart, and by the menu."""

    def noted() -> list[tuple[str, str]]:
        found = day_book.between(agents_desk.vault, minsk_today(), minsk_today()).sales
        return [(sale.order_number, sale.agent) for sale in found]

    first = await form_order(await agents_desk.insurer())
    page = PayJourney(agents_desk, first.order_number)
    await page.enter()
    assert noted() == []
    await page.act("card:0000")
    assert noted() == [(first.order_number, AGENT)]

    second = await form_order(await agents_desk.insurer(), ahead=120)
    key = agents_desk.journal.intent("order", "left", AGENT)
    agents_desk.journal.result(key, "done", second.order_number)
    await (await agents_desk.insurer()).fake.pay(second.order_number, "0000")
    await reconcile(agents_desk)
    assert noted() == [(order.order_number, AGENT) for order in (first, second)]

    third = await sell(agents_desk, ahead=140)
    home = HomeJourney(agents_desk)
    for _look in range(2):
        await home.enter()
    assert noted() == [(order.order_number, AGENT) for order in (first, second, third)]
    entry = next(action for action in home.view().actions if action.id == "day_book")
    assert (entry.digit, plain(entry.note)) == ("8", "today: 3 policies, 24.00 EUR")
    effect = await home.act("day_book")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, DayBookJourney)


async def test_a_desk_that_only_looks_notes_nothing(agents_desk: Workplace) -> None:
    agents_desk.read_only = True
    await sell(agents_desk)
    journey = await opened(agents_desk)
    assert notes(journey)["sold"] == "1 policy, 8.00 EUR"
    assert day_book.between(agents_desk.vault, minsk_today(), minsk_today()).sales == ()


async def test_a_payment_that_was_given_back_is_no_sale(agents_desk: Workplace, services: Services) -> None:
    order = await sell(agents_desk)
    journey = await opened(agents_desk)
    services.store.write_now(lambda conn: conn.exec_driver_sql("UPDATE orders SET state = 'reversed'").rowcount)
    await journey.enter()
    assert notes(journey)["sold"] == "0"
    assert day_book.between(agents_desk.vault, minsk_today(), minsk_today()).sales == ()
    assert order.state == "approved"


async def test_offline_shows_what_the_desk_knows_with_its_age(agents_desk: Workplace, desk: Desk) -> None:
    order = await sell(agents_desk)
    day_book.note(agents_desk.vault, [of_ben(order)])
    seen = await opened(agents_desk)
    later = desk("http://127.0.0.1:1")
    later.secrets.save("http://127.0.0.1:1", "kept")
    later.vault, later.login = agents_desk.vault, agents_desk.login
    journey = await opened(later)
    assert notes(journey) == notes(seen)
    assert table(journey) == table(seen)
    age, sales = journey.view().lead
    assert age.startswith("The insurer cannot be reached. This is what was seen on ")
    assert sales.startswith("Sales are as this desk noted them, last on ")


async def test_offline_at_a_desk_that_knows_nothing(nobody: Workplace) -> None:
    journey = await opened(nobody)
    assert notes(journey) == {"sold": "0", "unpaid": "not known", "expiring": "not known"}
    assert journey.view().lead == ("The insurer cannot be reached, and this desk noted no sales of these days.",)
    for step in ("unpaid", "expiring"):
        assert (await listed(journey, step)).entries == []
        journey.back()


async def test_many_orders_come_in_pages(agents_desk: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omi_tui.journeys.sales.PAGE", 2)
    numbers = {(await sell(agents_desk, ahead=20 * (number + 3))).order_number for number in range(5)}
    orders = await orders_since(await agents_desk.insurer(), minsk_today())
    assert {order.order_number for order in orders} == numbers
    assert notes(await opened(agents_desk))["sold"] == "5 policies, 40.00 EUR"


async def test_orders_are_asked_for_as_far_back_as_they_count(
    agents_desk: Workplace, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omi_tui.journeys.sales.PAGE", 1)
    for number in range(4):
        await form_order(await agents_desk.insurer(), ahead=20 * (number + 3))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    query = "UPDATE orders SET created_at = ? WHERE order_number < (SELECT max(order_number) FROM orders)"
    services.store.write_now(lambda conn: conn.exec_driver_sql(query, (long_ago.isoformat(),)).rowcount)
    assert len(await orders_since(await agents_desk.insurer(), minsk_today())) == 2


async def test_sec_38_the_file_for_a_spreadsheet_holds_whole_figures_and_no_formula(agents_desk: Workplace) -> None:
    order = await sell(agents_desk, drafts=2)
    day_book.note(agents_desk.vault, [of_ben(order)._replace(agent="=ben@example.test", amount=Decimal("1234.50"))])
    journey = await opened(agents_desk)
    journey.unpaid = [line._replace(insured="=HYPERLINK(1)") for line in journey.unpaid or ()]
    await journey.act("csv")
    (path,) = agents_desk.downloads.iterdir()
    today = minsk_today()
    assert path.name == f"OMI-day-book-{today}.csv"
    assert agents_desk.messages[-1].text == f"This page is saved in {path}."
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
    assert head[:4] == ["List", "Day", "Agent", "Number"]
    names = "; ".join(f"{policy.series} {policy.number}" for policy in order.policies)
    assert lines[:2] == [
        ["Sold", f"{today}", "'=ben@example.test", f"9{order.order_number}", names, "", "", "", "1234.50", "EUR"],
        ["Sold", f"{today}", AGENT, order.order_number, names, "", "", "", "16.00", "EUR"],
    ]
    assert [line[0] for line in lines[2:]].count("Unpaid") == 2
    assert lines[2][5] == "'=HYPERLINK(1)"
    for line in lines:
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@"))]


async def test_a_folder_that_takes_no_file_is_told(agents_desk: Workplace) -> None:
    agents_desk.downloads.parent.mkdir(parents=True, exist_ok=True)
    agents_desk.downloads.write_text("in the way")
    await (await opened(agents_desk)).act("csv")
    assert agents_desk.messages[-1].bad
    assert "cannot be saved" in agents_desk.messages[-1].text
    assert agents_desk.settings == Settings()


async def test_lists_of_more_than_one_page_are_whole(agents_desk: Workplace, services: Services) -> None:
    copies(services, 200)
    soon = minsk_today() + timedelta(days=3)
    begun = minsk_today() - timedelta(days=3)
    services.store.write_now(
        lambda conn: conn.execute(update(policies).values(begin_date=begun, end_date=soon)).rowcount
    )
    insurer = await agents_desk.insurer()
    ending = (await insurer.policies.list("active", limit=1)).total or 0
    assert ending > 200
    journey = await opened(agents_desk)
    assert (len(journey.unpaid or ()), len(journey.expiring or ())) == (202, ending)


async def test_update_asks_for_the_policies_anew(agents_desk: Workplace, services: Services) -> None:
    journey = await opened(agents_desk)
    before = journey.expiring
    soon = minsk_today() + timedelta(days=3)
    services.store.write_now(
        lambda conn: conn.execute(update(policies).values(begin_date=soon, end_date=soon)).rowcount
    )
    await journey.enter()
    assert journey.expiring == before, "they are many, and change slowly"
    await journey.act("update")
    assert len(journey.expiring or ()) > len(before or ())
    assert journey.forms() == {"days": journey.form}
    assert not journey.unsaved()
