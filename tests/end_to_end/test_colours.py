"""The bytes that reach the terminal: no colour where none is wanted, the terminal's own where those are."""

import re
from pathlib import Path

import pytest

from omi_tui.colours import SIXTEEN
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import demo, order, sign_in

_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_ATTRIBUTES = {0, 1, 3, 4, 7, 22, 23, 24, 27}
"""Reset, bold, italic, underline, reverse, and the ends of them: what is no colour."""
NONE: dict[str, dict[str, str]] = {
    "NO_COLOR": {"NO_COLOR": "1"},
    "CLICOLOR=0": {"CLICOLOR": "0"},
    "FORCE_COLOR beside it": {"NO_COLOR": "1", "FORCE_COLOR": "3", "COLORTERM": "truecolor"},
    "CLICOLOR_FORCE beside it": {"CLICOLOR": "0", "CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"},
    "a light theme": {"NO_COLOR": "1", "OMI_THEME": "omi-contrast-light"},
}
SOME: dict[str, dict[str, str]] = {
    "an empty NO_COLOR": {"NO_COLOR": "", "COLORTERM": "truecolor"},
    "CLICOLOR=1": {"CLICOLOR": "1"},
    "FORCE_COLOR alone": {"FORCE_COLOR": "1"},
}
OWN: dict[str, dict[str, str]] = {
    "asked for": {"OMI_ACCESSIBLE_COLORS": "1", "COLORTERM": "truecolor"},
    "chosen": {"OMI_THEME": SIXTEEN, "COLORTERM": "truecolor"},
    "all there is": {"TERM": "linux"},
}


def parameters(terminal: Terminal) -> set[tuple[int, ...]]:
    """The parameters of every sequence that the program wrote to change how text looks."""
    return {tuple(int(each or 0) for each in re.split(b"[;:]", found)) for found in _SGR.findall(bytes(terminal.raw))}


def walk(terminal: Terminal) -> None:
    """Errors, a form, the menu, a question and a QR code."""
    terminal.wait_for("Sign in to your account", "› Login").press("F10").wait_for("There is a problem")
    terminal.press("F9").wait_for("Menu of all commands").press("Esc").wait_gone("Menu of all commands")
    terminal.press("Tab")
    sign_in(terminal)
    terminal.press("3").wait_for("Shopping cart")
    order(terminal)
    terminal.wait_for("█")


@pytest.mark.parametrize("case", NONE)
def test_a18_not_one_colour_is_written(case: str, tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", **NONE[case]) as terminal:
        walk(terminal)
    written = parameters(terminal)
    colours = {each for each in written if set(each) - _ATTRIBUTES}
    assert not colours, f"{len(colours)} of {len(written)} kinds of sequences: {colours}"
    assert (1,) in written
    assert (7,) in written or (1, 7) in written
    assert (4,) in written


@pytest.mark.parametrize("case", SOME)
def test_a18_what_asks_for_nothing_changes_nothing(case: str, tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", **SOME[case]) as terminal:
        terminal.wait_for("Sign in to your account", "› Login")
    assert any(38 in each and 48 in each for each in parameters(terminal))


@pytest.mark.parametrize("case", OWN)
def test_a19_nothing_but_the_terminal_s_own_palette(case: str, tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", **OWN[case]) as terminal:
        walk(terminal)
    written = {number for each in parameters(terminal) for number in each}
    own = {39, 49, *range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
    assert not written - _ATTRIBUTES - own, written
    assert written & (own - {39, 49}), "sixteen colours that are never used"
