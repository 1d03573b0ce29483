"""What the commands of the registry do for the whole program; a screen that has its own way goes first."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from textual.screen import ModalScreen

from omi_tui import actions
from omi_tui.exit_codes import DONE
from omi_tui.journeys.view import Enter, Question
from omi_tui.keeping import Keeping
from omi_tui.screens import workers
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text.i18n import LANGUAGES, _, in_a_sentence, language, set_language
from omi_tui.text.width import cell_len
from omi_tui.widgets.frame import Shown

OVER_DIALOGS = ("back", "leave", "language", "lock")
"""What can be done while a dialog stands open; another dialog on top of it would only be in the way."""


class Commands(Keeping, inherit_bindings=False):
    """The application's commands: ``do_<id>`` for each that a screen does not do by itself."""

    commands: tuple[actions.Command, ...] = actions.COMMANDS
    former_language = ""

    def ask(self, question: Question, then: Callable[[bool | None], None]) -> None:
        """Ask before a deed."""
        from omi_tui.screens.question import QuestionScreen

        self.push_screen(QuestionScreen(question), then)

    @property
    def locked(self) -> bool:
        """Whether the lock covers the screens."""
        return any(screen.id == "lock" for screen in self.screen_stack)

    def keys_of(self, command: str) -> tuple[str, ...]:
        """The keys that do *command* on this desk."""
        return next(each.keys for each in self.commands if each.id == command)

    def footer(self, main: str, in_field: bool) -> list[Shown]:
        """The keys of this moment, at most six."""
        words = {"next": _("next") if in_field else _("choose"), "help": _("help")}
        if isinstance(self.screen, JourneyScreen) and self.screen.journey.opens_scan and self.screen.current.form:
            words["scan"] = _("scan")
        if main:
            words["forward"] = in_a_sentence(main)
        behind = isinstance(self.screen, JourneyScreen) and bool(self.screen.journey.trail)
        if not self.locked and (len(self.screen_stack) > 1 or behind):
            words["back"] = _("back")
        else:
            words["language"] = LANGUAGES[self.next_language()]
        if not self.locked:
            words["menu"] = _("menu")
        words["leave"] = _("leave")
        return [Shown(each, actions.key_name(self.keys_of(each)[0]), said) for each, said in words.items()][:6]

    async def action_command(self, command: str) -> None:
        """Do a command of the registry: the screen's own way if it has one, else the application's."""
        if command != "lock" and (take := getattr(self.screen, "take_any", None)):
            take()
            return
        if isinstance(self.screen, ModalScreen) and command not in OVER_DIALOGS:
            return
        if command not in getattr(self.screen, "TAKES", actions.BY_ID):
            return  # a screen may take a few commands only: the lock
        for owner in (self.screen, self):
            method = getattr(owner, f"do_{command}", None)
            if method:
                result = method()
                if result is not None:
                    await result
                return

    def do_help(self) -> None:
        """Help on the field and the screen."""
        from omi_tui.screens.text_page import TextScreen

        if isinstance(self.screen, JourneyScreen):
            title = _("Help: {screen}").format(screen=self.screen.current.heading)
            self.push_screen(TextScreen(title, [*self.screen.field_help(), *actions.help_lines(self.commands)]))

    def do_messages(self) -> None:
        """Messages so far."""
        from omi_tui.screens.text_page import TextScreen

        told = [f"{message.at}  {message.text}" for message in self.workplace.messages]
        self.push_screen(TextScreen(_("Messages so far"), told or [_("There are no messages yet.")]))

    def do_menu(self) -> None:
        """The menu of all commands."""
        from omi_tui.screens.choose import ChooseScreen

        def line(command: actions.Command) -> tuple[str, tuple[str, str]]:
            return command.id, (_(command.label), actions.key_names(command))

        here = isinstance(self.screen, JourneyScreen) and self.screen.row_here() is not None
        offered = [command for command in self.commands if command.id not in ("next", "menu")]
        lines = [line(command) for command in offered if here or not command.in_field]

        widest = max(cell_len(cells[0]) for _id, cells in lines) + 2

        async def do(command: str | None) -> None:
            if command:
                await self.action_command(command)

        self.push_screen(ChooseScreen(_("Menu of all commands"), lines, (widest, 0)), do)

    def next_language(self) -> str:
        """The language that Ctrl+Y would speak: the one before this one, or else English or Russian."""
        return self.former_language or next(code for code in LANGUAGES if code != language())

    async def do_language(self) -> None:
        """Speak the language used before, or another one."""
        await self.speak(self.next_language())

    def do_languages(self) -> None:
        """Every language, each by its own name."""
        from omi_tui.screens.choose import ChooseScreen

        async def speak(code: str | None) -> None:
            if code:
                await self.speak(code)

        lines = [(code, (name,)) for code, name in LANGUAGES.items()]
        self.push_screen(ChooseScreen(_("Language"), lines, chosen=language()), speak)

    async def speak(self, code: str) -> None:
        """Speak *code* on every screen that is open; answers and focus stay, and a dialog is given up."""
        while not isinstance(self.screen, JourneyScreen):
            await self.pop_screen()
        self.settle(code)
        for screen in self.screen_stack:
            if not isinstance(screen, JourneyScreen):
                continue
            screen.journey.spoken(code)
            if not screen.told[1]:
                screen.told = ("", False)  # good news in the former language; F8 still has it
        await self.redraw_all()

    def settle(self, code: str) -> None:
        """Speak *code* from now on, and know the language before it."""
        if code != language():
            self.former_language = language()
        set_language(code)

    async def do_traveller(self) -> None:
        """Show the page in the language of whoever it is about, until a key is pressed."""
        if isinstance(self.screen, JourneyScreen):
            workers.run(self, partial(self._show_traveller, self.screen), "traveller", exclusive=True)

    async def _show_traveller(self, shown: JourneyScreen) -> None:
        from omi_tui.client.errors import ClientError
        from omi_tui.model.reader import language_of
        from omi_tui.screens.traveller import TravellerScreen

        own, country = language(), ""
        with suppress(ClientError):  # without the insurer the language is chosen by its digit
            country = await shown.journey.nationality()
        code = language_of(country)

        async def show(code: str) -> None:
            set_language(code)
            if shown.current.form:
                shown.current.form.spoken()
            await shown.redraw(keep_focus=True)

        if not shown.is_active:
            return  # whoever asked has gone on meanwhile
        traveller = TravellerScreen(code, own, lambda code: self.call_later(show, code))
        await self.push_screen(traveller)
        if traveller.is_active:
            await show(traveller.code)

    async def redraw_all(self) -> None:
        """Draw every open journey anew."""
        for screen in self.screen_stack:
            if isinstance(screen, JourneyScreen):
                await screen.redraw(keep_focus=True)

    async def do_home(self) -> None:
        """Go to the first menu, where somebody is signed in."""
        base = self.screen_stack[0]
        if isinstance(base, JourneyScreen) and base.journey.id == "home":
            self._unless_unsaved(_("Go to the first menu"), _("Go to the menu"), self._go_home)

    def _go_home(self) -> None:
        workers.run_or_end(self, self._pop_to_home, "restart")

    async def _pop_to_home(self, onward: Enter | None = None, act: str = "") -> None:
        """A worker of the application, for the screens that asked for it go away; then into *onward*, or *act*."""
        home = self.screen_stack[0]
        if not isinstance(home, JourneyScreen):
            return
        async with home.host.still():
            while len(self.screen_stack) > 1:
                if isinstance(self.screen, JourneyScreen):
                    self.over(self.screen.journey)
                await self.pop_screen()
            home.heard = len(self.workplace.messages)
            if onward is not None:
                await home.follow(onward)
        if onward is None:
            home.start(act)

    def do_next_traveller(self) -> None:
        """Begin a contract for the next person of the same trip."""
        from omi_tui.journeys.next_traveller import next_traveller

        base, here = self.screen_stack[0], self.screen
        if not isinstance(here, JourneyScreen) or not isinstance(base, JourneyScreen) or base.journey.id != "home":
            return
        journey = next_traveller(self.workplace, here.journey)
        if journey is None:
            here.show_news()
            return

        def enter() -> None:
            workers.run_or_end(self, partial(self._pop_to_home, Enter(journey)), "restart")

        self._unless_unsaved(_("Next traveller, same trip"), _("Next traveller"), enter)

    def do_quick(self) -> None:
        """Buy in one line, from the first menu."""
        base = self.screen_stack[0]
        if isinstance(base, JourneyScreen) and base.journey.id == "home":

            def begin() -> None:
                workers.run_or_end(self, partial(self._pop_to_home, act="quick"), "restart")

            self._unless_unsaved(_("Quick entry"), _("Go to the menu"), begin)

    async def do_leave(self) -> None:
        """Save what was typed and leave the program; ask first where it cannot be saved."""
        if await self.keep() and not self.losing():
            self.end_saved()
        else:
            self._unless_unsaved(_("Leave the program"), _("Leave"), lambda: self.exit(DONE))

    def _unless_unsaved(self, title: str, deed: str, do: Callable[[], None]) -> None:
        """Do it at once, or ask first where an open form holds what is not saved yet."""
        if not any(isinstance(screen, JourneyScreen) and screen.journey.unsaved() for screen in self.screen_stack):
            do()
            return
        body = _("What you typed in the open form is not kept. Drafts, the cart and orders stay with the insurer.")
        self.ask(Question(title, body, _("Keep editing"), deed), lambda sure: do() if sure else None)
