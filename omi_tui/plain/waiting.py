"""Waiting for the insurer in whole sentences: one after two seconds, and one every ten after that."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from omi_tui.journeys.waiting import words
from omi_tui.plain.talk import Moved
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.plain.talk import Talk

T = TypeVar("T")
FIRST, EACH = 2, 10
"""Seconds."""
LOOK = 0.5
"""Seconds between two looks at whether somebody typed the command that stops the waiting."""


class Stopped(Exception):
    """The person does not want to wait any longer."""


async def waited(talk: "Talk", workplace: "Workplace", work: Awaitable[T], *, news: bool = False) -> T:
    """What *work* gives. Raises Stopped where the next line that was typed says so, and whatever *work* raises.

    *news* says that it is not an answer of the insurer that is waited for, but something that may happen; Moved is
    raised then where the desk was locked meanwhile.
    """
    with talk.watched(None):
        return await _waited(talk, workplace, asyncio.ensure_future(work), news=news)


async def _waited(talk: "Talk", workplace: "Workplace", doing: "asyncio.Future[T]", *, news: bool) -> T:
    loop = asyncio.get_running_loop()
    begun, due = loop.time(), FIRST
    try:
        while True:
            done, _pending = await asyncio.wait({doing}, timeout=LOOK)
            if done:
                return doing.result()
            if await talk.guard() and news:  # the work has gone on; the page is said again, and asked
                raise Moved
            if talk.stopped():
                raise Stopped
            waited_for = int(loop.time() - begun)
            if waited_for >= due:
                due = waited_for + EACH
                stop = _("{command} stops waiting.").format(command=talk.command("stop"))
                waiting = _("Waiting for news, {seconds} s.").format(seconds=waited_for)
                talk.say(f"{waiting} {stop}" if news else words(workplace, waited_for, stop))
    finally:
        if not doing.done():
            doing.cancel()
            await asyncio.wait({doing})
