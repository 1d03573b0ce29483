"""Whether something would be lost: answers compared by what they mean with what was loaded or settled."""

from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.forms.sign_up import SignUpForm
from omi_tui.text.i18n import set_language
from tests.forms.test_forms import PERSONAL


def test_a_fresh_form_has_nothing_to_lose() -> None:
    assert not SignUpForm().changed()
    assert not InsuredForm().changed()


def test_what_is_typed_can_be_lost_until_it_is_settled() -> None:
    form = PersonalForm()
    for field_id, text in PERSONAL.items():
        form.answer(field_id, text)
    assert form.changed()
    form.settle()
    assert not form.changed()
    form.answer("address", "")
    assert form.changed()


def test_the_same_value_in_other_words_is_no_change() -> None:
    form = InsuredForm()
    form.load({"policyholder_is_insured": False, "citizenship": "POL", "phone": "+48600000000"})
    form.answer("citizenship", "poland")
    form.answer("phone", "+48 600 000 000")
    assert not form.changed()
    form.answer("citizenship", "pol and more")
    assert form.changed()


def test_another_language_changes_nothing() -> None:
    form = InsuredForm()
    form.load({"citizenship": "POL"})
    set_language("ru")
    try:
        form.tidy("citizenship")
        assert "Poland" not in form.texts["citizenship"]
        assert not form.changed()
    finally:
        set_language("en")


def test_unreadable_answers_count_by_their_text() -> None:
    form = SignUpForm()
    form.answer("email", "anna@")
    assert form.changed()
    form.settle()
    form.answer("email", " anna@ ")
    assert not form.changed()
