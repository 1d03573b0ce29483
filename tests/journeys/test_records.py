"""Drafts, policies and the archive: pages, tabs, records, and what can be done with a record."""

from datetime import timedelta

import pytest

from omi_tui.client.errors import NotFound
from omi_tui.fake_server import seeds
from omi_tui.fake_server.services import Services
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.draft import DraftJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.records import Kind, RecordsJourney
from omi_tui.journeys.view import Ask, Enter, Leave, Listing
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.i18n import LANGUAGES, set_language
from omi_tui.text.width import cell_len
from tests.journeys.contracts import form_draft, form_order

LINE = 71
"""Cells of a list's line at 80 columns, without the margins and the line's number."""


async def listed(workplace: Workplace, kind: Kind) -> tuple[RecordsJourney, Listing]:
    journey = RecordsJourney(workplace, kind)
    await journey.enter()
    listing = journey.view().listing
    assert listing is not None
    return journey, listing


async def opened_draft(workplace: Workplace, draft_id: str) -> DraftJourney:
    journey = DraftJourney(workplace, draft_id)
    await journey.enter()
    return journey


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["drafts", "policies", "archive"])
async def test_a_line_fits_into_eighty_columns(agents_desk: Workplace, kind: Kind, language: str) -> None:
    set_language(language)
    _journey, listing = await listed(agents_desk, kind)
    room = LINE - sum(listing.widths) - 2 * len(listing.widths)
    for cells in (listing.columns, *(entry.cells for entry in listing.entries)):
        for cell, width in zip(cells, (*listing.widths, room), strict=True):
            assert cell_len(cell) <= width, cells


async def test_drafts_have_no_policy_yet(agents_desk: Workplace) -> None:
    journey, listing = await listed(agents_desk, "drafts")
    assert listing.columns == ("Insurance", "Policy name", "Begin date", "End date", "Insured person")
    assert listing.total == 2
    assert {entry.cells[:2] for entry in listing.entries} == {("OMI", "no policy")}
    view = journey.view()
    assert view.heading == "Insurance policies"
    assert [action.label for action in view.actions] == [
        "Policies",
        "Policy archive",
        "Update policies list",
    ]


async def test_the_archive_comes_in_pages(agents_desk: Workplace) -> None:
    journey, listing = await listed(agents_desk, "archive")
    assert (len(listing.entries), listing.total, listing.more) == (50, 211, True)
    for _page in range(4):
        await journey.act("more")
    await journey.enter()
    last = journey.view().listing
    assert last is not None
    assert (len(last.entries), last.more) == (211, False)
    assert len({entry.id for entry in last.entries}) == 211
    await journey.act("more")
    assert len(journey.records) == 211
    await journey.act("update")
    assert len(journey.records) == 50


async def test_a_long_archive_opens_with_its_first_page(agents_desk: Workplace, services: Services) -> None:
    account = services.store.write_now(lambda conn: conn.exec_driver_sql("SELECT id FROM accounts").scalar_one())
    services.store.write_now(lambda conn: seeds.add_archive(conn, services, account, 2000))
    _journey, listing = await listed(agents_desk, "archive")
    assert (len(listing.entries), listing.total) == (50, 2211)


async def test_tabs_and_language_change_what_stands_there(agents_desk: Workplace) -> None:
    assert RecordsJourney(agents_desk, "drafts").view().id == "asking:drafts"
    journey, _drafts = await listed(agents_desk, "drafts")
    assert journey.view().id == "drafts"
    await journey.act("tab:policies")
    view = journey.view()
    assert view.id == journey.step == "policies"
    assert view.listing is not None
    assert len(view.listing.entries) == 3
    assert view.listing.entries[0].cells[1].startswith("BS ")
    set_language("ru")
    again = journey.view().listing
    assert again is not None
    assert again.entries[0].id == view.listing.entries[0].id
    assert again.entries[0].cells[2] != view.listing.entries[0].cells[2]


async def test_a_line_opens_its_record(agents_desk: Workplace) -> None:
    kinds: dict[Kind, type[Journey]] = {"drafts": DraftJourney, "policies": PolicyJourney, "archive": PolicyJourney}
    for kind, record in kinds.items():
        journey, listing = await listed(agents_desk, kind)
        entered = await journey.act(f"open:{listing.entries[0].id}")
        assert isinstance(entered, Enter)
        assert type(entered.journey) is record


