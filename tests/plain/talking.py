"""Talks with the plain face within this process: a script as its input, and all that it says as the answer."""

import io
import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from omi_tui.journeys.journey import Journey
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import OpenLink
from omi_tui.journeys.workplace import Workplace
from omi_tui.plain.answers import Answers
from omi_tui.plain.ear import Ear
from omi_tui.plain.face import PlainFace
from omi_tui.plain.mouth import Mouth
from omi_tui.plain.talk import Talk

Desk = Callable[..., Workplace]
EMAIL, PASSWORD = "agent@example.test", "demo-desk-1"
SIGN_IN = (EMAIL, "yes")
"""The lines that sign in; the password comes from elsewhere."""


class Spoken(NamedTuple):
    """The exit code and all that was said, with the answers behind their prompts."""

    code: int
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def after(self, line: str) -> list[str]:
        """What was said after the first line that begins with *line*."""
        number = next(number for number, each in enumerate(self.lines) if each.startswith(line))
        return self.lines[number + 1 :]


def pipe(text: str) -> int:
    """The end of a pipe that holds *text*, and then nothing more."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as end:
        end.write(text)
    return reading


async def converse(
    workplace: Workplace,
    script: Iterable[str] | str,
    *,
    passwords: Iterable[str] = (PASSWORD,),
    answers: Answers | None = None,
    verbosity: int = 1,
    charset: str = "utf-8",
    first: Journey | None = None,
) -> Spoken:
    """Say *script*, line by line, and listen until the program ends."""
    text = script if isinstance(script, str) else "".join(f"{line}\n" for line in script)
    out = io.StringIO()
    reading, secrets = pipe(text), pipe("".join(f"{password}\n" for password in passwords))

    async def opened(link: OpenLink) -> str:
        return f"Opened: {link.url}"

    try:
        ear = Ear(reading, secrets=secrets)
        talk = Talk(Mouth(out, charset=charset, echo=True), ear, answers or Answers(), verbosity)
        code = await PlainFace(workplace, talk, opened).run(first or SignInJourney(workplace))
    finally:
        os.close(reading)
        os.close(secrets)
    return Spoken(code, out.getvalue())
