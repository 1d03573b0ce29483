"""The plain face as a program: pipes, dumb terminals, signals, closed ends (A01, A02, A07, A08, I06)."""

import os
import re
import signal
import subprocess
import tempfile
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.lines import SCRIPT_OF_A_PURCHASE, answer, descriptor, said, talking
from tests.end_to_end.terminal import OMI, ROOT, Terminal, environment
from tests.end_to_end.wizard import EMAIL, PASSWORD, Insurer, insurer

SENTENCE = "A question mark says what belongs here."


@pytest.fixture(scope="module")
def running() -> Iterator[Insurer]:
    with insurer() as process:
        yield process


@pytest.fixture
def url(running: Insurer) -> str:
    """The insurer at its demo data."""
    running.control("POST", "/reset")
    return running.url


def steers(data: bytes) -> set[int]:
    """The control characters of *data* but the ends of lines."""
    return {each for each in data if each < 32 or each == 127} - {10, 13}


def test_a07_a_whole_purchase_on_a_pipe(tmp_path: Path) -> None:
    """From the sign-in to the policy on disk, and the exit code says that it was done; Textual is never loaded."""
    ran = said(tmp_path, "", SCRIPT_OF_A_PURCHASE, python=["-X", "importtime"])
    assert ran.returncode == 0, ran.stdout[-1500:]
    assert "The insurance contract is concluded." in ran.stdout
    assert len(list(tmp_path.rglob("*.pdf"))) == 2
    assert not steers(ran.stdout.encode())
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()}
    assert "httpx" in loaded
    assert not loaded & {"textual", "fastapi", "sqlalchemy"}


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        ((), {"TERM": "dumb"}),
        ((), {"OMI_PLAIN": "1"}),
        ((), {"ACCESSIBLE": "1"}),
        (("--plain",), {}),
        ((), {"TERM": ""}),
    ],
    ids=["dumb", "no TERM", "OMI_PLAIN", "ACCESSIBLE", "--plain"],
)
def test_a01_0_escapes_at_a_terminal(
    tmp_path: Path, url: str, arguments: tuple[str, ...], more: dict[str, str]
) -> None:
    with talking(tmp_path, url, *arguments, **{"TERM": "xterm-256color", **more}) as terminal:
        answer(terminal, "Login (e-mail), 1 of 2:", EMAIL)
        answer(terminal, "Password, 2 of 2:", PASSWORD)
        answer(terminal, "Sign in, yes, or a number [yes]:", "")
        answer(terminal, "Type a number:", "/save")
        assert terminal.wait_end() == 0
        assert SENTENCE in terminal.text
        assert not steers(bytes(terminal.raw)), "nothing that steers a terminal"
        assert PASSWORD.encode() not in terminal.raw, "a password is not shown"


def test_a01_the_settings_may_ask_for_it(tmp_path: Path, url: str) -> None:
    from omi_tui.desk.paths import find

    path = find(environment(tmp_path)).settings
    path.parent.mkdir(parents=True)
    path.write_text('face = "plain"\n')
    with talking(tmp_path, url, TERM="xterm-256color") as terminal:
        answer(terminal, "Login (e-mail), 1 of 2:", "/save")
        assert terminal.wait_end() == 0
        assert b"\x1b" not in terminal.raw


def test_a01_the_whole_screen_needs_a_terminal(tmp_path: Path, url: str) -> None:
    command = [*OMI, "--backend", url, "--full"]
    ran = subprocess.run(command, input=b"", capture_output=True, env=environment(tmp_path), cwd=ROOT, check=False)
    assert ran.returncode == 2
    assert ran.stderr == b"The whole screen needs a terminal. Without one, leave --full out.\n"
    assert ran.stdout == b""


@pytest.mark.parametrize("given", ["", "/dev/null", "closed", "mute"])
def test_a07_no_input_at_all_ends(tmp_path: Path, url: str, given: str) -> None:
    command = f"exec {' '.join(OMI)} --backend {url} --plain"
    command += {"": " </dev/null", "/dev/null": " <>/dev/null", "closed": " <&-", "mute": " >&-"}[given]
    ran = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert ran.returncode == (2 if given in ("closed", "mute") else 3), ran.stderr
    assert "Traceback" not in ran.stderr
    assert ("one of them is closed" in ran.stderr) == (ran.returncode == 2)


def test_a08_a_password_on_a_pipe_comes_from_the_descriptor_alone(tmp_path: Path, url: str) -> None:
    ran = said(tmp_path, url, [EMAIL, "canary-on-the-pipe", "yes"], passwords=None)
    assert ran.returncode == 2
    assert "A password is read from a terminal or from --password-fd, and from nowhere else." in ran.stdout
    wrong = said(tmp_path, url, [EMAIL, "yes", "yes"], passwords="canary-of-the-descriptor\n")
    assert wrong.returncode == 2, "the second try finds no further password"
    assert "canary-of" not in wrong.stdout + wrong.stderr
    same = said(tmp_path, url, [EMAIL, PASSWORD, "yes", "/save"], "--password-fd", "0", passwords=None)
    assert same.returncode == 0, same.stdout
    assert PASSWORD not in same.stdout
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert b"canary" not in path.read_bytes(), path


def test_a07_a_closed_output_ends_quietly(tmp_path: Path, url: str) -> None:
    secret = descriptor(f"{PASSWORD}\n")
    command = [*OMI, "--backend", url, "--plain", "--password-fd", str(secret)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        cwd=ROOT,
        pass_fds=[secret],
    ) as process:
        os.close(secret)
        assert process.stdin
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().decode().startswith(SENTENCE)
        process.stdout.close()
        process.stdin.write(f"{EMAIL}\nyes\n".encode())
        process.stdin.flush()
        assert process.wait(60) == 3
        assert process.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("prompt", ["Login (e-mail), 1 of 2:", "Password, 2 of 2:"])
