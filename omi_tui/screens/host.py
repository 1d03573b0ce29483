"""What a journey's screen asks of the application that shows it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from omi_tui.forms.field import Choice
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import OpenLink, Question
from omi_tui.widgets.frame import Served, Shown


class Host(Protocol):
    """The application, as far as screens know it."""

    def served_by(self) -> Served:
        """Who serves here, for the frame."""

    def footer(self, main: str, in_field: bool) -> list[Shown]:
        """The keys of this moment with their words, at most six."""

    def show_title(self) -> None:
        """Name the uppermost page in the window's title."""

    def ask(self, question: Question, then: Callable[[bool | None], None]) -> None:
        """Ask before a deed."""

    def choose(self, title: str, options: list[Choice], then: Callable[[str | None], Any], chosen: str = "") -> None:
        """Let the person choose one of a field's answers, beginning at the *chosen* one."""

    def sign_in_again(self, then: Callable[[bool | None], None]) -> None:
        """Ask for the password above what is open."""

    def restart(self, journey: Journey) -> None:
        """Leave everything that is open and begin with *journey*."""

    def typed(self) -> None:
        """An answer changed: keep it soon."""

    def keep_soon(self) -> None:
        """Keep what stands in the open forms, beside whatever else is done."""

    async def keep(self) -> bool:
        """Keep what stands in the open forms; on disk when this returns."""

    async def take_up(self, journey: Journey) -> None:
        """Put what was kept of *journey*, which is about to be entered, into it, and say so."""

    def over(self, journey: Journey) -> None:
        """*journey* was left: nothing of it is to be kept."""

    def can_leave(self, screen: Any) -> bool:
        """Whether there is a screen below *screen*."""

    async def open_link(self, effect: OpenLink) -> None:
        """Open a link outside this program."""

    async def after_act(self) -> None:
        """Follow what an act may have changed for the whole program: theme and language."""

    def hand_on_keys(self) -> None:
        """The screen can take keys again: hand on those that were pressed meanwhile."""

    def still(self) -> AbstractAsyncContextManager[None]:
        """No key is under way within this block, so that widgets can be exchanged."""

    def drop_keys(self) -> None:
        """Forget keys that were pressed before the screen could be read."""

    def broken(self, error: Exception) -> None:
        """End with a report of a fault of this program."""

    def log_event(self, kind: str, **facts: str) -> None:
        """Append a line to the event log, if one was asked for."""
