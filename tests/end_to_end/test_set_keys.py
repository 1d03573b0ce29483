"""Keys out of the settings file, and undo, in a real terminal."""

from pathlib import Path

from tests.end_to_end.terminal import OMI, Terminal, environment
from tests.end_to_end.wizard import demo, sign_in

REDO, RESTORE = b"\x1bz", b"\x1br"
"""Alt+Z and Alt+R as terminals send them."""


def settings_of(home: Path) -> Path:
    """The settings file of *home*."""
    with Terminal([*OMI, "config", "path"], environment(home)) as terminal:
        assert terminal.wait_end() == 0
        return Path(terminal.raw.decode().strip())


def test_a24_keys_of_the_settings_file_work_in_a_terminal(home: Path) -> None:
    file = settings_of(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('[keys]\nhelp = ["ctrl+b", "alt+h"]\nleave = ["alt+k"]\n')
    with demo(home, "--memory") as terminal:
        terminal.wait_for("› Login", "Ctrl+B help", "Alt+K leave")
        terminal.press("Ctrl+B").wait_for("Help:", "Ctrl+B, Alt+H: Help on this field and screen.").press("Esc")
        terminal.wait_gone("Help:").send(b"\x1bh")
        terminal.wait_for("Help:").press("Esc").wait_gone("Help:").press("F1", "F3").type("still here")
        terminal.wait_for("still here").send(b"\x1bk")
        assert terminal.wait_end() in (0, 3)


def test_f07_undo_redo_and_restore_in_a_terminal(home: Path) -> None:
    with demo(home, "--memory") as terminal:
        sign_in(terminal).press("7").wait_for("› Last name").press(*["Tab"] * 7)
        terminal.wait_for("› Address").type(", door 3").wait_for("flat 7, door 3")
        terminal.press("Ctrl+Z", "Ctrl+Z").wait_gone("door").send(REDO)
        terminal.wait_for("flat 7, door").type("x").wait_for("door x").send(RESTORE)
        terminal.wait_gone("door").wait_for("› Address", "Minsk, Lipova 1, flat 7")


def test_a25_a_keyboard_without_function_keys_reaches_every_command(home: Path) -> None:
    """Tab, arrows, Enter and digits alone: to the menu, and to help and to another language from there."""
    with demo(home, "--memory") as terminal:
        terminal.wait_for("› Login").press("Shift+Tab").wait_for("› F9 menu", "Enter opens the menu of all commands.")
        terminal.press("Enter").wait_for("Menu of all commands").settle().press("1").wait_for("Help:").press("Esc")
        terminal.wait_gone("Help:").press("Enter").wait_for("Menu of all commands").settle().press("5")
        terminal.wait_for("Вход в личный кабинет", "› F9 меню")
