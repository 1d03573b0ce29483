"""Scenarios: a day at the desk as a data file. What is the matter, told in three lines, and how the fake plays it.

A file names a data set, and what departs from it: the clock, fault rules, lives and limits, transitions, the outcome
of every card, the policyholder of the demo account.
"""

import tomllib
from dataclasses import fields, replace
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, select, update

from omi_tui.fake_server import scenario_names
from omi_tui.fake_server.card_page.cards import Outcome
from omi_tui.fake_server.clock import ClockSetting
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.schema import accounts, passports, personal_info
from omi_tui.fake_server.seed_rows import DEMO_EMAIL
from omi_tui.fake_server.services import Config, Services
from omi_tui.fake_server.transitions import Transitions
from omi_tui.model.base import Request


class Holder(Request):
    """The demo account's policyholder: days until the passport expires, and full years of age."""

    passport_days: int | None = None
    age: int | None = None


class Scenario(Request):
    """One file of ``data/scenarios``. ``settings`` are fields of services.Config, times in seconds."""

    title: str
    lines: Annotated[list[str], Field(min_length=3, max_length=3)]
    data: str = "demo"
    clock: ClockSetting | None = None
    faults: list[Rule] = Field([])
    settings: dict[str, float] = Field({})
    transitions: Transitions = Transitions()
    card: Outcome | None = None
    holder: Holder = Holder()

    def config(self, base: Config) -> Config:
        """*base* with this scenario's settings. Raises ValueError for one that does not exist."""
        known = {item.name: getattr(base, item.name) for item in fields(base)}
        if strange := sorted(set(self.settings) - set(known)):
            raise ValueError(f"There is no setting {', '.join(strange)}.")
        changes: dict[str, Any] = {
            name: timedelta(seconds=value) if isinstance(known[name], timedelta) else int(value)
            for name, value in self.settings.items()
        }
        return replace(base, **changes)

    def begin(self, services: Services) -> None:
        """Set clock, faults and cards, before anything is sown. Raises clock.BackwardsError."""
        if self.clock:
            self.clock.apply(services.clock)
        services.faults.set(self.faults)
        services.transitions = self.transitions
        services.card_outcome = self.card

    def alter(self, conn: Connection, services: Services) -> None:
        """Change what was sown."""
        today = services.clock.today()
        mine = select(accounts.c.id).where(accounts.c.email == DEMO_EMAIL).scalar_subquery()
        if self.holder.passport_days is not None:
            expiry = today + timedelta(days=self.holder.passport_days)
            values = {"expiry_date": expiry, "issue_date": expiry - timedelta(days=3650)}
            conn.execute(update(passports).where(passports.c.account_id == mine).values(**values))
        if self.holder.age is not None:
            born = today - timedelta(days=int((self.holder.age + 0.5) * 365.25))  # halfway to the next birthday
            conn.execute(update(personal_info).where(personal_info.c.account_id == mine).values(birth_date=born))


NONE = Scenario(title="", lines=["", "", ""])
"""What is played where no scenario was asked for: nothing."""


def load(name: str) -> Scenario:
    """The scenario *name*. Raises ValueError with a sentence that lists those there are."""
    if sentence := scenario_names.unknown(name):
        raise ValueError(sentence)
    return Scenario.model_validate(tomllib.loads(scenario_names.files()[name].read_text("utf-8")))
