"""The keys that a settings file gives to commands, checked: no command loses its key in silence.

Textual takes two commands on one key for one, and a command that it does not know for nothing, without a word.
"""

import re
from collections.abc import Mapping, Sequence

from omi_tui.actions import BY_ID, COMMANDS, Command, key_name
from omi_tui.text.clean import clean
from omi_tui.text.i18n import N_, _

FIXED = ("next",)
"""Enter belongs to every field, list and button."""
_SETTABLE = re.compile(r"f([1-9]|1[0-9]|2[0-4])|(ctrl|alt)\+[a-z]")
_SPELT = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert"}

_TYPES = N_("{setting}: {key} cannot be the key of a command, because it types into fields.")
_EDITS = N_("{setting}: {key} cannot be the key of a command, because it edits the text of a field.")
_MOVES = N_("{setting}: {key} cannot be the key of a command, because it moves within fields, lists and pages.")
_READER = N_("{setting}: {key} cannot be the key of a command, because screen readers use it.")
_SHIFT = N_("{setting}: {key} cannot be the key of a command, because few terminals tell Ctrl+Shift from Ctrl.")
_TWIN = N_("{setting}: {key} cannot be the key of a command, because terminals send it as another key.")
_REASONS = {
    "enter": N_("{setting}: Enter goes on to the next field, so it cannot be the key of another command."),
    "escape": N_("{setting}: Esc always goes back, so it cannot be the key of another command."),
    **dict.fromkeys(("tab", "shift+tab"), N_("{setting}: Tab goes from place to place, so it cannot be set.")),
    "ctrl+c": N_("{setting}: Ctrl+C stops the program, so it cannot be the key of a command."),
    **dict.fromkeys(("ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "alt+b", "alt+f"), _TWIN),
    **dict.fromkeys((f"ctrl+{letter}" for letter in "adekuvwx"), _EDITS),
    "space": _TYPES,
}
_PARTS = {
    **dict.fromkeys(("backspace", "delete"), _EDITS),
    **dict.fromkeys(("up", "down", "left", "right", "home", "end", "pageup", "pagedown"), _MOVES),
    **dict.fromkeys(("insert", "caps_lock", "capslock"), _READER),
}


class KeyRefused(ValueError):
    """A key cannot be set; the text is one sentence for the person, in the current language."""


def remapped(table: Mapping[str, Sequence[str]]) -> tuple[Command, ...]:
    """The commands with the keys that *table* (command id: keys) gives them. Raises KeyRefused."""
    given = {command: _keys(command, keys) for command, keys in table.items()}
    commands = tuple(command._replace(keys=given.get(command.id, command.keys)) for command in COMMANDS)
    owners: dict[str, Command] = {}
    for command in commands:
        for key in command.keys:
            other = owners.setdefault(key, command)
            if other is not command:
                text = _("{key} is set for two commands: {one} and {other}. Give each of them a key of its own.")
                raise KeyRefused(text.format(key=key_name(key), one=other.id, other=command.id))
    return commands


def _keys(command: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The keys of one command in Textual's spelling; Esc stays with Back."""
    if command not in BY_ID or command in FIXED:
        known = ", ".join(each.id for each in COMMANDS if each.id not in FIXED)
        text = _("There is no command {command} whose keys can be set. The commands are: {commands}.")
        raise KeyRefused(text.format(command=clean(command), commands=known))
    spelt = [_spelt(key) for key in keys]
    own = ["escape"] if command == "back" else []
    for key, typed in zip(spelt, keys, strict=True):
        if key not in own and (reason := _reason(key)):
            shown = key_name(key) if key.isascii() and key.isprintable() else clean(typed)
            raise KeyRefused(_(reason).format(setting=f"keys.{command}", key=shown))
    return tuple(dict.fromkeys([*own, *spelt]))


def _spelt(key: str) -> str:
    """``Ctrl + G`` and ``control+g`` are ``ctrl+g``."""
    parts = [part.strip().lower() for part in key.strip().split("+")] if len(key.strip()) > 1 else [key.strip()]
    named = [{"control": "ctrl", "strg": "ctrl", "option": "alt"}.get(part, _SPELT.get(part, part)) for part in parts]
    return "+".join([*sorted(named[:-1]), named[-1]])


def _reason(key: str) -> str:
    """The sentence that says why *key* cannot be the key of a command; empty where it can."""
    if key in _REASONS:
        return _REASONS[key]
    *held, last = key.split("+") if len(key) > 1 else [key]
    if last in _PARTS:
        return _PARTS[last]
    if held == ["alt", "ctrl"]:
        return _READER
    if held == ["ctrl", "shift"]:
        return _SHIFT
    if len(last) == 1 and held in ([], ["shift"]):
        return _TYPES
    if not _SETTABLE.fullmatch(key):
        return N_(
            "{setting}: {key} is not a key that can be set. Take F1 to F24, or Ctrl or Alt with a Latin letter,"
            " such as Alt+H."
        )
    return ""
