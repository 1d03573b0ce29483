"""How this desk works: language, theme, and where policies are saved."""

from pathlib import Path

from omi_tui.forms.field import Choice, ChoiceField, Field
from omi_tui.forms.form import Form
from omi_tui.model import rules
from omi_tui.model.rules import RuleError
from omi_tui.text.i18n import LANGUAGES, N_

THEMES = (
    Choice("omi-dark", N_("Dark")),
    Choice("omi-light", N_("Light")),
    Choice("omi-contrast-dark", N_("High contrast, dark")),
    Choice("omi-contrast-light", N_("High contrast, light")),
    Choice("omi-mono", N_("Shades of grey")),
    Choice("omi-16", N_("The terminal's own colours")),
)


def folder(text: str) -> str:
    """A whole path; ``~`` is the home folder. Raises RuleError, of the kind "format" for a path that begins nowhere."""
    try:
        path = Path(rules.path(text)).expanduser()
    except RuntimeError:  # a home folder that nobody knows
        raise RuleError("format") from None
    if not path.is_absolute():
        raise RuleError("format")
    return str(path)


class DeskForm(Form):
    """The settings of this desk that a person may change in the program."""

    id = "desk"
    fields = (
        ChoiceField(
            id="language",
            label=N_("Language"),
            hint=N_("Changes when you save the settings"),
            help=N_("The language of this program. It can be changed at any moment."),
            choices=tuple(Choice(code, name) for code, name in LANGUAGES.items()),
            leak="public",
            messages={
                "missing": N_("Select the language."),
                "unknown": N_("Select the language from the list."),
            },
        ),
        ChoiceField(
            id="theme",
            label=N_("Theme"),
            hint=N_("The colours of the screen"),
            help=N_("All themes say the same: nothing is told by colour alone."),
            choices=THEMES,
            leak="public",
            messages={
                "missing": N_("Select the theme."),
                "unknown": N_("Select the theme from the list."),
            },
        ),
        Field(
            id="downloads",
            label=N_("Downloads folder"),
            hint=N_("A whole path; ~ stands for your home folder"),
            help=N_("Paid policies are saved in this folder as PDF files. It is made when the first policy is saved."),
            rule=folder,
            messages={
                "missing": N_("Enter the downloads folder."),
                "format": N_("Downloads folder must be a whole path, from the root or from ~."),
            },
        ),
    )
