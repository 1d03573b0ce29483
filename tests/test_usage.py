"""What the command line says itself, its help and what is wrong with it: in the reader's language."""

import argparse
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from omi_tui import cli
from omi_tui.text.i18n import LANGUAGES, language, speaking
from omi_tui.text.width import cell_len

COMMANDS = "demo fake-server fake quote scan need buy policies drafts orders config".split()
OTHERS = [code for code in LANGUAGES if code != "en"]
OWN = {
    "en": "usage: ",
    "ru": "использование: ",
    "be": "выкарыстанне: ",
    "lt": "naudojimas: ",
    "lv": "lietojums: ",
    "pl": "użycie: ",
    "de": "Aufruf: ",
    "zh_Hans": "用法：",
}
WRONG = [
    ["bogus"],
    ["demo", "--bogus"],
    ["demo", "--data", "large"],
    ["demo", "--plain", "--full"],
    ["demo", "--memory=yes"],
    ["quote", "--days", "many"],
    ["buy"],
    ["buy", "--begin"],
    ["buy", "--o"],
    ["config"],
    ["fake", "head"],
]
_WORD = re.compile(r"(?<![\w'./{,-])[A-Za-z]{2,}(?![\w'./},=-])")
KEPT = {*COMMANDS, *LANGUAGES, *"omi tail show path keys URL POL JSON CSV XLSX SQLite stdin stdout".split()}
"""Commands, formats and streams are called the same in every language."""
ALIKE = {"de": {"Belarus", "in"}, "pl": {"link", "token"}}
"""Words of another language that are written as in English."""


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Afterwards English is spoken, and what the program sets for its own end is undone."""
    for holder, hook in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(holder, hook, getattr(holder, hook))
    with speaking("en"):
        yield


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    """The exit code, and what went to stdout and stderr."""
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    return end.value.code, *capsys.readouterr()


def english(text: str) -> set[str]:
    return set(_WORD.findall(text)) - KEPT


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=lambda words: " ".join(words) or "omi")
def test_i01_help_has_no_word_of_the_english_one(
    command: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended, original, _ = said(capsys, *command, "--help")
    assert ended == 0
    assert english(original), "there is something to translate"
    ended, told, wrong = said(capsys, "--lang", code, *command, "--help")
    assert (ended, wrong) == (0, "")
    assert english(told) & english(original) <= ALIKE.get(code, set())


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_i01_what_is_wrong_is_said_without_english(
    words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended, out, original = said(capsys, *words)
    assert (ended, out) == (2, "")
    ended, out, told = said(capsys, "--lang", code, *words)
    assert (ended, out) == (2, "")
    assert english(told) & english(original) <= ALIKE.get(code, set())
    assert told.splitlines()[-1] != original.splitlines()[-1]


@pytest.mark.parametrize(("code", "first"), OWN.items())
def test_i01_help_begins_in_that_very_language(code: str, first: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--lang", code, "--help")[1].startswith(first)


def test_english_is_said_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "config", "--help")[1]
    assert told.startswith("usage: omi config [-h] [--origin] [--lang CODE] {show,path,keys}\n")
    assert "  -h, --help        show this help message and exit\n" in told
    assert said(capsys, "bogus")[2].splitlines()[-1].startswith("omi: error: argument COMMAND: invalid choice: 'bogus'")
    assert said(capsys, "demo", "--x")[2].splitlines()[-1] == "omi: error: unrecognized arguments: --x"
    missing = "omi config: error: the following arguments are required: {show,path,keys}"
    assert said(capsys, "config")[2].splitlines()[-1] == missing


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "de", "bogus"],
        ["--lang=de", "bogus"],
        ["demo", "--lang", "de", "--bogus"],
        ["--lang", "ru", "demo", "--lang=de", "--bogus"],
        ["--la", "de", "bogus"],
        ["bogus", "--lang", "de_AT.UTF-8"],
    ],
)
def test_the_option_is_found_wherever_it_stands(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "Fehler" in said(capsys, *words)[2]


def test_the_language_is_that_of_every_command(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--lang`` goes before OMI_LANG, that before the settings, and those before the machine's locale."""

    def spoken(*words: str) -> str:
        said(capsys, *words, "--help")
        return language()

    assert spoken() == "en"
    monkeypatch.setenv("LANG", "lv_LV.UTF-8")
    assert spoken() == "lv"
    kept = home / "omi"
    kept.mkdir(mode=0o700)
    monkeypatch.setenv("OMI_HOME", str(kept))
    settings = kept / "settings.toml"
    settings.write_text('language = "lt"\n', encoding="utf-8")
    settings.chmod(0o600)
    assert spoken() == "lt"
    monkeypatch.setenv("OMI_LANG", "pl")
    assert spoken() == "pl"
    assert spoken("--lang", "de") == "de"
    assert spoken("--lang", "nonsense") == "en"
    settings.write_text("language = [\n", encoding="utf-8")
    assert spoken("--lang", "ru") == "ru", "settings that are wrong hinder no help"