async def test_a_draft_opens_to_its_facts_and_tables(agents_desk: Workplace) -> None:
    draft = await form_draft(await agents_desk.insurer())
    journey = DraftJourney(agents_desk, draft.id)
    assert [action.id for action in journey.view().actions] == ["leave"]
    await journey.enter()
    view = journey.view()
    rows = {row.label: row.value.replace("\u00a0", " ") for row in view.rows}
    assert rows["Insurance premium"] == "8.00 EUR"
    assert rows["Term of insurance"].startswith("8 days, ")
    assert rows["State"] == "not paid; it is not valid until paid"
    assert {"Insured person", "Passport", "Citizenship", "Policyholder", "Sum insured", "Pay before"} < rows.keys()
    objects, schedule, payments = view.tables
    assert (objects.title, schedule.title, payments.title) == ("Objects/Risks", "Payment schedule", "Payments")
    assert objects.rows[0][:2] == ("10,000.00\u00a0EUR", "10,000.00\u00a0EUR")
    assert schedule.rows[0][1:] == ("8.00\u00a0EUR", "No", "8.00\u00a0EUR")
    assert (payments.rows, payments.empty) == ((), "No data available")


async def test_a_draft_goes_into_the_cart_after_a_question(agents_desk: Workplace) -> None:
    draft = await form_draft(await agents_desk.insurer())
    journey = await opened_draft(agents_desk, draft.id)
    main = journey.view().main()
    assert main is not None
    assert main.label == "Add entry to the shopping cart"
    asked = await journey.act(main.id)
    assert isinstance(asked, Ask)
    assert asked.question.title == "Adding an entry to the shopping cart"
    assert asked.question.body == "Add entry to the shopping cart?"
    entered = await journey.act(asked.then)
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, CartJourney)
    assert agents_desk.messages[-1].text == "The entry is in the shopping cart. Pay for it there."

    await journey.enter()
    main = journey.view().main()
    assert main is not None
    assert main.id == "cart"
    assert isinstance(await journey.act("cart"), Enter)


async def test_a_draft_is_deleted_after_a_question(agents_desk: Workplace) -> None:
    draft = await form_draft(await agents_desk.insurer())
    journey = await opened_draft(agents_desk, draft.id)
    asked = await journey.act("delete")
    assert isinstance(asked, Ask)
    assert asked.question.safe == "Keep the draft"
    assert await journey.act(asked.then) == Leave()
    with pytest.raises(NotFound):
        await journey.enter()
    assert await journey.act("leave") == Leave()


async def test_a_draft_in_an_order_leads_to_that_order(agents_desk: Workplace, services: Services) -> None:
    order = await form_order(await agents_desk.insurer())
    journey = await opened_draft(agents_desk, order.draft_ids[0])
    assert [action.id for action in journey.view().actions] == ["pay", "leave"]
    entered = await journey.act("pay")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, PayJourney)
    assert entered.journey.order_number == order.order_number

    services.clock.shift(timedelta(minutes=21))
    assert await journey.act("pay") is None
    main = journey.view().main()
    assert main is not None
    assert main.id == "add"


async def test_a_paid_draft_shows_its_payment(agents_desk: Workplace) -> None:
    insurer = await agents_desk.insurer()
    order = await form_order(insurer)
    await insurer.fake.pay(order.order_number, "0000")
    journey = await opened_draft(agents_desk, order.draft_ids[0])
    view = journey.view()
    assert [action.id for action in view.actions] == ["leave"]
    assert view.tables[1].rows[0][2] == "Yes"
    assert view.tables[2].rows[0][1:] == ("8.00\u00a0EUR", order.order_number)


async def test_an_expired_draft_can_only_be_deleted(agents_desk: Workplace, services: Services) -> None:
    draft = await form_draft(await agents_desk.insurer())
    services.store.write_now(lambda conn: conn.exec_driver_sql("UPDATE drafts SET expires_at = created_at").rowcount)
    journey = await opened_draft(agents_desk, draft.id)
    assert [action.id for action in journey.view().actions] == ["delete", "leave"]


async def test_a_policy_opens_and_its_document_is_saved_once(agents_desk: Workplace) -> None:
    _journey, listing = await listed(agents_desk, "policies")
    journey = PolicyJourney(agents_desk, listing.entries[0].id)
    assert journey.view().heading == "Policy"
    assert await journey.act("save") is None
    await journey.enter()
    view = journey.view()
    assert view.heading == f"Policy {listing.entries[0].cells[1]}"
    rows = {row.label: row.value for row in view.rows}
    assert rows["State"] in ("in force", "paid, begins later")
    assert rows["Order"].isdigit()
    assert len(view.tables[2].rows) == 1

    await journey.act("save")
    await journey.act("save")
    (file,) = agents_desk.downloads.iterdir()
    assert file.read_bytes().startswith(b"%PDF-")
    assert agents_desk.messages[-1].text == f"The policy is saved in {file}."
    assert await journey.act("leave") == Leave()


async def test_a_policy_of_the_archive_has_ended(agents_desk: Workplace) -> None:
    _journey, listing = await listed(agents_desk, "archive")
    journey = PolicyJourney(agents_desk, listing.entries[0].id)
    await journey.enter()
    assert {row.label: row.value for row in journey.view().rows}["State"] == "ended"
