"""SEC-10: no field takes a card number, in the program and at the insurer by the same rule."""

from collections.abc import Callable

import pytest

from omi_tui.forms.activation import ConfirmEmailForm
from omi_tui.forms.desk import DeskForm
from omi_tui.forms.field import Field, SecretField, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.lock import LockForm
from omi_tui.model import rules
from omi_tui.model.rules import RuleError
from tests.forms.every_form import FORMS, TODAY

CARD = "4111 1111 1111 1111"
CARDS = [
    CARD,
    "4111111111111111",
    "4111.1111.1111.1111",
    "4111/1111/1111/1111",
    "378282246310005",
    "3782 822463 10005",
    "3530111333300000",
]
ALL: list[type[Form]] = [*FORMS, ConfirmEmailForm, LockForm, DeskForm]
FIELDS = [
    (form, field)
    for form in ALL
    for field in form.fields
    # A secret may be any row of characters, and is neither shown nor kept; of a tick nothing is taken but yes and no.
    if not isinstance(field, SecretField | TickField)
]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (rules.address, f"Minsk, Nowa 1, {CARD}"),
        (rules.address, CARD),
        (rules.address, "Minsk, 4111.1111.1111.1111"),
        (rules.issued_by, f"Police {CARD}"),
        (rules.email, "4111111111111111@example.test"),
        (rules.document_number, CARD),
        (rules.document_number, "378282246310005"),
        (rules.document_number, "3530111333300000"),
        (rules.personal_number, CARD),
        (rules.phone, "378282246310005"),
        (rules.phone, "3782-822463-10005"),
        (rules.phone, CARD),
        (rules.link, CARD),
        (rules.link, "https://insurer.example.test/PasswordReset.aspx?ticket=4111111111111111%3d=en"),
        (rules.login, CARD),
        (rules.path, f"Downloads/{CARD}.csv"),
    ],
)
def test_sec_10_a_rule_refuses_a_card_number(rule: Callable[[str], str], text: str) -> None:
    with pytest.raises(RuleError) as refused:
        rule(text)
    assert refused.value.kind == "card_number"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        *((rules.personal_number, number) for number in ("8001015009087", "86071400000", "110101199003070011")),
        *((rules.document_number, number) for number in ("MP1234567", "C01X00T47", "353011133", "4111111", "37828224")),
        (rules.phone, "+378282246310005"),
        (rules.phone, "+4915123456789"),
        (rules.phone, "375291234567"),
        (rules.path, "/srv/groups/20261128123456.csv"),
        (rules.address, "ul. Lipowa 12/4, 15-427 Bialystok, 28.11.2026/05.12.2026"),
        (rules.link, "https://mail.example/?url=https%3A%2F%2Finsurer%2F%3Fticket%3Dabc&data=05|4111111111111111|0"),
    ],
)
def test_other_numbers_are_taken(rule: Callable[[str], str], text: str) -> None:
    assert rule(text)


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=[f"{form.id}.{field.id}" for form, field in FIELDS])
@pytest.mark.parametrize("card", CARDS)
def test_sec_10_no_field_takes_a_card_number_or_keeps_it(form: type[Form], field: Field, card: str) -> None:
    asked = form()
    asked.today = lambda: TODAY
    if isinstance(asked, LockForm):
        asked.ask_login = True
    if "policyholder_is_insured" in asked.texts:
        asked.answer("policyholder_is_insured", "")
    asked.answer(field.id, card)
    asked.check()
    error = asked.error(field.id)
    assert error is not None
    assert error.kind == "card_number"
    assert error.message().startswith("This looks like a card number. Never type a card number here: ")
    assert not any(char.isdigit() for char in error.message())
    assert not asked.snapshot().get(field.id)


def test_what_is_wrong_otherwise_is_kept() -> None:
    form = next(form for form in FORMS if form.id == "personal")()
    form.answer("phone", "12")
    form.check()
    assert form.snapshot()["phone"] == "12"