@pytest.mark.parametrize("columns", ["60", "80", "132"])
def test_i03_chinese_fits_its_lines_and_stands_in_columns(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    told = said(capsys, "--lang", "zh_Hans", "--help")[1]
    assert "\u2060" not in told
    assert max(map(cell_len, told.splitlines())) <= int(columns)
    options = [line for line in told.splitlines() if re.match("  --(lang|answers|backend|event-log) ", line)]
    assert len(options) == 4
    begins = {cell_len(line) - cell_len(re.split(" {2,}", line.strip(), maxsplit=1)[1]) for line in options}
    assert len(begins) == 1


def test_the_parsers_own_words_are_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "--lang", "ru", "bogus")
    with pytest.raises(SystemExit):
        argparse.ArgumentParser(prog="other").parse_args(["--x"])
    assert capsys.readouterr().err == "usage: other [-h]\nother: error: unrecognized arguments: --x\n"


def omi(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "omi_tui", *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["demo", "--scenario", "sunny"], "Das Szenario 'sunny' gibt es nicht. Wählen Sie eines von: "),
        (["config", "\x1b[2J"], "Ein Argument enthält Zeichen, die sich nicht anzeigen lassen."),
    ],
)
def test_what_else_is_refused_is_said_in_that_language(words: list[str], told: str) -> None:
    run = omi("--lang", "de", *words)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode().startswith(told)


@pytest.mark.parametrize(
    ("environment", "charset", "usage_"),
    [
        ({"LC_ALL": "C"}, "ascii", "ispolzovanie: omi"),
        ({"LC_ALL": "POSIX"}, "ascii", "ispolzovanie: omi"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "iso8859-1", "ispolzovanie: omi"),
        ({"LC_ALL": "ru_RU.KOI8-R"}, "koi8-r", "использование: omi"),
        ({"LANG": "ru_RU.UTF-8", "PYTHONIOENCODING": "ascii"}, "utf-8", "использование: omi"),
    ],
)
def test_i06_an_old_terminal_gets_letters_that_it_has(environment: dict[str, str], charset: str, usage_: str) -> None:
    run = omi("--lang", "ru", "--help", **environment)
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode(charset).startswith(usage_)
    run = omi("--lang", "ru", "bogus", **environment)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode(charset).startswith(usage_)
    assert omi("--lang", "zh_Hans", "--help", LC_ALL="C").stdout.startswith(b"usage: ")


@pytest.mark.parametrize(
    ("words", "environment", "first"),
    [
        (["--lang", "ru"], {}, "Voprositelnyi znak"),
        ([], {"OMI_LANG": "ru"}, "Voprositelnyi znak"),
        (["--lang", "zh_Hans"], {}, "A question mark"),
    ],
)
def test_i06_the_plain_face_speaks_the_language_that_was_asked_for(
    words: list[str], environment: dict[str, str], first: str
) -> None:
    run = omi("demo", "--memory", "--plain", *words, LC_ALL="C", **environment)
    lines = run.stdout.decode("ascii").splitlines()
    assert lines[0].startswith(first)
    sentence = "This terminal cannot show the language that was asked for, so English is spoken."
    assert (sentence in lines) == ("zh_Hans" in words)
    assert run.stderr == b""
