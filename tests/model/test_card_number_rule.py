"""SEC-10: no field takes a card number, in the program and at the insurer by the same rule."""

from collections.abc import Callable

import pytest

from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.passport import PassportForm
from omi_tui.forms.personal import PersonalForm
from omi_tui.model import rules
from omi_tui.model.rules import RuleError

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (rules.address, f"Minsk, Nowa 1, {CARD}"),
        (rules.address, CARD),
        (rules.issued_by, f"Police {CARD}"),
        (rules.email, "4111111111111111@example.test"),
        (rules.document_number, CARD),
        (rules.document_number, "378282246310005"),
        (rules.personal_number, CARD),
    ],
)
def test_sec_10_a_rule_refuses_a_card_number(rule: Callable[[str], str], text: str) -> None:
    with pytest.raises(RuleError) as refused:
        rule(text)
    assert refused.value.kind == "card_number"


@pytest.mark.parametrize("number", ["8001015009087", "86071400000", "110101199003070011", "MP1234567"])
def test_numbers_of_people_are_taken(number: str) -> None:
    assert rules.personal_number(number) == number


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (InsuredForm, "address"),
        (InsuredForm, "passport_number"),
        (InsuredForm, "personal_number"),
        (PersonalForm, "address"),
        (PassportForm, "issued_by"),
        (PassportForm, "number"),
    ],
)
def test_sec_10_the_sentence_says_what_to_do(form: type[InsuredForm], field: str) -> None:
    asked = form()
    asked.answer("policyholder_is_insured", "") if "policyholder_is_insured" in asked.texts else None
    asked.answer(field, CARD)
    asked.check()
    error = asked.error(field)
    assert error is not None
    assert error.message().startswith("This looks like a card number. Never type a card number here: ")
    assert "4111" not in error.message()
