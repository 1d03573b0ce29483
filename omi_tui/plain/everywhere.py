"""What can be done on every page: leave, go home, lock, change the language; and the question before a deed."""

import asyncio
from typing import Any

from omi_tui.journeys.idle import since_boot
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.unfinished import Open
from omi_tui.journeys.view import Enter, Question
from omi_tui.journeys.workplace import Workplace
from omi_tui.plain.filling import Step
from omi_tui.plain.pages import sentence
from omi_tui.plain.talk import Look, Moved, Talk
from omi_tui.plain.turns import Turn
from omi_tui.plain.words import Said, command_lines
from omi_tui.text import yes_no
from omi_tui.text.i18n import LANGUAGES, _, language, pgettext, set_language


class Leaving(Turn):
    """The person leaves the program. ``saved`` says whether something waits for the next start."""

    def __init__(self, *, saved: bool) -> None:
        super().__init__(saved)
        self.saved = saved


class Away(Turn):
    """Everything open is left; ``journey`` begins."""

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey.id)
        self.journey = journey


class Everywhere:
    """The half of the face that every page uses. ``stack`` holds the journeys that stand open, the lowest first."""

    def __init__(self, workplace: Workplace, talk: Talk) -> None:
        self.workplace, self.talk = workplace, talk
        self.stack: list[Open] = []
        self.unlocked = False
        """Whether a lock was just taken away, so that where one was is to be said again."""
        talk.guard = self.lock_if_idle

    async def walk(self, journey: Journey, then: str = "") -> Any:
        """Go through *journey* until it is left; what it leaves with."""
        raise NotImplementedError

    def hear(self) -> bool:
        """Say what the program was told since the last time; whether there was anything."""
        raise NotImplementedError

    async def sure(self, question: Question, *, leaving: bool = False) -> bool:
        """Ask before a deed: nothing counts but its number or a clear word, and nothing that was typed before.

        With *leaving* it is the question whether to leave the program. Raises Leaving, and what Talk.ask raises.
        """
        self.talk.say(sentence(question.title))
        self.talk.say(question.body)
        self.talk.say(f"1. {question.safe}")
        self.talk.say(f"2. {question.deed}")
        prompt = _("1 or 2, or yes or no") + pgettext("end of a prompt", ":")
        while True:
            said = await self.talk.ask(prompt, deliberate=True)
            if said.command == "save" and not leaving:
                await self._leave()
            if said.command in ("back", "save"):
                return False
            answer = {"1": False, "2": True}.get(said.text.strip(), yes_no.read(said.text, language()))
            if answer is not None:
                return answer
            self.talk.wrong(_("Type 1 for: {safe}. Type 2 for: {deed}.").format(safe=question.safe, deed=question.deed))

    async def meant(self, question: Question) -> bool:
        """As :meth:`sure`, between two pages: no for a question during which the desk was locked."""
        with self.talk.watched(None):
            try:
                return await self.sure(question)
            except Moved:
                return False

    async def lock_if_idle(self) -> bool:
        """Lock where nobody typed for the minutes of the settings; True where it did, once it is open again."""
        idle = since_boot() - self.talk.stirred >= 60 * self.workplace.settings.lock_minutes
        if not idle or not self.talk.ear.terminal or not self._signed_in or self.locked:
            return False
        return await self.lock()

    async def may_leave(self, journey: Journey) -> bool:
        """Whether *journey* can be left, and the person wants to; the lock is left with the password alone."""
        if len(self.stack) == 1 or self.locked:
            text = _("There is nothing before this. {command} leaves the program.")
            self.talk.say(text.format(command=self.talk.command("save")))
            return False
        question = journey.leaving()
        return question is None or await self.sure(question)

    async def command(self, said: Said) -> Step:
        """Do a command that is the same everywhere. Raises Leaving, Away and Moved."""
        if said.command == "save":
            await self._leave()
        elif said.command == "help" and said.text == "?":
            self.talk.say(_("{command} lists the commands.").format(command=self.talk.command("help")))
        elif said.command == "help":
            for line in command_lines():
                self.talk.say(line)
        elif said.command == "messages" and not self.locked:
            for message in self.workplace.messages:
                self.talk.say(f"{message.at} {message.text}")
            if not self.workplace.messages:
                self.talk.say(_("There are no messages yet."))
        elif said.command == "lock":
            if await self.lock():
                raise Moved
        elif said.command == "home":
            await self._home()
        elif said.command == "next":
            await self._next_traveller()
        else:
            self.talk.say(_("{command} does nothing here.").format(command=self.talk.command(said.command)))
        return None

    def speak(self, code: str) -> bool:
        """Speak the language of that *code* or name, and say whether there is one; else name those that there are."""
        folded = code.casefold().replace("-", "_")
        named = {key.casefold(): each for each, name in LANGUAGES.items() for key in (each, each.split("_")[0], name)}
        if folded in named:
            set_language(named[folded])
            for standing in self.stack:
                standing.journey.spoken(language())
            return True
        if code:
            self.talk.wrong(_("There is no language {code}.").format(code=code))
        for each, name in LANGUAGES.items():
            self.talk.say(f"{self.talk.command('language')} {each}: {name}")
        return False

    async def _leave(self) -> None:
        """Leave the program; ask first where something of what was typed cannot be kept. Raises Leaving."""
        unfinished = await self.workplace.unfinished.save(self.stack)
        if self._losing():
            question = Question(
                _("Leave the program"),
                _("What you typed in the open form is not kept. Drafts, the cart and orders stay with the insurer."),
                _("Keep editing"),
                _("Leave"),
            )
            if not await self.sure(question, leaving=True):
                return
        raise Leaving(saved=unfinished)

    def _losing(self) -> bool:
        """Whether something that was typed would be lost if the program ended now."""
        safe = self.workplace.unfinished.safe and not self.workplace.read_only
        return any(each.journey.unsaved() and not (safe and each.journey.worth_keeping()) for each in self.stack)

    async def _next_traveller(self) -> None:
        """A contract for the next person of the same trip, above the first menu. Raises Away."""
        from omi_tui.journeys.next_traveller import next_traveller

        if not self._signed_in or self.locked:
            await self._home()
        elif journey := next_traveller(self.workplace, self.stack[-1].journey):
            await self._home(Enter(journey))
        self.hear()

    async def _home(self, onward: Enter | None = None) -> None:
        """To the first menu, and *onward*; what was typed and is not kept is given up on purpose only. Raises Away."""
        if not self._signed_in or self.locked:
            self.talk.say(_("The first menu is there once you are signed in."))
            return
        for each in reversed(self.stack):
            question = each.journey.leaving()
            if question and not await self.sure(question):
                return
        for each in self.stack:
            await self.workplace.unfinished.forget(each.journey)
        from omi_tui.journeys.home import HomeJourney

        home = HomeJourney(self.workplace)
        home.onward = onward
        raise Away(home)

    @property
    def _signed_in(self) -> bool:
        insurer = self.workplace.connected
        return insurer is not None and insurer.sessions.signed_in

    @property
    def locked(self) -> bool:
        """Whether the password has to come before anything else."""
        return any(each.journey.id == "lock" for each in self.stack)

    async def lock(self) -> bool:
        """Ask for the password before anything else can be done; False where there is nothing to lock."""
        from omi_tui.journeys.lock import LockJourney

        if not self._signed_in or self.locked:
            self.talk.say(_("Nobody is signed in, so there is nothing to lock."))
            return False
        self.talk.forget()
        following = asyncio.ensure_future(_followed(*self.talk.watch)) if self.talk.watch else None
        try:
            await self.walk(LockJourney(self.workplace))
        finally:
            if following is not None:
                following.cancel()
                await asyncio.wait({following})
        self.talk.stirred, self.unlocked = since_boot(), True
        return True


async def _followed(look: Look, pause: float) -> None:
    """Look for news behind the lock until there are some, which are told once it is open."""
    while True:
        await asyncio.sleep(pause)
        if await look():
            return
