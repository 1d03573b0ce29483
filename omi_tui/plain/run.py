"""Starts the plain face on standard input and output."""

import asyncio
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

from omi_tui.crash import guard_loop
from omi_tui.plain.answers import Answers
from omi_tui.plain.ear import Ear
from omi_tui.plain.face import Opener, PlainFace
from omi_tui.plain.mouth import Mouth
from omi_tui.plain.talk import Talk

if TYPE_CHECKING:
    from io import TextIOWrapper

    from omi_tui.journeys.journey import Journey
    from omi_tui.journeys.workplace import Workplace

suspend = nullcontext
"""Lines of text have nothing to put away before another program writes on the terminal."""


def run(
    workplace: "Workplace",
    first: "Journey",
    opener: Opener,
    *,
    answers: Path | None = None,
    secrets: int | None = None,
    charset: str = "utf-8",
) -> int:
    """Talk through *first* and what follows; the exit code. Raises AnswersError for a file that cannot be used.

    *secrets* is a descriptor for passwords.
    """
    prepared = Answers.load(answers) if answers else Answers()
    return asyncio.run(_run(workplace, first, opener, prepared, secrets, charset))


async def _run(
    workplace: "Workplace", first: "Journey", opener: Opener, prepared: Answers, secrets: int | None, charset: str
) -> int:
    guard_loop(workplace.paths.data)
    # A terminal of an old locale is written to in its own letters, whatever Python made of the locale.
    cast("TextIOWrapper", sys.stdout).reconfigure(encoding=charset, errors="replace", newline="\n")
    ear = Ear(sys.stdin.fileno(), secrets=secrets, charset="utf-8" if charset == "ascii" else charset)
    mouth = Mouth(sys.stdout, charset=charset, echo=not ear.terminal)
    face = PlainFace(workplace, Talk(mouth, ear, prepared, workplace.settings.verbosity), opener)
    try:
        return await face.run(first)
    finally:
        await workplace.close()
        try:
            sys.stdout.flush()
        except BrokenPipeError:  # whoever listened is gone; the interpreter would complain once more at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
