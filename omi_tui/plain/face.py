"""The plain face: goes through journeys with lines of text, and follows what their acts lead to. It knows no rule."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from omi_tui.exit_codes import DONE, INTERRUPTED, SAVED, USAGE
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.contact import came_back, catch_up
from omi_tui.journeys.failures import understand
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.unfinished import Open
from omi_tui.journeys.view import Ask, Effect, Enter, Leave, OpenLink, Restart
from omi_tui.journeys.workplace import Workplace
from omi_tui.plain.everywhere import Away, Everywhere, Leaving
from omi_tui.plain.filling import Act, Step
from omi_tui.plain.mouth import NobodyListens
from omi_tui.plain.page import Page
from omi_tui.plain.talk import InputEnded, NoSecrets, Talk
from omi_tui.plain.turns import Turn
from omi_tui.plain.waiting import Stopped, waited
from omi_tui.text.i18n import _, set_language

Opener = Callable[[OpenLink], Awaitable[str]]
"""Opens a link outside this program, and says in a sentence what happened."""


class PlainFace(Everywhere):
    """One run. ``run`` returns the exit code."""

    def __init__(self, workplace: Workplace, talk: Talk, opener: Opener) -> None:
        super().__init__(workplace, talk)
        self._opener = opener
        self._heard = 0
        self._settled_language = workplace.settings.language

    async def run(self, first: Journey) -> int:
        """Talk until somebody leaves, the input ends, or the program is told to stop; what was typed is kept."""
        me = asyncio.current_task()
        assert me is not None
        loop = asyncio.get_running_loop()

        def stop() -> None:
            if not me.cancelling():  # told twice, it still keeps what was typed and ends in order
                me.cancel()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGCONT, self.talk.suspended)
        try:
            return await self._run(first)
        except asyncio.CancelledError:
            await self._keep_whatever_happens()
            with suppress(NobodyListens):
                self.talk.say(_("Interrupted. What you typed is saved.") if self._saved() else _("Interrupted."))
            return INTERRUPTED
        except NobodyListens:
            await self._keep_whatever_happens()
            return SAVED
        finally:
            self.talk.ear.close()

    async def _run(self, first: Journey) -> int:
        if self.talk.verbosity >= 1:
            hint = _("A question mark says what belongs here. {back} goes back, {save} leaves, {help} says more.")
            self.talk.say(hint.format(**{name: self.talk.command(name) for name in ("back", "save", "help")}))
        try:
            journey = await self._begin(first)
            while True:
                try:
                    await self.walk(journey)
                    return DONE
                except Away as away:
                    journey = away.journey
        except Leaving as leaving:
            if not leaving.saved:
                return DONE
            self.talk.say(_("Saved. Start the program again to go on with what you typed."))
            return SAVED
        except InputEnded:
            saved = _("The input has ended. What you typed is saved; nothing was decided for you.")
            self.talk.say(saved if self._saved() else _("The input has ended. Nothing was decided for you."))
            return SAVED
        except NoSecrets:
            self.talk.say(_("A password is read from a terminal or from --password-fd, and from nowhere else."))
            return USAGE

    async def _begin(self, first: Journey) -> Journey:
        """Unlock what was kept, reach the insurer, and go on where an earlier run stayed signed in."""
        if await asyncio.to_thread(lambda: self.workplace.vault.locked):
            from omi_tui.journeys.passphrase import UnlockJourney

            await self.walk(UnlockJourney(self.workplace))
        try:
            insurer = await waited(self.talk, self.workplace, self.workplace.insurer())
        except Stopped:
            return first
        except Turn:
            raise
        except Exception as error:  # whatever keeps the insurer from being reached is told, and asked again later
            self.workplace.tell(understand(error).sentence, bad=True)
            return first
        if not insurer.sessions.signed_in:
            return first
        from omi_tui.journeys.home import HomeJourney

        return HomeJourney(self.workplace)

    async def walk(self, journey: Journey, then: str = "") -> Any:
        """Go through *journey* until it is left; what it leaves with.

        Raises Away, Leaving, InputEnded, NoSecrets, NobodyListens; the stack then holds what stood open.
        """
        self.stack.append(Open(journey, then))
        page = Page(self, journey)
        step: Step = Act("")
        try:
            while True:
                effect = await self._act(page, *step) if isinstance(step, Act) else step
                if came_back(self.workplace):
                    await catch_up(self.workplace)
                await self.talk.guard()  # an answer may have come while nobody was there
                page.heard = self.hear()
                page.acted = isinstance(step, Act) and bool(step.action) and not page.rejected
                self._speak_as_set()
                if isinstance(effect, Leave):
                    await self.workplace.unfinished.forget(journey)
                    self.stack.pop()
                    return effect.result
                if isinstance(effect, Restart):
                    raise Away(effect.journey)
                if isinstance(effect, Enter):
                    step = await self._enter(effect)
                    page.again(brought=step.result is not None)
                elif isinstance(effect, Ask) and await self.meant(effect.question):
                    step = Act(effect.then)
                else:
                    if isinstance(effect, OpenLink):
                        self.workplace.tell(await self._open(effect))
                        self.hear()
                    step = await page.choose()
        except Away:
            self.stack.pop()
            raise

    async def _open(self, link: OpenLink) -> str:
        """Open a link outside; a text browser takes the terminal meanwhile."""
        if link.how == "terminal" and not self.talk.ear.terminal:
            return _("There is no terminal that a text browser could use. Open the link elsewhere.")
        self.talk.away = link.how == "terminal"
        try:
            with self.talk.ear.away():
                return await self._opener(link)
        finally:
            self.talk.away = False

    async def _enter(self, effect: Enter) -> Act:
        await self.workplace.unfinished.take_up(effect.journey)
        if effect.journey.kept_at is not None:
            from omi_tui.journeys.show import moment_of

            typed = _("This was typed on {moment}. Go on, or leave it with {command}.")
            moment = moment_of(effect.journey.kept_at)
            self.workplace.tell(typed.format(moment=moment, command=self.talk.command("back")))
            self.hear()
        return Act(effect.then, await self.walk(effect.journey, effect.then))

    async def _act(self, page: Page, action: str, result: Any) -> Effect:
        """Let the journey do it; failures become sentences, and an ended session is signed in to again."""
        journey = page.journey
        if action:
            journey.landing = ""
        while True:
            try:
                if not action:
                    return await waited(self.talk, self.workplace, journey.enter()) or journey.onwards()
                await self.keep()
                return await waited(self.talk, self.workplace, journey.act(action, result))
            except FormRejected:
                page.rejected = True
                return None
            except Stopped:
                return self._stopped(journey, asked=not action)
            except Turn:
                raise
            except Exception as error:
                failure = understand(error, journey.view().form)
                page.rejected = failure.kind == "fields"
                if failure.kind == "told":
                    self.workplace.tell(failure.sentence, bad=True)
                if failure.kind != "session" or not await self.signed_in_again():
                    return None
            finally:
                await self.keep()

    async def signed_in_again(self) -> bool:
        """Sign in above what stands open; whether somebody did."""
        from omi_tui.journeys.sign_in import SignInJourney

        return bool(await self.walk(SignInJourney(self.workplace, again=True)))

    def _stopped(self, journey: Journey, *, asked: bool) -> Effect:
        effect = journey.stopped()
        if effect is None:
            self.workplace.tell(
                _("Stopped waiting. Nothing was changed.")
                if asked
                else _("Stopped waiting. The insurer may still have received it.")
            )
        return effect

    def _speak_as_set(self) -> None:
        settings = self.workplace.settings
        if settings.language and settings.language != self._settled_language:
            self._settled_language = settings.language
            set_language(settings.language)

    def hear(self) -> bool:
        """Say what the program was told since the last time; whether there was anything."""
        self._heard = min(self._heard, len(self.workplace.messages))
        fresh, self._heard = self.workplace.messages[self._heard :], len(self.workplace.messages)
        for message in fresh:
            if not message.quiet:
                self.talk.wrong(message.text) if message.bad else self.talk.say(message.text)
        return any(not message.quiet for message in fresh)

    def _saved(self) -> bool:
        """Whether something was typed that waits for the next start."""
        return any(each.journey.worth_keeping() for each in self.stack) and not self._losing()

    async def keep(self) -> None:
        """Keep what stands in the open forms for the next start."""
        await self.workplace.unfinished.save(self.stack)

    async def _keep_whatever_happens(self) -> None:
        with suppress(Exception):  # nothing may keep the program from ending
            await self.keep()
