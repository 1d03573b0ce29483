"""The gateway's own tables. No card number is kept, only the first six and last four digits of a listed test card."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from omi_tui.fake_server.columns import Instant
from omi_tui.fake_server.schema import metadata

gateway_orders = Table(
    "gateway_orders",
    metadata,
    Column("order_number", Text, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("amount", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("return_url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text),
    Column("sequence", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

gateway_attempts = Table(
    "gateway_attempts",
    metadata,
    Column("billnumber", Text, primary_key=True),
    Column("order_number", ForeignKey("gateway_orders.order_number", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("card", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text),
    Column("reason", Text),
    Column("challenge_code", Text),
    Column("polls", Integer, nullable=False),
)

gateway_notices = Table(
    "gateway_notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_number", ForeignKey("gateway_orders.order_number", ondelete="CASCADE"), nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Instant),
    Column("delivered_at", Instant),
    Column("last_error", Text),
)
