"""FS-06: every scenario is walked by keys in the whole wizard: what the screen says, and what the insurer holds."""

import asyncio
import re
import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from omi_tui.client.errors import ClientError
from omi_tui.fake_server import scenario_names
from omi_tui.journeys.failures import understand
from tests.journeys.walking import fill
from tests.screens.cells import lines
from tests.screens.scenario_day import LOGIN, PASSWORD, Day, day
from tests.screens.walking import NEWCOMER, app_of, purchase, settle

Walk = Callable[[Day], Awaitable[None]]
WALKS: dict[str, Walk] = {}


def walk(*names: str) -> Callable[[Walk], Walk]:
    """What the person does in the scenarios of these *names*."""

    def kept(how: Walk) -> Walk:
        WALKS.update(dict.fromkeys(names, how))
        return how

    return kept


async def pay(here: Day) -> str:
    """Pay an order by a test card; its number."""
    number = await here.order()
    await here.press("4", "1")
    return number


async def is_paid(here: Day, number: str) -> None:
    here.sees(f"Order {number} is paid", "The insurance contract is concluded. It can no longer be terminated.")
    here.holds(drafts=1, policies=1, orders="approved")
    (saved,) = here.workplace.downloads.iterdir()
    assert saved.read_bytes().startswith(b"%PDF-")
    assert saved.read_bytes().rstrip().endswith(b"%%EOF")


@walk("happy")
async def nothing_goes_wrong(here: Day) -> None:
    await here.sign_in()
    await here.type("1+40\n8d\n")
    assert here.at == "insured"
    await here.press("f10")
    assert here.at == "check"
    await here.conclude()
    here.sees("The contract draft is successfully formed")
    await here.press("f10", "f10", "2")
    number = here.number()
    await here.press("4", "1")
    await is_paid(here, number)


@walk("notice-late", "notice-lost", "notice-twice", "half-a-document")
async def paid_at_once(here: Day) -> None:
    await is_paid(here, await pay(here))


@walk("decline-insufficient")
async def no_money(here: Day) -> None:
    number = await pay(here)
    here.sees(
        f"The payment of order {number} was declined", "There is not enough money on the card. Use another card.",
        "The payment was declined, and nothing was charged.", "This order can be paid until",
    )  # fmt: skip
    await here.press("f10")
    assert (here.at, here.number()) == ("pay", number)
    here.holds(drafts=1, orders="declined")


@walk("3ds-refused")
async def no_three_d_secure(here: Day) -> None:
    await pay(here)
    here.sees("The bank did not confirm the card's holder (3-D Secure). Try again, or use another card.")
    here.holds(drafts=1, orders="declined")


@walk("3ds-challenge-fail")
async def another_code(here: Day) -> None:
    number = await here.order()
    page = await here.use_card_page(number)
    await here.look()
    here.sees("The bank asks for a code. Type it on the card page")
    here.holds(drafts=1, orders="challenge")
    await page.post(code="000000" if page.shown_code() != "000000" else "000001")
    await here.look()
    here.sees("The bank refused the payment. Try again, or use another card.")
    here.holds(drafts=1, orders="declined")
    await here.press("f10")
    page = await here.use_card_page(number)
    await page.post(code=page.shown_code())
    await here.look()
    await is_paid(here, number)


@walk("3ds-abandon")
async def the_page_is_closed(here: Day) -> None:
    number = await here.order()
    await here.use_card_page(number)
    await here.later(121)
    await here.look()
    here.sees(
        f"Order {number} can no longer be paid", "The time to pay this order is over, and nothing was charged.",
        "The contract drafts stay. Open them to add them to the shopping cart again.",
    )  # fmt: skip
    here.holds(drafts=1, orders="expired")
    await here.press("f10", "1")
    here.sees("ANNA IVANOVA", "not paid; it is not valid until paid")


@walk("pay-then-lost-return")
async def the_return_is_lost(here: Day) -> None:
    number = await here.order()
    page = await here.use_card_page(number)
    assert page.page.status_code == 504
    await here.look()
    assert here.at == "paid"
    await is_paid(here, number)


@walk("forged-return")
async def back_without_having_paid(here: Day) -> None:
    number = await here.order()
    page = await here.use_card_page(number)
    assert f"{here.services.url}/PaymentReturn.aspx?ordernumber={number}" in page.page.text
    await page.http.get(f"{here.services.url}/PaymentReturn.aspx", params={"ordernumber": number, "state": "approved"})
    await here.look()
    here.sees("The payment was declined, and nothing was charged.")
    here.holds(drafts=1, orders="declined")
    assert not here.workplace.downloads.exists()


@walk("approved-on-nth-poll")
async def a_slow_bank(here: Day) -> None:
    number = await pay(here)
    here.sees("The bank is working on the payment. It has not said yes or no yet.")
    for _look in range(5):
        if here.at == "paid":
            break
        here.holds(drafts=1, orders="pending")
        await here.look()
    await is_paid(here, number)


