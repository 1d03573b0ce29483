"""SEC-24: the event log is a file of our own, or the program says so and does not begin."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from omi_tui.exit_codes import USAGE
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import demo

REFUSED = "The event log cannot be written there. Name another file with --event-log."


def begun(home: Path, log: Path, **more: str) -> Terminal:
    return demo(home, "--memory", "--event-log", str(log), **more)


def test_sec_24_the_event_log_is_ours_alone_and_goes_on_where_it_was(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    log.write_text('{"event": "before"}\n')
    log.chmod(0o644)
    with begun(tmp_path, log) as terminal:
        terminal.wait_for("› Login").type("a").settle().press("F3")
        assert terminal.wait_end() == 0
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    events = [json.loads(line)["event"] for line in log.read_text().splitlines()]
    assert (events[0], events.count("key")) == ("before", 2)


def linked(log: Path) -> None:
    log.symlink_to(log.with_name("victim"))


@pytest.mark.parametrize("make", [linked, os.mkfifo, Path.mkdir], ids=["link", "pipe", "folder"])
def test_sec_24_an_event_log_that_is_no_plain_file_is_refused(make: Callable[[Path], None], tmp_path: Path) -> None:
    log, victim = tmp_path / "log", tmp_path / "victim"
    victim.write_text("precious")
    make(log)
    with begun(tmp_path, log) as terminal:
        assert terminal.wait_end() == USAGE
        assert terminal.text == REFUSED
    assert victim.read_text() == "precious"


def test_sec_24_an_event_log_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with begun(tmp_path, tmp_path / "missing" / "log", OMI_LANG="de") as terminal:
        assert terminal.wait_end() == USAGE
        assert terminal.text.startswith("Das Ereignisprotokoll kann dort nicht geschrieben werden.")
        assert b"\x1b[?1049h" not in terminal.raw
