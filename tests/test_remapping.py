"""Keys out of the settings: what can be set, what is refused and why, and the card that names the active ones."""

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.binding import Binding
from textual.events import Key
from textual.widget import Widget

from omi_tui import actions, remapping
from omi_tui.remapping import KeyRefused, remapped
from omi_tui.screens.choose import ChooseScreen
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.text_page import TextScreen
from omi_tui.text.i18n import LANGUAGES, in_language, set_language
from omi_tui.text.width import cell_len
from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.choice_strip import ChoiceStrip
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.frame import BottomLines
from omi_tui.widgets.numbered_list import NumberedList
from omi_tui.widgets.record_list import RecordList
from omi_tui.widgets.tick import Tick

LETTERS = "abcdefghijklmnopqrstuvwxyz"
EVERY_KEY = [
    *(f"f{n}" for n in range(1, 25)),
    *(f"{held}+{letter}" for held, letter in product(("ctrl", "alt"), LETTERS)),
]


def sentence(table: dict[str, list[str]]) -> str:
    with pytest.raises(KeyRefused) as refused:
        remapped(table)
    return str(refused.value)


def keys_of(table: dict[str, list[str]], command: str) -> tuple[str, ...]:
    return next(each.keys for each in remapped(table) if each.id == command)


def test_a24_nothing_set_means_the_keys_as_delivered() -> None:
    assert remapped({}) == actions.COMMANDS
    taken = [key for command in actions.COMMANDS for key in command.keys]
    assert len(set(taken)) == len(taken), "two commands share a key"


def test_a24_every_command_can_have_other_keys() -> None:
    for command in actions.COMMANDS[1:]:
        assert set(keys_of({command.id: ["f14", "alt+x"]}, command.id)) - {"escape"} == {"f14", "alt+x"}


def test_a24_keys_may_be_spelt_as_people_do() -> None:
    assert keys_of({"help": ["F1", "Ctrl+B", "Control + B", "alt+k"]}, "help") == ("f1", "ctrl+b", "alt+k")


def test_a24_commands_may_change_places() -> None:
    swapped = remapped({"help": ["f10"], "forward": ["f1"]})
    assert [each.keys for each in swapped if each.id in ("help", "forward")] == [("f10",), ("f1",)]


def test_a24_esc_stays_with_back() -> None:
    assert keys_of({"back": ["f13"]}, "back") == ("escape", "f13")
    assert keys_of({"back": ["Esc"]}, "back") == ("escape",)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"help": ["f13"], "menu": ["F13"]}, "F13 is set for two commands: help and menu."),
        ({"help": ["f10"]}, "F10 is set for two commands: help and forward."),
        ({"leave": ["f7"]}, "F7 is set for two commands: back and leave."),
        (
            {"helf": ["f1"]},
            "There is no command helf whose keys can be set. The commands are: help, scan, forward, back,",
        ),
        ({"next": ["f13"]}, "There is no command next whose keys can be set."),
        ({"a\x1b[2Jb": ["f13"]}, "There is no command ab whose"),
        ({"help": ["enter"]}, "keys.help: Enter goes on to the next field"),
        ({"help": ["esc"]}, "keys.help: Esc always goes back"),
        ({"help": ["Shift+Tab"]}, "keys.help: Tab goes from place to place"),
        ({"help": ["h"]}, "keys.help: H cannot be the key of a command, because it types into fields."),
        ({"help": ["ж"]}, "keys.help: ж cannot be the key of a command, because it types into fields."),
        ({"help": ["7"]}, "keys.help: 7 cannot be the key of a command, because it types into fields."),
        ({"help": ["+"]}, "keys.help: + cannot be the key of a command, because it types into fields."),
        ({"help": ["shift+h"]}, "because it types into fields."),
        ({"help": ["space"]}, "because it types into fields."),
        (
            {"help": ["ctrl+w"]},
            "keys.help: Ctrl+W cannot be the key of a command, because it edits the text of a field.",
        ),
        ({"help": ["backspace"]}, "because it edits the text of a field."),
        ({"help": ["PgDn"]}, "because it moves within fields, lists and pages."),
        ({"help": ["ctrl+left"]}, "because it moves within fields, lists and pages."),
        ({"help": ["insert"]}, "because screen readers use it."),
        ({"help": ["ctrl+alt+h"]}, "because screen readers use it."),
        ({"help": ["ctrl+shift+p"]}, "because few terminals tell Ctrl+Shift from Ctrl."),
        ({"help": ["ctrl+i"]}, "because terminals send it as another key."),
        ({"help": ["ctrl+c"]}, "keys.help: Ctrl+C stops the program"),
        ({"help": ["ctrl+ж"]}, "keys.help: ctrl+ж is not a key that can be set. Take F1 to F24,"),
        ({"help": ["alt+7"]}, "keys.help: Alt+7 is not a key that can be set."),
        ({"help": ["f25"]}, "keys.help: F25 is not a key that can be set."),
        ({"help": [""]}, "is not a key that can be set."),
        ({"help": ["no\x07key"]}, "keys.help: nokey is not a key that can be set."),
    ],
)
def test_a24_what_cannot_be_set_is_refused_with_the_reason(table: dict[str, list[str]], words: str) -> None:
    said = sentence(table)
    assert words in said
    assert said.endswith(".")
    assert said.isprintable()


