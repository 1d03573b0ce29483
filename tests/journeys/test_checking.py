"""Unknown, checking: an answer that was lost is looked up, its end is told, and nothing is sent a second time."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete

from omi_tui.client.drafts import draft_request
from omi_tui.client.errors import Overloaded, Refused, SessionEnded, Unreachable
from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.schema import idempotency
from omi_tui.fake_server.services import Services
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.checking import CheckingJourney
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.reconcile import reconcile
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.view import Ask, Effect, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.fingerprint import fingerprint
from tests.journeys.conftest import Desk
from tests.journeys.test_purchase import at_check, conclude
from tests.journeys.walking import PASSWORD, fill

DRAFTS, ORDERS, ACCOUNTS = "POST /v1/drafts", "POST /v1/orders", "POST /v1/accounts"
LOOK_UP = "GET /v1/operations/{key}"
Faulty = Callable[..., None]


@pytest.fixture
def faulty(services: Services) -> Faulty:
    """Lets the insurer misbehave: by default it does what is asked, and then the connection is reset."""

    def set_rules(operation: str, phase: str = "after_commit", kind: str = "connection_reset", **more: Any) -> None:
        rule = {"operation": operation, "phase": phase, "kind": kind, "times": None, **more}
        services.faults.set([Rule.model_validate(rule)])

    return set_rules


def sent(services: Services, operation: str) -> int:
    """How many requests of *operation* have come."""
    return sum(entry["operation"] == operation for entry in services.log)


def checking(effect: object) -> CheckingJourney:
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, CheckingJourney)
    return effect.journey


async def looked(journey: CheckingJourney, times: int = 1) -> Effect:
    """What the last of so many looks leads to."""
    effect: Effect = None
    for _look in range(times):
        effect = await journey.act("poll")
    return effect


async def back_in(journey: Journey, entered: Any, effect: Effect) -> Effect:
    """Go back into *journey* with what *effect* left with."""
    assert isinstance(effect, Leave)
    return await journey.act(entered.then, effect.result)


async def total(insurer: Insurer) -> int:
    return (await insurer.drafts.list()).total or 0


async def test_inv_01_a_lost_answer_is_looked_up_and_shown_as_the_draft_that_it_was(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    purchase, insurer = await at_check(agents_desk), await agents_desk.insurer()
    before = await total(insurer)
    faulty(DRAFTS)
    entered = await conclude(purchase)
    screen = checking(entered)
    view = screen.view()
    assert view.heading == "It is not known yet whether the contract draft was formed"
    assert view.lead == (
        "The answer of the insurer was lost. It is being found out whether the contract draft was formed. "
        "Nothing is sent a second time.",
    )
    assert view.poll == 2.0
    assert view.notes[0] == "The next look is in 2 seconds."
    posts = sent(services, DRAFTS)

    assert await back_in(purchase, entered, await looked(screen)) is None
    assert purchase.step == "formed"
    assert purchase.draft is not None
    assert await total(insurer) == before + 1
    assert sent(services, DRAFTS) == posts
    (operation,) = agents_desk.journal.begun_since("draft", 0)
    assert (operation.state, operation.server_id) == ("done", purchase.draft.id)


async def test_what_never_arrived_is_said_after_the_third_look_and_sent_again_with_the_same_key(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    purchase, insurer = await at_check(agents_desk), await agents_desk.insurer()
    before = await total(insurer)
    faulty(DRAFTS, "before_commit")
    entered = await conclude(purchase)
    screen = checking(entered)
    assert await looked(screen) is None
    assert screen.view().lead[-1] == "The insurer has not received it so far. It may still be on its way."
    assert screen.view().poll == 3.0
    assert await looked(screen, 2) is None
    view = screen.view()
    assert (view.id, view.poll) == ("nothing", 0)
    assert view.lead[-1] == "It failed, and nothing happened: nothing was concluded, and nothing was charged."
    assert [action.label for action in view.actions] == ["Conclude again", "Back"]
    assert isinstance(await screen.act("again"), Ask), "concluding is deliberate"

    services.faults.set([])
    key = agents_desk.journal.open_operations()[0].key
    assert await back_in(purchase, entered, await screen.act("again:yes")) is None
    assert purchase.step == "formed"
    assert agents_desk.journal.operation(key).state == "done"
    assert await total(insurer) == before + 1


async def test_leaving_it_for_now_sends_nothing_and_the_next_try_looks_first(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    purchase, insurer = await at_check(agents_desk), await agents_desk.insurer()
    before = await total(insurer)
    faulty(DRAFTS)
    entered = await conclude(purchase)
    posts = sent(services, DRAFTS)
    assert await back_in(purchase, entered, await checking(entered).act("leave")) is None
    assert purchase.step == "check"
    await purchase.act("conclude")
    assert purchase.step == "formed"
    assert (await total(insurer), sent(services, DRAFTS)) == (before + 1, posts)


async def test_another_traveller_waits_until_the_first_is_known(agents_desk: Workplace, faulty: Faulty) -> None:
    first, insurer = await at_check(agents_desk), await agents_desk.insurer()
    before = await total(insurer)
    faulty(DRAFTS, "before_commit")
    await conclude(first)
    second = await at_check(agents_desk, begin="+80")
    entered = await conclude(second)
    screen = checking(entered)
    faulty("none")
    await looked(screen, 3)
    assert await back_in(second, entered, await screen.act("again:yes")) is None
    assert second.step == "formed"
    assert await total(insurer) == before + 1


async def test_a_draft_of_another_traveller_is_told_and_the_own_one_is_sent(
    agents_desk: Workplace, faulty: Faulty
) -> None:
    first, insurer = await at_check(agents_desk), await agents_desk.insurer()
    before = await total(insurer)
    faulty(DRAFTS)
    await conclude(first)
    faulty("none")
    second = await at_check(agents_desk, begin="+80")
    assert await conclude(second) is None
    assert second.step == "formed"
    assert "was formed before the connection broke off" in agents_desk.messages[-1].text
    assert await total(insurer) == before + 2


async def test_a_failing_insurer_is_unknown_too_and_a_running_call_is_waited_for(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    purchase = await at_check(agents_desk)
    faulty(DRAFTS, kind="status", status=500)
    screen = checking(await conclude(purchase))
    services.running.add((_account(services), screen.operation.key))
    await looked(screen, 4)
    assert screen.view().lead[-1] == "The insurer is still working on it."
    assert 9 <= screen.view().poll <= 11
    services.running.clear()
    assert isinstance(await looked(screen), Leave)


def _account(services: Services) -> str:
    """The id of the demo agent, as the log has it."""
    return [str(entry["account_id"]) for entry in services.log if entry["account_id"]][-1]


async def test_a_refusal_that_was_lost_is_shown_where_it_can_be_mended(agents_desk: Workplace) -> None:
    await conclude(await at_check(agents_desk))
    second = await at_check(agents_desk, begin="+42")
    key = agents_desk.journal.intent("draft", "f", agents_desk.login)
    assert second.price.quote is not None
    days = second.period.values()
    request = draft_request(
        quote_id=second.price.quote.quote_id,
        begin=days["begin_date"],
        end=days["end_date"],
        insured=second.insured.build(),
        country_of_residence="POL",
    )
    insurer = await agents_desk.insurer()
    with pytest.raises(Refused):
        await insurer.drafts.create(request, key)
    left = await looked(CheckingJourney(agents_desk, key))
    assert isinstance(left, Leave)
    await second.act("checked", left.result)
    assert second.step == "overlap"
    assert agents_desk.journal.operation(key).state == "failed"


async def test_an_insurer_out_of_reach_is_said_and_looked_at_again(
    agents_desk: Workplace, nobody: Workplace, faulty: Faulty
) -> None:
    faulty(DRAFTS)
    screen = checking(await conclude(await at_check(agents_desk)))
    here, screen.workplace = screen.workplace, nobody
    assert await looked(screen) is None
    assert screen.view().lead[-1].startswith("The insurer could not be reached")
    screen.workplace = here
    assert isinstance(await looked(screen), Leave)


async def test_what_surely_never_left_is_an_error_and_no_riddle(agents_desk: Workplace, nobody: Workplace) -> None:
    purchase = await at_check(agents_desk)
    insurer, dead = await agents_desk.insurer(), await nobody.insurer()
    insurer._transport._client = dead._transport._client
    with pytest.raises(Unreachable):
        await conclude(purchase)
    assert agents_desk.journal.open_operations() == []
    assert purchase.step == "check"


async def test_a_call_that_was_put_off_is_tried_again_with_its_key(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    purchase = await at_check(agents_desk)
    faulty(DRAFTS, "before_auth", "status", status=429, retry_after=600)
    with pytest.raises(Overloaded):
        await conclude(purchase)
    (operation,) = agents_desk.journal.open_operations()
    services.faults.set([])
    await purchase.act("conclude")
    assert purchase.step == "formed"
    assert agents_desk.journal.operation(operation.key).state == "done"


async def test_inv_01_an_order_whose_answer_was_lost_leads_to_its_payment(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    cart = CartJourney(agents_desk)
    await cart.enter()
    faulty(ORDERS)
    entered = await cart.act("pay:yes")
    screen = checking(entered)
    assert screen.view().heading == "It is not known yet whether the order was made"
    paying = await back_in(cart, entered, await looked(screen))
    assert isinstance(paying, Enter)
    assert isinstance(paying.journey, PayJourney)
    assert agents_desk.journal.open_orders() == [paying.journey.order_number]
    assert len((await (await agents_desk.insurer()).orders.list()).items) == 1


async def test_an_order_that_never_arrived_is_made_again(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    cart = CartJourney(agents_desk)
    await cart.enter()
    faulty(ORDERS, "before_commit")
    entered = await cart.act("pay:yes")
    screen = checking(entered)
    await looked(screen, 3)
    services.faults.set([])
    assert screen.view().actions[0].label == "Order again"
    paying = await back_in(cart, entered, await screen.act("again:yes"))
    assert isinstance(paying, Enter)
    assert isinstance(paying.journey, PayJourney)


async def test_an_order_that_was_refused_unheard_leads_to_the_open_one(agents_desk: Workplace) -> None:
    cart, insurer = CartJourney(agents_desk), await agents_desk.insurer()
    await cart.enter()
    assert cart.cart is not None
    ids = [item.draft_id for item in cart.cart.items]
    order = await insurer.orders.create(ids, str(uuid4()))
    key = agents_desk.journal.intent("order", fingerprint({"draft_ids": sorted(ids)}), agents_desk.login)
    with pytest.raises(Refused):
        await insurer.orders.create(ids, key)
    entered = await cart.act("pay:yes")
    paying = await back_in(cart, entered, await looked(checking(entered)))
    assert isinstance(paying, Enter)
    assert isinstance(paying.journey, PayJourney)
    assert paying.journey.order_number == order.order_number
    assert await cart.act("checked", None) is None


def signing_up(workplace: Workplace, email: str, **more: str) -> EnrolJourney:
    journey = EnrolJourney(workplace, email=email)
    answers = {"residence_country": "anot", "password": PASSWORD, "password_again": PASSWORD, "adult_confirmed": "yes"}
    fill(journey.view().form, **answers | more)
    return journey


async def test_inv_01_a_sign_up_whose_answer_was_lost_sends_one_mail(
    workplace: Workplace, insurer: Insurer, email: str, faulty: Faulty
) -> None:
    journey = signing_up(workplace, email)
    faulty(ACCOUNTS)
    entered = await journey.act("continue")
    screen = checking(entered)
    assert screen.view().heading == "It is not known yet whether the sign-up has arrived"
    assert await back_in(journey, entered, await looked(screen)) is None
    assert journey.view().id == "registered"
    assert len(await insurer.fake.mail(email)) == 1
    assert journey.sign_up.texts["password"] == ""


async def test_a_sign_up_that_never_arrived_is_sent_again_and_a_refused_one_is_mended(
    workplace: Workplace, insurer: Insurer, services: Services, email: str, faulty: Faulty
) -> None:
    journey = signing_up(workplace, email)
    faulty(ACCOUNTS, "before_commit")
    entered = await journey.act("continue")
    screen = checking(entered)
    await looked(screen, 3)
    assert await journey.act("checked", None) is None
    assert journey.view().id == "sign_up"
    services.faults.set([])
    assert await back_in(journey, entered, await screen.act("again:yes")) is None
    assert journey.view().id == "registered"
    assert len(await insurer.fake.mail(email)) == 1


async def test_stopping_to_wait_leads_to_checking_and_never_to_failed(agents_desk: Workplace) -> None:
    """INV-16: the call that may have arrived is named by the workplace, and looked up."""
    purchase = await at_check(agents_desk)
    assert purchase.stopped() is None
    key = agents_desk.journal.intent("draft", "f", agents_desk.login)
    agents_desk.sending = key
    screen = checking(purchase.stopped())
    assert screen.operation.key == key
    assert agents_desk.sending == ""


async def test_inv_12_reconcile_reads_and_writes_nothing(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    await conclude(await at_check(agents_desk))
    faulty(DRAFTS)
    await conclude(await at_check(agents_desk, begin="+80"))
    cart = CartJourney(agents_desk)
    await cart.enter()
    faulty(ORDERS)
    await cart.act("pay:yes")
    services.log.clear()
    await reconcile(agents_desk)
    asked = [entry["operation"] for entry in services.log]
    assert LOOK_UP in asked
    assert {operation.split(" ")[0] for operation in asked} == {"GET"}


async def test_after_a_restart_home_tells_what_was_found_and_leads_there(
    agents_desk: Workplace, desk: Desk, services: Services, faulty: Faulty
) -> None:
    faulty(DRAFTS)
    await conclude(await at_check(agents_desk))
    services.faults.set([])
    again = desk(services.url, services.control_token)
    await (await again.insurer()).sessions.sign_in("agent@example.test", "demo-desk-1")
    again.login = "agent@example.test"
    home = HomeJourney(again)
    await home.enter()
    assert "was formed before the connection broke off" in again.messages[-1].text
    assert again.journal.open_operations() == []
    entry = next(action for action in home.view().actions if action.id.startswith("draft:"))
    entered = await home.act(entry.id)
    assert isinstance(entered, Enter)
    await entered.journey.enter()
    assert entered.journey.view().id == "draft"
    assert all(not action.id.startswith("draft:") for action in home.view().actions)


async def test_what_is_still_unknown_stands_in_the_menu(agents_desk: Workplace, services: Services) -> None:
    agents_desk.journal.intent("draft", "f", agents_desk.login)
    home = HomeJourney(agents_desk)
    await home.enter()
    view = home.view()
    assert "It is not known yet whether the contract draft was formed." in view.notes
    entry = next(action for action in view.actions if action.id.startswith("check:"))
    entered = await home.act(entry.id)
    screen = checking(entered)
    await looked(screen, 3)
    assert screen.view().id == "checking", "it may still be on its way, and nobody is there to send it again"
    await back_in(home, entered, await screen.act("leave"))
    assert home.unknown


async def test_a_call_of_an_earlier_run_that_never_arrived_is_over(agents_desk: Workplace) -> None:
    journal = agents_desk.journal
    key = journal.intent("order", "f", agents_desk.login)
    with journal._database() as database:
        database.execute("UPDATE operations SET created = created - 100, updated = updated - 100")
    others = journal.intent("order", "f2", "somebody@example.test")
    await reconcile(agents_desk)
    assert journal.operation(key).state == "failed"
    assert journal.operation(others).state == "intent"
    assert agents_desk.messages[-1].text.endswith("was not made. Nothing was charged.")


def grow_old(workplace: Workplace, hours: int = 73) -> None:
    moved = hours * 3600
    with workplace.journal._database() as database:
        database.execute("UPDATE operations SET created = created - ?, monotonic = NULL", (moved,))


async def test_inv_04_an_old_order_is_looked_for_in_the_list(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    cart = CartJourney(agents_desk)
    await cart.enter()
    faulty(ORDERS)
    await cart.act("pay:yes")
    grow_old(agents_desk)
    services.faults.set([])
    services.store.write_now(lambda conn: conn.execute(delete(idempotency)).rowcount)
    posts = sent(services, ORDERS)
    entered = await cart.act("pay:yes")
    paying = await back_in(cart, entered, await looked(checking(entered)))
    assert isinstance(paying, Enter)
    assert sent(services, ORDERS) == posts


async def test_inv_04_an_old_draft_is_looked_for_by_its_answers_and_else_sent_with_a_new_key(
    agents_desk: Workplace, services: Services, faulty: Faulty
) -> None:
    insurer = await agents_desk.insurer()
    for phase in ("after_commit", "before_commit"):
        before = await total(insurer)
        purchase = await at_check(agents_desk, begin="+40")
        faulty(DRAFTS, phase)
        await conclude(purchase)
        grow_old(agents_desk)
        services.store.write_now(lambda conn: conn.execute(delete(idempotency)).rowcount)
        services.faults.set([])
        await purchase.act("conclude")
        assert purchase.step == "formed"
        assert await total(insurer) == before + 1
        assert purchase.draft is not None
        await insurer.drafts.delete(purchase.draft.id)


async def test_an_old_draft_without_its_answers_is_left_to_a_person(agents_desk: Workplace) -> None:
    agents_desk.journal.intent("draft", "f", agents_desk.login)
    grow_old(agents_desk)
    home = HomeJourney(agents_desk)
    await home.enter()
    entry = next(action for action in home.view().actions if action.id.startswith("check:"))
    entered = await home.act(entry.id)
    screen = checking(entered)
    assert await looked(screen) is None
    view = screen.view()
    assert view.heading == "Look at the contract drafts first"
    for action in ("drafts", "policies"):
        opened = await screen.act(action)
        assert isinstance(opened, Enter)
        assert isinstance(opened.journey, RecordsJourney)
    await back_in(home, entered, await screen.act("seen"))
    assert agents_desk.journal.open_operations() == []
    assert home.unknown == []


async def test_an_ended_session_is_not_hidden_by_looking(workplace: Workplace, agents_desk: Workplace) -> None:
    key = agents_desk.journal.intent("draft", "f", agents_desk.login)
    insurer = await agents_desk.insurer()
    screen = CheckingJourney(agents_desk, key)
    await insurer.sessions.sign_out()
    await looked(screen, 3)
    assert screen.step == "nothing" or isinstance(screen.failure, SessionEnded)
