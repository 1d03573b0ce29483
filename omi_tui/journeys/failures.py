"""What a failed act means for the person in front of the screen."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError
    from omi_tui.forms.form import Form

READ_ONLY = N_(
    "Nothing can be changed from this window, because another window of this program is open at this desk. "
    "Go on in that one, or close it and start this one again."
)
NEWER = N_(
    "Nothing can be changed with this version of the program, because a newer one has been used at this desk. "
    "Start the newer one."
)
UNWRITABLE = {
    False: N_(
        "Nothing was sent, because it could not be noted on the disk of this computer first. "
        "Make some space there, then try again."
    ),
    True: N_(
        "What became of it could not be noted on the disk of this computer. "
        "Make some space there and start the program again: it then looks up what the insurer knows."
    ),
}


class Failure(NamedTuple):
    """``session``: sign in again, then repeat. ``fields``: errors stand in the form. ``told``: say the sentence."""

    kind: Literal["session", "fields", "told"]
    sentence: str = ""


def understand(error: Exception, form: "Form | None" = None) -> Failure:
    """Sort *error*: the insurer's field errors go into *form*; a fault of this program is named without details."""
    from omi_tui.client.errors import ClientError, SessionEnded, ValidationRefused
    from omi_tui.desk.journal import JournalUnwritable, ReadOnlyDesk
    from omi_tui.journeys.sentences import sentence

    if isinstance(error, SessionEnded):
        return Failure("session", sentence(error))
    if isinstance(error, ValidationRefused) and form is not None and form.refuse(error.problem):
        return Failure("fields")
    if isinstance(error, ReadOnlyDesk):
        return Failure("told", _(NEWER if error.newer else READ_ONLY))
    if isinstance(error, JournalUnwritable):
        return Failure("told", _(UNWRITABLE[error.sent]))
    if isinstance(error, ClientError):
        return Failure("told", _with_what_stays(error, form))
    text = _("The program made a mistake ({name}). What you typed is still here; try again, or leave the program.")
    return Failure("told", text.format(name=type(error).__name__))


def _with_what_stays(error: "ClientError", form: "Form | None") -> str:
    """What happened; where nobody was reached and something is typed, also that it stays."""
    from omi_tui.client.errors import TimedOut, Unreachable
    from omi_tui.journeys.sentences import sentence

    text = sentence(error)
    if isinstance(error, Unreachable | TimedOut) and form is not None and form.changed():
        text = _("{sentence} What you typed is kept.").format(sentence=text)
    return text
