"""All forms and the kinds of failure that their rules can raise."""

from datetime import date

from omi_tui.forms.account import EmailForm, PasswordForm, SettingsForm
from omi_tui.forms.activation import ActivationForm
from omi_tui.forms.confirm import ConfirmForm
from omi_tui.forms.days import DaysForm
from omi_tui.forms.field import ChoiceField, Field, SecretField
from omi_tui.forms.forgot import ForgotForm, ResetForm
from omi_tui.forms.form import Form
from omi_tui.forms.group import SharedForm, SourceForm, TravellerForm
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.kinds import CountryField, DateField, name_or_dash, national_name_or_dash
from omi_tui.forms.need import NeedForm
from omi_tui.forms.passphrase import PassphraseForm, UnlockForm
from omi_tui.forms.passport import PassportForm
from omi_tui.forms.period import PeriodForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.forms.quick import QuickForm
from omi_tui.forms.sign_in import SignInForm
from omi_tui.forms.sign_up import SignUpForm
from omi_tui.model import rules

TODAY = date(2026, 11, 23)

FORMS: list[type[Form]] = [
    SignInForm, SignUpForm, ActivationForm, ForgotForm, ResetForm, PersonalForm, PassportForm, SettingsForm,
    EmailForm, PasswordForm, PeriodForm, InsuredForm, ConfirmForm, PassphraseForm,
    UnlockForm, DaysForm, NeedForm, QuickForm, SharedForm, SourceForm, TravellerForm,
]  # fmt: skip

FIELDS = [(form, field) for form in FORMS for field in form.fields]

CODE_KINDS = {"cyrillic", "too_long", "format"}
RULE_KINDS: dict[object, set[str]] = {
    rules.latin_name: {"cyrillic", "too_long", "format"},
    name_or_dash: {"cyrillic", "too_long", "format"},
    rules.national_name: {"too_long", "format"},
    national_name_or_dash: {"too_long", "format"},
    rules.document_number: CODE_KINDS,
    rules.document_series: CODE_KINDS,
    rules.personal_number: CODE_KINDS,
    rules.address: {"too_long", "format"},
    rules.issued_by: {"too_long", "format"},
    rules.phone: {"format"},
    rules.email: {"too_long", "format"},
    rules.password: {"too_short", "too_long", "common"},
}
DATE_KINDS = {"format", "unreadable", "no_year", "impossible", "ambiguous"}
PURPOSE_KINDS = {
    "birth_date": {"future", "too_old"},
    "issue_date": {"future"},
    "expiry_date": {"expired", "before_issue"},
    "begin_date": {"past", "too_far"},
    "end_date": {"before_begin", "too_long"},
    "first_date": {"future"},
    "last_date": {"future", "before_first", "too_long"},
}


def kinds(field: Field) -> set[str]:
    """The kinds of failure that *field* can have, each of which needs a sentence of its own."""
    found = {"missing"} if field.required else set()
    if isinstance(field, DateField):
        return found | DATE_KINDS | PURPOSE_KINDS[field.id]
    if isinstance(field, CountryField):
        return found | {"unknown", "several", "format"}
    if isinstance(field, ChoiceField):
        return found | {"unknown", "format"}
    if isinstance(field, SecretField) and field.id.endswith("_again"):
        return found | {"different"}
    return found | RULE_KINDS.get(field.rule, set())


def filled(form: Form, **texts: str) -> Form:
    """*form* with *texts* answered."""
    for field_id, text in texts.items():
        form.answer(field_id, text)
    return form
