"""Which face is shown, and in which letters (A01, I06)."""

import subprocess
import sys

import pytest

from omi_tui.faces import charset_of, choose, language_for

TERMINAL = {"TERM": "xterm-256color"}
CASES = [
    # option, environment, setting, terminal, charset, face
    (None, TERMINAL, "auto", True, "utf-8", "full"),
    (None, {}, "auto", True, "utf-8", "plain"),
    (None, {"TERM": ""}, "auto", True, "utf-8", "plain"),
    (None, {"TERM": "dumb"}, "auto", True, "utf-8", "plain"),
    (None, {"TERM": "unknown"}, "auto", True, "utf-8", "plain"),
    (None, TERMINAL, "auto", False, "utf-8", "plain"),
    (None, TERMINAL, "auto", True, "ascii", "plain"),
    (None, TERMINAL, "auto", True, "iso8859-1", "plain"),
    ("full", {}, "auto", True, "utf-8", "full"),
    ("full", {"TERM": "dumb"}, "plain", True, "utf-8", "full"),
    ("full", {"TERM": "dumb", "OMI_PLAIN": "1", "ACCESSIBLE": "1"}, "plain", False, "ascii", "full"),
    ("plain", TERMINAL, "auto", True, "utf-8", "plain"),
    ("plain", TERMINAL | {"OMI_PLAIN": "0"}, "full", True, "utf-8", "plain"),
    (None, TERMINAL | {"OMI_PLAIN": "1"}, "auto", True, "utf-8", "plain"),
    (None, TERMINAL | {"OMI_PLAIN": "yes"}, "full", True, "utf-8", "plain"),
    (None, TERMINAL | {"OMI_PLAIN": ""}, "auto", True, "utf-8", "full"),
    (None, TERMINAL | {"OMI_PLAIN": "0"}, "plain", True, "utf-8", "full"),
    (None, TERMINAL | {"OMI_PLAIN": "No"}, "plain", True, "utf-8", "full"),
    (None, TERMINAL | {"OMI_PLAIN": "false"}, "auto", True, "utf-8", "full"),
    (None, TERMINAL | {"OMI_PLAIN": "off", "ACCESSIBLE": "1"}, "auto", True, "utf-8", "full"),
    (None, {"TERM": "dumb", "OMI_PLAIN": "0"}, "auto", True, "utf-8", "full"),
    (None, TERMINAL | {"ACCESSIBLE": "1"}, "auto", True, "utf-8", "plain"),
    (None, TERMINAL | {"ACCESSIBLE": "true"}, "full", True, "utf-8", "plain"),
    (None, TERMINAL | {"ACCESSIBLE": "0"}, "auto", True, "utf-8", "full"),
    (None, TERMINAL | {"ACCESSIBLE": ""}, "auto", True, "utf-8", "full"),
    (None, TERMINAL | {"ACCESSIBLE": "no"}, "plain", True, "utf-8", "plain"),
    (None, TERMINAL, "plain", True, "utf-8", "plain"),
    (None, {"TERM": "dumb"}, "full", True, "utf-8", "full"),
    (None, TERMINAL, "full", False, "utf-8", "full"),
    (None, {}, "full", False, "ascii", "full"),
    (None, {}, "plain", False, "ascii", "plain"),
    ("strange", TERMINAL, "auto", True, "utf-8", "full"),
    (None, TERMINAL, "strange", True, "utf-8", "full"),
]  # fmt: skip


@pytest.mark.parametrize(("option", "environ", "setting", "terminal", "charset", "face"), CASES)
def test_a01_the_face_is_chosen(
    option: str | None, environ: dict[str, str], setting: str, terminal: bool, charset: str, face: str
) -> None:
    """First the option, then OMI_PLAIN, ACCESSIBLE, the setting; then what the terminal can show."""
    assert choose(option, environ, setting, terminal=terminal, charset=charset) == face
    assert len(CASES) >= 30


@pytest.mark.parametrize(
    ("environ", "encoding", "charset"),
    [
        ({}, "utf-8", "utf-8"),
        ({}, "ANSI_X3.4-1968", "ascii"),
        ({}, "no such thing", "ascii"),
        ({"LANG": "C"}, "utf-8", "ascii"),
        ({"LANG": "POSIX"}, "utf-8", "ascii"),
        ({"LANG": "C.UTF-8"}, "utf-8", "utf-8"),
        ({"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "utf-8", "ascii"),
        ({"LC_ALL": "", "LANG": "ru_RU.UTF-8"}, "ascii", "utf-8"),
        ({"LC_CTYPE": "ru_RU.KOI8-R", "LANG": "en_US.UTF-8"}, "utf-8", "koi8-r"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "utf-8", "iso8859-1"),
        ({"LC_ALL": "de_DE.ISO8859-15@euro"}, "utf-8", "iso8859-15"),
        ({"LANG": "pl_PL"}, "iso8859-2", "iso8859-2"),
        ({"LANG": "zh_CN.GB18030"}, "utf-8", "gb18030"),
        ({"LANG": "en_US.nonsense"}, "utf-8", "ascii"),
    ],
)
def test_i06_the_letters_are_those_of_the_locale(environ: dict[str, str], encoding: str, charset: str) -> None:
    assert charset_of(environ, encoding) == charset


def test_a01_the_choice_loads_neither_face() -> None:
    script = (
        "import sys; from omi_tui import faces; faces.choose(None, {}, 'auto', terminal=True);"
        "print(*(name for name in sys.modules if name.startswith(('textual', 'rich', 'pydantic', 'omi_tui.'))))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["omi_tui.faces"]


@pytest.mark.parametrize(
    ("code", "charset", "asked", "spoken"),
    [
        ("ru", "utf-8", False, "ru"),
        ("ru", "koi8-r", False, "ru"),
        ("ru", "ascii", False, "en"),
        ("ru", "ascii", True, "ru"),
        ("be", "iso8859-1", True, "be"),
        ("lt", "ascii", True, "lt"),
        ("lt", "ascii", False, "en"),
        ("de", "ascii", False, "de"),
        ("zh_Hans", "ascii", True, "en"),
        ("zh_Hans", "gb2312", False, "zh_Hans"),
    ],
)
def test_i06_a_language_is_spoken_where_its_letters_are_or_others_stand_for_them(
    code: str, charset: str, asked: bool, spoken: str
) -> None:
    assert language_for(code, charset, asked=asked) == spoken
