"""Out of reach and back: what is unknown is looked up then; and clocks that differ are said once."""

from datetime import timedelta

import pytest

from omi_tui.client.errors import ClientError
from omi_tui.fake_server.services import Services
from omi_tui.journeys.contact import came_back, catch_up, compare_clocks
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.fingerprint import fingerprint
from tests.journeys.contracts import form_draft


async def test_what_is_unknown_is_looked_up_when_the_insurer_comes_back(
    agents_desk: Workplace, nobody: Workplace
) -> None:
    insurer = await agents_desk.insurer()
    draft = await form_draft(insurer)
    key = agents_desk.journal.intent("order", fingerprint({"draft_ids": [draft.id]}), agents_desk.login)
    order = await insurer.orders.create([draft.id], key)
    assert not came_back(agents_desk)

    here = insurer._transport._client
    insurer._transport._client = (await nobody.insurer())._transport._client
    with pytest.raises(ClientError):
        await insurer.cart.get()
    assert not came_back(agents_desk)
    assert not await catch_up(agents_desk)
    insurer._transport._client = here
    await insurer.cart.get()
    assert came_back(agents_desk)
    assert not came_back(agents_desk)
    assert await catch_up(agents_desk)
    assert agents_desk.messages[-1].text.startswith(f"Order {order.order_number} was made before")
    assert not await catch_up(agents_desk)


async def test_without_anybody_signed_in_nothing_is_asked(workplace: Workplace, services: Services) -> None:
    workplace.journal.intent("draft", "f")
    assert not await catch_up(workplace)


async def test_clocks_that_differ_by_more_than_two_minutes_are_said_once(
    agents_desk: Workplace, services: Services
) -> None:
    services.clock.shift(timedelta(minutes=3))
    agents_desk.demo = True
    await HomeJourney(agents_desk).enter()
    assert agents_desk.messages == [], "the clock of the demo may be put anywhere"
    agents_desk.demo = False
    for _time in range(2):
        await HomeJourney(agents_desk).enter()
    assert sum("The clock of this machine differs" in message.text for message in agents_desk.messages) == 1


async def test_equal_clocks_need_no_word(agents_desk: Workplace) -> None:
    await (await agents_desk.insurer()).cart.get()
    compare_clocks(agents_desk)
    assert agents_desk.messages == []
