"""Sixty names in Cyrillic where Latin letters belong: caught, with a proposal, and left as they were typed (I05)."""

from collections.abc import Callable

import pytest

from omi_tui.forms.form import Form
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.text.i18n import LANGUAGES, set_language
from omi_tui.text.latin import to_latin
from tests.text.test_latin import corpus


def insured() -> InsuredForm:
    """The form of another insured person than the policyholder."""
    form = InsuredForm()
    form.load({"policyholder_is_insured": False})
    return form


NAMES = [name for _code, name, _latin in corpus()]


@pytest.mark.parametrize("form", [insured, PersonalForm])
def test_i05_a_cyrillic_name_gets_a_proposal_and_stays_as_it_was_typed(form: Callable[[], Form]) -> None:
    assert len(set(NAMES)) >= 60, len(set(NAMES))
    for name in NAMES:
        filled = form()
        for field in ("last_name_latin", "first_name_latin"):
            filled.answer(field, name)
            filled.tidy(field)
            assert filled.texts[field] == name
        filled.check()
        for field in ("last_name_latin", "first_name_latin"):
            error = filled.error(field)
            assert error is not None
            assert error.kind == "cyrillic"
            assert to_latin(name).upper() in error.message()
            assert filled.texts[field] == name
            assert filled.value(field) is None


def test_i05_the_proposal_stands_in_the_sentence_of_every_language() -> None:
    form = insured()
    form.answer("last_name_latin", "Ковальская")
    form.check()
    error = form.error("last_name_latin")
    assert error is not None
    try:
        for code in LANGUAGES:
            set_language(code)
            assert "KOVALSKAIA" in error.message(), code
    finally:
        set_language("en")


@pytest.mark.parametrize("name", ["O'Brien-D'Arcy", "Nguyen Thi Thu Huong", "Suharto", "X", "Al-Maktoum", "d'Este"])
def test_i05_names_as_passports_print_them_are_taken(name: str) -> None:
    form = insured()
    form.answer("last_name_latin", name)
    assert form.value("last_name_latin") == name.upper()


@pytest.mark.parametrize("name", ["李小龙", "김민수", "Λάμπρος", "დავით", "محمد", "José"])
def test_i05_other_scripts_are_named_and_never_changed(name: str) -> None:
    form = insured()
    form.answer("last_name_latin", name)
    form.check()
    error = form.error("last_name_latin")
    assert error is not None
    assert error.kind == "format"
    assert form.texts["last_name_latin"] == name
