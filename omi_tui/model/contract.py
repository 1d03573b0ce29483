"""Quotes, drafts, the cart, orders and policies: the road of one contract."""

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from omi_tui.model.base import Answer, Request
from omi_tui.model.money import Money
from omi_tui.model.person import Country, Insured, InsuredPerson, Policyholder

Item = TypeVar("Item")
Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class Page(Answer, Generic[Item]):
    """One page of a list; ``total`` counts the whole list where the insurer says it."""

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None


class QuoteRequest(Request):
    """``POST /v1/quotes``; both days are insured days in Minsk."""

    product: Literal["OMI"] = "OMI"
    begin_date: date
    end_date: date


class Quote(Answer):
    """A price, good until ``valid_until``."""

    quote_id: str
    days: int
    premium: Money
    sum_insured: Money
    tariff_id: str
    tariff_verified: bool = True
    valid_until: datetime


class DraftRequest(Request):
    """``POST /v1/drafts``. ``insured`` is given exactly when the policyholder is not the insured person."""

    quote_id: Identifier
    begin_date: date
    end_date: date
    policyholder_is_insured: bool
    insured: Insured | None = None
    country_of_residence: Country
    allow_overlap: bool = False
    confirmed: Literal[True]
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class InsuredObject(Answer):
    """A row of "Objects/Risks"."""

    object: str
    risk: str
    limit: Money
    remainder: Money


class Instalment(Answer):
    """A row of the payment schedule."""

    date: date
    amount: Money
    paid: bool
    remainder: Money


class Payment(Answer):
    """A payment that was received."""

    at: datetime
    amount: Money
    order_number: str


DraftState = Literal["unpaid", "in_order", "paid", "expired"]


class Draft(Answer):
    """A contract draft: formed, not paid, not yet a policy (``policy_name`` is null, "no policy")."""

    id: str
    insurance_name: str = "OMI"
    policy_name: str | None = None
    begin_date: date
    end_date: date
    days: int
    state: DraftState
    in_cart: bool = False
    policyholder: Policyholder
    policyholder_is_insured: bool
    insured: InsuredPerson
    premium: Money
    sum_insured: Money
    objects: list[InsuredObject]
    payment_schedule: list[Instalment]
    payments: list[Payment]
    created_at: datetime
    expires_at: datetime


class CartItem(Answer):
    """One entry of the shopping cart."""

    draft_id: str
    insurance_name: str = "OMI"
    policy_name: str | None = None
    insured_name: str
    begin_date: date
    end_date: date
    amount: Money


class Cart(Answer):
    """The shopping cart and its total."""

    items: list[CartItem]
    total: Money


class CartEntry(Request):
    """``POST /v1/cart/items``."""

    draft_id: Identifier


class OrderRequest(Request):
    """``POST /v1/orders``."""

    draft_ids: Annotated[list[Identifier], Field(min_length=1, max_length=1000)]


OrderState = Literal["created", "pending", "challenge", "approved", "declined", "expired", "reversed"]
OPEN_STATES: frozenset[str] = frozenset({"created", "pending", "challenge", "declined"})


class OrderEvent(Answer):
    """Something that happened to an order, for the pay screen's log."""

    at: datetime
    event: str
    code: str | None = None


class PolicyName(Answer):
    """A policy by its identifier, series and number."""

    id: str
    series: str
    number: str


class Order(Answer):
    """An order of one or more drafts and the state of its payment. ``declined`` may be retried until ``expires_at``."""

    order_number: str
    amount: Money
    pay_url: str
    state: OrderState
    gateway_code: str | None = None
    draft_ids: list[str]
    policies: list[PolicyName] = Field(default_factory=list)
    events: list[OrderEvent] = Field(default_factory=list)
    created_at: datetime
    expires_at: datetime


PolicyState = Literal["future", "in_force", "ended"]


class Policy(Answer):
    """A paid contract with its series and number."""

    id: str
    series: str
    number: str
    insurance_name: str = "OMI"
    begin_date: date
    end_date: date
    days: int
    state: PolicyState
    policyholder: Policyholder
    policyholder_is_insured: bool
    insured: InsuredPerson
    premium: Money
    sum_insured: Money
    objects: list[InsuredObject]
    payment_schedule: list[Instalment]
    payments: list[Payment]
    order_number: str
    issued_at: datetime


class Verification(Answer):
    """What a policy's QR code tells whoever scans it: no full name."""

    valid: bool
    series: str
    number: str
    begin_date: date | None = None
    end_date: date | None = None
    initials: str | None = None


class Operation(Answer):
    """``GET /v1/operations/{key}``: what became of a keyed call."""

    state: Literal["unknown", "running", "done"]
    status: int | None = None
    body: dict[str, object] | None = None
