"""One page of a journey: says its view, asks its form, and finds out what is to be done next."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from omi_tui.journeys.failures import understand
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Effect, Leave, View
from omi_tui.plain import pages
from omi_tui.plain.filling import Act, Step
from omi_tui.plain.records import Records
from omi_tui.plain.talk import Moved
from omi_tui.plain.waiting import Stopped, waited
from omi_tui.plain.words import PREFIX, Said, number_of
from omi_tui.text import yes_no
from omi_tui.text.fold import fold
from omi_tui.text.i18n import LANGUAGES, _, language, pgettext, set_language

if TYPE_CHECKING:
    from omi_tui.plain.face import PlainFace


class Page(Records):
    """The page where *journey* stands: its view, its form, and the choice of what follows."""

    def __init__(self, face: "PlainFace", journey: Journey) -> None:
        super().__init__(face, journey)
        self._effect: Effect = None
        self._shown = ""
        self._waits_told = False
        self.acted, self.heard = False, False
        """Whether something was just done here, and whether the person has heard of it."""
        self._fresh()

    def _fresh(self) -> None:
        """Another page: its questions, and its list, begin."""
        self._ask = None
        self._first = 0
        self._matching = None
        self.again()

    def again(self, *, brought: bool = False) -> None:
        """Say everything again, and go on with what was being asked; with all of it, where something was *brought*."""
        self._told = set()
        self._listed = self._announced = False
        if brought:
            self._ask = None

    async def choose(self) -> Step:
        """Say what is new, ask what is missing, and return what follows. Raises what Talk.ask and the face raise."""
        while True:
            view = self.journey.view()
            if self._face.unlocked:
                self._face.unlocked = False
                self.again()
            self._say(view)
            try:
                with self._talk.watched((self._look, view.poll) if view.poll else None):
                    step = await self._fill(view) or await self._decide(self.journey.view())
            except Moved:
                effect, self._effect = self._effect, None
                if effect is not None:
                    return effect
                continue
            if step is not None:
                return step

    def _say(self, view: View) -> None:
        if view.id != self._shown:
            self._shown = view.id
            self._fresh()
        if view.listing is not None and self._first >= view.listing.total:
            self._first = 0
        said = self._tell((*pages.head(view), *pages.body(view, self._first, self._matching)))
        if self.acted:
            if not said and not self.heard:  # a deed that changes nothing is answered by what stands there all the same
                self._told.difference_update((*view.warnings, *pages.tail(view)))
            if self._ask == [] and view.form is not None:
                self._ask = self._unreadable(view.form)  # a secret that was refused is gone
        self.acted = False
        if not self._announced and view.form is not None and view.form.visible():
            self._listed = True  # before the questions, for somebody may want none of them
            for deed in pages.deeds(view):
                if deed.act != self._main(view):
                    self._talk.say(f"{PREFIX}{deed.number}: {deed.label}")
        self._announced = True

    async def _look(self) -> bool:
        """Ask how things stand, and say what is new; True where another page is right now."""
        from omi_tui.client.errors import SessionEnded

        try:
            return await self._news()
        except SessionEnded:
            return self._face.locked or await self._face.signed_in_again()

    async def _news(self) -> bool:
        """As :meth:`_look`, for whoever cannot ask anything meanwhile. Raises SessionEnded."""
        before = self.journey.view()
        try:
            self._effect = await self.journey.act("poll")
        except Exception as error:
            failure = understand(error)
            if failure.kind == "session":
                raise
            self._face.workplace.tell(failure.sentence, bad=True)
        if not self._face.locked:  # behind the lock the payment is followed, but nothing is said of it
            self._face.hear()
        view = self.journey.view()
        if self._effect is not None or view.id != before.id:
            return True
        if self._face.locked:
            return False
        self._tell((*pages.head(view), *pages.body(view, self._first, self._matching), *pages.tail(view)))
        return False

    # what is to be done

    async def _decide(self, view: View) -> Step:
        """Say what can be done, and ask which."""
        self._tell((*view.warnings, *pages.tail(view)))
        found = pages.deeds(view)
        prepared = self._talk.answers.act([deed.act for deed in found])
        if prepared:
            self._talk.say(next(deed.label for deed in found if deed.act == prepared))
            return Act(prepared)
        main = self._main(view)
        if not self._listed and (len(found) > 1 or not main):
            self._say_deeds(view, waits=not self._waits_told)
        self._listed = True
        said = await self._talk.ask(self._question(view, found, main))
        text = said.text.strip()
        if said.command:
            return await self._elsewhere(said, view)
        if not text and main:
            return Act(main)
        if (number := number_of(text)) is not None:
            return await self._numbered(number, view)
        if main and (answer := yes_no.read(text, language())) is not None:
            if answer:
                return Act(main)
            self._talk.say(_("Nothing was done. {command} lists what you can do here.").format(command="?"))
            return None
        named = [deed for deed in found if text and fold(deed.label).startswith(fold(text))]
        if len(named) == 1:
            return Act(named[0].act)
        if own := self.journey.typed(text):
            return Act(own, text)
        if text and view.listing is not None and not named:
            await self._list(view, text)
        else:
            self._talk.wrong(_("Type the number of what you want, or the beginning of its name."))
        return None

    def _say_deeds(self, view: View, *, waits: bool = True) -> None:
        for line in pages.deed_lines(pages.deeds(view)):
            self._talk.say(line)
        if view.poll and waits:
            self._waits_told = True
            hint = _("{command} waits for news.")
            self._talk.say(hint.format(command=self._talk.command("wait")))

    def _main(self, view: View) -> str:
        main = view.main()
        return main.id if main else ""

    def _question(self, view: View, found: list[pages.Deed], main: str) -> str:
        colon = pgettext("end of a prompt", ":")
        if not main:
            return _("Type a number") + colon
        label = next(deed.label for deed in found if deed.act == main)
        if len(found) == 1 and view.listing is None and not any(row.change for row in view.rows):
            return _("{deed}, yes or no").format(deed=label) + f" [{_('yes')}]" + colon
        return _("{deed}, yes, or a number").format(deed=label) + f" [{_('yes')}]" + colon

    async def _numbered(self, number: int, view: View) -> Step:
        """What stands behind a number: a row to change, a record to open, a deed."""
        if 0 < number <= len(view.rows) and (change := view.rows[number - 1].change):
            return Act(change)
        if self._go_to(number, view):
            return None
        deed = next((deed for deed in pages.deeds(view) if deed.number == number), None)
        if deed is not None:
            return Act(deed.act)
        if view.listing is not None and 0 < number <= view.listing.total:
            view = await self._fetched(number)
            if view.listing is not None and number <= len(view.listing.entries):
                return Act(f"open:{view.listing.entries[number - 1].id}")
        self._talk.wrong(_("There is no number {number} here.").format(number=number))
        return None

    def _go_to(self, number: int, view: View) -> bool:
        """Ask the field of that *number* next, then whatever was to be asked; False where there is none."""
        numbers = pages.field_numbers(view)
        if number not in numbers or view.form is None:
            return False
        wanted = view.form.visible()[numbers.index(number)].id
        self._ask = [wanted, *(each for each in self._ask or () if each != wanted)]
        return True

    async def _elsewhere(self, said: Said, view: View) -> Step:
        """Do a command, or what a number at the prompt of a field names."""
        if not said.command or said.command == "choose":
            number = number_of(said.text)
            return await self._numbered(number, view) if number is not None else None
        if said.command == "back":
            return await self._back(view)
        if said.command == "review":
            self._review(view, said.text)
        elif said.command == "list" and view.listing is not None:
            await self._list(view, said.text)
        elif said.command == "list":
            self._say_deeds(view)
        elif said.command == "scan" and self.journey.takes_scans:
            return Act("scan")
        elif said.command == "wait":
            await self._wait(view)
        elif said.command == "language":
            if self._face.speak(said.text):
                self.again()
                raise Moved
        elif said.command == "traveller":
            await self._say_to_traveller(said.text)
        elif said.command == "help":
            self._say_deeds(view)
            return await self._face.command(said)
        else:
            return await self._face.command(said)
        return None

    async def _back(self, view: View) -> Step:
        """From the deeds into the form, from the form to the step before, from the first step out of the journey."""
        if view.form is not None and not self._ask and view.form.visible() and not self.stood:
            self._ask = [view.form.visible()[-1].id]
        elif self.journey.back():
            self.rejected, self.came_back = False, True
            self._fresh()
            raise Moved
        elif await self._face.may_leave(self.journey):
            return Leave()
        return None

    def _review(self, view: View, text: str) -> None:
        """Say the page again with all answers; or go to the field whose number *text* is."""
        number = number_of(text)
        if number is not None and self._go_to(number, view):
            return
        for line in (*pages.head(view), *pages.body(view, self._first, self._matching)):
            self._talk.say(line)
        if view.form is not None:
            self._review_fields(view)
        for line in pages.tail(view):
            self._talk.say(line)
        self._say_deeds(view)

    async def _say_to_traveller(self, code: str) -> None:
        """Say the page once in the language *code*, or in that of whoever it is about."""
        from omi_tui.client.errors import ClientError
        from omi_tui.model.reader import language_of

        own = language()
        if code not in LANGUAGES:
            country = ""
            with suppress(ClientError, Stopped):  # without the insurer its language can be named
                country = await waited(self._talk, self._face.workplace, self.journey.nationality())
            code = language_of(country)
        try:
            self._speak(code)
            self._review(self.journey.view(), "")
        finally:
            self._speak(own)

    def _speak(self, code: str) -> None:
        set_language(code)
        form = self.journey.view().form
        if form is not None:
            form.spoken()

    async def _wait(self, view: View) -> None:
        """Look for news as often as the journey wants it, until there are some. Raises Moved."""
        if not view.poll:
            self._talk.say(_("There is nothing to wait for here."))
            return

        async def until_moved() -> None:
            while True:
                pause = self.journey.view().poll
                if await self._news() or not pause:
                    return
                await asyncio.sleep(pause)

        await self._look_up(until_moved(), news=True)
        raise Moved
