"""Whole forms: whatever stands in each field, no field stumbles over what stands in the others."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omi_tui.forms.form import Form, FormRejected
from tests.forms.every_form import FORMS, TODAY

SAID = st.one_of(
    st.sampled_from((
        *("", "-", "+5", "14d", "1m", "j", "24.12", "24.12.26", "1.1.27", "29.2.27", "31.12.2027", "5-14", "100"),
        *("POL", "pol", "kor", "by", "Польша", "yes", "no", "1", "all", "KOWALSKA", "Ковальская", "zz", "1234567"),
        *("a@example.test", "a@", "+48600000000", "ul. Lipowa 12", "4111111111111111", "86071400000"),
    )),
    st.text(max_size=12),
)  # fmt: skip


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.id)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nothing_stumbles(kind: type[Form], data: st.DataObject) -> None:
    """The question whether something would be lost compared an end that could be read with a begin that could not."""
    form = kind(lambda: TODAY)
    for field in form.fields:
        form.answer(field.id, data.draw(SAID, label=field.id))
    form.changed()
    form.settle()
    assert not form.changed()
    kept = form.snapshot()
    for field in form.visible():
        form.echo(field.id)
        form.hint(field.id)
        form.options(field.id, form.texts[field.id])
        form.tidy(field.id)
    errors = form.check()
    assert all(error.message() for error in errors)
    with suppress(FormRejected):
        form.values() if kind.model is Form.model else form.build()
        assert not errors
    again = kind(lambda: TODAY)
    again.restore(kept)
    again.changed()
