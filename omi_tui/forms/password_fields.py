"""A new password, typed twice, and the check that both are the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from omi_tui.forms.field import FieldError, SecretField
from omi_tui.model import rules
from omi_tui.text.i18n import N_

PASSWORD = SecretField(
    id="password",
    label=N_("New password"),
    hint=N_("At least 8 characters, and not one of the commonest"),
    help=N_(
        "Choose a password of 8 to 128 characters; any letters, digits and signs will do. "
        "Three or four unrelated words are easy to remember and hard to guess. "
        "It is not shown while you type it, and it is never kept."
    ),
    rule=rules.password,
    messages={
        "missing": N_("Enter a password."),
        "too_short": N_("Password must be {limit} characters or more."),
        "too_long": N_("Password must be {limit} characters or fewer."),
        "common": N_("This password is one of the commonest, so it is easy to guess. Choose another."),
        "format": N_("Choose another password."),
    },
)

PASSWORD_AGAIN = SecretField(
    id="password_again",
    label=N_("Password again"),
    hint=N_("The same password once more"),
    help=N_("Type the same password a second time. This makes sure that it is what you meant to type."),
    messages={
        "missing": N_("Enter the password a second time."),
        "different": N_("The two passwords are different. Type the same password twice."),
    },
)


def both_same(values: Mapping[str, Any], again: SecretField = PASSWORD_AGAIN) -> Iterable[FieldError]:
    """An error at the field *again*, ``<first>_again``, where both are given and differ."""
    first = again.id.removesuffix("_again")
    if {first, again.id} <= values.keys() and values[first] != values[again.id]:
        yield again.error("different")
