"""Lines as they come, and numbers as people type them: nothing of either may be taken for something else (A07, A08)."""

import asyncio
import io
import os
import pty
import signal
import termios

import pytest

from omi_tui.exit_codes import INTERRUPTED
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import OpenLink
from omi_tui.journeys.workplace import Workplace
from omi_tui.plain.answers import Answers
from omi_tui.plain.ear import Ear
from omi_tui.plain.face import PlainFace
from omi_tui.plain.mouth import Mouth
from omi_tui.plain.talk import Talk
from omi_tui.plain.words import Said, number_of, read
from tests.plain.talking import SIGN_IN, Desk, converse


async def test_a07_a_line_end_that_comes_in_two_pieces_is_no_empty_line() -> None:
    """An empty line would accept what stands in brackets."""
    reading, writing = os.pipe()
    ear = Ear(reading)
    try:
        os.write(writing, b"one\r")
        assert await ear.line() == "one"
        os.write(writing, b"\ntwo\r\n")
        os.close(writing)
        assert [await ear.line(), await ear.line()] == ["two", None]
    finally:
        ear.close()
        os.close(reading)


async def test_a08_passwords_from_a_descriptor_that_is_a_terminal_are_not_shown() -> None:
    """Standard input itself is asked as ever; a terminal behind another descriptor shows nothing meanwhile."""
    master, slave = pty.openpty()
    script, end = os.pipe()
    ear = Ear(script, secrets=slave)
    try:
        assert not Ear(slave, secrets=slave).has_secrets
        waiting = asyncio.ensure_future(ear.secret())
        await asyncio.sleep(0)
        assert not termios.tcgetattr(slave)[3] & termios.ECHO
        os.write(master, b"canary\n")
        assert await waiting == "canary"
        assert termios.tcgetattr(slave)[3] & termios.ECHO
    finally:
        ear.close()
        for each in (master, slave, script, end):
            os.close(each)


async def test_a_descriptor_that_cannot_be_gives_no_password() -> None:
    for number in (-1, 999):
        assert await Ear(0, secrets=number).secret() is None


@pytest.mark.parametrize("text", ["\u00b2", "\u0663", "9" * 5000, "1" * 7, "", "-1"])
def test_what_cannot_stand_on_a_page_is_no_number(text: str) -> None:
    assert number_of(text) is None


async def test_odd_numbers_are_answered_in_a_sentence(desk: Desk) -> None:
    odd = ["\u00b2", "9" * 5000, "/review \u00b2", f"/review {'9' * 5000}"]
    said = await converse(desk(), [*SIGN_IN, *odd, "/\u00b2", "/save"])
    assert said.code == 0
    assert said.text.count("Error: Type the number of what you want") == 2
    assert "Error: There is no command" in said.text
    assert read("/3") == Said("3", "choose")


async def test_interrupted_twice_it_still_ends_in_order(desk: Desk) -> None:
    """The second interrupt comes while what was typed is being kept."""
    workplace = desk()
    keep, kept = workplace.unfinished.save, []

    async def slowly(stack: object) -> bool:
        if asyncio.current_task() is not None and asyncio.current_task().cancelling():  # type: ignore[union-attr]
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0.05)
            kept.append(True)
        return await keep(stack)  # type: ignore[arg-type]

    workplace.unfinished.save = slowly  # type: ignore[method-assign]
    asyncio.get_running_loop().call_later(0.5, os.kill, os.getpid(), signal.SIGINT)
    reading, writing = os.pipe()
    try:
        said = await _converse_on(workplace, reading)
    finally:
        os.close(reading)
        os.close(writing)
    assert said == INTERRUPTED
    assert kept


async def _converse_on(workplace: Workplace, reading: int) -> int:
    talk = Talk(Mouth(io.StringIO()), Ear(reading), Answers(), 1)

    async def opened(link: OpenLink) -> str:
        return link.url

    return await PlainFace(workplace, talk, opened).run(SignInJourney(workplace))
