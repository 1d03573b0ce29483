"""The one registry of commands: id, label, help, keys. Footer, menu, help and key card are made from it."""

from typing import NamedTuple

from textual.binding import Binding

from omi_tui.text.i18n import N_, _


class Command(NamedTuple):
    """A command of the program. ``keys`` holds its key and its second way; ``label`` and ``help`` are msgids."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    short: str = ""
    """The word that the footer shows; empty keeps the command out of the footer."""


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
        "forward",
        ("f10",),
        N_("Continue"),
        N_("Does what the main button of this screen says."),
        N_("continue"),
    ),
    Command("back", ("escape", "f7"), N_("Back"), N_("Goes one step back; what you typed stays."), N_("back")),
    Command("menu", ("f9", "ctrl+p"), N_("Menu of all commands"), N_("Lists every command with its keys."), N_("menu")),
    Command("language", ("ctrl+y",), N_("Change language"), N_("Changes the language and keeps everything."), ""),
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
        "",
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
    """A key as people call it: ``f1`` is F1, ``ctrl+y`` is Ctrl+Y."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))


def bindings() -> list[Binding]:
    """The bindings of the application; Enter belongs to the widgets."""
    return [
        Binding(
            ",".join(command.keys), f"command('{command.id}')", command.label, id=command.id, show=False, priority=True
        )
        for command in COMMANDS
        if command.id != "next"
    ]


def help_lines() -> list[str]:
    """The keys as the help page lists them."""
    lines = [_("Keys")]
    for command in COMMANDS:
        keys = ", ".join(_(key_name(key)) for key in command.keys)
        lines.append(f"{keys}: {_(command.label)}. {_(command.help)}")
    lines.append(_("Tab, Shift+Tab: to the next and the previous place."))
    return [*lines, "", _("Belgosstrakh (+375 17) 269-269-2, mobile 7557, *7557")]
