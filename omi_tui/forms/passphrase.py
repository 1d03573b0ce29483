"""The passphrase of the saved work: chosen once, given at the start of each run."""

from collections.abc import Iterable, Mapping
from typing import Any

from omi_tui.forms.field import FieldError, SecretField
from omi_tui.forms.form import Form
from omi_tui.forms.password_fields import both_same
from omi_tui.model import rules
from omi_tui.text.i18n import N_

PASSPHRASE_AGAIN = SecretField(
    id="passphrase_again",
    label=N_("Passphrase again"),
    hint=N_("The same passphrase once more"),
    help=N_("Type the same passphrase a second time. This makes sure that it is what you meant to type."),
    messages={
        "missing": N_("Enter the passphrase a second time."),
        "different": N_("The two passphrases are different. Type the same passphrase twice."),
    },
)


class PassphraseForm(Form):
    """A new passphrase, typed twice."""

    id = "passphrase"
    fields = (
        SecretField(
            id="passphrase",
            label=N_("New passphrase"),
            hint=N_("At least 8 characters; several words are best"),
            help=N_(
                "What you type is kept encrypted on this computer, and this passphrase opens it at each start. "
                "Nobody can open it without the passphrase, so choose one that you remember."
            ),
            rule=rules.password,
            messages={
                "missing": N_("Enter a passphrase."),
                "too_short": N_("Passphrase must be {limit} characters or more."),
                "too_long": N_("Passphrase must be {limit} characters or fewer."),
                "common": N_("This passphrase is one of the commonest, so it is easy to guess. Choose another."),
                "format": N_("Choose another passphrase."),
            },
        ),
        PASSPHRASE_AGAIN,
    )

    def between(self, values: Mapping[str, Any]) -> Iterable[FieldError]:
        """Both have to be the same."""
        return both_same(values, PASSPHRASE_AGAIN)


class UnlockForm(Form):
    """The passphrase that was chosen; nothing at all goes on without what is saved."""

    id = "unlock"
    fields = (
        SecretField(
            id="passphrase",
            label=N_("Passphrase"),
            hint=N_("Leave it empty to go on without the saved work"),
            help=N_(
                "The passphrase that was chosen in the settings of this program. "
                "Without it the saved work stays closed, and what you type in this run is not kept."
            ),
            required=False,
            messages={"wrong": N_("The passphrase is not right. Type it again, or leave it empty to go on.")},
        ),
    )
