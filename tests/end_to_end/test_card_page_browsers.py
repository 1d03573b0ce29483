"""The card page in real browsers, by keys alone: Chromium, and w3m in a terminal, against a real server."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.bundled import Customer, bundled_insurer
from tests.end_to_end.chromium import Chromium
from tests.end_to_end.terminal import Terminal, environment


@pytest.fixture
def customer(home: Path) -> Iterator[Customer]:
    with bundled_insurer(home) as customer:
        yield customer


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    with Chromium(tmp_path) as browser:
        yield browser


def fill_in(browser: Chromium, card: str) -> None:
    for name, value in (("Card number", card), ("Expiration", "09/39"), ("CVC", "123")):
        browser.tab_to(name)
        browser.type(value)
    browser.submit()


def test_chromium_pays_with_3d_secure(customer: Customer, browser: Chromium) -> None:
    order = customer.order()
    browser.open(order["pay_url"])
    assert f"Order {order['order_number']}" in browser.text
    assert "no money moves" in browser.text
    fill_in(browser, "4012 0000 0000 1097")
    assert customer.read(order)["state"] == "challenge"
    code = re.search(r"^\d{6}$", browser.text, re.MULTILINE)
    assert code
    browser.tab_to("Code")
    browser.type(code[0])
    browser.submit()
    assert f"Order {order['order_number']} is paid" in browser.text
    paid = customer.read(order)
    assert paid["state"] == "approved"
    assert len(paid["policies"]) == 1
    browser.tab_to("Return to the insurer", "A")
    browser.submit()
    assert "You may close this page" in browser.text
    strangers = {urlsplit(address).netloc for address in browser.asked()} - {
        urlsplit(customer.pay_url).netloc,
        customer.http.base_url.netloc.decode(),
    }
    assert strangers == set(), "the page asks nobody else for anything"


def test_chromium_mends_a_mistake_and_retries_after_a_refusal(customer: Customer, browser: Chromium) -> None:
    order = customer.order()
    browser.open(order["pay_url"])
    fill_in(browser, "4000 0000 0000 9996")
    assert "The card number has a typing error." in browser.text
    assert browser.evaluate("document.getElementById('number').value") == ""
    assert browser.evaluate("document.getElementById('expiry').value") == "09/39"
    browser.evaluate("document.getElementById('expiry').value = ''")
    fill_in(browser, "4000 0000 0000 9995")
    assert "There is not enough money on the card." in browser.text
    assert customer.read(order)["gateway_code"] == "AS102"
    browser.tab_to("Try again", "A")
    browser.submit()
    fill_in(browser, "5555 5555 5555 4444")
    assert f"Order {order['order_number']} is paid" in browser.text
    assert customer.read(order)["state"] == "approved"


def test_chromium_runs_the_page_without_scripts(customer: Customer, browser: Chromium) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(customer.order()["pay_url"])
    assert browser.evaluate("document.scripts.length") == 0
    assert browser.evaluate("getComputedStyle(document.querySelector('.banner')).fontWeight") == "600", "style sheet"
    assert browser.complaints() == []


class TextBrowser:
    """w3m in a terminal. It takes keys one after the other, so only what it shows has to be waited for."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def fill_in_next(self, label: str, value: str) -> None:
        self.terminal.press("Tab", "Enter").wait_for("TEXT:").type(value).press("Enter")
        self.terminal.wait(
            lambda: any(label in line and value in line for line in self.terminal.lines), f"{value} at {label}"
        )

    def press_next(self) -> None:
        self.terminal.press("Tab", "Enter")


def test_w3m_pays_with_3d_secure(customer: Customer, home: Path) -> None:
    order = customer.order()
    command = [
        "w3m",
        "-no-mouse",
        "-o",
        "use_cookie=1",
        "-o",
        "accept_cookie=1",
        "-o",
        "auto_image=0",
        order["pay_url"],
    ]
    with Terminal(command, environment(home), lines=40) as terminal:
        w3m = TextBrowser(terminal)
        terminal.wait_for("Card information", f"Order {order['order_number']}")
        terminal.press("Tab")  # the other language
        w3m.fill_in_next("Card number", "4012000000001097")
        w3m.fill_in_next("Expiration", "09/39")
        w3m.fill_in_next("CVC", "123")
        w3m.press_next()
        terminal.wait_for("Confirm the payment", "[Cancel the payment]")
        code = re.search(r"here:\W+(\d{6})\b", terminal.text)
        assert code, terminal.picture()
        terminal.press("Tab")
        w3m.fill_in_next("Code", code[1])
        w3m.press_next()
        terminal.wait_for(f"Order {order['order_number']} is paid")
    assert customer.read(order)["state"] == "approved"
