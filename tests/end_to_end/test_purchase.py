"""Policies bought by keys alone, in a real terminal, from a real insurer over a socket."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import (
    answer,
    conclude,
    dates,
    demo,
    digit_of,
    fill_labels,
    order,
    other_person,
    pay_by_test_card,
    saved_policy,
    sign_in,
)


def _empty_cart(terminal: Terminal) -> None:
    """The demo account begins with one entry in the cart; take it out, so that one policy is paid."""
    terminal.press("3").wait_for("Total:").press("1")
    answer(terminal, "leaves the shopping cart", "2")
    terminal.wait_for("The shopping cart is empty.").press("Esc").wait_for("Welcome to your account")


def test_the_policyholder_is_insured(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        sign_in(terminal)
        _empty_cart(terminal)
        dates(terminal).press("Enter").wait_for("› Country of residence").press("Enter")
        terminal.wait_for("Check what you are about to conclude", "MP 1234567", "born 14 Jun 1985", "14.00 EUR")
        conclude(terminal)
        order(terminal)
        pay_by_test_card(terminal, "Paid at once").wait_for("is paid: 14.00 EUR", "is saved in")
        assert saved_policy(home).read_bytes().startswith(b"%PDF")
        assert re.search(r"Policy +BS \d{7}", terminal.text)
        terminal.press("Tab").press("Enter").wait_for("Welcome to your account", "4 in force")
        terminal.press("F3")
        assert terminal.wait_end() == 0


def _form(page: httpx.Response) -> tuple[str, dict[str, str]]:
    action = re.search(r'<form method="post" action="([^"]+)"', page.text)
    assert action, page.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', page.text))
    return action[1].replace("&amp;", "&"), hidden


def _post(browser: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    action, hidden = _form(page)
    return browser.post(action, data=hidden | fields, follow_redirects=True)


def _pay_link(terminal: Terminal) -> str:
    """The link as the screen shows it, put together from its lines."""
    terminal.press(digit_of(terminal, "Show the link as text")).wait_for("The link to the card page", "http://")
    first = next(number for number, line in enumerate(terminal.lines) if "http://" in line)
    column = terminal.lines[first].index("http://")
    shown = [line[column:].strip() for line in terminal.lines[first:]]
    link = "".join(shown[: shown.index("")])
    terminal.press("Esc").wait_for("waiting for payment until")
    return link


def test_another_person_declined_then_paid_with_a_code(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        sign_in(terminal)
        _empty_cart(terminal)
        dates(terminal)
        other_person(terminal).wait_for("MAGDALENA KOWALSKA, born 14 Jul 1986", "ZZ 1234567")
        conclude(terminal)
        order(terminal)
        pay_by_test_card(terminal, "Not enough money").wait_for(
            "was declined", "There is not enough money on the card."
        )
        terminal.press("F10").wait_for("waiting for payment until")
        link = _pay_link(terminal)
        parts = urlsplit(link)
        with httpx.Client(base_url=f"{parts.scheme}://{parts.netloc}") as browser:
            page = browser.get(link, follow_redirects=True)
            page = _post(browser, page, number="4012 0000 0000 1097", expiry="09/39", cvc="123")
            terminal.wait_for("The bank asks for a code.")
            code = re.search(r'<p class="code">([0-9]{6})</p>', page.text)
            assert code
            _post(browser, page, code=code[1], confirm="1")
        terminal.wait_for("is paid: 14.00 EUR", "is saved in")
        assert saved_policy(home).read_bytes().startswith(b"%PDF")


def test_from_sign_up_to_a_policy(home: Path) -> None:
    email, password = "magda@example.test", "four unrelated words"
    with demo(home, "--memory") as terminal:
        terminal.wait_for("› Login").press("Tab", "Tab", "Tab").press("1").wait_for("› Residence country")
        fill_labels(
            terminal,
            {"Residence country": "pol", "E-mail address": email, "Password": password, "Password again": password},
        )
        terminal.wait_for("› [ ]").press("Space", "Enter").wait_for("Registration successfully completed!")
        terminal.press("F10").wait_for("Activate your account", "› ")
        terminal.wait_for("› Link").press("Tab").wait_for("›[ Activate")
        terminal.press(digit_of(terminal, "Open the demo mailbox")).wait_for("Demo mailbox", "Registration in")
        terminal.press("1")
        terminal.wait_for("Use this link").press("F10").wait_for("Activate your account").press("F10")
        terminal.wait_for("Your account is active").press("F10")
        terminal.wait_for("Sign in to your account", email, "› Password")
        terminal.type(password).press("Enter").wait_for("Welcome to your account")
        terminal.press("1")
        fill_labels(terminal, {"Policy start date": "+5", "Policy end date": "8d"})
        terminal.wait_for("Complete your details first").press("F10")
        _complete_details(terminal)
        terminal.wait_for("Who is insured?", "› [x]").press("Enter").wait_for("› Country of residence").press("Enter")
        terminal.wait_for("MAGDALENA KOWALSKA, born 14 Jul 1986", "ZZ 1234567", "8.00 EUR")
        conclude(terminal)
        order(terminal)
        pay_by_test_card(terminal, "Paid at once").wait_for("is paid: 8.00 EUR", "is saved in")
        assert saved_policy(home).read_bytes().startswith(b"%PDF")


def _complete_details(terminal: Terminal) -> None:
    """Personal information and passport of somebody who has just signed up."""
    answers = {
        "Last name": "kowalska",
        "First name": "magdalena",
        "Patronymic": "",
        "Last name in Latin": "kowalska",
        "First name in Latin": "magdalena",
    }
    fill_labels(terminal, answers)
    terminal.wait_for("› Sex").press("1", "Enter")
    answers = {"Date of birth": "14.7.86", "Address": "ul. Lipowa 12, Bialystok", "Phone number": "+48600000000"}
    fill_labels(terminal, answers)
    terminal.wait_for("› Document type").press("1", "Enter")
    answers = {
        "Nationality": "pol",
        "Series (in Latin)": "zz",
        "Document number": "1234567",
        "Personal number": "",
        "Issued by": "Bialystok",
        "Date of issue": "1.2.2024",
        "Date of expiry": "1.2.2034",
    }
    fill_labels(terminal, answers)


def _choose(terminal: Terminal, label: str) -> Terminal:
    """Walk with Tab to a button and press it."""
    for _step in range(20):
        if f"›[ {label} ]" in terminal.text:
            return terminal.press("Enter")
        terminal.press("Tab").settle()
    raise AssertionError(f"no button {label}\n{terminal.picture()}")


def test_an_open_order_is_found_again(home: Path) -> None:
    with demo(home) as terminal:
        sign_in(terminal)
        _empty_cart(terminal)
        dates(terminal).press("Enter").wait_for("› Country of residence").press("Enter")
        conclude(terminal)
        order(terminal)
        number = re.search(r"Order (\d+)", terminal.text)
        assert number
        terminal.process.kill()
        terminal.wait_end()
    with demo(home) as terminal:
        sign_in(terminal).wait_for(f"Order {number[1]} is waiting for payment until")
        _choose(terminal, f"Continue paying order {number[1]}").wait_for("waiting for payment until")
        pay_by_test_card(terminal, "Paid at once").wait_for("is paid", "is saved in")
        assert saved_policy(home).read_bytes().startswith(b"%PDF")
