"""One order from "waiting" to each of its ends, told by the insurer's word alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from omi_tui.client.errors import Refused, SessionEnded
from omi_tui.desk.settings import Settings
from omi_tui.fake_server import fulfilment
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.services import Services
from omi_tui.journeys import pay_words
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.pay import PayJourney, order_of
from omi_tui.journeys.reconcile import reconcile
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.view import Ask, Enter, Leave, OpenLink, Restart
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.contract import OrderEvent, PolicyName
from omi_tui.text.i18n import set_language
from tests.journeys.conftest import Desk
from tests.journeys.contracts import form_draft, form_order

DOCUMENT = "GET /v1/policies/{policy_id}/document"


@pytest.fixture
async def pay(agents_desk: Workplace) -> PayJourney:
    """A fresh order of 8.00 EUR, just shown."""
    order = await form_order(await agents_desk.insurer())
    journey = PayJourney(agents_desk, order.order_number)
    await journey.enter()
    return journey


def ids(journey: PayJourney) -> list[str]:
    return [action.id for action in journey.view().actions]


async def test_an_open_order_shows_its_link_its_ways_and_its_log(pay: PayJourney) -> None:
    view = pay.view()
    assert view.id == "pay"
    assert view.heading.startswith(f"Order {pay.order_number} · 8.00\u00a0EUR · waiting for payment until ")
    assert pay.order is not None
    assert view.link == pay.order.pay_url
    assert [(action.id, action.role) for action in view.actions] == [
        ("browser", "entry"),
        ("terminal", "entry"),
        ("link", "entry"),
        ("cards", "entry"),
        ("leave", "plain"),
    ]
    at = pay.order.events[0].at.astimezone()
    assert view.notes == (f"{at:%H:%M:%S}  order formed",)


async def test_the_page_opens_outside_and_the_link_can_be_read(pay: PayJourney) -> None:
    link = pay.view().link
    assert await pay.act("browser:open") == OpenLink(link, "browser")
    assert await pay.act("terminal:open") == OpenLink(link, "terminal")
    await pay.act("link")
    assert pay.view().id == "link"
    assert pay.view().rows[0].value == link
    await pay.act("pay")
    assert pay.view().id == "pay"
    await pay.act("link")
    assert pay.back()
    assert pay.view().id == "pay"
    assert await pay.act("leave") == Leave("created")


@pytest.mark.parametrize("how", ["browser", "terminal"])
async def test_sec_11_the_whole_link_is_shown_before_it_is_opened(pay: PayJourney, how: str) -> None:
    asked = await pay.act(how)
    assert isinstance(asked, Ask)
    assert pay.view().link in asked.question.body
    assert (asked.question.safe, asked.then) == ("Cancel", f"{how}:open")


async def test_it_asks_after_two_three_five_and_then_every_ten_seconds(pay: PayJourney) -> None:
    waits = []
    for _poll in range(5):
        waits.append(pay.view().poll)
        await pay.act("poll")
    assert waits[:3] == [2.0, 3.0, 5.0]
    assert all(9.0 <= wait <= 11.0 for wait in waits[3:])
    await pay.act("browser:open")
    assert pay.view().poll == 2.0


async def test_paid_means_policies_on_disk_and_a_path_in_words(pay: PayJourney) -> None:
    await pay.act("cards")
    assert pay.view().id == "cards"
    assert [action.id for action in pay.view().actions if action.role == "entry"] == [
        f"card:{last_four}" for last_four in pay_words.TEST_CARDS
    ]
    await pay.act("card:0000")

    view = pay.view()
    assert view.id == "paid"
    assert view.poll == 0
    policy = view.rows[0].value
    file = pay.workplace.downloads / f"OMI-{policy.replace(' ', '-')}.pdf"
    assert file.read_bytes().startswith(b"%PDF-")
    assert view.notes[0] == f"Policy {policy} is saved in {file}."
    assert view.notes[-1].endswith("  paid")
    told = pay.workplace.messages
    assert [message.text for message in told] == ["Order 208047 is paid.", f"The policy is saved in {file}."]
    assert all(message.quiet for message in told), "the view says both already"

    await pay.act("save")
    assert pay.workplace.messages[-1].text == "The policy is saved.", "the page says where"
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    left = await pay.act("home")
    assert isinstance(left, Restart)
    assert isinstance(left.journey, HomeJourney)


async def test_a_declined_order_says_why_and_is_paid_on_the_same_number(pay: PayJourney) -> None:
    await pay.act("card:9995")
    view = pay.view()
    assert view.id == "declined"
    assert "There is not enough money on the card. Use another card." in view.lead
    assert view.poll == 2.0

    await pay.act("retry")
    assert pay.view().id == "pay"
    assert pay.view().lead[0] == "The payment was declined, and nothing was charged."
    await pay.act("poll")
    assert pay.view().id == "pay"

    await pay.act("card:0019")
    assert "The bank refused the payment. Try again, or use another card." in pay.view().lead
    await pay.act("retry")
    await pay.act("card:4444")
    assert pay.view().id == "paid"
    assert pay.view().heading == f"Order {pay.order_number} is paid: 8.00\u00a0EUR"


async def test_a_challenge_and_a_slow_bank_are_told_as_they_are(pay: PayJourney, agents_desk: Workplace) -> None:
    await pay.act("card:1097")
    assert pay.view().id == "pay"
    assert pay.view().lead[0].startswith("The bank asks for a code.")

    slow = PayJourney(agents_desk, (await form_order(await agents_desk.insurer(), 200)).order_number)
    await slow.enter()
    await slow.act("card:0341")
    seen = []
    while slow.view().id == "pay":
        seen.append(slow.view().lead[0])
        await slow.act("poll")
    assert set(seen) == {"The bank is working on the payment. It has not said yes or no yet."}
    assert slow.view().id == "paid"


async def test_a_card_after_a_payment_that_nobody_waited_for_shows_the_policy(pay: PayJourney) -> None:
    await (await pay.workplace.insurer()).fake.pay(pay.order_number, "0000")
    await pay.act("card:0000")
    assert pay.view().id == "paid"


async def test_every_test_card_of_the_menu_is_known_to_the_insurer(agents_desk: Workplace) -> None:
    insurer = await agents_desk.insurer()
    for place, last_four in enumerate(pay_words.TEST_CARDS):
        journey = PayJourney(agents_desk, (await form_order(insurer, 10 * place + 40)).order_number)
        await journey.act(f"card:{last_four}")
        assert journey.order is not None
        assert journey.order.state != "created"
    with pytest.raises(Refused):
        await journey.act("card:1234")


async def test_an_expired_order_leads_back_to_the_drafts(pay: PayJourney, services: Services) -> None:
    assert pay.workplace.journal.open_orders() == []
    services.clock.shift(timedelta(minutes=21))
    await pay.act("poll")
    view = pay.view()
    assert view.id == "over"
    assert view.poll == 0
    assert view.lead[0] == "The time to pay this order is over, and nothing was charged."
    entered = await pay.act("drafts")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, RecordsJourney)
    assert entered.journey.kind == "drafts"


async def test_inv_06_a_payment_that_was_given_back_is_told_with_whom_to_call(
    pay: PayJourney, services: Services
) -> None:
    key = pay.workplace.journal.intent("order", "f")
    pay.workplace.journal.result(key, "done", pay.order_number)
    await pay.act("card:0000")
    await gateway_of(services).reverse(pay.order_number)
    await pay.act("update")
    view = pay.view()
    assert view.heading == f"Order {pay.order_number} can no longer be paid"
    assert view.lead[0] == "The payment was given back. The policies of this order are not valid."
    assert view.lead[1].startswith("This needs a person. Call the insurer, (+375 17) 269-269-2")
    assert view.lead[1].endswith(f"and name the number {pay.order_number}, {key}.")
    assert view.poll == 0
    assert pay.workplace.messages[-1].text.startswith(f"The payment of order {pay.order_number} was given back.")


async def test_another_amount_is_an_open_case_with_a_number(pay: PayJourney) -> None:
    assert pay.order is not None
    odd = OrderEvent(at=pay.order.created_at, event="amount_mismatch")
    pay.order = pay.order.model_copy(update={"events": [*pay.order.events, odd]})
    lead = pay.view().lead
    assert lead[0] == "The payment system named another amount than this order has."
    assert lead[1].endswith(f"and name the number {pay.order_number}.")


async def test_after_its_time_an_order_is_looked_at_once_more_and_then_left_alone(pay: PayJourney) -> None:
    assert pay.order is not None
    pay.order = pay.order.model_copy(update={"expires_at": datetime.now(UTC)})
    assert pay.view().poll > 0, "it was not looked at since"
    pay.late = True
    view = pay.view()
    assert (view.id, view.poll, view.link) == ("late", 0, "")
    assert "Do not pay a second time" in view.lead[1]
    pay.unreached = "The insurer could not be reached."
    assert pay.view().poll > 0, "it could not be looked at"
    await pay.act("update")
    assert pay.view().id == "pay"


async def test_inv_11_a_policy_is_on_disk_before_the_order_is_settled(
    pay: PayJourney, desk: Desk, services: Services
) -> None:
    """A card that was approved while the program was dead: the next start saves the policy and tells."""
    journal, number = pay.workplace.journal, pay.order_number
    journal.result(journal.intent("order", "f"), "done", number)
    services.faults.set([Rule(operation=DOCUMENT, phase="before_commit", kind="bad_json", times=None)])
    await pay.act("card:0259")
    assert pay.view().id == "paid"
    assert journal.open_orders() == [number], "its policy is not on disk yet"
    services.faults.set([])
    other = desk(services.url, services.control_token)
    await (await other.insurer()).sessions.sign_in("agent@example.test", "demo-desk-1")
    await reconcile(other)
    assert [message.text.split(" is saved in ")[0] for message in other.messages] == [
        f"Order {number} is paid.",
        "The policy",
    ]
    assert [file.suffix for file in other.downloads.iterdir()] == [".pdf"]
    assert other.journal.open_orders() == []


async def test_an_insurer_out_of_reach_is_a_note_and_the_polling_goes_on(pay: PayJourney, nobody: Workplace) -> None:
    here, pay.workplace = pay.workplace, nobody
    await pay.act("poll")
    assert pay.view().notes[-1].startswith("The insurer could not be reached")
    assert pay.view().poll == 3.0
    pay.workplace = here
    await pay.act("poll")
    assert len(pay.view().notes) == 1


async def test_before_the_first_answer_the_order_is_unknown_and_asked_for_again(nobody: Workplace) -> None:
    journey = PayJourney(nobody, "208047")
    assert journey.view().id == "asking"
    assert journey.view().poll == 2.0
    await journey.act("poll")
    assert journey.view().lead[0].startswith("It is not known at the moment whether the payment has arrived.")
    assert journey.view().lead[1].startswith("The insurer could not be reached")
    assert await journey.act("browser") is None
    assert await journey.act("leave") == Leave(None)
    await journey.act("save")
    assert journey.saved == {}


async def test_an_ended_session_is_not_hidden_by_polling(workplace: Workplace) -> None:
    with pytest.raises(SessionEnded):
        await PayJourney(workplace, "208047").act("poll")


async def test_asking_again_fetches_the_order(pay: PayJourney) -> None:
    again = PayJourney(pay.workplace, pay.order_number)
    await again.act("update")
    assert again.view().id == "pay"


async def test_a_link_to_anywhere_else_is_not_opened(pay: PayJourney, running: Services) -> None:
    good, running.pay_url = running.pay_url, "http://elsewhere.example.test"
    try:
        order = await form_order(await pay.workplace.insurer(), 300)
    finally:
        running.pay_url = good
    journey = PayJourney(pay.workplace, order.order_number)
    await journey.enter()
    assert journey.view().link == ""
    assert ids(journey) == ["cards", "leave"]
    assert "does not open it" in journey.view().lead[1]
    assert await journey.act("browser") is None


async def test_without_the_control_token_there_are_no_test_cards(desk: Desk, services: Services) -> None:
    workplace = desk(services.url)
    insurer = await workplace.insurer()
    await insurer.sessions.sign_in("agent@example.test", "demo-desk-1")
    journey = PayJourney(workplace, (await form_order(insurer)).order_number)
    await journey.enter()
    assert ids(journey) == ["browser", "terminal", "link", "leave"]


async def test_a_restarted_program_finds_the_order_and_its_end(pay: PayJourney, desk: Desk, services: Services) -> None:
    other = desk(services.url, services.control_token)
    insurer = await other.insurer()
    await insurer.sessions.sign_in("agent@example.test", "demo-desk-1")
    await insurer.fake.pay(pay.order_number, "0000")
    again = PayJourney(other, pay.order_number)
    await again.enter()
    assert again.view().id == "paid"
    assert list(again.saved)


async def test_a_policy_that_is_still_being_issued_is_waited_for(pay: PayJourney) -> None:
    assert pay.order is not None
    pay.order = pay.order.model_copy(update={"state": "approved"})
    assert pay.issuing
    assert "The insurer is issuing the policy. This takes some moments." in pay.view().lead
    assert pay.view().poll == 2.0


async def test_a_document_that_cannot_be_had_does_not_hide_the_payment(pay: PayJourney) -> None:
    assert pay.order is not None
    policy = PolicyName(id="unknown", series="BS", number="1")
    pay.order = pay.order.model_copy(update={"state": "approved", "policies": [policy]})
    await pay.act("save")
    assert pay.workplace.messages[-1].bad
    assert pay.view().rows[0].value == "BS 1"
    assert all("saved" not in note for note in pay.view().notes)


async def test_a_folder_that_takes_no_file_is_said(pay: PayJourney, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    pay.workplace.settings = replace(Settings(), downloads_folder=tmp_path / "taken" / "policies")
    await pay.act("card:0000")
    assert pay.view().id == "paid"
    assert pay.workplace.messages[-1].bad
    assert "Choose another folder in Settings" in pay.workplace.messages[-1].text


async def test_the_order_of_a_draft_is_found_while_it_can_be_paid(agents_desk: Workplace) -> None:
    insurer = await agents_desk.insurer()
    order = await form_order(insurer)
    found = await order_of(insurer, order.draft_ids[0])
    assert found is not None
    assert found.order_number == order.order_number
    assert await order_of(insurer, (await form_draft(insurer, 150)).id) is None


def test_a_reason_and_an_event_that_nobody_knows_are_still_said(pay: PayJourney) -> None:
    assert pay.order is not None
    unknown = pay.order.model_copy(update={"state": "declined", "gateway_code": "AS777"})
    assert "no reason that this program knows" in pay_words.reason(unknown)
    event = OrderEvent(at=pay.order.created_at, event="fireworks")
    assert pay_words.event_line(event).endswith("  fireworks")


async def test_the_view_follows_the_language(pay: PayJourney) -> None:
    before = pay.view().id
    set_language("ru")
    assert pay.view().id == before


async def test_a_case_that_the_insurer_opens_stands_in_the_log_with_its_number(
    pay: PayJourney, services: Services
) -> None:
    def work(conn: Connection) -> None:
        fulfilment.log(conn, pay.order_number, services.now(), "case_opened", "C-00001")

    services.store.write_now(work)
    await pay.act("update")
    assert pay.view().notes[-1].endswith("  the insurer looks into it, case number C-00001")


async def test_a_folder_that_takes_no_policy_is_said_and_the_order_is_paid(pay: PayJourney, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"a file is here")
    workplace = pay.workplace
    workplace.settings = replace(workplace.settings, downloads_folder=tmp_path / "taken")
    await pay.act("card:0000")
    assert pay.view().id == "paid"
    assert workplace.messages[-1].bad
    assert "cannot be saved in" in workplace.messages[-1].text
    assert not [message for message in workplace.messages if "is saved" in message.text]
    await pay.act("save")
    assert workplace.messages[-1].bad


async def test_an_order_is_about_somebody_as_soon_as_it_is_known(pay: PayJourney) -> None:
    assert await PayJourney(pay.workplace, pay.order_number).nationality() == ""
    assert await pay.nationality() == "BLR"
