"""SEC-33: what a stranger's environment can do to the program: nothing, unless a developer asks for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from omi_tui import cli, surroundings
from omi_tui.desk.settings import SettingsError
from tests.end_to_end.terminal import ROOT, environment

VARIABLES = {
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_LOG": "{trap}/keys.log",
    "TEXTUAL_DRIVER": "trap:Driver",
    "TEXTUAL_DEVTOOLS_HOST": "evil.test",
    "TEXTUAL_DEVTOOLS_PORT": "1",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_LOCATION": "{trap}",
    "TEXTUAL_SCREENSHOT_FILENAME": "{trap}/shot.svg",
    "TEXTUAL_PRESS": "f3",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_FILTERS": "dim",
    "TEXTUAL_THEME": "dracula",
    "TEXTUAL_ANIMATIONS": "full",
    "TEXTUAL_COLOR_SYSTEM": "standard",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_FPS": "1",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "PYTHON_KEYRING_BACKEND": "trap.Keyring",
    "KEYRING_PROPERTY_SCHEME": "trap",
    "PYTHONPATH": "{trap}",
    "PYTHONSTARTUP": "{trap}/start.py",
    "PYTHONINSPECT": "",
    "PYTHONBREAKPOINT": "trap.stop",
    "PYTHONWARNINGS": "ignore",
    "OPENSSL_CONF": "{trap}/openssl.cnf",
    "OPENSSL_MODULES": "{trap}",
    "OPENSSL_ENGINES": "{trap}",
    "SSLKEYLOGFILE": "{trap}/tls.log",
    "BROWSER": "touch {trap}/browser",
}
PROBE = """
import json, os, sys
from omi_tui import cli
code = cli.main(sys.argv[1:])
from textual import constants
known = [constants.LOG_FILE, constants.DRIVER, constants.PRESS, constants.FILTERS, constants.SCREENSHOT_LOCATION]
sys.stdout.write("\\n" + json.dumps({"code": code, "environ": dict(os.environ), "known": known}))
"""


def probe(home: Path, *arguments: str) -> dict[str, object]:
    trap = home / "trap"
    trap.mkdir(exist_ok=True)
    strange = {name: value.format(trap=trap) for name, value in VARIABLES.items()}
    run = subprocess.run(
        [sys.executable, "-c", PROBE, "config", "path", *arguments],
        env=environment(home, **strange),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    seen: dict[str, object] = json.loads(run.stdout.splitlines()[-1])
    seen["trap"] = sorted(os.listdir(trap))
    return seen


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return probe(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("name", VARIABLES)
def test_sec_33_a_variable_is_gone_before_textual_is_loaded(name: str, seen: dict[str, object]) -> None:
    environ = seen["environ"]
    assert isinstance(environ, dict)
    assert name not in environ
    assert {"PATH", "HOME", "OMI_HOME", "TERM"} <= environ.keys()


def test_sec_33_textual_knows_none_of_it(seen: dict[str, object]) -> None:
    assert seen["known"] == [None, None, "", "", None]
    assert seen["trap"] == []
    assert seen["code"] == 0


def test_sec_33_every_textual_variable_of_this_version_is_dropped() -> None:
    from textual import constants

    named = set(_words(Path(constants.__file__).read_text("utf-8")))
    assert "TEXTUAL_LOG" in named
    environ = dict.fromkeys(named, "x")
    surroundings.drop(environ)
    assert environ == {}


def _words(source: str) -> list[str]:
    import re

    return re.findall(r'"(TEXTUAL_\w+)"', source)


@pytest.mark.parametrize("name", ["LANG", "NO_COLOR", "TERM", "COLORTERM", "DISPLAY", "OMI_LANG", "XDG_RUNTIME_DIR"])
def test_the_rest_stays(name: str) -> None:
    environ = {name: "x"}
    assert surroundings.drop(environ) == []
    assert environ == {name: "x"}


@pytest.mark.parametrize("word", ["\x1b]0;title\x07", "a\nb", "\u202etxt", "\x9b2J", "\udcff"])
def test_sec_01_an_argument_that_cannot_be_shown_is_refused(word: str) -> None:
    assert surroundings.unreadable(["config", word], {}) == "An argument"
    assert surroundings.unreadable(["config"], {"OMI_THEME": word}) == "OMI_THEME"
    assert surroundings.unreadable(["config"], {"OMI_\x1b[2J": word}) == "OMI_*"
    assert surroundings.unreadable(["config", "Анна"], {"HOME": word}) == ""


def test_sec_01_the_command_says_so_without_showing_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "omi_tui", "\x1b]0;owned\x07"]
    run = subprocess.run(command, env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == "An argument holds characters that cannot be shown. Give it without them.\n"


def test_sec_01_what_a_command_says_is_clean(tmp_path: Path) -> None:
    """The home folder is nobody's argument, but its name may be anybody's."""
    home = tmp_path / "h\x1b]0;owned\x07\u202e"
    given = {name: value for name, value in environment(home).items() if name != "OMI_HOME"}
    command = [sys.executable, "-m", "omi_tui", "config", "path"]
    run = subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.removesuffix("\n").isprintable()
    assert "omi-tui" in run.stdout


def test_sec_01_nor_does_the_wizard_show_what_its_home_folder_is_called(tmp_path: Path) -> None:
    home = tmp_path / "h\x1b[31m\u202e\n"
    settings = home / ".config" / "omi-tui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    given = {name: value for name, value in environment(home).items() if name != "OMI_HOME"}
    command = [sys.executable, "-m", "omi_tui", "demo", "--plain"]
    for content, mode in (("x = = 1", 0o600), ("x = 1", 0o666)):
        settings.write_text(content)
        settings.chmod(mode)
        run = subprocess.run(
            command, env=given, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.removesuffix("\n").isprintable()
        assert "settings.toml" in run.stderr


def test_sec_01_why_the_wizard_does_not_start_is_said_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hostile(*_given: object) -> None:
        raise SettingsError("ev\x1b[31mil\u202e")

    monkeypatch.setattr("omi_tui.desk.settings.load", hostile)
    assert cli.main(["demo", "--developer"]) == 2
    assert capsys.readouterr().err == "evil\n"
