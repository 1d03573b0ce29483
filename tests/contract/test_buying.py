"""From the price to the policy."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omi_tui.client.drafts import draft_request
from omi_tui.client.errors import NotFound, Refused, ValidationRefused
from omi_tui.client.pay_link import check_pay_link
from omi_tui.model.contract import Draft, Order, Policy
from omi_tui.model.fingerprint import fingerprint
from omi_tui.model.period import minsk_today
from tests.contract.conftest import Customer, NewCustomer, Running, new_key, passport, traveller

APPROVED, NO_FUNDS = "4200000000000000", "4000000000009995"
CHALLENGE, SLOW = "4012000000001097", "4000000000000341"


async def test_reference_needs_no_sign_in(stranger: Customer) -> None:
    reference = await stranger.insurer.reference.get()
    assert "POL" in reference.countries
    assert "passport" in reference.document_types
    assert reference.limits.longest_term_days == 365


async def test_the_price_needs_no_sign_in(stranger: Customer) -> None:
    begin = minsk_today() + timedelta(days=3)
    quote = await stranger.insurer.quotes.quote(begin, begin + timedelta(days=7))
    assert (quote.days, quote.premium.amount, quote.premium.currency) == (8, Decimal("8.00"), "EUR")


async def test_no_price_for_the_past_or_for_too_long(stranger: Customer) -> None:
    today = minsk_today()
    for begin, end, code in [
        (today - timedelta(days=2), today, "begin_date.past"),
        (today + timedelta(days=5), today + timedelta(days=4), "end_date.before_begin"),
        (today + timedelta(days=5), today + timedelta(days=370), "end_date.too_long"),
    ]:
        with pytest.raises(ValidationRefused) as caught:
            await stranger.insurer.quotes.quote(begin, end)
        assert [error.code for error in caught.value.field_errors] == [code]


async def test_a_draft_for_oneself(holder: Customer) -> None:
    draft = await holder.form()
    assert (draft.state, draft.days, draft.policy_name) == ("unpaid", 8, None)
    assert draft.policyholder_is_insured
    assert draft.insured.passport_number == passport(holder.email).number
    assert await holder.insurer.drafts.get(draft.id) == draft
    page = await holder.insurer.drafts.list()
    assert [item.id for item in page.items] == [draft.id]


async def test_a_draft_for_another_person(holder: Customer) -> None:
    person = traveller("ZZ" + passport(holder.email).number)
    draft = await holder.form(insured=person)
    assert not draft.policyholder_is_insured
    assert draft.insured.model_dump() == person.model_dump()


async def test_a_draft_needs_a_filled_in_profile(customer: Customer) -> None:
    with pytest.raises(ValidationRefused) as caught:
        await customer.form()
    assert caught.value.code == "profile.incomplete"


async def test_the_same_key_forms_one_draft(holder: Customer) -> None:
    begin = minsk_today() + timedelta(days=60)
    quote = await holder.insurer.quotes.quote(begin, begin)
    request = draft_request(quote_id=quote.quote_id, begin=begin, end=begin, insured=None, country_of_residence="POL")
    assert request.fingerprint == fingerprint(request.model_dump(mode="json", exclude_none=True))
    key = new_key()
    assert (await holder.insurer.operations.get(key)).state == "unknown"
    first = await holder.insurer.drafts.create(request, key)
    assert await holder.insurer.drafts.create(request, key) == first
    done = await holder.insurer.operations.get(key)
    assert (done.state, done.status) == ("done", 201)
    assert done.body is not None
    assert done.body["id"] == first.id


async def test_what_was_confirmed_is_what_is_formed(holder: Customer) -> None:
    begin = minsk_today() + timedelta(days=60)
    quote = await holder.insurer.quotes.quote(begin, begin)
    request = draft_request(quote_id=quote.quote_id, begin=begin, end=begin, insured=None, country_of_residence="POL")
    tampered = request.model_copy(update={"country_of_residence": "DEU"})
    with pytest.raises(Refused) as caught:
        await holder.insurer.drafts.create(tampered, new_key())
    assert caught.value.code == "contract.fingerprint"


async def test_an_overlap_names_the_other_contract(holder: Customer) -> None:
    draft = await holder.form()
    with pytest.raises(Refused) as caught:
        await holder.form(begin=draft.end_date)
    assert (caught.value.code, caught.value.problem.other_id) == ("contract.overlap", draft.id)
    begin = draft.end_date
    quote = await holder.insurer.quotes.quote(begin, begin)
    allowed = draft_request(
        quote_id=quote.quote_id, begin=begin, end=begin, insured=None, country_of_residence="POL", allow_overlap=True
    )
    assert (await holder.insurer.drafts.create(allowed, new_key())).id != draft.id


async def test_a_draft_is_deleted(holder: Customer) -> None:
    draft = await holder.form()
    await holder.insurer.drafts.delete(draft.id)
    for call in (holder.insurer.drafts.get, holder.insurer.drafts.delete):
        with pytest.raises(NotFound):
            await call(draft.id)


async def test_drafts_come_in_pages(holder: Customer) -> None:
    formed = [(await holder.form(begin=minsk_today() + timedelta(days=10 * at))).id for at in range(1, 4)]
    first = await holder.insurer.drafts.list(limit=2)
    assert first.next_cursor is not None
    second = await holder.insurer.drafts.list(cursor=first.next_cursor, limit=2)
    assert sorted(item.id for item in first.items + second.items) == sorted(formed)
    assert (len(first.items), second.next_cursor) == (2, None)


async def test_somebody_elses_draft_is_not_there(holder: Customer, new_customer: NewCustomer) -> None:
    draft = await holder.form()
    other = new_customer()
    await other.enrol()
    with pytest.raises(NotFound):
        await other.insurer.drafts.get(draft.id)
    with pytest.raises(NotFound):
        await other.insurer.cart.add(draft.id)
    with pytest.raises(NotFound):
        await other.insurer.orders.create([draft.id], new_key())


async def test_the_cart(holder: Customer) -> None:
    cart = holder.insurer.cart
    draft = await holder.form()
    await cart.add(draft.id)
    await cart.add(draft.id)
    filled = await cart.get()
    assert [item.draft_id for item in filled.items] == [draft.id]
    assert filled.total == draft.premium
    assert (await holder.insurer.drafts.get(draft.id)).in_cart
    await cart.remove(draft.id)
    assert (await cart.get()).items == []


async def order_one(holder: Customer) -> tuple[Draft, Order]:
    draft = await holder.form(begin=date.today() + timedelta(days=40))
    return draft, await holder.insurer.orders.create([draft.id], new_key())


async def test_an_order(holder: Customer) -> None:
    draft, order = await order_one(holder)
    assert (order.state, order.amount, order.draft_ids) == ("created", draft.premium, [draft.id])
    assert check_pay_link(order.pay_url, fake=True, allowed_hosts=()) == order.pay_url
    assert (await holder.insurer.orders.get(order.order_number)).order_number == order.order_number
    assert [item.order_number for item in (await holder.insurer.orders.list()).items] == [order.order_number]
    with pytest.raises(Refused) as caught:
        await holder.insurer.orders.create([draft.id], new_key())
    assert caught.value.problem.other_id == order.order_number
    with pytest.raises(NotFound):
        await holder.insurer.orders.get("1")


async def paid(holder: Customer) -> Policy:
    _draft, order = await order_one(holder)
    await holder.insurer.fake.pay(order.order_number, APPROVED)
    order = await holder.insurer.orders.get(order.order_number)
    assert order.state == "approved"
    return await holder.insurer.policies.get(order.policies[0].id)


async def test_a_declined_card_then_another(holder: Customer) -> None:
    _draft, order = await order_one(holder)
    await holder.insurer.fake.pay(order.order_number, NO_FUNDS)
    declined = await holder.insurer.orders.get(order.order_number)
    assert (declined.state, declined.gateway_code) == ("declined", "AS102")
    await holder.insurer.fake.pay(order.order_number, APPROVED)
    assert (await holder.insurer.orders.get(order.order_number)).state == "approved"


@pytest.mark.parametrize(("card", "states"), [(CHALLENGE, ["challenge"]), (SLOW, ["pending", "pending", "approved"])])
async def test_an_order_is_told_as_it_is(holder: Customer, card: str, states: list[str]) -> None:
    _draft, order = await order_one(holder)
    await holder.insurer.fake.pay(order.order_number, card)
    assert [(await holder.insurer.orders.get(order.order_number)).state for _ in states] == states


async def test_what_was_not_paid_in_time_expires(holder: Customer, running: Running) -> None:
    begin = minsk_today() + timedelta(days=90)
    quote = await holder.insurer.quotes.quote(begin, begin)
    draft, order = await order_one(holder)
    running.ahead(minutes=21)
    assert (await holder.insurer.orders.get(order.order_number)).state == "expired"
    assert (await holder.insurer.drafts.get(draft.id)).state == "unpaid"
    request = draft_request(quote_id=quote.quote_id, begin=begin, end=begin, insured=None, country_of_residence="POL")
    with pytest.raises(Refused) as caught:
        await holder.insurer.drafts.create(request, new_key())
    assert caught.value.code == "quote.expired"


async def test_a_card_that_is_no_test_card(holder: Customer) -> None:
    _draft, order = await order_one(holder)
    with pytest.raises(Refused):
        await holder.insurer.fake.pay(order.order_number, "4111111111111111")


async def test_a_policy_and_its_document(holder: Customer) -> None:
    policy = await paid(holder)
    assert policy.payments[0].amount == policy.premium
    page = await holder.insurer.policies.list("active")
    assert [item.id for item in page.items] == [policy.id]
    assert (await holder.insurer.policies.list("archive", limit=10)).items == []
    assert (await holder.insurer.policies.document(policy.id)).startswith(b"%PDF-")


async def test_a_document_that_is_not_there(holder: Customer) -> None:
    with pytest.raises(NotFound):
        await holder.insurer.policies.document("p-404")
    with pytest.raises(NotFound):
        await holder.insurer.policies.get("p-404")


async def test_the_fake_says_that_it_is_one(stranger: Customer) -> None:
    about = await stranger.insurer.fake.about()
    assert about is not None
    assert about.fake
    assert stranger.insurer.fake.usable
    assert all("@" in mail.to for mail in await stranger.insurer.fake.mail())
