"""The screen of every journey: hands answers and acts to the journey, follows what they lead to, knows no rule."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from textual import events
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import WorkerError

from omi_tui.forms.form import FormRejected
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Ask, Effect, Enter, Leave, OpenLink, Restart
from omi_tui.journeys.waiting import words
from omi_tui.screens import workers
from omi_tui.screens.answers import FETCHES, Answers
from omi_tui.screens.scanning import Scanning
from omi_tui.text.i18n import _
from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.record_list import RecordList

WAIT_STEP = 0.5


class JourneyScreen(Scanning):
    """One journey on the whole screen; it is dismissed with the journey's result."""

    def __init__(self, journey: Journey, heard: int | None = None) -> None:
        super().__init__(journey, heard)
        self.then = ""
        """What the journey below acts when this one is left."""
        self._waiting: tuple[str, Any] | None = None
        self._following = False
        self._brought = False
        self._first = True
        self._noted = ""
        """The page that the event log was told of last."""
        self._owed: Callable[[], Awaitable[None]] | None = None
        self._waited = 0.0
        self._wait_timer: Timer | None = None
        self._poll_timer: Timer | None = None

    def on_mount(self) -> None:
        self.after_drawing(fresh=True)
        self._enter()

    async def begin(self, journey: Journey) -> None:
        """Show another journey from its first view."""
        self.journey, self.rejected, self._following, self._first = journey, False, False, True
        self.covered, self._owed = False, None
        await self.redraw(fresh=True)
        self._enter()

    def _enter(self) -> None:
        """Fetch what the first view needs; a journey that fetches nothing is drawn once and not twice."""
        self._noted = self.current.id
        self.host.log_event("screen_changed", screen=self._noted)
        if type(self.journey).enter is not Journey.enter:
            self.start("")
        else:
            self._first = False

    def after_drawing(self, *, fresh: bool, focused: str = "", keep_focus: bool = False) -> None:
        """Put the focus in its place, and poll where the view asks for it."""
        super().after_drawing(fresh=fresh, focused=focused, keep_focus=keep_focus)
        self._poll_after(self.current.poll)

    def _poll_after(self, seconds: float) -> None:
        if self._poll_timer:
            self._poll_timer.stop()
            self._poll_timer = None
        if seconds:
            self._poll_timer = self.set_timer(seconds, lambda: self.start("poll"))

    async def uncover(self) -> None:
        """Show the journey as it is now, and then what an act led to behind the lock."""
        await super().uncover()
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """What lay above this page is gone: now follow what an act led to meanwhile."""
        if self._owed and not self.covered:
            workers.run(self, self._follow_owed, "owed")

    async def _follow_owed(self) -> None:
        owed, self._owed = self._owed, None
        if owed:
            await self._then(owed)

    @property
    def occupied(self) -> bool:
        """Whether keys have to wait: something is being done or drawn, or the view is not what it will be."""
        unfetched = self.busy == "enter" and self.current.form is None
        doing = self._following or bool(self._waiting) or bool(self._owed) or self.busy not in ("", *FETCHES)
        return super().occupied or unfetched or doing

    def start(self, action: str, result: Any = None) -> None:
        """Let the journey do *action*; an empty one fetches what the view needs.

        While it is busy with a deed a further one is ignored; while it only fetches, a deed waits its turn.
        """
        if self.busy:
            if self.busy in FETCHES and action not in ("", *FETCHES) and not self._waiting:
                self._waiting = (action, result)
            return
        self.busy = action or "enter"
        if self.busy not in FETCHES:
            self.told, self.journey.landing = ("", False), ""
        self._wait_timer = self.set_interval(WAIT_STEP, self._show_wait)
        self._waited = 0.0
        workers.run(self, partial(self._act, action, result), "act")

    async def _act(self, action: str, result: Any) -> None:
        effect: Effect = None
        self.rejected = False
        again = False
        try:
            if not action:
                effect = await self.journey.enter() or self.journey.onwards()
            else:
                if action not in FETCHES:
                    await self.host.keep()
                effect = await self.journey.act(action, result)
                self._brought = self._brought or (action == "scanned" and bool(self.journey.landing))
        except FormRejected:
            self.rejected = True
            self.host.drop_keys()  # what was typed ahead was meant for the page that does not come
        except Exception as error:
            again = self.failed(error)
        finally:
            self.busy = ""
            if self._wait_timer:
                self._wait_timer.stop()
            self.done(action)
        before, waiting, self._waiting = self.current.id, self._waiting, None
        self._following = True
        await self._then(partial(self._outcome, effect, (action, result) if again else None, looked=action == "poll"))
        self._following = isinstance(effect, Leave | Restart)
        goes_on = not again and not self._owed and not isinstance(effect, Enter)
        if waiting and goes_on and self.stays and self.current.id == before:
            self.start(*waiting)
        self.host.hand_on_keys()

    async def _then(self, outcome: Callable[[], Awaitable[None]]) -> None:
        """Show what came of an act, while no key is under way."""
        try:
            async with self.host.still():
                await outcome()
        except Exception as error:  # a view that cannot be drawn is a fault of this program
            self.host.broken(error)

    async def _outcome(self, effect: Effect, again: tuple[str, Any] | None, *, looked: bool = False) -> None:
        """Show what an act led to; *again* is the act to repeat once somebody has signed in again.

        Nothing opens over the lock, and from nobody what they read above this page is taken away: it waits for them.
        """
        if self.covered or not (self.is_active or isinstance(effect, Restart | None)):
            self._owed = partial(self._outcome, effect, again)
            if effect is None:
                self._poll_after(self.journey.view().poll)
            return
        if again:
            self.host.sign_in_again(lambda done: self.start(*again) if done else None)
        await self.host.after_act()
        if self.stays:
            await self.follow(effect, looked=looked)

    async def follow(self, effect: Effect, *, looked: bool = False) -> None:
        """Do what an act led to; where it only *looked* and found nothing new, nothing is drawn again."""
        if looked and effect is None and self.stands():
            self.show_news()
            self._poll_after(self.journey.view().poll)
            return
        if isinstance(effect, Leave):
            self._end(effect.result)
            return
        if isinstance(effect, Restart):
            self.host.restart(effect.journey)
            return
        heard, first, self._first = self.heard, self._first, False
        brought, self._brought = self._brought, False
        await self.redraw(fresh=brought or (first and self.current.form is None))
        if self.current.id != self._noted and not first:
            self.host.log_event("screen_changed", screen=self.current.id)
        self._noted = self.current.id
        if isinstance(effect, Ask):
            self.host.ask(effect.question, partial(self.answered, effect.then))
        elif isinstance(effect, Enter):
            await self.host.take_up(effect.journey)
            then, entered = effect.then, JourneyScreen(effect.journey, heard)
            entered.then = then
            self.app.push_screen(entered, lambda result: self._came_back(entered, then, result))
        elif isinstance(effect, OpenLink):
            await self.host.open_link(effect)
            await self.redraw()

    def _came_back(self, entered: Answers, then: str, result: Any) -> None:
        """Go on after an entered journey; where it brought something, begin at the view's first place again."""
        self.heard = max(self.heard, entered.heard)
        self._brought = result is not None
        self.start(then, result)

    def _show_wait(self) -> None:
        self._waited += WAIT_STEP
        told = self.query("#told")
        if not self.busy or not told or self._waited < 1:
            return
        wait = told.first(Static)
        wait.remove_class("-bad")
        wait.update(words(self.journey.workplace, int(self._waited)))
        wait.display = True

    # commands (the application's bindings call them)

    def do_forward(self) -> None:
        """Do the main action."""
        main = self.current.main()
        if main:
            if self.focused is not None and isinstance(self.focused.parent, FieldRow):
                self.host.log_event("field_committed", field=self.focused.parent.field.id)
            self.start(main.id)

    async def do_back(self) -> None:
        """Stop waiting, or go back a step, or leave the journey; the first screen stays."""
        if self.busy:
            await self._stop_waiting()
        elif isinstance(self.focused, FieldInput) and self.focused.has_class("filter"):
            self.query_one(RecordList).close_filter()
        elif self.journey.back():
            self.rejected, self.told = False, ("", False)
            await self.redraw()
        elif self.host.can_leave(self):
            question = self.journey.leaving()
            self.host.ask(question, self._leave) if question else self._leave(True)

    async def _stop_waiting(self) -> None:
        """Give up the act; a call that may have arrived leads to where its end is found out."""
        asked, self.busy = self.busy in FETCHES, ""
        for worker in self.workers.cancel_group(self, "act"):
            with suppress(WorkerError):
                await worker.wait()
        effect = self.journey.stopped()
        if effect is None:
            self.journey.workplace.tell(
                _("Stopped waiting. Nothing was changed.")
                if asked
                else _("Stopped waiting. The insurer may still have received it.")
            )
        await self.follow(effect)

    def _leave(self, deed: bool | None) -> None:
        if deed:
            self._end(None)

    def _end(self, result: Any) -> None:
        self.host.over(self.journey)
        self.dismiss(result)

    # what widgets say

    def on_key(self, event: events.Key) -> None:
        """A digit chooses a line where no field takes it; a slash does what the journey has for it."""
        if isinstance(self.focused, FieldInput | ChoiceStrip):
            return
        if event.key == "slash" and self.journey.slash:
            self.start(self.journey.slash)
        for numbered in self.query(NumberedList):
            item = numbered.by_digit(event.key) if numbered.display else None
            if item:
                event.stop()
                numbered.choose(item)
                return

    def on_numbered_list_chosen(self, event: NumberedList.Chosen) -> None:
        event.stop()
        if event.list.id == "summary":
            row = self.query_one(FormPanel).row(event.item.id)
            if row:
                row.control.focus()
        elif event.list.id == "entries":
            self.start("open:" + event.item.id)
        else:
            self.start(event.item.id)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        event.stop()
        self.start(event.button.deed)

    def on_form_panel_completed(self, event: FormPanel.Completed) -> None:
        event.stop()
        self.do_forward()
