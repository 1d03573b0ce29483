"""SEC-26 by lines: the desk is locked after minutes without a key and after a stop, whatever is asked or waited for."""

import asyncio
import io
import os
import pty
import signal
import termios
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from omi_tui.desk.settings import Settings
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Ask, Effect, Leave, Question, View
from omi_tui.plain import talk as talk_module
from omi_tui.plain.answers import Answers
from omi_tui.plain.ear import Ear
from omi_tui.plain.face import PlainFace
from omi_tui.plain.mouth import Mouth
from omi_tui.plain.talk import Talk
from tests.plain.talking import EMAIL, PASSWORD, Desk

LOCKED = "The desk is locked."


class Seat:
    """Somebody at a terminal before a desk where they are signed in."""

    def __init__(self, face: PlainFace, out: io.StringIO, master: int, slave: int) -> None:
        self.face, self.talk, self.out, self._master, self._slave = face, face.talk, out, master, slave

    @property
    def text(self) -> str:
        return self.out.getvalue()

    async def until(self, text: str, count: int = 1) -> None:
        async with asyncio.timeout(20):
            while self.text.count(text) < count:  # noqa: ASYNC110 # what is said is no event
                await asyncio.sleep(0.01)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    async def unlock(self) -> None:
        await self.until("\nPassword:")
        self.type(f"{PASSWORD}\n")
        await self.until("Unlock, yes")
        self.type("\n")

    def shown(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self._slave)[3] & termios.ECHO)

    def show(self) -> None:
        """As a shell that has the terminal during a stop."""
        mode = termios.tcgetattr(self._slave)
        mode[3] |= termios.ECHO
        termios.tcsetattr(self._slave, termios.TCSANOW, mode)


@asynccontextmanager
async def seated(desk: Desk, begin: Callable[[PlainFace], Awaitable[Any]]) -> AsyncIterator[Seat]:
    workplace = desk(Settings(lock_minutes=1))
    await (await workplace.insurer()).sessions.sign_in(EMAIL, PASSWORD)
    await workplace.signed_in(EMAIL, PASSWORD)
    master, slave = pty.openpty()
    out = io.StringIO()

    async def opened(link: object) -> str:
        return ""

    face = PlainFace(workplace, Talk(Mouth(out), Ear(slave), Answers(), 1), opened)
    running = asyncio.ensure_future(begin(face))
    try:
        yield Seat(face, out, master, slave)
    finally:
        running.cancel()
        await asyncio.wait({running})
        face.talk.ear.close()
        os.close(master)
        os.close(slave)


class Deed(Journey):
    """A deed that is asked about first, and a wait for news."""

    id = "deed"
    polls = 0
    done = news = False

    def view(self) -> View:
        lead = (f"News of Anna after {self.polls}.",) if self.news else ("Nothing new.",)
        actions = (Action("do", "Do it"), Action("other", "Something else"))
        return View(id="deed", heading="Deed", lead=lead, poll=0.02, actions=actions)

    async def act(self, action: str, result: Any = None) -> Effect:
        if action == "do":
            return Ask(Question("Do it?", "It cannot be undone.", "Leave it", "Do it"), then="done")
        if action == "done":
            self.done = True
            return Leave()
        if action == "poll":
            self.polls += 1
        return None


def home(face: PlainFace) -> Awaitable[int]:
    return face.run(HomeJourney(face.workplace))


async def test_sec_26_after_a_stop_the_desk_is_locked_at_once(desk: Desk) -> None:
    async with seated(desk, home) as seat:
        await seat.until("Type a number:")
        os.kill(os.getpid(), signal.SIGCONT)
        await seat.until(LOCKED)
        seat.type("/list\n")
        await seat.unlock()
        await seat.until("Type a number:", 2)
        assert seat.text.count("Welcome, Anna.") == 2


async def test_sec_26_a_line_that_is_typed_right_after_a_stop_does_nothing(desk: Desk) -> None:
    async with seated(desk, home) as seat:
        await seat.until("Type a number:")
        seat.talk.suspended()
        seat.type("7\n")
        await seat.until(LOCKED)
        await seat.until("\nPassword:")
        assert "IVANOVA" not in seat.text
        await seat.unlock()
        await seat.until("Welcome, Anna.", 2)
        assert "IVANOVA" not in seat.text


async def test_sec_26_a_line_after_minutes_without_one_does_nothing(desk: Desk) -> None:
    """Even before the next look at the clock."""
    async with seated(desk, home) as seat:
        await seat.until("Type a number:")
        seat.talk.stirred -= 61
        seat.type("7\n")
        await seat.until(LOCKED)
        assert "IVANOVA" not in seat.text


async def test_a_text_browser_may_be_stopped(desk: Desk) -> None:
    async with seated(desk, home) as seat:
        await seat.until("Type a number:")
        seat.talk.away = True
        seat.talk.suspended()
        seat.talk.away = False
        seat.type("/list\n")
        await seat.until("Type a number:", 2)
        assert LOCKED not in seat.text


@asynccontextmanager
async def at_deed(desk: Desk) -> AsyncIterator[tuple[Seat, Deed]]:
    """A seat before the page of a deed."""
    made: list[Deed] = []

    def begin(face: PlainFace) -> Awaitable[Any]:
        made.append(Deed(face.workplace))
        return face.walk(made[0])

    async with seated(desk, begin) as seat:
        await seat.until("Type a number:")
        yield seat, made[0]


@pytest.mark.parametrize("late", [False, True], ids=["nobody answers", "somebody answers late"])
async def test_sec_26_a_question_is_locked_and_answers_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    monkeypatch.setattr(talk_module, "LOCK_LOOK", 5.0 if late else 0.05)
    async with at_deed(desk) as (seat, deed):
        seat.type("1\n")
        await seat.until("1 or 2, or yes or no:")
        seat.talk.stirred -= 61
        if late:
            seat.type("2\n")
        await seat.until(LOCKED)
        await seat.unlock()
        await seat.until("Type a number:", 2)
        assert not deed.done
        seat.type("1\n")
        await seat.until("1 or 2, or yes or no:", 2)
        seat.type("2\n")
        async with asyncio.timeout(20):
            while not deed.done:  # noqa: ASYNC110 # what is done is no event
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("command", ["/wait", "/lock", ""])
async def test_sec_26_behind_the_lock_news_are_looked_for_and_told_afterwards(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("omi_tui.plain.waiting.LOOK", 0.02)
    async with at_deed(desk) as (seat, deed):
        seat.type(f"{command}\n" if command else "")
        await asyncio.sleep(0.1)
        seat.talk.stirred -= 0 if command == "/lock" else 61
        await seat.until("\nPassword:")
        polls = deed.polls
        deed.news = True
        async with asyncio.timeout(20):
            while deed.polls < polls + 3:  # noqa: ASYNC110 # a look is no event
                await asyncio.sleep(0.01)
        assert "News of Anna" not in seat.text, "nothing is said behind the lock"
        await seat.unlock()
        await seat.until("News of Anna")
        await seat.until("Type a number:", 2)


async def test_a08_after_a_stop_a_secret_is_hidden_again(desk: Desk) -> None:
    async with seated(desk, home) as seat:
        await seat.until("Type a number:")
        seat.type("/lock\n")
        await seat.until("\nPassword:")
        assert not seat.shown()
        seat.show()
        seat.talk.suspended()
        assert not seat.shown()
        seat.type(f"{PASSWORD}\n")
        await seat.until("Unlock, yes")
        assert seat.shown()
