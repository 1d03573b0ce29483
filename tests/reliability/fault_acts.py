"""The rows of the fault matrix: what somebody does, up to the last step in peace, and that step as it is tried."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from omi_tui.forms.form import Form
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.document import save_document
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.profile_parts import PartId
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.model.period import minsk_today
from tests.reliability.fault_world import AGENT, NEWCOMER, PASSWORD, Desk

KEY = "00000000-0000-4000-8000-000000000002"
DRAFTED = "SELECT count(*) FROM drafts WHERE passport_number = '7654321'"
TRAVELLER = {
    "policyholder_is_insured": "",
    "last_name_latin": "NOWAK",
    "first_name_latin": "JAN",
    "birth_date": "14.07.1986",
    "citizenship": "pol",
    "passport_number": "7654321",
    "address": "ul. lipowa 12, 15-427 bialystok",
    "phone": "+48600000000",
    "country_of_residence": "pol",
}


@dataclass
class Try:
    """The last step. ``done`` says whether its effect is there, once."""

    step: Callable[[], Awaitable[Any]]
    done: Callable[[], bool]
    journey: Journey | None = None
    form: Form | None = None


def _answer(form: Form, **texts: str) -> None:
    for name, text in texts.items():
        form.answer(name, text)


def _step(journey: Journey, action: str = "continue") -> Callable[[], Awaitable[Any]]:
    return lambda: journey.act(action)


async def sign_up(desk: Desk) -> Try:
    """Ask for an account."""
    journey = EnrolJourney(desk.workplace, "sign_up")
    words = {"email": "ewa@example.test", "password": "four unrelated words"}
    _answer(journey.sign_up, **words, password_again=words["password"], residence_country="pol", adult_confirmed="yes")
    asked = "SELECT count(*) FROM mail WHERE recipient = ?"
    return Try(
        _step(journey), lambda: desk.world.count(asked, words["email"]) == 1 and journey.step == "registered",
        journey, journey.sign_up,
    )  # fmt: skip


async def activate(desk: Desk) -> Try:
    """Follow the link in the mail."""
    journey = EnrolJourney(desk.workplace, "activation", NEWCOMER)
    _answer(journey.activation, link=desk.world.facts["link"])
    active = "SELECT count(*) FROM accounts WHERE email = ? AND active"
    return Try(_step(journey), lambda: desk.world.count(active, NEWCOMER) == 1, journey, journey.activation)


async def sign_in(desk: Desk) -> Try:
    """Sign in."""
    journey = SignInJourney(desk.workplace)
    _answer(journey.form, login=AGENT, password=PASSWORD)
    insurer = await desk.insurer()
    await insurer.sessions.sign_out()
    return Try(_step(journey), lambda: _signed_in(desk), journey, journey.form)


async def refresh(desk: Desk) -> Try:
    """Ask anything with an access token that is not good any more."""

    async def ask() -> None:
        await (await desk.insurer()).cart.get()

    return Try(ask, lambda: _signed_in(desk))


async def sign_out(desk: Desk) -> Try:
    """Sign out."""
    await _warm(desk)

    async def out() -> None:
        await (await desk.insurer()).sessions.sign_out()

    ended = "SELECT count(*) FROM sessions WHERE id = ? AND ended_at IS NOT NULL"
    return Try(out, lambda: desk.world.count(ended, desk.world.facts["session"]) == 1)


def _get(part: PartId) -> Callable[[Desk], Awaitable[Try]]:
    async def get(desk: Desk) -> Try:
        await _warm(desk)
        journey = ProfileJourney(desk.workplace, part)
        return Try(journey.enter, lambda: journey.parts[part].fetched and not journey.parts[part].age, journey)

    return get


def _put(part: PartId, table: str, **change: str) -> Callable[[Desk], Awaitable[Try]]:
    async def put(desk: Desk) -> Try:
        journey = ProfileJourney(desk.workplace, part)
        await journey.enter()
        form = journey.parts[part].form
        _answer(form, **change)
        ((column, value),) = change.items()
        saved = f"SELECT count(*) FROM {table} WHERE {column} = ? AND version = 2"
        return Try(_step(journey), lambda: desk.world.count(saved, value) == 1, journey, form)

    return put


async def _dates(desk: Desk) -> PurchaseJourney:
    journey = PurchaseJourney(desk.workplace)
    await journey.enter()
    begin = minsk_today() + timedelta(days=200)
    _answer(journey.period, begin_date=begin.isoformat(), end_date=(begin + timedelta(days=7)).isoformat())
    return journey


async def quote(desk: Desk) -> Try:
    """Ask the price."""
    journey = await _dates(desk)
    return Try(_step(journey), lambda: journey.price.quote is not None, journey, journey.period)


async def draft(desk: Desk) -> Try:
    """Conclude."""
    journey = await _dates(desk)
    await journey.act("continue")
    _answer(journey.insured, **TRAVELLER)
    await journey.act("continue")
    _answer(journey.confirm, confirmed="yes")
    return Try(
        _step(journey, "conclude"), lambda: desk.world.count(DRAFTED) == 1 and journey.step == "formed",
        journey, journey.insured,
    )  # fmt: skip


async def drafts(desk: Desk) -> Try:
    """Look through the drafts."""
    await _warm(desk)
    found: list[Any] = []

    async def ask() -> None:
        found.append(await (await desk.insurer()).drafts.list())

    return Try(ask, lambda: bool(found))


async def add_to_cart(desk: Desk) -> Try:
    """Put a draft into the cart."""
    await _warm(desk)
    chosen = desk.world.facts["loose"]

    async def add() -> None:
        await (await desk.insurer()).cart.add(chosen)

    held = "SELECT count(*) FROM cart_items WHERE draft_id = ?"
    return Try(add, lambda: desk.world.count(held, chosen) == 1)


async def order(desk: Desk) -> Try:
    """Make an order of the cart."""
    journey = CartJourney(desk.workplace)
    await journey.enter()
    made = "SELECT count(*) FROM order_drafts WHERE draft_id = ?"
    return Try(_step(journey, "pay:yes"), lambda: desk.world.count(made, desk.world.facts["held"]) == 1, journey)


async def order_state(desk: Desk) -> Try:
    """Pay an order by a test card, and look at it."""
    number = (await (await desk.insurer()).orders.create([desk.world.facts["loose"]], KEY)).order_number
    paid: list[str] = []
    found: list[Any] = []

    async def ask() -> None:
        insurer = await desk.insurer()
        if not paid:
            await insurer.fake.pay(number, "0000")
            paid.append(number)
        found.append(await insurer.orders.get(number))

    issued = "SELECT count(*) FROM policies WHERE order_number = ?"
    return Try(ask, lambda: found[-1].state == "approved" and desk.world.count(issued, number) == 1)


async def document(desk: Desk) -> Try:
    """Save a policy's document."""
    await _warm(desk)
    policy = (await (await desk.insurer()).policies.list("active")).items[0]
    folder = desk.workplace.downloads

    def whole() -> bool:
        files = list(folder.glob("*"))
        return [file.read_bytes()[-6:].strip() for file in files] == [b"%%EOF"]

    return Try(lambda: save_document(desk.workplace, policy), whole)


