"""The cart: its total, taking an entry out, and one order that is never made twice."""

import pytest

from omi_tui.client.errors import Refused
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.checking import CheckingJourney
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.width import cell_len
from tests.journeys.contracts import form_draft

LINE = 74
"""Cells of a list's line at 80 columns, without the margin and the line's number."""


async def cart_of(workplace: Workplace) -> CartJourney:
    journey = CartJourney(workplace)
    await journey.enter()
    return journey


async def test_the_cart_lists_its_entries_and_their_total(agents_desk: Workplace) -> None:
    insurer = await agents_desk.insurer()
    draft = await form_draft(insurer)
    await insurer.cart.add(draft.id)
    cart = await cart_of(agents_desk)
    view = cart.view()
    assert view.heading == "Shopping cart"
    assert view.listing is not None
    assert [entry.id for entry in view.listing.entries][-1] == draft.id
    assert view.listing.total == 2
    assert not view.listing.more
    cells = view.listing.entries[-1].cells
    assert cells[:2] == ("OMI", "-")
    assert cells[2] == "8.00\u00a0EUR"
    assert cart.cart is not None
    amount = f"{cart.cart.total.amount}\u00a0EUR"
    assert view.notes[0] == f"Total: {amount}."
    main = view.main()
    assert main is not None
    assert main.label == f"Pay {amount} by card"
    for cell, width in zip(cells, view.listing.widths, strict=False):
        assert cell_len(cell) <= width
    assert LINE - sum(view.listing.widths) - 2 * len(view.listing.widths) >= 8


async def test_an_empty_cart_leads_to_the_drafts(agents_desk: Workplace) -> None:
    unknown = CartJourney(agents_desk)
    assert unknown.view().listing is None, "a cart that nobody asked for is not empty"
    await unknown.act("update")
    assert unknown.view().listing is not None
    insurer = await agents_desk.insurer()
    for item in (await insurer.cart.get()).items:
        await insurer.cart.remove(item.draft_id)
    cart = await cart_of(agents_desk)
    view = cart.view()
    assert view.listing is not None
    assert view.listing.empty == "The shopping cart is empty."
    main = view.main()
    assert main is not None
    entered = await cart.act(main.id)
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, RecordsJourney)
    assert await cart.act("leave") == Leave()


async def test_an_entry_is_taken_out_after_a_question_and_its_draft_stays(agents_desk: Workplace) -> None:
    cart = await cart_of(agents_desk)
    assert cart.cart is not None
    item = cart.cart.items[0]
    asked = await cart.act(f"open:{item.draft_id}")
    assert isinstance(asked, Ask)
    assert item.insured_name in asked.question.body
    assert asked.question.safe == "Keep the entry"
    assert await cart.act(asked.then) is None
    assert cart.cart.items == []
    assert agents_desk.messages[-1].text.endswith("The contract draft stays.")
    drafts = await (await agents_desk.insurer()).drafts.list()
    assert item.draft_id in [draft.id for draft in drafts.items]


async def test_paying_shows_the_notice_and_makes_one_order(agents_desk: Workplace) -> None:
    cart = await cart_of(agents_desk)
    asked = await cart.act("pay")
    assert isinstance(asked, Ask)
    assert asked.question.body == (
        "You will be redirected to the payment system web site. After you pay and take a notification of "
        "successful conclusion of the insurance contract, the contract cannot be terminated."
    )
    assert (asked.question.safe, asked.question.deed) == ("Cancel", "Continue to the card page")
    assert (await (await agents_desk.insurer()).orders.list()).items == []

    entered = await cart.act(asked.then)
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, PayJourney)
    number = entered.journey.order_number
    assert agents_desk.journal.open_orders() == [number]
    assert agents_desk.journal.open_operations() == []

    again = await cart.act("pay:yes")
    assert isinstance(again, Enter)
    assert isinstance(again.journey, PayJourney)
    assert again.journey.order_number == number
    assert agents_desk.messages[-1].text.startswith(f"Order {number} was made before.")
    assert len((await (await agents_desk.insurer()).orders.list()).items) == 1


async def test_a_lost_answer_does_not_make_a_second_order(agents_desk: Workplace) -> None:
    from omi_tui.model.fingerprint import fingerprint

    cart = await cart_of(agents_desk)
    assert cart.cart is not None
    ids = [item.draft_id for item in cart.cart.items]
    key = agents_desk.journal.intent("order", fingerprint({"draft_ids": ids}))
    order = await (await agents_desk.insurer()).orders.create(ids, key)

    checking = await cart.act("pay:yes")
    assert isinstance(checking, Enter)
    assert isinstance(checking.journey, CheckingJourney)
    left = await checking.journey.act("poll")
    assert isinstance(left, Leave)
    entered = await cart.act(checking.then, left.result)
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, PayJourney)
    assert entered.journey.order_number == order.order_number
    assert agents_desk.messages == []


async def test_a_refusal_ends_the_intent_and_is_raised(agents_desk: Workplace) -> None:
    cart = await cart_of(agents_desk)
    assert cart.cart is not None
    await (await agents_desk.insurer()).drafts.delete(cart.cart.items[0].draft_id)
    with pytest.raises(Refused):
        await cart.act("pay:yes")
    assert agents_desk.journal.open_operations() == []


async def test_coming_back_from_paying_shows_what_is_left(agents_desk: Workplace) -> None:
    cart = await cart_of(agents_desk)
    entered = await cart.act("pay:yes")
    assert isinstance(entered, Enter)
    await entered.journey.act("card:0000")
    await cart.enter()
    assert cart.cart is not None
    assert cart.cart.items == []
