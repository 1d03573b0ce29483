"""The Textual application: it wires screens, commands and the world outside together, and does nothing else."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from textual import events
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from omi_tui import actions, themes, window
from omi_tui.caret import Caret
from omi_tui.colours import Colours
from omi_tui.crash import guard_loop
from omi_tui.forms.field import Choice
from omi_tui.journeys.contact import came_back, catch_up
from omi_tui.journeys.failures import understand
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import OpenLink
from omi_tui.journeys.workplace import Workplace
from omi_tui.locking import Locking
from omi_tui.output_filter import OutputFilter
from omi_tui.remapping import remapped
from omi_tui.screens import workers
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.scanner import Heard, Scanner
from omi_tui.screens.type_ahead import TypeAhead
from omi_tui.text.i18n import _
from omi_tui.widgets.frame import Served

if TYPE_CHECKING:
    from omi_tui.desk.event_log import EventLog

INTERRUPT_WINDOW = 2.0
TERMINAL_CHECK = LOCK_CHECK = 5.0


class OmiApp(Caret, Locking, inherit_bindings=False):
    """The wizard on the whole screen. ``run`` returns the exit code."""

    CSS = "Screen { background: $background; color: $foreground; } ToastRack { display: none; }"
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = [
        "screens/journey.tcss",
        "screens/dialog.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings()]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012  # Textual declares it for instances
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "OMI"

    def __init__(
        self,
        workplace: Workplace,
        first: Journey,
        *,
        event_log: "EventLog | None" = None,
        colours: Colours | None = None,
    ) -> None:
        super().__init__()
        self.workplace = workplace
        self.first = first
        self.event_log = event_log
        self._interrupted = 0.0
        self._one_lock = asyncio.Lock()
        self.commands = remapped(workplace.settings.keys)
        self.set_keymap({command.id: ",".join(command.keys) for command in self.commands})
        self._keys = TypeAhead(
            super().on_event,
            self._takers,
            lambda: getattr(self.screen, "occupied", False),
            self.broken,
            {"ctrl+c", *self.keys_of("back"), *self.keys_of("leave")},
            scanner=Scanner(lambda: getattr(self.screen, "before_scan", lambda: None)()),
            scanned=self._scanned,
            counted=lambda: self.log_event("key"),
            coming=lambda: self.message_queue_size > 0,
        )
        self.shows_cursor = workplace.settings.cursor
        self._settled_language = workplace.settings.language
        self._settled_theme = workplace.settings.theme
        self.colours = colours or Colours(workplace.settings.theme)
        self._output_filter = OutputFilter(colourless=self.colours.none)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = self.colours.theme if self.colours.theme in themes.ALL else themes.DEFAULT
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[Any]:
        """The first journey."""
        return JourneyScreen(self.first, 0)

    def get_loading_widget(self) -> Widget:
        """A still line: Textual's own indicator writes tens of kilobytes a second."""
        return Static(_("Loading…"), markup=False)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None: the menu (F9) is ours."""
        return ()

    def get_driver_class(self) -> type[Driver]:
        """The system's, with a title and a cursor."""
        return window.Window

    def show_title(self) -> None:
        """Name the uppermost page in the window's title."""
        window.show_title(self._driver, self.screen_stack)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, but its greys for ``NO_COLOR``, and ours last: no text steers the terminal."""
        own = [each for each in super().get_line_filters() if not isinstance(each, Monochrome | NoColor)]
        return [*own, self._output_filter]

    def copy_to_clipboard(self, text: str) -> None:
        """Keep *text* for pasting within this program; the terminal's clipboard (OSC 52) is never written."""
        self._clipboard = text

    def on_load(self) -> None:
        if not self.is_headless:
            guard_loop(self.workplace.paths.data)
        self._hands = asyncio.create_task(self._keys.run(), name="keys")

    def on_unmount(self) -> None:
        self._hands.cancel()

    def on_ready(self) -> None:
        """Connect once the first screen can be seen; end in order when told to, or when the terminal is gone."""
        workers.run(self, self._connect, "connect")
        self._last_key = self.clock()
        if not self.is_headless:
            self.watch_for_suspension()
            self.set_interval(LOCK_CHECK, self.lock_if_idle)
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self.end_soon)
            self.set_interval(TERMINAL_CHECK, self._end_without_terminal)

    def _end_without_terminal(self) -> None:
        """A terminal that was taken away sends no signal to a session without one; Textual would read on for ever."""
        if sys.__stdin__ is None or not sys.__stdin__.isatty():
            self.end_soon()

    async def _connect(self) -> None:
        """Reach the insurer; go on where an earlier run stayed signed in, unless somebody types already."""
        await self.unlock_saved_work()
        try:
            insurer = await self.workplace.insurer()
        except Exception as error:  # whatever keeps the insurer from being reached is told, and asked again later
            self.workplace.tell(understand(error).sentence, bad=True)
            await self.redraw_all()
            return
        begun = [form for form in self.first.forms().values() if not form.untouched()]
        base = self.screen_stack[0]
        if insurer.sessions.signed_in and not begun and len(self.screen_stack) == 1 and isinstance(base, JourneyScreen):
            from omi_tui.journeys.home import HomeJourney

            await base.begin(HomeJourney(self.workplace))
        for screen in self.screen_stack:
            if isinstance(screen, JourneyScreen):
                screen.show_frame()

    # what screens ask for

    def served_by(self) -> Served:
        """Who serves here, for the frame."""
        insurer = self.workplace.connected
        fake = self.workplace.demo or bool(insurer and insurer.is_fake)
        host = urlsplit(self.workplace.settings.backend_url or "").hostname or ""
        looks = (_("only to look"),) if self.workplace.read_only else ()
        away = (_("offline"),) if insurer and insurer.out_of_reach else ()
        return Served("" if self.workplace.demo else host, looks + away, _("demo") if fake else "")

    def choose(self, title: str, options: list[Choice], then: Callable[[str | None], Any], chosen: str = "") -> None:
        """Let the person choose one of a field's answers, beginning at the *chosen* one."""
        from omi_tui.screens.choose import ChooseScreen
        from omi_tui.widgets.record_list import option_lines

        self.push_screen(ChooseScreen(title, option_lines(options), chosen=chosen), then)

    def sign_in_again(self, then: Callable[[bool | None], None]) -> None:
        """The session ended while a form was open: ask for the password above it."""
        from omi_tui.journeys.sign_in import SignInJourney

        self.push_screen(JourneyScreen(SignInJourney(self.workplace, again=True)), then)

    def restart(self, journey: Journey) -> None:
        """Leave everything that is open and begin with *journey*."""
        workers.run_or_end(self, partial(self._restart, journey), "restart")

    async def _restart(self, journey: Journey) -> None:
        """A worker of the application, for the screens that asked for it go away."""
        self.forget_what_was_shown()
        heard = max((screen.heard for screen in self.screen_stack if isinstance(screen, JourneyScreen)), default=0)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if isinstance(self.screen, JourneyScreen):
            if self.workplace.login:  # else what was told before is forgotten
                self.screen.heard = heard
            await self.screen.begin(journey)

    def _takers(self) -> list[DOMNode]:
        """Who takes the next key: what has the focus, and all that it stands in up to the application."""
        return (self.focused or self.screen).ancestors_with_self

    def hand_on_keys(self) -> None:
        """The screen can take keys again."""
        self._keys.hand_on()

    def still(self) -> AbstractAsyncContextManager[None]:
        """No key is under way within this block, so that widgets can be exchanged."""
        return self._keys.still()

    def drop_keys(self) -> None:
        """Forget keys that were pressed before the screen could be read."""
        self._keys.drop()

    def can_leave(self, screen: Screen[Any]) -> bool:
        """Whether there is a screen below *screen*."""
        return self.screen_stack.index(screen) > 0

    async def open_link(self, effect: OpenLink) -> None:
        """Open a link outside this program."""
        from omi_tui.outside import open_link

        self._away = effect.how == "terminal"
        try:
            self.workplace.tell(await open_link(self.suspend, effect, self.workplace.settings.browser))
        finally:
            self._away = False

    def log_event(self, kind: str, **facts: str) -> None:
        """Append a line to the event log, if one was asked for: never a value, never which key."""
        if self.event_log:
            self.event_log.note(kind, **facts)

    async def after_act(self) -> None:
        """Show the theme and speak the language that the settings have now; catch up with an insurer who came back."""
        if came_back(self.workplace):
            workers.run(self, self._catch_up, "catch up", exclusive=True)
        settings = self.workplace.settings
        if settings.theme != self._settled_theme:
            self._settled_theme = settings.theme
            if settings.theme in themes.NAMES and not self.colours.none:
                self.theme = settings.theme
        if settings.language and settings.language != self._settled_language:
            self._settled_language = settings.language
            self.settle(settings.language)
            await self.redraw_all()

    async def _catch_up(self) -> None:
        if await catch_up(self.workplace):
            await self.redraw_all()

    async def on_event(self, event: events.Event) -> None:
        """Give keys their turn; a second Ctrl+C ends the program."""
        pressed = event if isinstance(event, events.Key | events.Paste) and not event.is_forwarded else None
        if isinstance(pressed, events.Key) and pressed.key == "ctrl+c" and not self._keys.in_scan(pressed):
            await self._interrupt(pressed)
        elif not await self.stirred(event):
            await (self._keys.take(pressed) if pressed else super().on_event(event))

    async def _interrupt(self, event: events.Key) -> None:
        self.log_event("key")
        if event.time - self._interrupted < INTERRUPT_WINDOW:
            self.end_soon()
            return
        self._interrupted = event.time
        self.workplace.tell(_("Press Ctrl+C once more to stop the program."))
        if isinstance(self.screen, JourneyScreen):
            await self.screen.redraw()

    async def _scanned(self, heard: Heard) -> None:
        """A scanner typed on the page that is open."""
        self.log_event("scan")
        if isinstance(self.screen, JourneyScreen):
            await self.screen.scanned(heard.text, heard.before)

    def broken(self, error: Exception) -> None:
        """End with a report: a fault of this program must not leave a screen that answers no key."""
        self._handle_exception(error)

    def _fatal_error(self) -> None:
        """Replace Textual's crash screen, which prints local variables, by a sentence and a report without them."""
        from omi_tui.crash import told

        self.keep_before_crash()
        self._exit_renderables.append(told(self.workplace.paths.data, self._exception))
        self._close_messages_no_wait()
