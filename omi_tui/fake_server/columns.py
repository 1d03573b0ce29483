"""Kinds of columns, each with the CHECK that repeats its rule of the model."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, Dialect, ForeignKey, Integer, String, Text, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC text of one width so that it sorts as time."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write an aware datetime."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read an aware datetime in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def column(name: str, rule: str, *, nullable: bool = False) -> Column[str]:
    """A text column under *rule*, in which ``@`` stands for its name."""
    return Column(name, Text, CheckConstraint(rule.replace("@", name)), nullable=nullable)


def latin_name(name: str, *, nullable: bool = False) -> Column[str]:
    """A name in capital Latin letters, 1 to 64."""
    rule = "length(@) BETWEEN 1 AND 64 AND @ NOT GLOB '*[^A-Z ''-]*' AND @ GLOB '[A-Z]*'"
    return column(name, rule, nullable=nullable)


def code(name: str, shortest: int, longest: int, *, nullable: bool = False) -> Column[str]:
    """Capital Latin letters and digits."""
    return column(name, f"length(@) BETWEEN {shortest} AND {longest} AND @ NOT GLOB '*[^A-Z0-9]*'", nullable=nullable)


def text(name: str, shortest: int, longest: int, *, nullable: bool = False) -> Column[str]:
    """Free text by its length."""
    return column(name, f"length(@) BETWEEN {shortest} AND {longest}", nullable=nullable)


def country(name: str) -> Column[str]:
    """An alpha-3 code."""
    return column(name, "length(@) = 3 AND @ NOT GLOB '*[^A-Z]*'")


def phone(name: str) -> Column[str]:
    """A number in E.164."""
    return column(name, "length(@) BETWEEN 8 AND 16 AND @ GLOB '+[1-9]*' AND substr(@, 2) NOT GLOB '*[^0-9]*'")


def choice(name: str, *values: str, default: str | None = None) -> Column[str]:
    """One of *values*."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Column(name, Text, CheckConstraint(f"{name} IN ({listed})"), nullable=False, default=default)


def cents(name: str) -> Column[int]:
    """An amount in hundredths of the currency."""
    return Column(name, Integer, CheckConstraint(f"{name} >= 0"), nullable=False)


def currency() -> Column[str]:
    """An ISO 4217 code."""
    return column("currency", "length(@) = 3 AND @ NOT GLOB '*[^A-Z]*'")


def account(*, primary_key: bool = False) -> Column[str]:
    """The owner: rows go with the account."""
    return Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


def period() -> list[Any]:
    """The first and the last insured day: 1 to 365 days."""
    return [
        Column("begin_date", Date, nullable=False),
        Column("end_date", Date, nullable=False),
        CheckConstraint("julianday(end_date) - julianday(begin_date) BETWEEN 0 AND 364"),
    ]
