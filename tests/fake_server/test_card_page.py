"""The card page as a browser without scripts sees it: every card, every mistake, every page's headers."""

import asyncio
import logging
import re

import pytest

from omi_tui.fake_server.card_page.view import words
from tests.fake_server.paying import (
    CHALLENGE,
    GOOD,
    LOST,
    MASTERCARD,
    MIR,
    NO_3DS,
    NO_FUNDS,
    REFUSED,
    SLOW,
    Shop,
)

UNLISTED = "4111111111111111"


@pytest.mark.parametrize("card", [GOOD, MASTERCARD, MIR])
async def test_a_good_card_pays(shop: Shop, card: str) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    page = await browser.open(order["pay_url"])
    assert "8.00 EUR" in page
    assert f"Order {order['order_number']}" in page
    page = await browser.pay(card)
    assert f"Order {order['order_number']} is paid" in page
    assert browser.page.url.path == "/pay/result.cfm"
    paid = await shop.read(order["order_number"])
    assert paid["state"] == "approved"
    assert len(paid["policies"]) == 1
    assert [event["event"] for event in paid["events"]] == ["created", "page_opened", "approved"]


@pytest.mark.parametrize(
    ("card", "code", "words"),
    [
        (NO_3DS, "AS110", "could not confirm the payment by 3-D Secure"),
        (NO_FUNDS, "AS102", "not enough money"),
        (REFUSED, "AS100", "The bank refused the payment"),
    ],
)
async def test_a_declined_card_may_be_followed_by_another(shop: Shop, card: str, code: str, words: str) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    page = await browser.pay(card)
    assert words in page
    assert code in page
    declined = await shop.read(order["order_number"])
    assert (declined["state"], declined["gateway_code"], declined["policies"]) == ("declined", code, [])
    await browser.open(order["pay_url"])
    assert "is paid" in await browser.pay(GOOD)
    paid = await shop.read(order["order_number"])
    assert (paid["state"], paid["gateway_code"]) == ("approved", None)
    tries = await shop.services.store.read(lambda conn: shop.gateway.ledger(conn).attempts(order["order_number"]))
    assert len({attempt.billnumber for attempt in tries}) == 2
    assert [event["code"] for event in paid["events"] if event["event"] == "declined"] == [code]


async def test_the_shown_code_approves(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    page = await browser.pay(CHALLENGE)
    assert browser.page.url.path == "/pay/secure.cfm"
    assert "401200******1097" in page
    assert (await shop.read(order["order_number"]))["state"] == "challenge"
    assert "Enter the code." in await browser.post(code="")
    assert "is paid" in await browser.post(code=browser.shown_code())
    assert (await shop.read(order["order_number"]))["state"] == "approved"


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"code": "wrong"}, "The code was wrong"), ({"cancel": "Cancel the payment"}, "You cancelled")],
)
async def test_another_code_and_the_cancel_button_decline(shop: Shop, fields: dict[str, str], words: str) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    await browser.pay(CHALLENGE)
    assert words in await browser.post(**fields)
    declined = await shop.read(order["order_number"])
    assert (declined["state"], declined["gateway_code"]) == ("declined", "AS100")
    await browser.open(order["pay_url"])
    await browser.pay(CHALLENGE)
    assert "is paid" in await browser.post(code=browser.shown_code())


async def test_a_slow_bank_answers_at_the_third_question(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    assert "The bank has not answered yet" in await browser.pay(SLOW)
    assert "has not answered" in await browser.open(order["pay_url"])
    states = [(await shop.read(order["order_number"]))["state"] for _ in range(3)]
    assert states == ["pending", "pending", "approved"]


async def test_a_list_of_orders_does_not_hurry_the_bank(shop: Shop) -> None:
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], SLOW)
    for _ in range(4):
        listed = (await shop.api.get("/v1/orders")).json()
        assert listed["items"][0]["state"] == "pending"


async def test_a_waiting_bank_outlasts_the_order(shop: Shop) -> None:
    order = await shop.new_order()
    await shop.gateway.pay_with_test_card(order["order_number"], SLOW)
    shop.services.clock.freeze(shop.services.now() + 2 * shop.services.config.order_life)
    assert [(await shop.read(order["order_number"]))["state"] for _ in range(3)][-1] == "approved"


