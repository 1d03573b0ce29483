"""Rows of drafts and policies as the models that go out, and the other way round."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from omi_tui.model.contract import Instalment, InsuredObject
from omi_tui.model.money import Money
from omi_tui.model.person import Insured, InsuredPerson, PersonalInfo, Policyholder, full_name

RISK = "Expenses for the provision of emergency and urgent medical care"


@lru_cache(256)  # a few prices and limits, told again and again; nobody can change them
def money(cents: int, currency: str) -> Money:
    """An amount out of the database."""
    return Money(amount=Decimal(cents).scaleb(-2), currency=currency)


def cents(amount: Money) -> int:
    """An amount as the database keeps it."""
    return int(amount.amount.scaleb(2))


def passport_key(citizenship: str, series: str | None, number: str) -> str:
    """What names a travel document, however its series and number were divided."""
    return f"{citizenship}:{series or ''}{number}"


def contract_values(holder: PersonalInfo, insured: Insured, *, holder_is_insured: bool) -> dict[str, Any]:
    """The person columns of a contract."""
    return {
        "holder_last_name_latin": holder.last_name_latin,
        "holder_first_name_latin": holder.first_name_latin,
        "holder_address": holder.address,
        "policyholder_is_insured": holder_is_insured,
        **insured.model_dump(),
        "passport_key": passport_key(insured.citizenship, insured.passport_series, insured.passport_number),
    }


def facts(row: Row[Any], *, paid_at: datetime | None, due: date) -> dict[str, Any]:
    """What a draft and a policy say alike: dates, people, amounts, objects, the one instalment."""
    insured = InsuredPerson(**{name: getattr(row, name) for name in InsuredPerson.model_fields})
    premium, limit = money(row.premium, row.currency), money(row.sum_insured, row.currency)
    nothing = money(0, row.currency)
    return {
        "begin_date": row.begin_date,
        "end_date": row.end_date,
        "days": (row.end_date - row.begin_date).days + 1,
        "policyholder": Policyholder(
            last_name_latin=row.holder_last_name_latin,
            first_name_latin=row.holder_first_name_latin,
            address=row.holder_address,
        ),
        "policyholder_is_insured": row.policyholder_is_insured,
        "insured": insured,
        "premium": premium,
        "sum_insured": limit,
        "objects": [
            InsuredObject(object=f"Physical person {full_name(insured)}", risk=RISK, limit=limit, remainder=limit)
        ],
        "payment_schedule": [
            Instalment(date=due, amount=premium, paid=paid_at is not None, remainder=nothing if paid_at else premium)
        ],
    }
