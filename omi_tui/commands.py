"""What the commands of the registry do for the whole program; a screen that has its own way goes first."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from omi_tui import actions
from omi_tui.exit_codes import DONE
from omi_tui.journeys.view import Question
from omi_tui.screens.journey import JourneyScreen
from omi_tui.text.i18n import LANGUAGES, _, language, set_language

if TYPE_CHECKING:
    from omi_tui.journeys.workplace import Workplace


class Commands(App[int], inherit_bindings=False):
    """The application's commands: ``do_<id>`` for each that a screen does not do by itself."""

    workplace: "Workplace"

    def ask(self, question: Question, then: Callable[[bool | None], None]) -> None:
        """Ask before a deed."""
        from omi_tui.screens.question import QuestionScreen

        self.push_screen(QuestionScreen(question), then)

    async def action_command(self, command: str) -> None:
        """Do a command of the registry: the screen's own way if it has one, else the application's."""
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
        """Speak the next language, on every screen that is open; answers and focus stay."""
        set_language(self.next_language())
        await self.redraw_all()

    async def redraw_all(self) -> None:
        """Draw every open journey anew."""
        for screen in self.screen_stack:
            if isinstance(screen, JourneyScreen):
                await screen.redraw()

    async def do_home(self) -> None:
        """Go to the first menu, where somebody is signed in."""
        base = self.screen_stack[0]
        if isinstance(base, JourneyScreen) and base.journey.id == "home":
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            base.start("")

    def do_leave(self) -> None:
        """Leave the program; ask first where a form was begun."""
        begun = [
            form
            for screen in self.screen_stack
            if isinstance(screen, JourneyScreen) and screen.journey.id != "sign_in"
            for form in screen.journey.forms().values()
            if not form.untouched()
        ]
        if not begun:
            self.exit(DONE)
            return
        question = Question(
            _("Leave the program"),
            _("What you typed in the open form is not kept. Drafts, the cart and orders stay with the insurer."),
            _("Keep editing"),
            _("Leave"),
        )
        self.ask(question, lambda deed: self.exit(DONE) if deed else None)
