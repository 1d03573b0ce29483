"""Money is a decimal text and a currency, there and back."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from omi_tui.model.money import Money, total

CENTS = st.integers(0, 10**17 - 1).map(lambda cents: Decimal(cents).scaleb(-2))


def euro(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


@given(CENTS)
def test_there_and_back(amount: Decimal) -> None:
    money = Money(amount=amount, currency="EUR")
    assert Money.model_validate_json(money.model_dump_json()) == money
    assert money.model_dump(mode="json") == {"amount": f"{amount:.2f}", "currency": "EUR"}


@pytest.mark.parametrize(
    "amount",
    [
        *(8, 8.0, True, None, "8", "8.0", "8.000", "08.00", "-8.00", "+8.00", "8,00", " 8.00", "8.00\n", "1e2", "NaN"),
        *("٨.00", "1" * 16 + ".00"),
        *(Decimal("0.001"), Decimal("-1"), Decimal("NaN"), Decimal("Infinity"), Decimal("1e16"), Decimal("1e99")),
    ],
)
def test_nothing_else_is_an_amount(amount: Any) -> None:
    with pytest.raises(ValidationError):
        Money(amount=amount, currency="EUR")


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "€", "ЕUR"])
def test_a_currency_is_a_code(currency: str) -> None:
    with pytest.raises(ValidationError):
        Money(amount=Decimal("1.00"), currency=currency)


@given(st.lists(CENTS.filter(lambda amount: amount < 10**12), max_size=50))
def test_a_total_loses_no_cent(amounts: list[Decimal]) -> None:
    assert total(Money(amount=amount, currency="EUR") for amount in amounts).amount == sum(amounts)


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(ValueError, match="two currencies"):
        total([euro("1.00"), Money(amount=Decimal("1.00"), currency="BYN")])
    assert total([], "BYN") == Money(amount=Decimal("0.00"), currency="BYN")
    assert euro("0.10") + euro("0.20") == euro("0.30")
