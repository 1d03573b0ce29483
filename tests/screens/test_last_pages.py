"""F11: the last page of a purchase names the number, the amount and what comes next, and is not payable twice."""

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.text.i18n import NBSP
from tests.journeys.walking import ids
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import app_of, press, show, top

NOTE = """The contract draft is successfully formed

Contract draft: {number}
Insured person: MAGDALENA KOWALSKA
Term of insurance: 8 days, 23 Jun 2036 to 30 Jun 2036
Insurance premium: 8.00 EUR
To be paid until: {until}

It is not valid until it is paid. Add it to the shopping cart and pay by card.
You find it later under Contract drafts.
"""


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


def words(pilot: Pilot[int]) -> str:
    return " ".join(" ".join(lines(pilot.app)).replace(NBSP, " ").split())


async def test_f11_the_formed_draft_names_number_amount_and_what_next(pilot: Pilot[int]) -> None:
    await SCENES["formed"](pilot)
    journey = top(pilot).journey
    assert isinstance(journey, PurchaseJourney)
    assert journey.draft is not None
    shown = words(pilot)
    for text in (f"Contract draft {journey.draft.id}", "Insurance premium 8.00 EUR", "To be paid until"):
        assert text in shown
    assert "Add it to the shopping cart and pay by card." in shown


async def test_f11_the_page_is_saved_as_text_once_for_each_time_it_is_asked(pilot: Pilot[int], tmp_path: Path) -> None:
    await SCENES["formed"](pilot)
    journey = top(pilot).journey
    assert isinstance(journey, PurchaseJourney)
    assert journey.draft is not None
    top(pilot).start("note")
    await press(pilot, "tab")
    (saved,) = (tmp_path / "Downloads").iterdir()
    assert f"This page is saved in Downloads/{saved.name}." in words(pilot)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    until = {row.label: row.value for row in journey.view().rows}["To be paid until"]
    written = saved.read_text("utf-8").replace(NBSP, " ")
    assert written == NOTE.format(number=journey.draft.id, until=until.replace(NBSP, " "))


async def test_f11_a_folder_that_takes_no_file_is_told(pilot: Pilot[int], tmp_path: Path) -> None:
    await SCENES["formed"](pilot)
    (tmp_path / "Downloads").write_text("no folder")
    top(pilot).start("note")
    await press(pilot, "tab")
    assert "This page cannot be saved in Downloads. Choose another folder in Settings" in words(pilot)


async def test_f11_what_is_paid_is_not_payable_again(pilot: Pilot[int], tmp_path: Path) -> None:
    await SCENES["paid"](pilot)
    journey = top(pilot).journey
    assert isinstance(journey, PayJourney)
    assert journey.order is not None
    shown = words(pilot)
    assert f"Order {journey.order_number} is paid: " in shown
    assert "It can no longer be terminated." in shown
    assert not {"browser", "terminal", "link", "cards", "retry", "pay"} & set(ids(journey))
    (policy,) = journey.order.policies
    assert f"{policy.series} {policy.number}" in shown
    assert [saved.suffix for saved in (tmp_path / "Downloads").iterdir()] == [".pdf"]
    workplace = app_of(pilot).workplace
    insurer = await workplace.insurer()
    drafts = [draft.id for draft in (await insurer.drafts.list(limit=50)).items]
    assert not set(journey.order.draft_ids) & set(drafts)
    again = PayJourney(workplace, journey.order_number)
    await again.enter()
    assert again.view().id == "paid"
    cart = await insurer.cart.get()
    assert not set(journey.order.draft_ids) & {item.draft_id for item in cart.items}
    await show(pilot, HomeJourney(workplace))
    assert "waiting for payment" not in words(pilot)
