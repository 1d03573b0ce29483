"""The parts of the customer's details, each read and saved by itself: where it comes from and what it is called."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from omi_tui.forms.account import SettingsForm
from omi_tui.forms.field import Field, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.passport import PassportForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.client.channel import Versioned
    from omi_tui.client.insurer import Insurer

PartId = Literal["personal", "passport", "account"]


@dataclass(frozen=True)
class Part:
    """One tab: its form, and the insurer's calls to read and to save it."""

    title: str
    form: type[Form]
    saved: str
    copy: Callable[[], Any]
    """The type of what ``fetch`` gives."""
    fetch: "Callable[[Insurer], Awaitable[Versioned[Any]]]"
    save: "Callable[[Insurer, Any, str], Awaitable[Versioned[Any]]]"


def _versioned(module: str, name: str) -> Any:
    """The type of an insurer's copy of the model *name*, which is there once it was saved; imported late."""
    from omi_tui.client.channel import Versioned

    model = getattr(import_module(f"omi_tui.model.{module}"), name)
    return Versioned[model | None]  # type: ignore[valid-type]  # known at run time only


PARTS: dict[PartId, Part] = {
    "personal": Part(
        N_("Personal information"),
        PersonalForm,
        N_("Personal information is saved."),
        lambda: _versioned("person", "PersonalInfo"),
        lambda insurer: insurer.profile.personal_info(),
        lambda insurer, value, etag: insurer.profile.save_personal_info(value, etag),
    ),
    "passport": Part(
        N_("Passport details"),
        PassportForm,
        N_("Passport details are saved."),
        lambda: _versioned("passport", "PassportDetails"),
        lambda insurer: insurer.profile.passport(),
        lambda insurer, value, etag: insurer.profile.save_passport(value, etag),
    ),
    "account": Part(
        N_("Account settings"),
        SettingsForm,
        N_("Account settings are saved."),
        lambda: _versioned("account", "AccountSettingsView"),
        lambda insurer: insurer.profile.settings(),
        lambda insurer, value, etag: insurer.profile.save_settings(value, etag),
    ),
}


class PartState:
    """One part while it is edited: the form, and the insurer's copy that the edit began with."""

    def __init__(self, part: Part, form: Form) -> None:
        self.part = part
        self.form = form
        self.fetched = False
        self.age: tuple[str, ...] = ()
        """How old the copy is, where the insurer could not be reached."""
        self.value: Any = None
        self.etag = ""
        self.theirs: Versioned[Any] | None = None
        """The newer copy at the insurer, where the one that the edit began with is stale."""

    def take(self, copy: "Versioned[Any]", *, keep_typed: bool = False) -> None:
        """Hold *copy* as the insurer's, and show it unless *keep_typed*. A restored edit keeps its older version."""
        self.value = copy.value
        if not keep_typed and copy.value is not None:
            self.form.load(copy.value.model_dump())
        self.etag = self.etag if keep_typed and self.etag else copy.etag
        self.fetched = True

    def changed(self) -> bool:
        """Whether something was typed that the insurer does not have."""
        return self.fetched and bool(self.differences(self.value))

    def differences(self, value: Any) -> list[tuple[str, str, str]]:
        """Label (a msgid), my text and that of *value* for every field that differs."""
        other = type(self.form)(self.form.today)
        if value is not None:
            other.load(value.model_dump())
        rows = ((field.label, shown(self.form, field), shown(other, field)) for field in self.form.fields)
        return [row for row in rows if row[1] != row[2]]


def shown(form: Form, field: Field) -> str:
    """The answer to *field* in words, as far as it can be read."""
    if isinstance(field, TickField):
        return _("yes") if form.texts[field.id] == "yes" else _("no")
    around = form.around()
    text = field.show(around.values[field.id]) if field.id in around.values else form.texts[field.id]
    return field.echo(text, around) or text
