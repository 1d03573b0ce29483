"""The one registry of commands: id, label, help, keys. Footer, menu, help and key card are made from it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from omi_tui.text.i18n import N_, _
from omi_tui.text.width import cell_len

if TYPE_CHECKING:
    from textual.binding import Binding


class Command(NamedTuple):
    """A command of the program. ``keys`` holds its key and its second way; ``label`` and ``help`` are msgids."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    short: str = ""
    """The word that the footer shows; empty keeps the command out of the footer."""
    in_field: bool = False
    """Whether it does something in a field only."""


COMMANDS: tuple[Command, ...] = (
    Command(
        "next",
        ("enter",),
        N_("Next field"),
        N_("Goes on to the next field; in the last one it continues."),
        N_("next"),
    ),
    Command(
        "help",
        ("f1",),
        N_("Help on this field and screen"),
        N_("Says what belongs in the field, and which keys work here."),
        N_("help"),
    ),
    Command(
        "scan",
        ("f2", "ctrl+n"),
        N_("Scan a passport"),
        N_("Fills in the person from the rows at the foot of the passport's page with the photo."),
        N_("scan"),
    ),
    Command(
        "forward",
        ("f10",),
        N_("Continue"),
        N_("Does what the main button of this screen says."),
        N_("continue"),
    ),
    Command("back", ("escape", "f7"), N_("Back"), N_("Goes one step back; what you typed stays."), N_("back")),
    Command("menu", ("f9", "ctrl+p"), N_("Menu of all commands"), N_("Lists every command with its keys."), N_("menu")),
    Command(
        "language",
        ("ctrl+y",),
        N_("Change language"),
        N_("Changes between the two languages used last, and keeps everything."),
        "",
    ),
    Command(
        "languages",
        ("alt+y",),
        N_("All languages"),
        N_("Lists the languages; the one you choose is spoken at once, and everything is kept."),
        "",
    ),
    Command(
        "traveller",
        ("f11", "ctrl+g"),
        N_("Show in the traveller's language"),
        N_("Shows this page in the language of the traveller's country, and goes back with any key."),
        "",
    ),
    Command(
        "list",
        ("f4",),
        N_("List for this field"),
        N_("Lists the answers that this field takes; Down does the same."),
        in_field=True,
    ),
    Command("messages", ("f8",), N_("Messages so far"), N_("Shows what the program has told you in this run."), ""),
    Command(
        "lock",
        ("f12", "ctrl+l"),
        N_("Lock the desk"),
        N_("Hides everything until the password is typed; nothing is lost, and payments are still followed."),
        "",
    ),
    Command(
        "home",
        ("ctrl+o",),
        N_("Home"),
        N_("Goes to the first menu; asks first if something you typed is not saved."),
        "",
    ),
    Command(
        "leave",
        ("f3", "ctrl+q"),
        N_("Leave"),
        N_("Saves what you typed and leaves the program; the next start goes on with it."),
        "",
    ),
    Command(
        "repeat",
        ("f5", "ctrl+r"),
        N_("Repeat the last traveller's answer"),
        N_("Answers this field as for the traveller before."),
        in_field=True,
    ),
    Command(
        "next_traveller",
        ("f6", "ctrl+t"),
        N_("Next traveller, same trip"),
        N_("Begins another contract with the same dates, address, phone number and country of residence."),
    ),
    Command(
        "quick",
        ("alt+n",),
        N_("Quick entry: buy in one line"),
        N_("Takes the days and the insured person in one line; a slash on the first menu does the same."),
    ),
    Command("undo", ("ctrl+z",), N_("Undo"), N_("Takes back the last thing typed in this field."), in_field=True),
    Command("redo", ("alt+z",), N_("Redo"), N_("Brings back what Undo took away."), in_field=True),
    Command(
        "restore",
        ("alt+r",),
        N_("Restore this field"),
        N_("Brings back what stood in this field when you came to it."),
        in_field=True,
    ),
)
BY_ID = {command.id: command for command in COMMANDS}

KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": N_("Space"),
    "up": N_("Up"),
    "down": N_("Down"),
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """A key as people call it, in the current language: ``f1`` is F1, ``ctrl+y`` is Ctrl+Y."""
    if key in KEY_NAMES:
        return _(KEY_NAMES[key])
    return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))


def key_names(command: Command) -> str:
    """All keys of *command* as people call them."""
    return ", ".join(key_name(key) for key in command.keys)


def bindings() -> "list[Binding]":
    """The bindings of the application, with the keys as they are delivered; Enter belongs to the widgets."""
    from textual.binding import Binding  # whoever only reads the registry needs no toolkit

    return [
        Binding(
            ",".join(command.keys), f"command('{command.id}')", command.label, id=command.id, show=False, priority=True
        )
        for command in COMMANDS
        if command.id != "next"
    ]


def help_lines(commands: Iterable[Command] = COMMANDS) -> list[str]:
    """The keys of *commands* as the help page lists them."""
    line = _("{keys}: {label}. {help}")
    lines = [line.format(keys=key_names(command), label=_(command.label), help=_(command.help)) for command in commands]
    return [
        _("Keys"),
        *lines,
        _("Tab, Shift+Tab: to the next and the previous place; the last one is the menu of all commands."),
        "",
        _("Belgosstrakh (+375 17) 269-269-2, mobile 7557, *7557"),
    ]


def key_card(commands: Iterable[Command] = COMMANDS) -> list[str]:
    """The keys of *commands* on one page: a line for each."""
    rows = [*((key_names(command), _(command.label)) for command in commands), ("Tab, Shift+Tab", _("Next, previous"))]
    width = max(cell_len(keys) for keys, _label in rows) + 2
    return [_("Keys"), *(keys + " " * (width - cell_len(keys)) + label for keys, label in rows)]
