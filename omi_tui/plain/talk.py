"""One conversation: what is said and asked, with the answers that were prepared and the commands between them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from omi_tui.forms.field import Field, SecretField, TickField
from omi_tui.journeys.idle import since_boot
from omi_tui.plain.answers import Answers
from omi_tui.plain.ear import Ear
from omi_tui.plain.mouth import Mouth
from omi_tui.plain.turns import Turn
from omi_tui.plain.words import PREFIX, Said, UnknownCommand, own, read
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form

Look = Callable[[], Awaitable[bool]]
"""Looks for news; True where the question that stands there is no longer the right one."""
LOCK_LOOK = 5.0
"""Seconds between two looks at whether somebody still types."""


async def _open_to_all() -> bool:
    return False


class InputEnded(Turn):
    """There is nobody who could answer any more."""


class NoSecrets(Turn):
    """A password is wanted, and there is neither a terminal nor a descriptor that it could come from."""


class Moved(Turn):
    """News came while a question stood open, or the desk was locked: it is to be asked anew."""


class Talk:
    """Mouth and ear together. ``watch`` is a look for news and the seconds between two of them."""

    def __init__(self, mouth: Mouth, ear: Ear, answers: Answers, verbosity: int) -> None:
        self.mouth, self.ear, self.answers, self.verbosity = mouth, ear, answers, verbosity
        self.watch: tuple[Look, float] | None = None
        self.stirred = since_boot()
        """When somebody last typed, in seconds since the machine started."""
        self.guard: Look = _open_to_all
        """Locks a desk where nobody typed for minutes; True where it did, and somebody has opened it since."""
        self.away = False
        """Whether another program has the terminal: nobody can type here meanwhile."""
        self._awake = asyncio.Event()
        self._reading: asyncio.Future[str | None] | None = None

    def say(self, text: str) -> None:
        """Say *text*."""
        self.mouth.say(text)

    def wrong(self, text: str) -> None:
        """Say what is wrong."""
        self.mouth.say(_("Error: {sentence}").format(sentence=text))

    def command(self, name: str) -> str:
        """A command as it is typed in the current language."""
        return PREFIX + own(name)

    @contextmanager
    def watched(self, watch: tuple[Look, float] | None) -> Iterator[None]:
        """Within this block *watch* is the look for news."""
        before, self.watch = self.watch, watch
        try:
            yield
        finally:
            self.watch = before

    def suspended(self) -> None:
        """Nobody knows who is there after a stop: it counts as minutes without a key."""
        self.ear.hush()
        if not self.away:
            self.stirred = float("-inf")
            self._awake.set()

    async def ask(self, prompt: str, *, secret: bool = False, deliberate: bool = False) -> Said:
        """Ask until something is said that is an answer or a command.

        What was typed before a *deliberate* question is dropped. Raises InputEnded, NoSecrets, Moved.
        """
        if secret and not (self.ear.terminal or self.ear.has_secrets):
            raise NoSecrets
        if deliberate:
            self.forget()
        while True:
            self.mouth.ask(prompt)
            line = await self._line(prompt, secret=secret)
            if line is None:
                self.mouth.answered(None)
                if secret and self.ear.has_secrets:
                    raise NoSecrets
                raise InputEnded
            self.stirred = since_boot()
            self.mouth.answered("" if secret else line, seen=not secret)
            if secret and self.ear.has_secrets:
                return Said(line)
            try:
                return read(line, whole=secret)
            except UnknownCommand as unknown:
                text = _("There is no command {word}. {command} lists them; two slashes begin an answer with a slash.")
                self.wrong(text.format(word=PREFIX + str(unknown), command=self.command("help")))

    def forget(self) -> None:
        """Drop what was typed ahead on a terminal, a line that was read meanwhile too."""
        self.ear.forget()
        if self.ear.terminal and self._reading is not None and self._reading.done():
            self._reading = None

    def stopped(self) -> bool:
        """Whether the next line, which nobody has read yet, is the command that stops a wait; it is gone then."""
        words = {self.command("stop"), PREFIX + "stop"}
        if self._reading is not None:  # it began at a question that news have overtaken, and has the next line
            if not self._reading.done() or (self._reading.result() or "").strip() not in words:
                return False
            self._reading = None
            return True
        return self.ear.take_away(words)

    def prepared(self, form: "Form", field: Field) -> str | None:
        """The prepared answer of a field; never a password, and never a tick that a person has to mean."""
        text = self.answers.take(form, field.id)
        if text is not None and isinstance(field, SecretField):
            self.say(_("Passwords are not taken from a file."))
            return None
        if text is not None and isinstance(field, TickField) and field.required:
            self.say(_("What you have to confirm yourself is not taken from a file."))
            return None
        return text

    def answer(self, prompt: str, text: str) -> Said:
        """Say a prompt together with its prepared answer."""
        self.mouth.say(f"{prompt} {text}")
        return Said(text)

    async def _line(self, prompt: str, *, secret: bool) -> str | None:
        if (
            secret
            and self.ear.has_secrets
            and ((given := await self.ear.secret()) is not None or not self.ear.terminal)
        ):
            return given
        with self.ear.silent() if secret else nullcontext():
            while True:
                # One reading outlives a question that news have overtaken: the line that is being typed is not lost.
                self._reading = self._reading or asyncio.ensure_future(self.ear.line())
                await self._something(self._reading, self.watch[1] if self.watch else LOCK_LOOK)
                if await self.guard():  # before a line counts: it may be that of somebody else
                    raise Moved
                if self._reading.done():
                    reading, self._reading = self._reading, None
                    return reading.result()
                if self.watch and await self.watch[0]():
                    raise Moved
                if not self.mouth.asking:
                    self.mouth.ask(prompt)

    async def _something(self, reading: "asyncio.Future[str | None]", seconds: float) -> None:
        """Wait until a line was typed, the program goes on after a stop, or so many *seconds* are over."""
        awake = asyncio.ensure_future(self._awake.wait())
        happens: set[asyncio.Future[Any]] = {reading, awake}
        try:
            await asyncio.wait(happens, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            awake.cancel()
        self._awake.clear()
