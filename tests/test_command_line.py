"""The commands that answer and end, as processes, against the real insurer on a socket."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def omi(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omi_tui", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def backend() -> Iterator[str]:
    command = [sys.executable, "-m", "omi_tui", "fake-server", "--memory", "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())["url"]
        server.terminate()


def test_a_price_in_words(backend: str) -> None:
    answer = omi("quote", "--days", "8", "--backend", backend)
    assert answer.returncode == 0
    assert "8 days · insurance premium 8.00\u00a0EUR" in answer.stdout


def test_a_price_as_one_document(backend: str) -> None:
    answer = omi("quote", "--begin", "+3", "--end", "14d", "--json", "--backend", backend)
    assert json.loads(answer.stdout)["premium"] == {"amount": "14.00", "currency": "EUR"}


def test_what_other_terms_cost_stands_in_the_document(backend: str) -> None:
    answer = omi("quote", "--days", "7", "--json", "--backend", backend)
    quote = json.loads(answer.stdout)
    assert (quote["tariff_id"], quote["estimate"]) == ("table-a-x2", False)
    assert (quote["days_more_for_nothing"], quote["days_less"]) == (1, 1)
    assert quote["days_less_save"] == {"amount": "2.00", "currency": "EUR"}
    assert "1 day more costs nothing. 1 day less saves 2.00\u00a0EUR." in omi(
        "quote", "--days", "7", "--backend", backend
    ).stdout.split("\n")


def test_an_estimate_where_the_insurer_cannot_be_reached() -> None:
    words = omi("quote", "--days", "8", "--backend", "http://127.0.0.1:1")
    assert words.returncode == 4
    assert words.stdout.splitlines()[1] == "2 days less saves 2.00\u00a0EUR."
    assert words.stdout.splitlines()[2].startswith("This is an estimate by the tariff table-a-x2.")
    answer = omi("quote", "--days", "8", "--json", "--backend", "http://127.0.0.1:1")
    assert answer.returncode == 4
    estimate = json.loads(answer.stdout)
    assert (estimate["estimate"], estimate["premium"]) == (True, {"amount": "8.00", "currency": "EUR"})
    assert (estimate["days_more_for_nothing"], estimate["days_less"]) == (0, 2)
    assert estimate["days_less_save"] == {"amount": "2.00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--begin", "31.4", "--days", "3"], "Policy start date must be a real date."),
        (["--begin", "1.1.2020", "--days", "3"], "Policy start date must be today or later"),
        ([], "Say how many days"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_a_sentence(arguments: list[str], sentence: str, backend: str) -> None:
    answer = omi("quote", *arguments, "--backend", backend)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("address", "code"), [("http://127.0.0.1:1", 4), ("http://insurer.example.test", 2), ("nonsense", 2)]
)
def test_an_insurer_who_cannot_be_asked(address: str, code: int) -> None:
    answer = omi("quote", "--days", "8", "--backend", address)
    assert answer.returncode == code
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.endswith(".\n")


def test_no_insurer_is_set() -> None:
    for arguments in (["quote", "--days", "8"], []):
        answer = omi(*arguments)
        assert answer.returncode == 2
        assert "No insurer is set" in answer.stderr
        assert ("This is an estimate" in answer.stdout) == ("quote" in arguments)


def test_the_insurer_may_be_named_before_the_command_or_after_it(backend: str) -> None:
    for arguments in (("--backend", backend, "quote", "--days", "8"), ("quote", "--days", "8", "--backend", backend)):
        answer = omi(*arguments)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.startswith("8 days")


def test_the_settings_say_where_they_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMI_THEME", "omi-light")
    shown = omi("config", "show", "--origin").stdout
    assert 'theme = "omi-light"  (environment)' in shown
    assert "language = null  (default)" in shown
    assert omi("config", "path").stdout.endswith("settings.toml\n")
    keys = omi("config", "keys").stdout
    assert ["F10", "Continue"] in [line.split() for line in keys.splitlines()]


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMI_BACKEND_URL", "ftp://insurer.example.test")
    for arguments in (["config", "show"], ["quote", "--days", "8"], []):
        answer = omi(*arguments)
        assert answer.returncode == 2
        assert "backend.url has to be an address" in answer.stderr


def test_without_a_terminal_the_wizard_talks_in_lines(backend: str) -> None:
    answer = omi("--backend", backend)
    assert answer.returncode == 3
    assert "Login (e-mail), 1 of 2:\nThe input has ended." in answer.stdout
    answer = omi("--full", "--backend", backend)
    assert answer.returncode == 2
    assert answer.stderr == "The whole screen needs a terminal. Without one, leave --full out.\n"


def test_the_version() -> None:
    answer = omi("--version")
    assert answer.returncode == 0
    assert answer.stdout.startswith("omi ")


def test_the_help_names_every_language() -> None:
    from omi_tui.cli import LANGUAGE
    from omi_tui.text.i18n import LANGUAGES

    assert LANGUAGE.removeprefix("the language: ").replace(" or ", ", ").split(", ") == list(LANGUAGES)


def test_commands_that_answer_and_end_speak_the_language_asked_for(tmp_path: Path) -> None:
    """``--lang`` goes before OMI_LANG, that before the settings, and those before the machine's locale."""
    home = tmp_path / "omi"
    home.mkdir(mode=0o700)

    def first(*options: str, words: tuple[str, ...] = ("config", "keys"), **more: str) -> str:
        env = {**os.environ, "OMI_HOME": str(home), "LANG": "lv_LV.UTF-8", **more}
        command = [sys.executable, "-m", "omi_tui", *options, *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.splitlines()[0]

    assert first() == "Taustiņi"
    settings = home / "settings.toml"
    settings.write_text('language = "lt"\n', encoding="utf-8")
    settings.chmod(0o600)
    assert first() == "Klavišai"
    assert first(OMI_LANG="pl_PL.UTF-8") == "Klawisze"
    assert first("--lang", "de", OMI_LANG="pl_PL.UTF-8") == "Tasten"
    assert first("--lang", "zh_CN") == "按键"
    assert first(words=("config", "keys", "--lang", "de")) == "Tasten"
    assert first("--lang", "de", words=("need", "--nationality", "POL")) == "POL  Polen"
    assert first("--lang", "ru", words=("need", "--nationality", "POL", "--lang", "de")) == "POL  Polen"
    assert first(words=("need", "--nationality", "POL")) == "POL  Lenkija"


@pytest.mark.parametrize("days", ["0", "-3", "366"])
def test_a_number_of_days_that_no_policy_has_is_told(days: str) -> None:
    run = omi("quote", f"--days={days}")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "The number of days must be from 1 to 365.\n"


@pytest.mark.parametrize(
    ("shell", "code", "said"),
    [
        ("scan <&-", 2, "These are not the machine-readable rows of a travel document.\n"),
        ("need --nationality POL >&-", 0, ""),
        ("scan missing.txt 2>&-", 2, ""),
        (
            "need --nationality POL >/dev/full",
            2,
            "The output cannot be written. Make some space there, and run the command again.\n",
        ),
        ("need --nationality POL | true", 130, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_mistake_of_the_program(shell: str, code: int, said: str) -> None:
    command = f"set -o pipefail; {shlex.quote(sys.executable)} -m omi_tui {shell}"
    env = {**os.environ, "LANG": "C.UTF-8"}
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=env)
    assert run.stderr == said
    assert run.returncode in (code, 0 if "|" in shell else code), "a reader that reads nothing may be quicker or slower"
