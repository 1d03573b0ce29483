"""What can be typed at a prompt beside an answer: commands behind a slash, yes and no."""

from typing import NamedTuple

from omi_tui.text.i18n import N_, _, pgettext
from omi_tui.text.latin import from_russian_layout

PREFIX = "/"


COMMANDS: dict[str, str] = {
    "help": N_("says what belongs here, and which commands there are; a question mark says only what belongs here"),
    "back": N_("goes one step back; what you typed stays"),
    "list": N_("lists what can be chosen, ten at a time; a part of a name behind it lists those"),
    "review": N_("says again what stands here; a number behind it goes to that field"),
    "clear": N_("leaves the field empty"),
    "wait": N_("waits for news, such as those of a payment"),
    "stop": N_("stops waiting"),
    "messages": N_("says again what the program has told you"),
    "language": N_("changes the language to the one whose code stands behind it"),
    "traveller": N_("says this page in the language of the traveller's country; a code behind it names another"),
    "scan": N_("reads a passport; its rows can be pasted or scanned at any question about the person as well"),
    "repeat": N_("answers this field as for the last traveller"),
    "next": N_("begins a contract for the next traveller of the same trip"),
    "home": N_("goes to the first menu"),
    "lock": N_("locks the desk until the password is typed"),
    "save": N_("saves what you typed and leaves the program"),
}
"""What each command does, in the order in which help lists them."""


class Said(NamedTuple):
    """What was typed: a text, or a command with what stands behind it."""

    text: str
    command: str = ""


class UnknownCommand(Exception):
    """A word behind a slash that is no command."""


def number_of(text: str) -> int | None:
    """The number that *text* is, of at most six plain digits; None where it is none that could stand on a page."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def read(line: str, *, whole: bool = False) -> Said:
    """What *line* says. A doubled slash is a text that begins with one. Raises UnknownCommand.

    With *whole* only a whole word is a command, and every other line is a text: a password may begin with a slash,
    and with two; only where one slash less would be a command, a second slash goes.
    """
    text = line.strip()
    if text == "?":
        return Said("?", "help")
    if not text.startswith(PREFIX):
        return Said(line)
    if text.startswith(PREFIX * 2):
        doubled = not whole or read(text[1:], whole=True).command
        return Said(line.replace(PREFIX * 2, PREFIX, 1) if doubled else line)
    word, _space, rest = text[1:].partition(" ")
    if number_of(word) is not None and not whole:
        return Said(word, "choose")
    found = _named(word.casefold(), whole=whole)
    if found:
        return Said(rest.strip(), found)
    if whole or PREFIX in word:  # a path is no command
        return Said(line)
    raise UnknownCommand(word)


def _named(word: str, *, whole: bool) -> str:
    for said in (word, from_russian_layout(word)):
        names = {own(command): command for command in COMMANDS} | {command: command for command in COMMANDS}
        if said in names:
            return names[said]
        starts = {command for name, command in names.items() if said and name.startswith(said)}
        if len(starts) == 1 and not whole:
            return starts.pop()
    return ""


def own(command: str) -> str:
    """The command's word in the current language."""
    return _WORDS[command]().casefold()


# Each written out, for the texts are gathered from the source.
_WORDS = {
    "help": lambda: pgettext("command", "help"),
    "back": lambda: pgettext("command", "back"),
    "list": lambda: pgettext("command", "list"),
    "review": lambda: pgettext("command", "review"),
    "clear": lambda: pgettext("command", "clear"),
    "wait": lambda: pgettext("command", "wait"),
    "stop": lambda: pgettext("command", "stop"),
    "messages": lambda: pgettext("command", "messages"),
    "language": lambda: pgettext("command", "language"),
    "traveller": lambda: pgettext("command", "traveller"),
    "scan": lambda: pgettext("command", "scan"),
    "repeat": lambda: pgettext("command", "repeat"),
    "next": lambda: pgettext("command", "next"),
    "home": lambda: pgettext("command", "home"),
    "lock": lambda: pgettext("command", "lock"),
    "save": lambda: pgettext("command", "save"),
}


def command_lines() -> list[str]:
    """Every command with what it does, a line each."""
    lines = [f"{PREFIX}{own(name)}: {_(does)}." for name, does in COMMANDS.items()]
    return [
        *lines,
        _("A slash and a number choose what has that number on this page."),
        _("Two slashes begin an answer that begins with a slash."),
    ]
