"""Which colours the screen has, decided from the environment and the setting alone."""

import pytest

from omi_tui import themes
from omi_tui.colours import NO_HUE, NO_HUE_LIGHT, SIXTEEN, Colours, choose

DEEP = {"TERM": "xterm-256color"}
NONE = Colours(NO_HUE, none=True)
TABLE: dict[str, tuple[dict[str, str], str, Colours]] = {
    "nothing is asked": ({}, "omi-dark", Colours("omi-dark")),
    "NO_COLOR": ({"NO_COLOR": "1"}, "omi-dark", NONE),
    "NO_COLOR, whatever it says": ({"NO_COLOR": "0"}, "omi-dark", NONE),
    "NO_COLOR that is empty is not set": ({"NO_COLOR": ""}, "omi-dark", Colours("omi-dark")),
    "CLICOLOR=0": ({"CLICOLOR": "0"}, "omi-dark", NONE),
    "CLICOLOR=1": ({"CLICOLOR": "1"}, "omi-dark", Colours("omi-dark")),
    "FORCE_COLOR beats nothing": ({"NO_COLOR": "1", "FORCE_COLOR": "3"}, "omi-dark", NONE),
    "CLICOLOR_FORCE beats nothing": ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, "omi-dark", NONE),
    "FORCE_COLOR alone changes nothing": ({"FORCE_COLOR": "1"}, "omi-mono", Colours("omi-mono")),
    "an empty NO_COLOR and CLICOLOR=0": ({"NO_COLOR": "", "CLICOLOR": "0"}, "omi-dark", NONE),
    "no colours are fewer than sixteen": ({"NO_COLOR": "1", "OMI_ACCESSIBLE_COLORS": "1"}, "omi-dark", NONE),
    "no colours, on light paper": ({"NO_COLOR": "1", "COLORFGBG": "0;15"}, "omi-dark", Colours(NO_HUE_LIGHT, True)),
    "no colours, on dark paper": ({"NO_COLOR": "1", "COLORFGBG": "15;default;0"}, "omi-light", NONE),
    "no colours, a light theme chosen": ({"NO_COLOR": "1"}, "omi-contrast-light", Colours(NO_HUE_LIGHT, True)),
    "sixteen": ({"OMI_ACCESSIBLE_COLORS": "1"}, "omi-dark", Colours(SIXTEEN)),
    "sixteen, said with a word": ({"OMI_ACCESSIBLE_COLORS": "yes"}, "omi-light", Colours(SIXTEEN)),
    "not sixteen": ({"OMI_ACCESSIBLE_COLORS": "0"}, "omi-dark", Colours("omi-dark")),
    "sixteen chosen": ({}, "omi-16", Colours(SIXTEEN)),
    "a console with sixteen": ({"TERM": "linux"}, "", Colours(SIXTEEN)),
    "a console with sixteen, and a choice": ({"TERM": "linux"}, "omi-light", Colours("omi-light")),
    "any number of colours": ({"TERM": "xterm", "COLORTERM": "truecolor"}, "", Colours("omi-dark")),
}
"""The environment, the theme of the settings (empty: nobody chose one), and what is shown."""


@pytest.mark.parametrize("case", TABLE)
def test_a18_a19_the_environment_decides(case: str) -> None:
    environ, theme, shown = TABLE[case]
    assert choose(DEEP | environ, theme or themes.DEFAULT, chosen=bool(theme)) == shown
    assert shown.theme in themes.ALL
