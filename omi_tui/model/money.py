"""Money: a decimal by a strict pattern, and a currency. Never a float, never a JSON number."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic import Field, field_serializer, field_validator

from omi_tui.model.base import Answer

AMOUNT = re.compile(r"(0|[1-9][0-9]{0,14})\.[0-9]{2}", re.ASCII)


class Money(Answer):
    """An amount with two decimals and an ISO 4217 currency; on the wire ``{"amount": "8.00", "currency": "EUR"}``."""

    amount: Decimal = Field(json_schema_extra={"type": "string", "pattern": f"^{AMOUNT.pattern}$"})
    currency: str = Field(pattern="^[A-Z]{3}$")

    @field_validator("amount", mode="before")
    @classmethod
    def _strict(cls, value: Any) -> Decimal:
        if isinstance(value, Decimal):
            text = f"{value:.2f}"
            value = text if value.is_finite() and Decimal(text) == value else str(value)
        if not isinstance(value, str) or not AMOUNT.fullmatch(value):
            raise ValueError("an amount is a string such as 8.00")
        return Decimal(value)

    @field_serializer("amount")
    def _text(self, value: Decimal) -> str:
        return f"{value:.2f}"

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError("amounts of two currencies are never added")
        return Money(amount=self.amount + other.amount, currency=self.currency)


def total(amounts: Iterable[Money], currency: str = "EUR") -> Money:
    """The sum of *amounts*; 0.00 of *currency* where there are none. Raises ValueError on mixed currencies."""
    result: Money | None = None
    for amount in amounts:
        result = amount if result is None else result + amount
    return result or Money(amount=Decimal("0.00"), currency=currency)
