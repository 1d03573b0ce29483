"""A face without a toolkit: it shows journeys one above the other as the screen does, to whoever reads it.

It keeps what was typed at the same moments: when fields were answered, before an act, and as a journey is left.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from omi_tui.forms.form import Form, FormRejected
from omi_tui.journeys.failures import understand
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.unfinished import Open
from omi_tui.journeys.view import Ask, Effect, Enter, Leave, Restart, View

Reader = Callable[["Face"], None]
Waiting = Callable[[Awaitable[Effect]], Awaitable[Effect]]
_FETCHES = ("", "enter", "poll")


class Face:
    """One program in front of somebody. *reader* is told whenever there is something new to read."""

    def __init__(self, first: Journey, reader: Reader) -> None:
        self._stack = [Open(first)]
        self._workplace = first.workplace
        self._reader = reader
        self._heard = 0
        self.patient = False
        """Whether a cancelled act is the person who stopped waiting, and goes on; else it is the end of the program."""
        self.waiting: Waiting = _patiently
        """How an act is waited for."""
        self.told: list[str] = []
        """What the program said since it was started."""

    @property
    def journey(self) -> Journey:
        """The journey on top."""
        return self._stack[-1].journey

    @property
    def view(self) -> View:
        """What can be read now."""
        return self.journey.view()

    async def enter(self) -> None:
        """Show the journey on top, and fetch what it needs."""
        await self.do("")

    async def back(self) -> None:
        """Press Esc: a step back, or out of the journey on top."""
        if self.journey.back():
            self._reader(self)
        else:
            await self._follow(Leave())

    async def answer(self, **texts: str) -> None:
        """Answer fields of the form in view; what was typed is kept as the field is left."""
        form = self.form()
        for field, text in texts.items():
            form.answer(field, text)
        await self._workplace.unfinished.save(self._stack)
        await self.journey.live()

    def form(self) -> Form:
        """The form in view."""
        form = self.view.form
        assert form is not None, self.view.id
        return form

    def reading(self) -> str:
        """All that the view says, in one text of plain blanks."""
        view = self.view
        parts = [view.heading, *view.lead, *view.notes, *(f"{row.label} {row.value}" for row in view.rows)]
        return " ".join(parts).replace("\u00a0", " ")

    async def do(self, action: str, result: Any = None) -> None:
        """Do *action*, say yes where the program asks, and go where it leads."""
        journey = self.journey
        effect: Effect = None
        try:
            if not action:
                effect = await self.waiting(journey.enter()) or journey.onward
                journey.onward = None
            else:
                if action not in _FETCHES:
                    await self._workplace.unfinished.save(self._stack)
                effect = await self.waiting(journey.act(action, result))
        except FormRejected:
            raise
        except asyncio.CancelledError:
            if not self.patient:
                raise
            effect = journey.stopped()
        except Exception as error:
            failure = understand(error, journey.view().form)
            if failure.kind == "fields" or "program made a mistake" in failure.sentence:
                raise
            if failure.kind == "session" and not isinstance(journey, SignInJourney):
                self._stack.append(Open(SignInJourney(self._workplace, again=True), action))
            else:
                self._workplace.tell(failure.sentence, bad=True)
        await self._follow(effect)

    async def _follow(self, effect: Effect) -> None:
        self._hear()
        match effect:
            case Ask():
                await self.do(effect.then)
            case Enter():
                await self._workplace.unfinished.take_up(effect.journey)
                self._stack.append(Open(effect.journey, effect.then))
                await self.enter()
            case Leave():
                journey, then = self._stack.pop()
                await self._workplace.unfinished.forget(journey)
                await self.do(then, effect.result)
            case Restart():
                self._stack = [Open(effect.journey)]
                await self.enter()
            case _:
                self._reader(self)

    def _hear(self) -> None:
        messages = self._workplace.messages
        self.told += [message.text for message in messages[self._heard :]]
        self._heard = len(messages)


async def _patiently(act: Awaitable[Effect]) -> Effect:
    return await act
