"""Faults on demand: an ordered list of rules, the first that matches wins.

A rule counts the calls that reach its phase, and from the ``call``-th on fires at most ``times`` times. What is left to
chance comes from the seed, the rule, who calls and how often they did, so that callers do not disturb one another.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from omi_tui.fake_server.fault_kinds import KINDS, Kind, Phase
from omi_tui.fake_server.ids import Ids
from omi_tui.model.base import Request


class Rule(Request):
    """When to do what. Empty ``operation`` or ``account`` means any; ``times`` null means every time."""

    operation: Annotated[str | None, Field(max_length=200)] = None
    account: Annotated[str | None, Field(max_length=254, description="An id or an e-mail address.")] = None
    call: Annotated[int, Field(ge=1, le=10**6, description="The first matching call that it fires at.")] = 1
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    phase: Phase = "before_auth"
    kind: Kind
    status: Annotated[int | None, Field(ge=400, le=599)] = None
    retry_after: Annotated[float | None, Field(ge=0, le=86400, description="Seconds.")] = None
    retry_after_as: Literal["seconds", "date"] = "seconds"
    size: Annotated[int | None, Field(ge=0, le=20_000_000)] = None
    seconds: Annotated[float | None, Field(ge=-86400, le=86400)] = None
    times: Annotated[int | None, Field(ge=1, le=10**6)] = 1

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.phase not in KINDS[self.kind].phases:
            raise PydanticCustomError("kind", "{kind}", {"kind": "phase"})
        if self.account is not None and self.phase in ("before_auth", "notice"):
            raise PydanticCustomError("kind", "{kind}", {"kind": "account"})
        return self


class Fault(NamedTuple):
    """A rule that fires; ``jitter``, from 0.5 to 1.5, belongs to this one time."""

    rule: Rule
    jitter: float


Account = tuple[str, str]
"""A caller's id and address."""


@dataclass
class Kept:
    """A rule in force. ``seen`` calls reached its phase; ``passed`` counts why it let some of them go."""

    id: int
    rule: Rule
    seen: int = 0
    fired: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    _calls: dict[str, int] = field(default_factory=dict)

    def take(self, ids: Ids, operation: str | None, account: Account | None) -> Fault | None:
        """The fault, where this call is one of the rule's; otherwise the reason is counted."""
        who = account[0] if account else ""
        self._calls[who] = number = self._calls.get(who, 0) + 1
        chance = ids.at(f"fault {self.id} {who}", number)
        reason = self._reason(chance, operation, account)
        if reason:
            self.passed[reason] = self.passed.get(reason, 0) + 1
            return None
        self.fired += 1
        return Fault(self.rule, 0.5 + int.from_bytes(chance[6:12]) / 2**48)

    def _reason(self, chance: bytes, operation: str | None, account: Account | None) -> str | None:
        rule = self.rule
        if rule.operation not in (None, operation):
            return "operation"
        if rule.account is not None and rule.account not in (account or ()):
            return "account"
        self.seen += 1
        if self.seen < rule.call:
            return "call"
        if rule.times is not None and self.fired >= rule.times:
            return "times"
        return "probability" if int.from_bytes(chance[:6]) >= rule.probability * 2**48 else None


class Faults:
    """The rules of one insurer."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.rules: list[Kept] = []

    def set(self, rules: list[Rule]) -> None:
        """Put *rules* in the place of all others; counters start anew."""
        self.rules = []
        self.add(rules)

    def add(self, rules: list[Rule]) -> None:
        """Put *rules* behind the others."""
        first = max((kept.id for kept in self.rules), default=0) + 1
        self.rules += [Kept(number, rule) for number, rule in enumerate(rules, first)]

    def drop(self, rule_id: int) -> bool:
        """Remove one rule; False where there is none of that id."""
        before = len(self.rules)
        self.rules = [kept for kept in self.rules if kept.id != rule_id]
        return len(self.rules) < before

    def match(self, phase: Phase, operation: str | None, account: Account | None = None) -> Fault | None:
        """What the first rule of *phase* that takes this call does to it."""
        for kept in self.rules:
            fault = kept.take(self._ids, operation, account) if kept.rule.phase == phase else None
            if fault:
                return fault
        return None

    def for_notice(self, order_number: str) -> Kind | None:
        """What shall become of a notice about *order_number*: ``notice_dropped``, ``_duplicated`` or ``_reordered``.

        A rule's ``operation`` may name the order's number; None means that the notice goes its way.
        """
        fault = self.match("notice", order_number)
        return fault.rule.kind if fault else None


class Interrupted(Exception):
    """The call ends here, before it has kept anything, because *fault* says so."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.rule.kind)
        self.fault = fault
