"""Undo and redo of one field, without a screen."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from omi_tui.forms.history import LIMIT, History
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.sign_in import SignInForm

TODAY = date(2026, 11, 23)


def form() -> InsuredForm:
    return InsuredForm(lambda: TODAY)


def typed(made: InsuredForm, text: str, field_id: str = "address") -> InsuredForm:
    for letter in text:
        made.answer(field_id, made.texts[field_id] + letter)
    return made


def test_f07_letters_are_taken_back_a_word_at_a_time() -> None:
    made = typed(form(), "ul. Lipowa 12")
    stood = []
    while made.undone("address"):
        stood.append(made.texts["address"])
    assert stood == ["ul. Lipowa ", "ul. ", ""]
    while made.redone("address"):
        pass
    assert made.texts["address"] == "ul. Lipowa 12"


def test_f07_a_run_of_backspaces_is_one_step() -> None:
    made = typed(form(), "Lipowa")
    for _letter in range(3):
        made.answer("address", made.texts["address"][:-1])
    assert made.undone("address")
    assert made.texts["address"] == "Lipowa"


def test_f07_a_paste_or_a_choice_is_one_step() -> None:
    made = form()
    made.answer("address", "Minsk, Lipova 1")
    made.answer("policyholder_is_insured", "")
    assert made.undone("policyholder_is_insured")
    assert made.texts["policyholder_is_insured"] == "yes"
    assert made.undone("address")
    assert made.texts["address"] == ""


def test_f07_what_is_typed_anew_cannot_be_redone_over() -> None:
    made = typed(form(), "one two")
    assert made.undone("address")
    typed(made, "x")
    assert not made.redone("address")
    assert made.texts["address"] == "one x"


def test_f07_nothing_to_take_back_is_no_step() -> None:
    assert not form().undone("address")
    assert not form().redone("address")


def test_f07_a_secret_has_no_history() -> None:
    made = SignInForm()
    made.answer("password", "demo-desk-1")
    assert not made.undone("password")
    assert made._histories == {}


def test_f07_what_is_loaded_has_no_former_texts() -> None:
    """A record of the insurer's must not be undone into what stood on the page before."""
    made = typed(form(), "Minsk")
    made.load({"address": "Brest"})
    assert not made.undone("address")
    typed(made, " 5").restore({"address": "Brest"})
    assert not made.undone("address")


@given(st.lists(st.text(max_size=8), min_size=1, max_size=LIMIT))
def test_f07_every_step_back_is_a_step_forward_again(texts: list[str]) -> None:
    history, now, past = History(), "", []
    for text in texts:
        if text != now:
            history.note(now, text)
            now = text
    last = now
    while (before := history.undo(now)) is not None:
        past.append(now)
        now = before
    assert now == ""
    while (after := history.redo(now)) is not None:
        assert after == past.pop()
        now = after
    assert (now, past) == (last, [])