@walk("policy-comes-late")
async def the_policy_comes_late(here: Day) -> None:
    number = await pay(here)
    here.sees(f"Order {number} is paid", "The insurer is issuing the policy. This takes some moments.")
    here.holds(drafts=1, orders="approved")
    await here.later(61)
    await here.look()
    assert "is issuing" not in here.text
    await is_paid(here, number)


@walk("answer-lost-after-commit")
async def the_first_answer_is_lost(here: Day) -> None:
    await here.arrive()
    await here.to_check()
    await here.conclude()
    here.sees("The contract draft is successfully formed")
    here.holds(drafts=1)
    await here.press("f10", "f10", "2")
    here.sees("No payment has arrived yet.")
    here.holds(drafts=1, orders="created")
    assert [wait.reason for wait in here.waits] == ["retrying", "retrying"]


@walk("never-an-answer")
async def no_answer_ever(here: Day) -> None:
    await here.arrive()
    await here.to_check()
    await here.conclude()
    assert here.at == "checking"
    here.sees(
        "It is not known yet whether the contract draft was formed",
        "The answer of the insurer was lost.", "Nothing is sent a second time.",
    )  # fmt: skip
    here.holds(drafts=1)
    await here.press("f10")
    here.sees("The contract draft is successfully formed")
    here.holds(drafts=1)


async def through(here: Day, wanted: str) -> None:
    """Go on by the main button, and look again where something is unknown, until *wanted* stands there."""
    for _try in range(30):
        if here.at == wanted:
            return
        if here.at == "checking":
            await here.look()
        elif here.at in ("check", "nothing") or (here.at == "cart" and "Total:" in here.text):
            await here.press("f10", "2")
        else:
            await here.press("f10")
    raise AssertionError(f"{wanted} is never reached: {here.at}, {here.text}")


@walk("goes-down-while-buying")
async def away_for_six_tries(here: Day) -> None:
    await here.arrive()
    await here.to_check()
    await here.conclude()
    here.sees("It is not known yet whether the contract draft was formed", "Nothing is sent a second time.")
    here.holds()
    await through(here, "nothing")
    here.sees("The insurer has never received it.", "nothing was concluded, and nothing was charged.")
    await through(here, "formed")
    here.sees("MAGDALENA KOWALSKA")
    here.holds(drafts=1)


@walk("overloaded", "overloaded-by-date")
async def asked_for_patience(here: Day) -> None:
    await here.sign_in()
    if here.at == "sign_in":
        assert re.search("(The insurer is busy. Try again in|There were too many tries. Wait) [2-4] seconds", here.text)
        await through(here, "menu")
    await here.calmly(here.to_check)
    await here.press("space")
    await through(here, "pay")
    here.holds(drafts=1, orders="created")
    told = [wait.seconds for wait in here.waits if wait.reason == "overloaded"]
    assert told
    assert max(told) > 2  # the insurer asks for four; a date has lost up to a second


@walk("captive-portal")
async def the_networks_own_page(here: Day) -> None:
    await here.sign_in()
    for _try in range(10):
        if here.at == "sign_in":
            here.sees(
                "Something answered that is not the insurer. If this network has a sign-in page of its own", LOGIN
            )
            here.holds()
            await here.press("f10")
    here.sees("Welcome to your account")


@walk("insurer-down")
async def nobody_answers(here: Day) -> None:
    await here.sign_in()
    assert here.at == "sign_in"
    here.sees("The connection to the insurer broke off. Try again; nothing is done twice.", "agent@example.test")
    await here.lift()
    await here.press("f10")
    here.sees("Welcome to your account")


@walk("double-desk")
async def two_desks(here: Day) -> None:
    rule = {"operation": "POST /v1/drafts", "phase": "before_commit", "kind": "delay", "times": None, "seconds": 0.2}
    await here.control("PUT", "faults", {"rules": [rule]})  # the scenario's own, in less time
    await here.arrive()
    await here.to_check()
    other = await purchase(await here.other_desk(), "check", other=True)
    fill(other.confirm, confirmed="yes")
    concluding = asyncio.create_task(other.act("conclude"))
    await here.conclude()
    await concluding
    assert {here.at, other.view().id} == {"formed", "overlap"}
    loser = here.text if here.at == "overlap" else " ".join((other.view().heading, *other.view().lead))
    assert "This passport already has a contract for some of these days" in loser
    assert "Nothing was concluded." in loser
    here.holds(drafts=1)


@walk("expired-passport")
async def own_passport_expired(here: Day) -> None:
    await here.sign_in()
    await here.type("1+40\n8d\n")
    await here.press("f10")
    here.sees("The passport ends before the policy does. Change the end date, or renew the passport details.")
    assert here.at == "passport"
    here.holds()
    await here.press("escape")
    await here.to_check()
    await here.conclude()
    here.holds(drafts=1)