def test_a24_no_key_that_a_widget_needs_can_be_set() -> None:
    """Commands go before widgets: a key that edits or moves would be lost to them."""
    places: list[type[Widget]] = [
        FieldInput, Tick, ChoiceStrip, NumberedList, RecordList, ActionButton, BottomLines,
        JourneyScreen, ChooseScreen, TextScreen,
    ]  # fmt: skip
    needed = {
        key
        for place in places
        for base in place.__mro__
        for bound in vars(base).get("BINDINGS", ())
        for key in (bound.key if isinstance(bound, Binding) else bound[0]).split(",")
    }
    assert len(needed) > 30
    allowed = {key for key in needed if not remapping._reason("space" if key == "slash" else key)}
    assert allowed == set()


def test_a24_every_key_that_can_be_set_arrives_as_that_key() -> None:
    """Some letters with Ctrl or Alt reach a program as other keys."""
    for key in EVERY_KEY:
        held, _plus, letter = key.rpartition("+")
        if not held:
            continue
        sent = "\x1b" + letter if held == "alt" else chr(ord(letter) - 96)
        parser = XTermParser(False)
        got = [event.key for event in (*parser.feed(sent), *parser.feed("")) if isinstance(event, Key)]
        if not remapping._reason(key):
            assert got == [key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_card_is_one_page(language: str) -> None:
    set_language(language)
    try:
        card = actions.key_card(remapped({"help": ["f13", "alt+h"]}))
    finally:
        set_language("en")
    assert len(card) <= 23, f"{len(card)} lines"
    assert max(map(cell_len, card)) <= 80
    label = in_language(language, actions.BY_ID["help"].label)
    assert any(line.split("  ")[0] == "F13, Alt+H" and line.endswith(label) for line in card)
    assert not any(line.startswith("F1 ") for line in card)


def omi(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environ = {"OMI_HOME": str(home), "HOME": str(home), "LANG": "C.UTF-8", "PATH": ""}
    command = [sys.executable, "-m", "omi_tui", *arguments]
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip


@pytest.mark.parametrize("command", [("demo", "--memory"), ("demo", "--memory", "--plain"), ("config", "keys")])
def test_a24_a_clash_is_said_at_the_start_and_nothing_starts(command: tuple[str, ...], tmp_path: Path) -> None:
    where = Path(omi(tmp_path, "config", "path").stdout.strip())
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text('language = "ru"\n[keys]\nhelp = ["f10"]\n')
    ended = omi(tmp_path, *command)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "help" in ended.stderr
    assert "forward" in ended.stderr


def test_config_keys_names_the_active_keys(tmp_path: Path) -> None:
    assert "F1 " in omi(tmp_path, "config", "keys").stdout
    where = Path(omi(tmp_path, "config", "path").stdout.strip())
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text('[keys]\nhelp = ["f13", "alt+h"]\n')
    card = omi(tmp_path, "config", "keys").stdout
    assert "F13, Alt+H" in card
    assert "F1 " not in card
    assert 'keys = {"help": ["f13", "alt+h"]}' in omi(tmp_path, "config", "show").stdout
