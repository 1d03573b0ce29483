"""K04: whatever is typed while the insurer takes its time is there afterwards, letter for letter."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from textual import events
from textual.keys import _character_to_key

from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.form_panel import FormPanel
from tests.journeys.walking import OTHER
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, purchase, settle, show, top

ANSWERS = {
    **{name: text for name, text in OTHER.items() if name != "policyholder_is_insured"},
    "address": "ul. Lipowa 12, 15-427 Bialystok, Poland"
    ", second floor, the door on the left, behind the old mill and the river, third bell from above",
}
BETWEEN = 0.001
"""Seconds from key to key: faster than anybody types, as a scanner does or a paste without brackets."""


@pytest.fixture
def slow(still: tuple[str, str]) -> Iterator[Callable[[float], None]]:
    """Lets every answer of the insurer take so many seconds, more or less."""
    url, token = still

    def set_rules(*rules: dict[str, Any]) -> None:
        answered = httpx.put(f"{url}/_omi/faults", json={"rules": rules}, headers={"Omi-Control": token})
        answered.raise_for_status()

    yield lambda seconds: set_rules(
        {"operation": None, "phase": "before_auth", "kind": "delay", "seconds": seconds, "times": None}
    )
    set_rules()


async def test_k04_two_hundred_keys_at_a_millisecond_before_a_slow_insurer(
    open_app: Open, slow: Callable[[float], None]
) -> None:
    """Typed from the dates on, while the step before is still being sent: all of it lands in its own field."""
    typed = "\r".join(ANSWERS.values())
    assert len(typed) >= 200
    async with open_app().run_test(size=(80, 24)) as pilot:
        workplace = await agent(pilot)
        journey = await purchase(workplace, "dates")
        await show(pilot, journey)
        slow(0.3)
        for key in f"+60\r8d\r \r{typed}":
            name = {"\r": "enter"}.get(key) or _character_to_key(key)
            pilot.app.post_message(events.Key(name, key))
            await asyncio.sleep(BETWEEN)
        await settle(pilot)
        async with asyncio.timeout(30):
            while top(pilot).current.id != "insured" or top(pilot).occupied:
                await settle(pilot)
        form = top(pilot).query_one(FormPanel).form
        for field_id, text in ANSWERS.items():
            shown = form.texts[field_id]
            assert form.value(field_id) is not None, field_id
            assert shown == text or shown.startswith(text), (field_id, shown)


async def test_k04_keys_in_a_field_while_a_page_only_reads(open_app: Open, slow: Callable[[float], None]) -> None:
    """The price is asked for again and again beside what is typed; no letter waits for it, none is lost."""
    async with open_app().run_test(size=(80, 24)) as pilot:
        await SCENES["insured_other"](pilot)
        slow(0.2)
        row = top(pilot).query_one(FormPanel).row("address")
        assert row is not None
        assert isinstance(row.control, FieldInput)
        row.control.focus()
        row.control.value = ""
        text = "abcdefghijklmnopqrstuvwxyz 0123456789, " * 6
        for key in text:
            pilot.app.post_message(events.Key(_character_to_key(key), key))
            await asyncio.sleep(BETWEEN)
        await settle(pilot)
        assert row.form.texts["address"] == text
