"""F08: what a form marks as optional is what the insurer takes without; no star stands for a word."""

import pytest
from pydantic import BaseModel

from omi_tui.forms.form import Form
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.kinds import OneNameField
from omi_tui.forms.passport import PassportForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.forms.sign_up import SignUpForm
from omi_tui.model.account import SignUp
from omi_tui.model.passport import PassportDetails
from omi_tui.model.person import Insured, PersonalInfo
from tests.forms.every_form import FIELDS

SENT = [(SignUpForm, SignUp), (PersonalForm, PersonalInfo), (PassportForm, PassportDetails), (InsuredForm, Insured)]


@pytest.mark.parametrize(("form", "model"), SENT)
def test_f08_a_form_asks_for_what_the_insurer_requires(form: type[Form], model: type[BaseModel]) -> None:
    asked = {field.id: field for field in form.fields if field.id in model.model_fields}
    assert len(asked) >= 4
    for field_id, field in asked.items():
        # that a person has no first name is an answer too, and has to be given: a hyphen
        needed = model.model_fields[field_id].is_required() or isinstance(field, OneNameField)
        assert field.required == needed, field_id


def test_f08_no_star_stands_for_a_word() -> None:
    for form, field in FIELDS:
        for text in (field.label, field.hint, field.help):
            assert "*" not in text, (form.id, field.id)
