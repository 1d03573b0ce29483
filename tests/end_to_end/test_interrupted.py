"""Ctrl+C in a command without a face: a sentence and the exit code 130, whatever it waits for."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from omi_tui.exit_codes import INTERRUPTED
from tests.end_to_end.lines import descriptor
from tests.end_to_end.terminal import LIMIT, OMI, ROOT, Terminal, environment

SIGNED_IN = ("--login", "agent@example.test", "--password-fd")
LIST = "passport_number,last_name_latin,first_name_latin\nAB1234567,KOWALSKA,MAGDALENA\n"


@pytest.mark.parametrize(
    "words",
    [
        ("quote", "--days", "8"),
        ("policies", *SIGNED_IN),
        ("buy", "--from", "list.csv", "--begin", "+5", "--end", "14d", *SIGNED_IN),
    ],
    ids=lambda words: words[0],
)
def test_sec_09_an_insurer_who_never_answers_can_be_left(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST)
    given = [str(tmp_path / word) if word == "list.csv" else word for word in words]
    secret = descriptor("demo-desk-1\n")
    if given[-1] == "--password-fd":
        given.append(str(secret))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(LIMIT)
        begun = subprocess.Popen(
            [*OMI, *given, "--backend", f"http://127.0.0.1:{silent.getsockname()[1]}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
            cwd=ROOT,
            pass_fds=(secret,),
        )
        os.close(secret)
        try:
            asked, _address = silent.accept()
            with asked:
                asked.settimeout(LIMIT)
                assert asked.recv(1)
                begun.send_signal(signal.SIGINT)
                said = begun.communicate(timeout=LIMIT)
        finally:
            begun.kill()
            begun.wait()
    assert (*said, begun.returncode) == ("", "Interrupted.\n", INTERRUPTED)


def test_sec_09_and_so_can_a_command_that_waits_for_rows(tmp_path: Path) -> None:
    with Terminal([*OMI, "scan"], environment(tmp_path)) as terminal:
        terminal.wait_for("Scan or paste the rows").press("Ctrl+C")
        assert terminal.wait_end() == INTERRUPTED
        assert terminal.text.endswith("Interrupted.")
        assert b"Traceback" not in terminal.raw
