"""Every field of every form: its texts, its errors, and what it does to what was typed."""

from typing import Any, Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omi_tui.forms.field import Field, FieldError, SecretField, Surroundings, TickField, Unreadable
from omi_tui.forms.form import Form
from omi_tui.text import i18n
from omi_tui.text.width import cell_len
from tests.forms.every_form import FIELDS, TODAY, kinds

IDS = [f"{form.id}.{field.id}" for form, field in FIELDS]
AROUND = Surroundings(TODAY, {})
NOT_WANTED = ("please", "sorry", "oops", "invalid", "illegal", "forbidden", "!")

each_field = pytest.mark.parametrize(("form", "field"), FIELDS, ids=IDS)


@each_field
def test_it_has_a_label_a_hint_and_a_help(form: type[Form], field: Field) -> None:
    assert field.label
    assert not field.label.endswith((":", "*", "(optional)"))
    assert field.hint
    assert not field.hint.endswith(".")
    assert field.help.endswith(".")
    assert 1 <= field.width <= 36


@each_field
@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_its_label_fits_in_every_language(form: type[Form], field: Field, language: str) -> None:
    label = i18n.in_language(language, field.label)
    assert cell_len(label) <= (60 if isinstance(field, TickField) else 34), label
    assert cell_len(i18n.in_language(language, field.hint)) <= 150


@each_field
def test_each_failure_has_its_own_sentence(form: type[Form], field: Field) -> None:
    for kind in kinds(field):
        assert kind in field.messages, kind
    texts = list(field.messages.values())
    for text in texts:
        assert text.endswith(".")
        assert not any(word in text.lower() for word in NOT_WANTED)


@each_field
@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_each_sentence_can_be_said(form: type[Form], field: Field, language: str) -> None:
    i18n.set_language(language)
    try:
        for kind in field.messages:
            said = field.error(
                kind, limit=64, proposal="X", names="A, B", first=TODAY, second=TODAY, one="1", two="2",
                last_day=TODAY, begin=TODAY, latest=TODAY, today=TODAY, word="X",
            ).message()  # fmt: skip
            assert "{" not in said
    finally:
        i18n.set_language("en")


@each_field
def test_a_secret_is_never_kept(form: type[Form], field: Field) -> None:
    assert field.leak in get_args(Literal["public", "pseudonym", "shape", "drop"])
    if isinstance(field, SecretField) or field.id == "link":
        assert not field.restore
        assert field.leak == "drop"


def outcome(field: Field, text: str) -> tuple[Any, FieldError | None]:
    try:
        return field.parse(text, AROUND), None
    except Unreadable as unreadable:
        return None, unreadable.error


@settings(max_examples=400, deadline=None)
@given(index=st.integers(0, len(FIELDS) - 1), text=st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_sentence(index: int, text: str) -> None:
    form_class, field = FIELDS[index]
    form = form_class(lambda: TODAY)
    form.answer(field.id, text)
    assert form.texts[field.id] == text
    value, error = outcome(field, text)
    form.echo(field.id)
    form.check()
    assert form.texts[field.id] == text
    if error:
        assert error.message()
        assert error.code == f"{field.id}.{error.kind}"
        assert form.tidy(field.id) == text
    else:
        assert outcome(field, field.tidy(text, AROUND)) == (value, None)


@settings(max_examples=200, deadline=None)
@given(
    index=st.integers(0, len(FIELDS) - 1),
    text=st.from_regex(r"[A-Za-zА-Яа-я0-9@.+/ -]{1,30}", fullmatch=True),
)
def test_what_is_shown_is_read_back_as_the_same_value(index: int, text: str) -> None:
    _, field = FIELDS[index]
    try:
        value = field.parse(text, AROUND)
    except Unreadable:
        return
    if value is not None and not isinstance(field, SecretField):
        assert field.parse(field.show(value), AROUND) == value or isinstance(field, TickField)
