"""The menu: what stands behind each entry, where each leads, and signing out on good days and bad ones."""

import pytest

from omi_tui.client.errors import NotFound, SessionEnded
from omi_tui.fake_server.services import Services
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.reconcile import reconcile
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import Ask, Enter, Restart
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.fingerprint import fingerprint
from omi_tui.text.i18n import set_language
from tests.journeys.conftest import Desk
from tests.journeys.contracts import form_draft, form_order


def notes(home: HomeJourney) -> dict[str, str]:
    return {action.digit: action.note.replace("\u00a0", " ") for action in home.view().actions if action.digit}


async def test_the_menu_stands_before_anything_is_known(workplace: Workplace) -> None:
    view = HomeJourney(workplace).view()
    assert view.heading == "Welcome to your account"
    assert view.place == ("Welcome",)
    assert [(action.digit, action.label) for action in view.actions] == [
        ("1", "Buy obligatory medical insurance policy"),
        ("2", "Contract drafts"),
        ("3", "Shopping cart"),
        ("4", "Policies"),
        ("5", "Policy archive"),
        ("6", "Travellers"),
        ("7", "My details"),
        ("8", "Day book"),
        ("9", "Settings"),
        ("0", "Sign out"),
    ]
    assert not any(action.note for action in view.actions)


async def test_the_counts_stand_behind_the_entries(agents_desk: Workplace) -> None:
    home = HomeJourney(agents_desk)
    await home.enter()
    insurer = await agents_desk.insurer()
    drafts, cart = await insurer.drafts.list(), await insurer.cart.get()
    total = sum(draft.premium.amount for draft in drafts.items)
    assert notes(home) == {
        "1": "",
        "2": f"2 to pay, {total} EUR",
        "3": f"1 entry, {cart.total.amount} EUR",
        "4": "3 in force",
        "5": "211",
        "6": "",
        "7": "",
        "8": "",
        "9": "",
        "0": "",
    }
    person = (await insurer.profile.personal_info()).value
    assert person is not None
    assert home.view().place == (f"Welcome, {str(person.first_name_latin).title()}",)
    set_language("ru")
    assert str(person.first_name) in home.view().place[0]


async def test_an_empty_account_has_no_notes(agents_desk: Workplace) -> None:
    insurer = await agents_desk.insurer()
    for draft in (await insurer.drafts.list()).items:
        await insurer.drafts.delete(draft.id)
    home = HomeJourney(agents_desk)
    await home.enter()
    assert (notes(home)["2"], notes(home)["3"]) == ("", "")


async def test_many_drafts_are_counted_without_their_amount(agents_desk: Workplace) -> None:
    home = HomeJourney(agents_desk)
    await home.enter()
    assert home.drafts is not None
    home.drafts = home.drafts.model_copy(update={"next_cursor": "more", "total": 1200})
    assert notes(home)["2"] == "1,200"


async def test_a_count_that_cannot_be_had_is_left_out(agents_desk: Workplace, nobody: Workplace) -> None:
    insurer, dead = await agents_desk.insurer(), await nobody.insurer()
    insurer.drafts, insurer.cart, insurer.profile = dead.drafts, dead.cart, dead.profile
    home = HomeJourney(agents_desk)
    await home.enter()
    assert (notes(home)["2"], notes(home)["3"], notes(home)["4"]) == ("", "", "3 in force")
    assert home.view().place == ("Welcome",)

    insurer.policies = dead.policies
    await home.enter()
    assert (notes(home)["4"], notes(home)["5"]) == ("", "")


async def test_a_new_account_has_no_name_yet(workplace: Workplace, services: Services) -> None:
    insurer = await workplace.insurer()
    await insurer.sessions.sign_in("agent@example.test", "demo-desk-1")
    services.store.write_now(lambda conn: conn.exec_driver_sql("DELETE FROM personal_info").rowcount)
    home = HomeJourney(workplace)
    await home.enter()
    assert home.view().place == ("Welcome",)


async def test_a_session_that_ended_is_not_hidden(workplace: Workplace) -> None:
    with pytest.raises(SessionEnded):
        await HomeJourney(workplace).enter()


