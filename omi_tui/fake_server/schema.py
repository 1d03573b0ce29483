"""The insurer's tables. Every CHECK repeats a rule of the model, so that a third party holds it as well."""

from typing import Any, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from omi_tui.fake_server.columns import (
    Instant,
    account,
    cents,
    choice,
    code,
    column,
    country,
    currency,
    latin_name,
    period,
    phone,
    text,
)
from omi_tui.model.contract import OrderState
from omi_tui.model.passport import DOCUMENT_TYPES
from omi_tui.model.person import Sex

VERSION = 2
"""Kept in ``PRAGMA user_version``; a database of another version is refused."""

metadata = MetaData()


def contract_columns() -> list[Any]:
    """What a draft and the policy that it becomes have in common. Amounts are in hundredths of ``currency``."""
    return [
        *period(),
        latin_name("holder_last_name_latin"),
        latin_name("holder_first_name_latin", nullable=True),
        text("holder_address", 3, 200),
        Column("policyholder_is_insured", Boolean, nullable=False),
        latin_name("last_name_latin"),
        latin_name("first_name_latin", nullable=True),
        Column("birth_date", Date, CheckConstraint("birth_date < begin_date"), nullable=False),
        country("citizenship"),
        code("passport_series", 1, 6, nullable=True),
        code("passport_number", 4, 20),
        code("personal_number", 3, 20, nullable=True),
        text("address", 3, 200),
        phone("phone"),
        country("country_of_residence"),
        Column("passport_key", Text, nullable=False),
        cents("premium"),
        cents("sum_insured"),
        currency(),
    ]


CONTRACT: tuple[str, ...] = tuple(column.name for column in contract_columns() if isinstance(column, Column))
"""The names of the columns that a draft hands on to its policy."""

counters = Table("counters", metadata, Column("stream", Text, primary_key=True), Column("n", Integer, nullable=False))

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    column("email", "length(@) BETWEEN 3 AND 254 AND @ = lower(@) AND instr(@, char(64)) > 1"),
    Column("password_hash", Text, nullable=False),
    country("residence_country"),
    Column("adult_confirmed", Boolean, CheckConstraint("adult_confirmed = 1"), nullable=False),
    Column("language", Text, nullable=False),
    Column("email_notices", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("email"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_hash", Text, primary_key=True),
    choice("kind", "activation", "password_reset", "email_change"),
    account(),
    Column("email", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index("tickets_by_account", "account_id", "kind"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("sessions_by_account", "account_id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", Text, primary_key=True),
    choice("kind", "access", "refresh"),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("failures_by_scope", "scope", "at"),
)

personal_info = Table(
    "personal_info",
    metadata,
    account(primary_key=True),
    text("last_name", 1, 64),
    text("first_name", 1, 64, nullable=True),
    text("patronymic", 1, 64, nullable=True),
    latin_name("last_name_latin"),
    latin_name("first_name_latin", nullable=True),
    choice("sex", *get_args(Sex)),
    Column("birth_date", Date, nullable=False),
    text("address", 3, 200),
    phone("phone"),
    Column("version", Integer, nullable=False, default=1),
)

passports = Table(
    "passports",
    metadata,
    account(primary_key=True),
    choice("document_type", *DOCUMENT_TYPES),
    country("nationality"),
    code("series", 1, 6, nullable=True),
    code("number", 4, 20),
    code("personal_number", 3, 20, nullable=True),
    text("issued_by", 2, 200),
    Column("issue_date", Date, nullable=False),
    Column("expiry_date", Date, CheckConstraint("expiry_date > issue_date"), nullable=False),
    Column("version", Integer, nullable=False, default=1),
)

quotes = Table(
    "quotes",
    metadata,
    Column("id", Text, primary_key=True),
    *period(),
    cents("premium"),
    cents("sum_insured"),
    currency(),
    Column("tariff_id", Text, nullable=False),
    Column("valid_until", Instant, nullable=False, index=True),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
    choice("state", "unpaid", "paid", default="unpaid"),
    *contract_columns(),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("drafts_by_account", "account_id", "created_at", "id"),
    Index("drafts_by_passport", "passport_key", "end_date"),
)

cart_items = Table(
    "cart_items",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
)

orders = Table(
    "orders",
    metadata,
    Column("order_number", Text, primary_key=True),
    account(),
    cents("amount"),
    currency(),
    choice("state", *get_args(OrderState), default="created"),
    Column("gateway_code", Text),
    Column("pay_url", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("orders_by_account", "account_id", "created_at", "order_number"),
)

order_drafts = Table(
    "order_drafts",
    metadata,
    Column("order_number", ForeignKey("orders.order_number", ondelete="CASCADE"), primary_key=True),
    Column("draft_id", ForeignKey("drafts.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)

order_events = Table(
    "order_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_number", ForeignKey("orders.order_number", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("code", Text),
)

applied_notices = Table(
    "applied_notices",
    metadata,
    Column("notice_id", Text, primary_key=True),
    Column("order_number", ForeignKey("orders.order_number", ondelete="CASCADE"), nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
)

policies = Table(
    "policies",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
    Column("draft_id", ForeignKey("drafts.id"), unique=True),
    Column("order_number", Text, nullable=False, index=True),
    Column("series", Text, nullable=False),
    Column("number", Text, nullable=False),
    *contract_columns(),
    Column("issued_at", Instant, nullable=False),
    UniqueConstraint("series", "number"),
    Index("policies_by_account", "account_id", "end_date", "id"),
    Index("policies_by_passport", "passport_key", "end_date"),
)

payments = Table(
    "payments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("policy_id", ForeignKey("policies.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("order_number", Text, nullable=False),
    cents("amount"),
    currency(),
    Column("at", Instant, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

mail = Table(
    "mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sender", Text, nullable=False),
    Column("recipient", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("date", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Column("links", Text, nullable=False),
)
