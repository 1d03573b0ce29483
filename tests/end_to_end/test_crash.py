"""SEC-09: whatever breaks, no value that the program held stands on the terminal or in a file afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.terminal import LIMIT, ROOT, Terminal, environment

CANARY = "CANARY-KOWALSKA-AB1234567"
BREAK = """
import asyncio, gc, os, sys, threading
from omi_tui import cli

def fail(*_given, **_named):
    passport = "CANARY-KOWALSKA-" + "AB1234567"
    raise RuntimeError("token and passport: " + passport)

async def fail_later(*_given, **_named):
    fail()

class Dying:
    def __del__(self):
        fail()

def beside(app):
    threading.Thread(target=fail).start()
    asyncio.get_running_loop().create_task(fail_later())
    Dying()

kind = sys.argv.pop(1)
from omi_tui import app, launch
connect_insurer = launch.connect_insurer

async def connect_with_task(*given, **named):
    asyncio.create_task(fail_later())
    await asyncio.sleep(0.1)
    gc.collect()
    return await connect_insurer(*given, **named)

from omi_tui.journeys.quote import QuoteJourney
from omi_tui.journeys.sign_in import SignInJourney
if kind == "view":
    QuoteJourney.view = fail
elif kind == "act":
    SignInJourney.act = fail_later
elif kind == "key":
    app.OmiApp.do_help = fail
elif kind == "worker":
    app.OmiApp.do_help = lambda self: self.run_worker(fail_later(), exit_on_error=False) and None
elif kind == "beside":
    app.OmiApp.do_help = beside
elif kind == "start":
    launch.Journal = fail
elif kind == "ready":
    app.OmiApp.on_ready = fail
elif kind == "exit":
    launch.Journal.close = fail
elif kind == "connect":
    launch.connect_insurer = fail_later
elif kind == "task":
    launch.connect_insurer = connect_with_task
sys.exit(cli.main(sys.argv[1:]))
"""
NOBODY = ("--backend", "http://127.0.0.1:9")
TRACES = (CANARY, "AB1234567", "token and passport", "Traceback", "never retrieved", "╭")
STOPPED = "The program had to stop because of a mistake of its own."
COMMANDS = {
    "policies": ("policies",),
    "buy": ("buy", "--from", "-", "--begin", "+5", "--end", "14d"),
    "quote": ("quote", "--days", "8"),
    "plain": ("--plain",),
}


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def reports(home: Path) -> str:
    return "".join(path.read_text() for path in home.rglob("crash-*.txt"))


@pytest.mark.parametrize("kind", ["view", "act", "key", "worker", "beside", "start", "ready", "exit"])
def test_sec_09_no_value_of_a_crash_is_shown_or_kept(kind: str, tmp_path: Path) -> None:
    """A28 as well: however it breaks, the terminal is left as it was found."""
    command = [sys.executable, "-c", BREAK, kind, *NOBODY]
    with Terminal(command, environment(tmp_path)) as terminal:
        if kind not in ("start", "ready"):
            terminal.wait_for("Sign in to your account")
        if kind == "view":
            terminal.press("Tab", "Tab", "Tab", "4")
        elif kind == "act":
            terminal.press("F10").wait_for("The program made a mistake (RuntimeError).").press("F3")
        elif kind in ("key", "worker", "beside"):
            terminal.press("F1")
            if kind != "key":
                terminal.settle().press("F3")
        elif kind == "exit":
            terminal.press("F3")
        terminal.wait_end()
        assert all(terminal.restored.values()), (kind, terminal.restored)
        said, raw = terminal.text, bytes(terminal.raw)
    kept = everything_in(tmp_path)
    for trace in TRACES:
        assert trace.encode() not in raw, trace
        assert trace.encode() not in kept, trace
    if kind in ("view", "key", "start", "ready", "exit"):
        assert STOPPED in said
    if kind not in ("act", "worker"):
        assert "RuntimeError\n" in reports(tmp_path)
        assert " fail\n" in reports(tmp_path)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, kind) for name in ("policies", "buy") for kind in ("start", "connect", "task", "exit")),
        *(("quote", kind) for kind in ("connect", "task")),  # a price needs no workplace
        *(("plain", kind) for kind in ("start", "task", "exit")),  # who does not answer is told there
    ],
)
def test_sec_09_nor_without_the_screen(name: str, kind: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", BREAK, kind, *COMMANDS[name], *NOBODY]
    table = "passport_number,last_name_latin,first_name_latin\nZZ7654321,NOWAK,JAN\n" if name == "buy" else ""
    run = subprocess.run(
        command,
        input=table,
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    for trace in TRACES:
        assert trace not in run.stdout + run.stderr, trace
        assert trace.encode() not in everything_in(tmp_path), trace
    assert (STOPPED in run.stderr) == (kind != "task"), run.stderr
    assert "RuntimeError\n" in reports(tmp_path)
    assert " fail\n" in reports(tmp_path)
