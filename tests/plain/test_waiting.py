"""Waiting in whole sentences, and the end of waiting (A10); a lost answer is looked up."""

import asyncio
import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from omi_tui.client.errors import SessionEnded
from omi_tui.desk.settings import Settings
from omi_tui.fake_server.services import Services
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, View
from omi_tui.plain.answers import Answers
from omi_tui.plain.ear import Ear
from omi_tui.plain.mouth import Mouth
from omi_tui.plain.talk import Talk
from omi_tui.plain.waiting import waited
from tests.client import virtual_time
from tests.plain.scripts import SELF
from tests.plain.talking import SIGN_IN, Desk, converse


class Quiet:
    """A workplace where nothing but time passes."""

    connected = None
    sending = ""
    settings = Settings()


@pytest.fixture
def faulty(standing: tuple[str, Services], begun: None) -> Iterator[Callable[..., None]]:
    url, services = standing

    def set_rules(*rules: dict[str, Any]) -> None:
        answered = httpx.put(
            f"{url}/_omi/faults", json={"rules": rules}, headers={"Omi-Control": services.control_token}
        )
        answered.raise_for_status()

    yield set_rules
    set_rules()


@pytest.mark.parametrize(("seconds", "sentences"), [(1.9, 0), (3, 1), (11, 1), (13, 2), (65, 7)])
def test_a10_a_sentence_at_most_every_ten_seconds(seconds: float, sentences: int) -> None:
    """The first after two seconds; each on a line of its own, and nothing is written over."""
    out = io.StringIO()
    with open(os.devnull) as nothing:
        talk = Talk(Mouth(out), Ear(nothing.fileno()), Answers(), 1)
        virtual_time.run(waited(talk, Quiet(), asyncio.sleep(seconds)))  # type: ignore[arg-type] # it is asked nothing else
    lines = out.getvalue().splitlines()
    assert len(lines) == sentences, lines
    assert all(line.endswith("/stop stops waiting.") for line in lines)
    assert "\r" not in out.getvalue()
    if lines:
        assert lines[0] == "Asking the insurer… 2 s. /stop stops waiting."


async def test_a10_stop_gives_up_and_a_sent_call_is_looked_up(desk: Desk, faulty: Callable[..., None]) -> None:
    """INV-16: what may have arrived is never sent a second time by itself."""
    faulty({"operation": "POST /v1/drafts", "phase": "after_commit", "kind": "hang", "times": None})
    said = await converse(desk(), [*SIGN_IN, *SELF, "/stop", "/save"])
    after = said.after("1 or 2, or yes or no: 2")
    assert after[0] == "Buy policy, unknown, checking."
    assert after[1].startswith("It is not known yet whether the contract draft was formed")
    assert "Nothing is sent a second time." in said.text


async def test_a10_stop_while_a_list_is_fetched_changes_nothing(desk: Desk, faulty: Callable[..., None]) -> None:
    faulty({"operation": "GET /v1/policies", "phase": "before_auth", "kind": "hang", "times": None})
    said = await converse(desk(), [*SIGN_IN, "/stop", "5", "/stop", "/back", "/stop", "/save"])
    assert "Stopped waiting. Nothing was changed." in said.text
    assert said.code == 0


async def test_inv_a_lost_answer_is_told_at_the_next_start(
    desk: Desk, faulty: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ends before it knows; the next one says what became of it."""
    monkeypatch.setattr("omi_tui.plain.waiting.LOOK", 4.0)  # the insurer has it by then
    faulty({"operation": "POST /v1/drafts", "phase": "after_commit", "kind": "hang", "times": None})
    first = await converse(desk(), [*SIGN_IN, *SELF, "/stop"])
    assert first.code == 3
    faulty()
    second = await converse(desk(), [*SIGN_IN, "2", "/save"])
    assert "In all: 3." in second.text, "it was formed, and once"
    told = second.after("Sign in, yes")[0]
    assert told.endswith("was formed before the connection broke off. It is in Contract drafts.")


async def test_a_failure_is_a_sentence_and_the_talk_goes_on(desk: Desk, faulty: Callable[..., None]) -> None:
    """A list, a deed, and what follows answers: whatever fails there, the prompt comes back."""
    faulty(
        {"operation": "GET /v1/policies", "kind": "status", "status": 500, "times": None},
        {"operation": "POST /v1/quotes", "kind": "status", "status": 500, "times": None},
    )
    said = await converse(desk(), [*SIGN_IN, "5", "/back", "1", "+5", "8d", "/save"])
    assert said.code == 3
    assert "Error: " in said.text
    assert "Traceback" not in said.text


async def test_the_session_ends_and_is_begun_again(desk: Desk, faulty: Callable[..., None]) -> None:
    """Signed in again above what stands open; the deed is then done."""
    workplace = desk()
    lost = {"operation": "GET /v1/policies", "kind": "status", "status": 401, "times": 2}
    faulty(lost, {"operation": "POST /v1/sessions/refresh", "kind": "status", "status": 401, "times": 1})
    said = await converse(workplace, [*SIGN_IN, "4", "yes", "/home", "/save"], passwords=["demo-desk-1"] * 2)
    assert "The insurer has ended the session. What you typed is kept." in said.text
    assert said.code == 0


async def test_the_program_is_left_from_a_sign_in_that_a_wait_for_news_led_to(desk: Desk) -> None:
    """Nobody waits any more while the sign-in is asked, and what is typed there counts."""

    class Expired(Journey):
        id = "expired"

        def view(self) -> View:
            return View(id="expired", heading="Expired", poll=1.0, actions=(Action("x", "Nothing", "plain"),))

        async def act(self, action: str, result: Any = None) -> Effect:
            raise SessionEnded("expired")

    said = await converse(desk(), ["/wait", "/save"], first=Expired(desk()))
    assert said.code == 0
    assert said.after("Type a number: /wait")[-1].endswith("/save"), said.text
    assert "made a mistake" not in said.text