async def _warm(desk: Desk) -> None:
    """Have an access token, so that what is tried is one call."""
    await (await desk.insurer()).cart.get()


def _signed_in(desk: Desk) -> bool:
    insurer = desk.workplace.connected
    return insurer is not None and insurer.sessions.signed_in


ACTS: dict[str, tuple[str, Callable[[Desk], Awaitable[Try]]]] = {
    "sign_up": ("POST /v1/accounts", sign_up),
    "activate": ("POST /v1/accounts/activation", activate),
    "sign_in": ("POST /v1/sessions", sign_in),
    "refresh": ("POST /v1/sessions/refresh", refresh),
    "profile_get": ("GET /v1/me/personal-info", _get("personal")),
    "profile_put": ("PUT /v1/me/personal-info", _put("personal", "personal_info", address="Minsk, Sadovaja 5")),
    "passport_get": ("GET /v1/me/passport", _get("passport")),
    "passport_put": ("PUT /v1/me/passport", _put("passport", "passports", issued_by="Brest")),
    "quote": ("POST /v1/quotes", quote),
    "draft": ("POST /v1/drafts", draft),
    "drafts": ("GET /v1/drafts", drafts),
    "add_to_cart": ("POST /v1/cart/items", add_to_cart),
    "order": ("POST /v1/orders", order),
    "order_state": ("GET /v1/orders/{order_number}", order_state),
    "document": ("GET /v1/policies/{policy_id}/document", document),
    "sign_out": ("DELETE /v1/sessions/current", sign_out),
}
"""The fourteen operations; two of them, the halves of the profile, are read and saved, so there are sixteen rows."""
