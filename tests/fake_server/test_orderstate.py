"""The gateway's order-state service: states, codes, every try with its own billnumber, and three days of memory."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from omi_tui.fake_server.card_page.orderstate import LOGIN, MERCHANT, PASSWORD
from tests.fake_server.paying import CHALLENGE, GOOD, NO_FUNDS, SLOW, Shop

ACCESS = {"Merchant_ID": MERCHANT, "Login": LOGIN, "Password": PASSWORD, "Format": "5"}


async def ask(shop: Shop, **fields: str) -> dict[str, Any]:
    answer = await shop.browser().http.post("/orderstate/orderstate.cfm", data=ACCESS | fields)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


async def test_every_try_has_its_billnumber(shop: Shop) -> None:
    number = (await shop.new_order())["order_number"]
    fresh = await ask(shop, Ordernumber=number)
    assert [(row["orderstate"], row["billnumber"]) for row in fresh["order"]] == [("In Process", "")]
    for card in (NO_FUNDS, GOOD):
        await shop.gateway.pay_with_test_card(number, card)
    rows = (await ask(shop, Ordernumber=number))["order"]
    assert [(row["orderstate"], row["responsecode"]) for row in rows] == [("Declined", "AS102"), ("Approved", "AS000")]
    assert len({row["billnumber"] for row in rows}) == 2
    assert {row["orderamount"] for row in rows} == {"8.00"}
    assert rows[0]["meannumber"] == "400000******9995"


async def test_an_abandoned_challenge_times_out(shop: Shop) -> None:
    number = (await shop.new_order())["order_number"]
    await shop.gateway.pay_with_test_card(number, CHALLENGE)
    assert (await ask(shop, Ordernumber=number))["order"][0]["orderstate"] == "In Process"
    shop.services.clock.freeze(shop.services.now() + shop.services.config.order_life)
    assert (await ask(shop, Ordernumber=number))["order"][0]["orderstate"] == "Timeout"


async def test_the_third_question_gets_the_slow_banks_answer(shop: Shop) -> None:
    number = (await shop.new_order())["order_number"]
    await shop.gateway.pay_with_test_card(number, SLOW)
    codes = [(await ask(shop, Ordernumber=number))["order"][0]["responsecode"] for _ in range(3)]
    assert codes == ["AS300", "AS300", "AS000"]


async def test_an_older_order_looks_absent(shop: Shop) -> None:
    made = shop.services.now()
    number = (await shop.new_order())["order_number"]
    shop.services.clock.freeze(made + timedelta(days=3, seconds=1))
    absent = await ask(shop, Ordernumber=number)
    assert (absent["firstcode"], absent["secondcode"], absent["order"]) == ("10", "107", [])
    window = {"StartYear": f"{made.year}", "StartMonth": f"{made.month}", "StartDay": f"{made.day}"}
    assert (await ask(shop, Ordernumber=number, **window))["count"] == "1"


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"Ordernumber": ""}, ("3", "107")),
        ({"Merchant_ID": ""}, ("3", "100")),
        ({"Password": "wrong-one"}, ("7", "0")),
        ({"Login": "пользователь"}, ("7", "0")),
        ({"Ordernumber": "9" * 129}, ("4", "107")),
        ({"Ordernumber": "999999"}, ("10", "107")),
        ({"StartYear": "2030", "StartMonth": "13", "StartDay": "1"}, ("4", "111")),
        ({"StartYear": "2030"}, ("4", "111")),
    ],
)
async def test_what_is_wrong_with_a_question(shop: Shop, fields: dict[str, str], codes: tuple[str, str]) -> None:
    number = (await shop.new_order())["order_number"]
    answer = await ask(shop, **({"Ordernumber": number} | fields))
    assert (answer["firstcode"], answer["secondcode"]) == codes


async def test_the_answer_in_xml(shop: Shop) -> None:
    number = (await shop.new_order())["order_number"]
    answer = await shop.browser().http.post(
        "/orderstate/orderstate.cfm", data=ACCESS | {"Ordernumber": number, "Format": "3"}
    )
    root = ElementTree.fromstring(answer.content)
    assert root.attrib == {"firstcode": "0", "secondcode": "0", "count": "1"}
    assert root.findtext("order/ordernumber") == number
    assert root.findtext("order/orderstate") == "In Process"
