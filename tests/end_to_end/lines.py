"""The plain face as a program: a script on a pipe, or a person at a terminal without a screen."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.end_to_end.terminal import LIMIT, OMI, ROOT, Terminal, environment

SCRIPT_OF_A_PURCHASE = (
    "agent@example.test", "yes", "1", "+60", "14d", "yes", "yes", "", "yes", "yes", "yes", "2", "yes", "yes", "2",
    "4", "1", "/save",
)  # fmt: skip


def descriptor(text: str) -> int:
    """The end of a pipe that holds *text*."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as end:
        end.write(text)
    return reading


def said(
    home: Path,
    url: str,
    script: Iterable[str] | str,
    *arguments: str,
    passwords: str | None = "demo-desk-1\n",
    python: Iterable[str] = (),
    encoding: str = "utf-8",
    **more: str,
) -> subprocess.CompletedProcess[str]:
    """``omi --plain`` at the insurer at *url*, or at a demo of its own, with *script* on a pipe."""
    text = script if isinstance(script, str) else "".join(f"{line}\n" for line in script)
    insurer = ["--backend", url] if url else ["demo", "--memory"]
    words = [OMI[0], *python, *OMI[1:], *insurer, "--plain", *arguments]
    secrets = [descriptor(passwords)] if passwords is not None else []
    words += [word for fd in secrets for word in ("--password-fd", str(fd))]
    try:
        return subprocess.run(
            words,
            input=text,
            capture_output=True,
            env=environment(home, **more),
            cwd=ROOT,
            pass_fds=secrets,
            timeout=LIMIT * 2,
            encoding=encoding,
            check=False,
        )
    finally:
        for fd in secrets:
            os.close(fd)


def talking(home: Path, url: str, *arguments: str, **more: str) -> Terminal:
    """``omi`` at a dumb terminal, tall enough for a whole talk."""
    command = [*OMI, "--backend", url, *arguments]
    return Terminal(command, environment(home, **{"TERM": "dumb", **more}), columns=100, lines=400)


def answer(terminal: Terminal, prompt: str, *lines: str) -> Terminal:
    """Wait for a prompt at the end of what was said, then type lines."""
    terminal.wait(lambda: terminal.text.endswith(prompt), repr(prompt))
    for line in lines:
        terminal.type(line).press("Enter")
    return terminal
