"""What every route of the fake insurer has at hand."""

import secrets
import sqlite3
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from fastapi import Request
from sqlalchemy import Connection

from omi_tui.fake_server.clock import Clock
from omi_tui.fake_server.faults import Faults
from omi_tui.fake_server.ids import Ids
from omi_tui.fake_server.passwords import Passwords
from omi_tui.fake_server.request_log import RequestLog
from omi_tui.fake_server.store import Store
from omi_tui.fake_server.transitions import Transitions
from omi_tui.model.money import Money

if TYPE_CHECKING:
    from omi_tui.fake_server.card_page.cards import Outcome

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Config:
    """Lives and limits. None of them is published by the insurer; they are this fake's assumptions."""

    access_life: timedelta = timedelta(minutes=15)
    refresh_life: timedelta = timedelta(hours=12)
    session_life: timedelta = timedelta(days=7)
    ticket_life: timedelta = timedelta(hours=24)
    reset_life: timedelta = timedelta(hours=1)
    quote_life: timedelta = timedelta(minutes=10)
    draft_life: timedelta = timedelta(days=7)
    order_life: timedelta = timedelta(minutes=20)
    key_life: timedelta = timedelta(hours=72)
    failures_allowed: int = 10
    failures_from_one_address: int = 100
    tickets_allowed: int = 30
    calls_a_minute: int | None = None
    failures_window: timedelta = timedelta(minutes=1)
    argon2_passes: int = 2
    argon2_memory_kib: int = 19 * 1024


class GatewayPort(Protocol):
    """What the insurer asks of the card gateway."""

    def register(self, conn: Connection, order_number: str, amount: Money, return_url: str, until: datetime) -> str:
        """Make the order known to the gateway, in the caller's transaction, and return its card page's address."""

    async def pay_with_test_card(self, order_number: str, card: str) -> str:
        """Do what the card page does with *card*; returns the order's state. Raises ProblemError."""


@dataclass
class Services:
    """One running insurer. ``url`` and ``pay_url`` are set once the ports are bound."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    seed: int = 1
    data: str = "empty"
    scenario: str | None = None
    card_outcome: "Outcome | None" = None
    """What every test card leads to, where a scenario says so."""
    config: Config = field(default_factory=Config)
    url: str = "http://127.0.0.1"
    pay_url: str = "http://127.0.0.1"
    control_token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    gateway: GatewayPort | None = None
    transitions: Transitions = field(default_factory=Transitions)
    running: set[tuple[str, str]] = field(default_factory=set)
    calls: dict[str, deque[datetime]] = field(default_factory=dict)
    snapshots: dict[str, sqlite3.Connection] = field(default_factory=dict)
    keys_swept: datetime = _LONG_AGO
    """When the expired answers to keyed calls were last removed."""
    log: RequestLog = field(default_factory=RequestLog)

    def __post_init__(self) -> None:
        self.ids = Ids(self.seed)
        self.faults = Faults(self.ids)
        self.passwords = Passwords(self.config.argon2_passes, self.config.argon2_memory_kib)

    def now(self) -> datetime:
        """The insurer's present instant, aware, in UTC."""
        return self.clock.now()


async def insurer_of(request: Request) -> Services:
    """As :func:`services_of`, for routes to depend on: what is not async would cost a trip to another thread."""
    return services_of(request)


def services_of(request: Request) -> Services:
    """The services of the app that *request* came to."""
    services: Services = request.app.state.services
    return services