@walk("minor")
async def under_age(here: Day) -> None:
    await here.sign_in()
    await here.type("1+40\n8d\n")
    assert here.at == "dates"
    here.sees(
        "Who concludes a contract has to be 18 years old. Let an adult sign in with an account of their own "
        "and buy the policy for this traveller.", "8.00 EUR",
    )  # fmt: skip
    here.holds()


@walk("activation-link-expired")
async def the_link_is_too_old(here: Day) -> None:
    await here.press("tab", "tab", "1")
    await here.type(f"pol\n{NEWCOMER}\nfour unrelated words\nfour unrelated words\n ")
    await here.press("f10")
    here.sees("Registration successfully completed!")
    await here.press("f10", "tab", "tab", "3", "enter", "f10")
    await here.later(2)
    await here.press("f10")
    here.sees("This link is too old. Ask for a new mail, and use the link in that one.")
    assert here.rows("SELECT active FROM accounts WHERE email = ?", NEWCOMER) == [(0,)]
    here.holds(mails=1)


@walk("session-ends")
async def the_session_ends(here: Day) -> None:
    await here.sign_in()
    await here.type("1+40\n8d\n")
    assert here.at == "insured"
    await here.later(61)
    await here.press("f10")
    await here.press("space", "f10")
    await here.press("2")
    here.sees("Sign in again", "The insurer has ended the session. What you typed is kept.")
    here.holds()
    await here.type(f"{PASSWORD}\n")
    here.sees("The contract draft is successfully formed", "8 days")
    here.holds(drafts=1)


@walk("slow-backend")
async def everything_is_slow(here: Day) -> None:
    await here.type(f"{LOGIN}\n{PASSWORD}")
    here.pilot.app.simulate_key("enter")
    async with asyncio.timeout(20):
        while "Asking the insurer" not in here.text:
            await here.pilot.pause(0.05)
    here.sees("Esc stops waiting.")
    here.pilot.app.simulate_key("escape")
    await settle(here.pilot)
    here.sees("Stopped waiting.", LOGIN)
    await here.lift()
    await here.press("f10")
    here.sees("Welcome to your account")


@walk("stale-copy")
async def edited_elsewhere(here: Day) -> None:
    await here.sign_in()
    await here.press("7")
    await here.type("\n" * 7 + ", flat 9")
    await here.press("f10")
    here.sees("These details were changed elsewhere", "Nothing of yours is lost: choose what to keep.", "flat 9")
    here.holds()
    await here.press("tab", "enter")
    here.sees("Personal information is saved.")
    assert here.rows("SELECT address FROM personal_info WHERE address LIKE '%flat 9'")


@walk("wrong-clock")
async def the_clocks_differ(here: Day) -> None:
    await here.sign_in()
    number = await pay(here)
    assert any(
        message.text.startswith("The clock of this machine differs from the insurer's by more than two minutes.")
        for message in here.workplace.messages
    )
    await is_paid(here, number)


@walk("newer-insurer")
async def a_newer_insurer(here: Day) -> None:
    await here.sign_in()
    await through(here, "menu")
    await here.calmly(here.to_check)
    await here.press("space")
    await through(here, "pay")
    here.holds(drafts=1, orders="created")

    unknown = (
        "The insurer's answer has something in it that this program does not know. Try again; "
        "if it happens once more, install a newer version of this program."
    )
    assert {message.text for message in here.workplace.messages if message.bad} <= {unknown}
    drafts = (await here.workplace.insurer()).drafts

    async def look_again() -> None:
        for _try in range(40):  # one answer of five has a state that is not known
            await drafts.list()

    with pytest.raises(ClientError) as failure:
        await look_again()
    assert understand(failure.value).sentence == unknown
    here.holds(drafts=1, orders="created")


@walk("hostile-names", "many-scripts")
async def every_name_is_text(here: Day) -> None:
    await here.sign_in()
    for place in "245":
        await here.press(place)
        await is_straight(here)
        await here.press("1")
        await is_straight(here)
        await here.press("escape", "escape")
        assert here.at == "menu"
    await here.press("7")
    await is_straight(here)


async def is_straight(here: Day) -> None:
    """Nothing on the screen steers a terminal, and what stands below another thing begins in the same cell."""
    rows = lines(app_of(here.pilot))
    assert not [hex(ord(each)) for each in here.text if unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp")]
    assert all(cell_len(row) <= 110 for row in rows)
    days = [
        re.search(r"[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2}", row) for row in rows if re.match("[› ] +[0-9]+ +OMI", row)
    ]
    assert len({cell_len(found.string[: found.start()]) for found in days if found}) <= 1


@pytest.mark.parametrize("name", scenario_names.files())
async def test_fs_06_every_scenario_is_walked_by_keys(name: str, tmp_path: Path) -> None:
    async with day(name, tmp_path) as here:
        await WALKS[name](here)


def test_fs_06_every_scenario_has_its_walk() -> None:
    assert set(WALKS) == set(scenario_names.files())