async def test_an_order_that_waits_for_payment_can_be_opened_after_a_restart(
    agents_desk: Workplace, desk: Desk, services: Services
) -> None:
    order = await form_order(await agents_desk.insurer())
    restarted = desk(services.url, services.control_token)
    await (await restarted.insurer()).sessions.sign_in("agent@example.test", "demo-desk-1")
    home = HomeJourney(restarted)
    await home.enter()
    until = f"{order.expires_at.astimezone():%H:%M}"
    assert home.view().notes == (f"Order {order.order_number} is waiting for payment until {until}.",)
    action = home.view().actions[-1]
    assert (action.id, action.label) == ("pay", f"Continue paying order {order.order_number}")
    entered = await home.act("pay")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, PayJourney)
    assert entered.journey.order_number == order.order_number

    await (await restarted.insurer()).fake.pay(order.order_number, "0000")
    await home.enter()
    assert home.view().notes == ()


@pytest.mark.parametrize(
    ("action", "journey"),
    [
        ("buy", PurchaseJourney),
        ("cart", CartJourney),
        ("details", ProfileJourney),
        ("settings", SettingsJourney),
        ("drafts", RecordsJourney),
        ("policies", RecordsJourney),
        ("archive", RecordsJourney),
    ],
)
async def test_each_entry_opens_its_journey(workplace: Workplace, action: str, journey: type) -> None:
    entered = await HomeJourney(workplace).act(action)
    assert isinstance(entered, Enter)
    assert type(entered.journey) is journey
    assert entered.journey.step == action or journey is not RecordsJourney


async def test_signing_out_asks_first_and_ends_the_session(agents_desk: Workplace) -> None:
    home = HomeJourney(agents_desk)
    asked = await home.act("sign_out")
    assert isinstance(asked, Ask)
    assert asked.question.safe == "Stay signed in"
    left = await home.act(asked.then)
    assert isinstance(left, Restart)
    assert isinstance(left.journey, SignInJourney)
    assert agents_desk.login == ""
    assert agents_desk.messages[-1].text == "You are signed out."
    with pytest.raises(SessionEnded):
        await (await agents_desk.insurer()).cart.get()


async def test_signing_out_works_while_the_insurer_is_out_of_reach(agents_desk: Workplace, nobody: Workplace) -> None:
    insurer, dead = await agents_desk.insurer(), await nobody.insurer()
    insurer._transport._client = dead._transport._client
    left = await HomeJourney(agents_desk).act("sign_out:yes")
    assert isinstance(left, Restart)
    assert not insurer.sessions.signed_in
    assert agents_desk.secrets.load(insurer.base_url) is None
    assert agents_desk.messages[-1].text == "You are signed out."


async def test_signing_out_before_anybody_was_asked(workplace: Workplace) -> None:
    assert isinstance(await HomeJourney(workplace).act("sign_out:yes"), Restart)


async def test_calls_whose_answer_was_lost_are_looked_up_and_said(agents_desk: Workplace) -> None:
    insurer, journal = await agents_desk.insurer(), agents_desk.journal
    draft = await form_draft(insurer)
    made = journal.intent("order", fingerprint({"draft_ids": [draft.id]}))
    order = await insurer.orders.create([draft.id], made)
    never, other = journal.intent("order", "never sent"), journal.intent("sign_up", "elsewhere")

    await reconcile(agents_desk)
    assert journal.open_orders() == [order.order_number]
    assert {operation.key for operation in journal.open_operations()} == {never, other}
    assert agents_desk.messages[-1].text.startswith(f"Order {order.order_number} was made before")


async def test_a_call_that_was_refused_is_over(agents_desk: Workplace) -> None:
    journal = agents_desk.journal
    key = journal.intent("order", "refused")
    with pytest.raises(NotFound):
        await (await agents_desk.insurer()).orders.create(["unknown"], key)
    await reconcile(agents_desk)
    assert journal.open_operations() == []
    assert agents_desk.messages[-1].text.endswith("was not made. Nothing was charged.")