def test_a07_a_signal_leaves_the_terminal_as_it_was(
    tmp_path: Path, url: str, number: signal.Signals, prompt: str
) -> None:
    with talking(tmp_path, url) as terminal:
        before = termios.tcgetattr(terminal._master)
        answer(terminal, "Login (e-mail), 1 of 2:")
        if prompt.startswith("Password"):
            terminal.type(EMAIL).press("Enter")
            answer(terminal, prompt)
            assert not termios.tcgetattr(terminal._master)[3] & termios.ECHO, "nothing is shown of a password"
        if number == signal.SIGINT:
            terminal.press("Ctrl+C")
        else:
            os.kill(terminal.process.pid, number)
        assert terminal.wait_end() == 130
        assert termios.tcgetattr(terminal._master)[3] == before[3], "the echo is back"
        assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1", "ru_RU.KOI8-R"])
def test_i06_old_locales_get_letters_that_they_have(tmp_path: Path, url: str, locale: str) -> None:
    """Not one byte that the terminal cannot show, no crash; names stay readable."""
    encoding = {"de_DE.ISO-8859-1": "iso8859-1", "ru_RU.KOI8-R": "koi8-r"}.get(locale, "ascii")
    script = [EMAIL, "yes", "7", "/language zh_Hans", "/language ru", "/review", "/language de", "/save"]
    ran = said(tmp_path, url, script, encoding=encoding, LC_ALL=locale)
    assert ran.returncode == 0, ran.stderr
    assert ("Иванова" if encoding == "koi8-r" else "Ivanova") in ran.stdout
    assert ran.stderr == ""


def test_two_programs_at_one_desk(tmp_path: Path, url: str) -> None:
    """The second one looks and cannot change."""
    with talking(tmp_path, url) as first:
        answer(first, "Login (e-mail), 1 of 2:")
        ran = said(tmp_path, url, [EMAIL, "yes", "1", "/back", "4", "/save"])
    assert "Another window of this program is open here." in ran.stdout
    assert "Nothing can be changed from this window" in ran.stdout
    assert "In all: 3." in ran.stdout
    assert ran.returncode == 0


@pytest.fixture
def runtime() -> Iterator[Path]:
    """The folder that a system empties at logout: in memory, for us alone. There is no keyring here."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def test_f07_killed_at_a_prompt_and_gone_on_from_there(tmp_path: Path, url: str, runtime: Path) -> None:
    """Every field is kept once it is answered."""
    with talking(tmp_path, url, XDG_RUNTIME_DIR=str(runtime)) as terminal:
        talk_to_dates(terminal)
        terminal.process.kill()
        terminal.wait_end()
    ran = said(tmp_path, url, [EMAIL, "yes", "/review", "/save"], XDG_RUNTIME_DIR=str(runtime))
    assert "This was typed on" in ran.stdout, ran.stdout[-800:]
    assert "Policy start date: " in ran.stdout
    assert ran.returncode == 3


def talk_to_dates(terminal: Terminal) -> None:
    answer(terminal, "Login (e-mail), 1 of 2:", EMAIL)
    answer(terminal, "Password, 2 of 2:", PASSWORD)
    answer(terminal, "Sign in, yes, or a number [yes]:", "")
    answer(terminal, "Type a number:", "1")
    answer(terminal, "Policy start date, 1 of 2:", "+5")
    answer(terminal, "Policy end date (inclusive), 2 of 2:")


def test_payment_news_come_while_the_prompt_stands(tmp_path: Path, running: Insurer, url: str) -> None:
    """The order is paid elsewhere; the line that is being typed meanwhile is not lost."""
    with talking(tmp_path, url) as terminal:
        answer(terminal, "Login (e-mail), 1 of 2:", EMAIL)
        answer(terminal, "Password, 2 of 2:", PASSWORD)
        answer(terminal, "Sign in, yes, or a number [yes]:", "")
        answer(terminal, "Type a number:", "3")
        answer(terminal, "Pay 8.00 EUR by card, yes, or a number [yes]:", "yes")
        answer(terminal, "1 or 2, or yes or no:", "2")
        answer(terminal, "Type a number:")
        order = next(word for word in terminal.text.split() if word.startswith("2080")).strip(",.")
        terminal.type("/ho")
        running.control("POST", f"/pay/{order}", card="0000")
        terminal.wait_for("is paid: 8.00 EUR")
        terminal.wait(lambda: terminal.text.endswith("[yes]:"), "the next question")
        terminal.type("me").press("Enter")
        terminal.wait(lambda: terminal.text.endswith("Type a number:"), "the menu")
        answer(terminal, "Type a number:", "/save")
        assert terminal.wait_end() == 0


def test_a02_names_that_steer_terminals_are_said_without_that(tmp_path: Path) -> None:
    """SEC: the hostile data, list after list and record after record."""
    script = [
        EMAIL, "yes", "2", "1", "/home", "3", "/home", "4", "1", "/back", "2", "/home", "5", "/list", "11", "/home",
        "7", "/review", "2", "/review", "/home", "/messages", "/save",
    ]  # fmt: skip
    ran = said(tmp_path, "", script, "--data", "hostile")
    assert ran.returncode == 0, ran.stdout[-800:]
    assert not steers(ran.stdout.encode())
    strange = re.findall("[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", ran.stdout)
    assert not strange
    assert ran.stderr == ""
