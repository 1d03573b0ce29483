"""What the commands of the registry do for the whole program; a screen that has its own way goes first."""

from collections.abc import Callable
from contextlib import suppress

from textual.screen import ModalScreen

from omi_tui import actions
from omi_tui.exit_codes import DONE
from omi_tui.journeys.view import Question
from omi_tui.keeping import Keeping
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text.i18n import LANGUAGES, _, language, set_language

OVER_DIALOGS = ("back", "leave", "language", "lock")
"""What can be done while a dialog stands open; another dialog on top of it would only be in the way."""


class Commands(Keeping, inherit_bindings=False):
    """The application's commands: ``do_<id>`` for each that a screen does not do by itself."""

    def ask(self, question: Question, then: Callable[[bool | None], None]) -> None:
        """Ask before a deed."""
        from omi_tui.screens.question import QuestionScreen

        self.push_screen(QuestionScreen(question), then)

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
            self.push_screen(TextScreen(title, [*self.screen.field_help(), *actions.help_lines()]))

    def do_messages(self) -> None:
        """Messages so far."""
        from omi_tui.screens.text_page import TextScreen

        told = [f"{message.at}  {message.text}" for message in self.workplace.messages]
        self.push_screen(TextScreen(_("Messages so far"), told or [_("There are no messages yet.")]))

    def do_menu(self) -> None:
        """The menu of all commands."""
        from omi_tui.screens.choose import ChooseScreen

        def line(command: actions.Command) -> tuple[str, tuple[str, str]]:
            keys = ", ".join(_(actions.key_name(key)) for key in command.keys)
            return command.id, (_(command.label), keys)

        lines = [line(command) for command in actions.COMMANDS if command.id not in ("next", "menu")]

        async def do(command: str | None) -> None:
            if command:
                await self.action_command(command)

        self.push_screen(ChooseScreen(_("Menu of all commands"), lines, (36, 0)), do)

    def next_language(self) -> str:
        """The language that Ctrl+Y would speak."""
        codes = list(LANGUAGES)
        return codes[(codes.index(language()) + 1) % len(codes)]

    async def do_language(self) -> None:
        """Speak the next language, on every screen that is open; answers and focus stay, and a dialog is given up."""
        while not isinstance(self.screen, JourneyScreen):
            await self.pop_screen()
        set_language(self.next_language())
        for screen in self.screen_stack:
            if isinstance(screen, JourneyScreen) and not screen.told[1]:
                screen.told = ("", False)  # good news in the former language; F8 still has it
        await self.redraw_all()

    async def do_traveller(self) -> None:
        """Show the page in the language of whoever it is about, until a key is pressed."""
        if isinstance(self.screen, JourneyScreen):
            self.run_worker(self._show_traveller(self.screen), group="traveller", exclusive=True, exit_on_error=False)

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
            await shown.redraw(keep_focus=True)

        await show(code)
        await self.push_screen(TravellerScreen(code, own, lambda code: self.call_later(show, code)))

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
        self.run_worker(self._pop_to_home(), group="restart", exit_on_error=False)

    async def _pop_to_home(self) -> None:
        """A worker of the application, for the screens that asked for it go away."""
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, JourneyScreen):
                self.over(self.screen.journey)
            await self.pop_screen()
        if isinstance(self.screen, JourneyScreen):
            self.screen.heard = len(self.workplace.messages)
            self.screen.start("")

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