async def test_a_lost_return_is_no_lost_payment(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    page = await browser.pay(LOST)
    assert browser.page.status_code == 504
    assert "Do not pay again" in page
    assert (await shop.read(order["order_number"]))["state"] == "approved"


async def test_a_paid_order_is_not_paid_twice(shop: Shop) -> None:
    order = await shop.new_order()
    first, second = shop.browser(), shop.browser()
    await first.open(order["pay_url"])
    await second.open(order["pay_url"])
    await first.pay(GOOD)
    page = await second.pay(GOOD)
    assert second.page.status_code == 409
    assert "cannot be paid a second time" in page
    assert "cannot be paid a second time" in await first.open(order["pay_url"])
    tries = await shop.services.store.read(lambda conn: shop.gateway.ledger(conn).attempts(order["order_number"]))
    assert len(tries) == 1


async def test_two_payments_at_once_are_one(shop: Shop) -> None:
    order = await shop.new_order()
    browsers = [shop.browser() for _ in range(4)]
    for browser in browsers:
        await browser.open(order["pay_url"])
    await asyncio.gather(*(browser.pay(GOOD) for browser in browsers))
    assert sorted(browser.page.status_code for browser in browsers) == [200, 409, 409, 409]
    tries = await shop.services.store.read(lambda conn: shop.gateway.ledger(conn).attempts(order["order_number"]))
    assert len(tries) == 1


async def test_an_expired_order_takes_no_payment(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    shop.services.clock.freeze(shop.services.now() + shop.services.config.order_life)
    page = await browser.pay(GOOD)
    assert browser.page.status_code == 410
    assert "has expired" in page
    await browser.open(order["pay_url"])
    assert browser.page.status_code == 410
    assert (await shop.read(order["order_number"]))["state"] == "expired"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "", "expiry": "", "cvc": ""}, ["Enter the card number", "Enter the month", "Enter the CVC"]),
        ({"number": "4200000000000001"}, ["typing error"]),
        ({"number": "4200 letters"}, ["12 to 19 digits"]),
        ({"number": UNLISTED}, ["only the test cards"]),
        ({"expiry": "13/30"}, ["month and year"]),
        ({"expiry": "01/20"}, ["The card has expired"]),
        ({"expiry": "0939"}, []),
        ({"cvc": "12"}, ["The CVC is three digits"]),
    ],
)
async def test_mistakes_are_told_at_the_field(shop: Shop, fields: dict[str, str], words: list[str]) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    page = await browser.post(**({"number": GOOD, "expiry": "09/39", "cvc": "123"} | fields))
    assert browser.page.status_code == (422 if words else 200)
    for word in words:
        assert page.count(word) == 2, "once in the summary, once at the field"
    assert "8.00 EUR" in page
    for number in (fields.get("number"), "123"):
        assert not number or f'value="{number}"' not in page


async def test_an_unlisted_card_is_neither_stored_nor_logged(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    await browser.pay(UNLISTED)
    await browser.pay(GOOD)
    copy = await shop.services.store.snapshot()
    everything = "\n".join(copy.iterdump())
    copy.close()
    for number in (UNLISTED, GOOD):
        assert number not in everything
        assert number not in caplog.text
        assert number not in repr(shop.services.log)
    assert "420000******0000" in everything


async def test_a_form_made_elsewhere_is_refused(shop: Shop) -> None:
    order, other = await shop.new_order(), (await shop.order(shop.draft(passport="7654321"))).json()
    fields = {"number": GOOD, "expiry": "09/39", "cvc": "123"}
    browser = shop.browser()
    await browser.open(other["pay_url"])
    _, hidden = browser.form()
    await browser.open(order["pay_url"])
    action, _ = browser.form()
    stranger = shop.browser()
    attempts = [
        (stranger, fields),
        (stranger, fields | hidden),
        (browser, fields),
        (browser, fields | hidden),
        (browser, fields | {"csrf": "0" * 64}),
    ]
    for who, body in attempts:
        answer = await who.http.post(action, data=body)
        assert answer.status_code == 403
        assert "Nothing was paid" in answer.text
    assert (await shop.read(order["order_number"]))["state"] == "created"


async def test_pages_speak_russian(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser("ru-BY,ru;q=0.9,en;q=0.5")
    page = await browser.open(order["pay_url"])
    assert '<html lang="ru">' in page
    assert "Номер карты" in page
    page = await browser.open(order["pay_url"] + "&lang=en")
    assert "Card number" in page
    assert "lang=en" in browser.form()[0], "the language chosen by hand travels along"
    page = await shop.browser().open(order["pay_url"] + "&lang=xx")
    assert '<html lang="en">' in page


def test_both_languages_say_the_same() -> None:
    english, russian = words("en"), words("ru")
    assert english.keys() == russian.keys()
    for name, sentence in english.items():
        assert re.findall(r"{\w+}", sentence) == re.findall(r"{\w+}", russian[name]), name


async def test_every_page_carries_the_same_guards(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    pages = []
    await browser.open(order["pay_url"])
    pages.append(browser.page)
    await browser.pay("1")
    pages.append(browser.page)
    await browser.pay(CHALLENGE)
    pages.extend([*browser.page.history, browser.page])
    await browser.post(code=browser.shown_code())
    pages.extend([*browser.page.history, browser.page])
    for address in ("/pay/order.cfm?o=unknown", "/nowhere", "/card.css"):
        pages.append(await browser.http.get(address))
    pages.append(await browser.http.post("/pay/order.cfm?o=x", content=b"{}", headers={"Content-Type": "text/plain"}))
    pages.append(await browser.http.post("/orderstate/orderstate.cfm", data={"Format": "5"}))
    for page in pages:
        headers = page.headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["omi-fake"] == "1"
        assert headers["cache-control"] == "no-store"
        if headers.get("content-type", "").startswith("text/html"):
            assert "no money moves" in page.text
            assert "<script" not in page.text
            assert "style=" not in page.text
            assert '<html lang="en">' in page.text
    cookie = pages[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie, "a browser would drop it on plain http"


async def test_over_https_the_cookie_is_bound_to_its_host(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    answer = await browser.http.get(order["pay_url"].replace("http://", "https://"))
    assert answer.headers["set-cookie"].startswith("__Host-omi-pay=")
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("size", [5000, 50_000])
async def test_a_huge_form_is_refused(shop: Shop, size: int) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    await browser.pay("4" * size)
    assert browser.page.status_code == 413


async def test_what_comes_from_the_address_is_escaped(shop: Shop) -> None:
    order = await shop.new_order()
    page = await shop.browser().open(order["pay_url"] + "&lang=%22%3E%3Cscript%3E")
    assert "<script" not in page


async def test_the_link_is_short_enough_for_a_small_code(shop: Shop) -> None:
    order = await shop.new_order()
    assert len(order["pay_url"].replace(shop.services.pay_url, "http://127.0.0.1:65535")) < 70
