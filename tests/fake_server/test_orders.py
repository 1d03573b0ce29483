"""Orders at the insurer's interface: one open order per draft, retries, expiry, and what a payment leaves behind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Connection, update

from omi_tui.fake_server.mailbox import messages
from omi_tui.fake_server.schema import cart_items, drafts
from tests.fake_server.paying import CHALLENGE, GOOD, NO_FUNDS, Shop


async def test_the_first_order_is_the_manuals(shop: Shop) -> None:
    first, second = shop.draft(), shop.draft(passport="7654321", premium=1250)
    order = (await shop.order(first, second, first)).json()
    assert order["order_number"] == "208047"
    assert order["amount"] == {"amount": "20.50", "currency": "EUR"}
    assert order["draft_ids"] == [first, second]
    assert order["state"] == "created"
    assert [event["event"] for event in order["events"]] == ["created"]
    assert (await shop.order(shop.draft(passport="1111111"))).json()["order_number"] == "208048"


async def test_a_draft_is_on_one_open_order_at_a_time(shop: Shop) -> None:
    draft = shop.draft(begins_in=1)  # one that begins today ends at midnight, which may come before its order's end
    order = (await shop.order(draft)).json()
    refused = await shop.order(shop.draft(passport="7654321"), draft)
    assert refused.status_code == 409
    assert (refused.json()["code"], refused.json()["other_id"]) == ("order.open_exists", order["order_number"])
    await shop.gateway.pay_with_test_card(order["order_number"], NO_FUNDS)
    assert (await shop.order(draft)).json()["code"] == "order.open_exists", "a declined order can still be paid"
    shop.services.clock.freeze(shop.services.now() + shop.services.config.order_life)
    again = await shop.order(draft)
    assert again.status_code == 201, "an expired order frees its drafts"
    assert (await shop.read(order["order_number"]))["state"] == "expired"
    await shop.gateway.pay_with_test_card(again.json()["order_number"], GOOD)
    paid = await shop.order(draft)
    assert (paid.status_code, paid.json()["code"]) == (409, "draft.paid")


async def test_the_same_key_gives_the_same_order(shop: Shop) -> None:
    draft, key = shop.draft(), str(uuid4())
    first, second = await shop.order(draft, key=key), await shop.order(draft, key=key)
    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (await shop.order(shop.draft(passport="7654321"), key=key)).json()["code"] == "idempotency_key.reused"
    without = await shop.api.post("/v1/orders", json={"draft_ids": [draft]})
    assert (without.status_code, without.json()["code"]) == (400, "idempotency_key.missing")


async def test_drafts_that_cannot_be_ordered(shop: Shop) -> None:
    stranger = Shop(shop.services, "stranger")
    foreign = await shop.order(stranger.draft())
    assert (foreign.status_code, foreign.json()["code"]) == (404, "draft.not_found")
    late = shop.draft(begins_in=1, passport="7654321")
    shop.services.clock.freeze(shop.services.now() + timedelta(days=2))
    passed = await shop.order(late)
    assert (passed.status_code, passed.json()["code"]) == (409, "draft.begin_passed")
    old = shop.draft(begins_in=30, passport="2222222")
    shop.services.clock.freeze(shop.services.now() + shop.services.config.draft_life)
    expired = await shop.order(old)
    assert (expired.status_code, expired.json()["code"]) == (409, "draft.expired")
    assert (await shop.order()).status_code == 422


async def test_orders_belong_to_their_account(shop: Shop) -> None:
    order = await shop.new_order()
    stranger = Shop(shop.services, "stranger")
    assert (await stranger.api.get(f"/v1/orders/{order['order_number']}")).status_code == 404
    assert (await stranger.api.get("/v1/orders")).json()["items"] == []


async def test_orders_are_listed_newest_first_in_pages(shop: Shop) -> None:
    numbers = []
    for place in range(3):
        numbers.append((await shop.order(shop.draft(passport=f"555555{place}"))).json()["order_number"])
        shop.services.clock.freeze(shop.services.now() + timedelta(seconds=1))
    first = (await shop.api.get("/v1/orders", params={"limit": 2})).json()
    assert [order["order_number"] for order in first["items"]] == numbers[:0:-1]
    assert first["total"] == 3
    second = (await shop.api.get("/v1/orders", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [order["order_number"] for order in second["items"]] == numbers[:1]
    assert second["next_cursor"] is None


async def test_a_payment_turns_drafts_into_policies(shop: Shop) -> None:
    chosen = [shop.draft(), shop.draft(passport="7654321", premium=1250)]

    def fill_cart(conn: Connection) -> None:
        for draft in chosen:
            conn.execute(cart_items.insert().values(draft_id=draft, account_id=shop.account))

    shop.services.store.write_now(fill_cart)
    order = (await shop.order(*chosen)).json()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    paid = await shop.read(order["order_number"])
    assert [(p["series"], p["number"]) for p in paid["policies"]] == [("BS", "2080471"), ("BS", "2080472")]
    policy = (await shop.api.get(f"/v1/policies/{paid['policies'][1]['id']}")).json()
    assert policy["premium"] == {"amount": "12.50", "currency": "EUR"}
    assert policy["payments"][0]["order_number"] == order["order_number"]
    assert policy["payment_schedule"][0]["paid"] is True
    left = await shop.services.store.read(lambda conn: conn.execute(cart_items.select()).all())
    assert left == []
    states = await shop.services.store.read(
        lambda conn: set(conn.scalars(drafts.select().with_only_columns(drafts.c.state)))
    )
    assert states == {"paid"}
    mail = await shop.services.store.read(lambda conn: messages(conn, shop.email))
    assert len(mail) == 1
    assert "Notification of successful conclusion" in mail[0].subject
    assert "BS 2080471, BS 2080472" in mail[0].text


async def test_the_mail_is_in_the_customers_language(shop: Shop) -> None:
    from omi_tui.fake_server.schema import accounts

    shop.services.store.write_now(lambda conn: conn.execute(update(accounts).values(language="ru")))
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    mail = await shop.services.store.read(lambda conn: messages(conn, shop.email))
    assert "Уведомление об успешном заключении договора" in mail[0].subject


async def test_a_test_card_pays_without_a_page(shop: Shop) -> None:
    order = await shop.new_order()
    number = order["order_number"]
    assert await shop.gateway.pay_with_test_card(number, CHALLENGE) == "challenge"
    assert await shop.gateway.pay_with_test_card(number, CHALLENGE) == "challenge", "the page waits"
    browser = shop.browser()
    await browser.open(order["pay_url"])
    assert browser.page.status_code == 200
    browser.page = await browser.http.get(browser.page.url.copy_with(path="/pay/secure.cfm"))
    code = browser.shown_code()
    assert await shop.gateway.pay_with_test_card(number, CHALLENGE, code) == "approved"
    assert (await shop.read(number))["state"] == "approved"


@pytest.mark.parametrize(("card", "state"), [("0000", "approved"), ("1097", "challenge"), ("0341", "pending")])
async def test_a_test_card_goes_by_its_last_four_digits(shop: Shop, card: str, state: str) -> None:
    order = await shop.new_order()
    paid = await shop.api.post(
        f"/_omi/pay/{order['order_number']}", json={"card": card}, headers={"Omi-Control": shop.services.control_token}
    )
    assert paid.json() == {"state": state}


@pytest.mark.parametrize("number", ["208047", "999999"])
@pytest.mark.parametrize("card", ["4111111111111111", "", "4200000000000001", "1111"])
async def test_only_listed_cards_pay_without_a_page(shop: Shop, number: str, card: str) -> None:
    from omi_tui.fake_server.problems import ProblemError

    await shop.new_order()
    with pytest.raises(ProblemError) as refused:
        await shop.gateway.pay_with_test_card(number, card)
    assert (refused.value.status, refused.value.code) == (422, "card.unlisted")
    assert not card or card not in str(refused.value.document(None))


async def test_the_buyers_return_proves_nothing(shop: Shop) -> None:
    order = await shop.new_order()
    forged = {"ordernumber": order["order_number"], "billnumber": "5000000000000001", "orderstate": "Approved"}
    page = await shop.api.get("/PaymentReturn.aspx", params=forged)
    assert page.status_code == 200
    assert order["order_number"] not in page.text
    assert (await shop.read(order["order_number"]))["state"] == "created"
