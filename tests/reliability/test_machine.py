"""A model against the insurer: two desks of one customer, lost and late answers, restarts, days that pass, every card.

The steps are drawn by hypothesis, the same ones in every run; the rows INV-01 … INV-18 are looked at after each step.
"""

import asyncio
import json
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from omi_tui.client.call import new_id
from omi_tui.client.errors import Conflict, Refused
from omi_tui.client.insurer import Insurer
from omi_tui.desk.paths import Paths
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.settings import Settings
from omi_tui.desk.vault import Vault
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.card_page.ledger import NotPayable
from omi_tui.fake_server.notices import sign
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.settlement import receive
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.fingerprint import canonical
from tests.reliability.face import Face
from tests.reliability.insurer_in_loop import InsurerInLoop, insurer_in_loop
from tests.reliability.kill import Fuse, KillableJournal, killable
from tests.reliability.person import BOOKS, LOGIN, PASSWORD, Person, Traveller
from tests.reliability.wire import Mishap, Wire

FULL = os.environ.get("OMI_SWEEP") == "full"
EXAMPLES, STEPS = (60, 25) if FULL else (4, 10)
CARDS = ("0000", "4444", "0004", "9995", "0019", "1030", "1097", "0341", "0259")
T = TypeVar("T")
DESKS = st.integers(0, 1)
MISHAPS: st.SearchStrategy[Mishap] = st.sampled_from(["none", "answer lost", "never arrived", "late", "given up"])


async def _at_once(seconds: float) -> None:
    """Repeat without a pause."""


class Desk:
    """One of the two desks: its files, its connection, whoever works at it, and the program that runs."""

    def __init__(self, machine: "Machine", number: int) -> None:
        self.machine = machine
        self.folder = machine.folder / f"desk-{number}"
        self.secrets = Secrets(trusted=())
        self.wire = Wire(machine.insurer.services.now)
        self.person: Person | None = None

    async def open(self, fuse: Fuse | None = None) -> tuple[Workplace, Face]:
        """Start the program."""
        services = self.machine.insurer.services
        insurer = Insurer(
            services.url, self.secrets, control_token=services.control_token, sleep=_at_once, now=self.machine.seconds
        )
        self.wire.stand_before(insurer)

        async def connect() -> Insurer:
            await insurer.sessions.restore()
            return insurer

        paths = Paths(self.folder / "settings.toml", self.folder / "data", self.folder / "downloads")
        journal = KillableJournal(
            paths.journal, services.url, fuse=fuse or Fuse(), now=lambda: services.now().timestamp()
        )
        vault = Vault(paths.vault(services.url), secrets=self.secrets, runtime=self.folder / "runtime")
        workplace = Workplace(
            Settings(),
            journal,
            connect,
            paths=paths,
            secrets=self.secrets,
            vault=vault,
            today=services.clock.today,
        )
        signed_in = (await workplace.insurer()).sessions.signed_in
        face = Face(HomeJourney(workplace) if signed_in else SignInJourney(workplace), self._read)
        face.patient = True
        return workplace, face

    def _read(self, face: Face) -> None:
        if self.person is not None:
            self.person.read(face)

    async def work(self, use: "Coroutine[Any, Any, None] | None" = None, *, kill_at: int | None = None) -> None:
        """Start the program, let the person go on with what they want, and end it; or kill it at a point."""
        fuse = Fuse(kill_at)

        async def program() -> None:
            workplace, face = await self.open(fuse)
            try:
                assert self.person is not None
                await self.person.use(face, steps=200)
            finally:
                with suppress(RuntimeError):
                    await workplace.close()
                workplace.journal.close()

        if await fuse.run(program()):
            self.person = None
        await self.machine.insurer.at_rest()


class Machine(RuleBasedStateMachine):
    """The steps. Each sentence of the model is a check of a row."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    insurer: ClassVar[InsurerInLoop]
    before: ClassVar[sqlite3.Connection]
    folder: ClassVar[Path]
    examples = 0
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.run(self.insurer.put_back(self.before))
        self.monotonic = 0.0
        self.desks = [Desk(self, number) for number in range(2)]
        self.tries = 0
        self.travellers: list[Traveller] = []
        self.persons: list[Person] = []
        self.deleted: set[str] = set()
        type(self).examples += 1

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do *work* in the loop that the insurer lives in."""
        type(self).steps += 1
        return self.loop.run_until_complete(work)

    def seconds(self) -> float:
        """The desks' monotonic clock: a second passes with every look, so that no pause of the client lasts."""
        self.monotonic += 1
        return self.monotonic

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the insurer's database."""
        return self.run(self.insurer.rows(query, *values))

    # steps

    @precondition(lambda self: self.tries < 8)
    @rule(desk=DESKS, mishap=MISHAPS, times=st.integers(1, 4), kill_at=st.none() | st.integers(1, 160))
    def conclude(self, desk: int, mishap: Mishap, times: int, kill_at: int | None) -> None:
        """Somebody sits down at a desk and wants one contract; the wire or the machine may fail on the way."""
        place = self.desks[desk]
        self.tries += 1
        if place.person is None:
            letter = "ABCDEFGH"[len(self.travellers)]
            self.travellers.append(Traveller(f"77000{letter}1", f"KOWALSKA {letter * 3}", "MAGDALENA", ahead=30))
            place.person = Person((self.travellers[-1],), goal="formed", start=self.insurer.services.clock.today())
            self.persons.append(place.person)
        place.wire.mishap, place.wire.times = mishap, 0 if mishap == "none" else times
        self.run(place.work(kill_at=kill_at))
        place.wire.times = 0

    @rule(desk=DESKS)
    def go_on_after_a_kill(self, desk: int) -> None:
        """Whoever was killed in the middle starts the program again and finishes."""
        if self.desks[desk].person is not None:
            self.run(self.desks[desk].work())

    @rule()
    def what_was_under_way_arrives(self) -> None:
        """Calls that were given up long ago reach the insurer after all."""

        async def arrive() -> None:
            async with httpx.AsyncClient(base_url=self.insurer.services.url) as wire:
                for desk in self.desks:
                    while desk.wire.late:
                        call = desk.wire.late.pop(0)
                        headers = {
                            **call.headers,
                            "Idempotency-Key": call.key or "",
                            "Content-Type": "application/json",
                        }
                        await wire.post(call.path, content=call.body, headers=headers)

        self.run(arrive())

    @rule(hours=st.sampled_from([1, 6, 30, 80]))
    def time_passes(self, hours: int) -> None:
        """Hours or days pass; nothing stays on the wire for so long."""
        clock = self.insurer.services.clock
        clock.shift(timedelta(seconds=clock.offset_seconds, hours=hours))
        for desk in self.desks:
            desk.wire.late.clear()

    @rule(desk=DESKS, take_out=st.booleans())
    def into_the_cart_and_out(self, desk: int, take_out: bool) -> None:
        """Every draft goes into the cart twice, and one comes out again."""

        async def fill() -> None:
            client = await self._signed_in()
            found = [draft.id for draft in (await client.drafts.list()).items if draft.state == "unpaid"]
            for draft in [*found, *found]:
                await client.cart.add(draft)
            items = (await client.cart.get()).items
            assert sorted(item.draft_id for item in items if item.draft_id in found) == sorted(found), "INV-01: cart"
            if take_out and items:
                await client.cart.remove(items[0].draft_id)
            await client.aclose()

        self.run(fill())

    @rule(desk=DESKS, card=st.sampled_from(CARDS), mishap=MISHAPS, times=st.integers(1, 4))
    def order_and_pay(self, desk: int, card: str, mishap: Mishap, times: int) -> None:
        """Order what is in the cart, through the screens, and pay with a card."""
        wire = self.desks[desk].wire
        wire.mishap, wire.times = mishap, 0 if mishap == "none" else times
        self.run(self._order_and_pay(self.desks[desk], card))
        wire.times = 0

    async def _order_and_pay(self, desk: Desk, card: str) -> None:
        workplace, _face = await desk.open()
        client = await workplace.insurer()
        await client.sessions.sign_in(LOGIN, PASSWORD)
        workplace.login = LOGIN
        for item in (await client.cart.get()).items:
            if (draft := await client.drafts.get(item.draft_id)).state != "unpaid":
                await client.cart.remove(draft.id)
        cart = CartJourney(workplace)
        face = Face(cart, lambda face: None)
        face.patient = True
        await face.enter()
        if "pay" in [action.id for action in face.view.actions]:
            await face.do("pay")
            for _look in range(12):
                if isinstance(face.journey, PayJourney) or face.journey is cart:
                    break
                main = face.view.main()
                await (face.do(main.id) if main else face.back())
        if isinstance(face.journey, PayJourney) and face.journey.payable:
            with suppress(Refused):
                await face.do(f"card:{card}")
        await workplace.close()
        workplace.journal.close()
        await self.insurer.at_rest()

    @rule(card=st.sampled_from(CARDS), right=st.booleans())
    def pay_again(self, card: str, right: bool) -> None:
        """INV-02: an approved order takes no second payment at the gateway, nor its draft a second order."""
        gateway = gateway_of(self.insurer.services)
        for number, state in self.rows("SELECT order_number, state FROM gateway_orders"):
            with suppress(ProblemError):
                self.run(gateway.pay_with_test_card(number, card, "000000" if right else None))
                assert state != "approved", "INV-02: the gateway took a second payment"
            with suppress(NotPayable):
                if state == "approved":
                    self.run(gateway.answer(number, "000000"))
                    raise AssertionError("INV-02: an approved order was answered")

    @rule()
    def order_what_is_paid(self) -> None:
        """INV-02: the insurer, too, takes no second order for a paid draft."""
        paid = [draft for (draft,) in self.rows("SELECT draft_id FROM policies WHERE draft_id NOT NULL")]

        async def again() -> None:
            client = await self._signed_in()
            for draft in paid:
                with pytest.raises(Refused, match=r"draft\.paid"):
                    await client.orders.create([draft], new_id())
            await client.aclose()

        self.run(again())

    @rule(order=st.integers(0, 999), twice=st.booleans())
    def notices_again(self, order: int, twice: bool) -> None:
        """INV-15: every notice comes again, in any order, perhaps twice; nothing moves."""
        services = self.insurer.services
        bodies = [body.encode() for (body,) in self.rows("SELECT body FROM gateway_notices")]
        random.Random(order).shuffle(bodies)
        query = "SELECT order_number, state, (SELECT count(*) FROM policies p WHERE p.order_number = o.order_number),"
        query += " (SELECT count(*) FROM order_events e WHERE e.order_number = o.order_number) FROM orders o ORDER BY 1"
        self.run(gateway_of(services).deliver())
        before = self.rows(query)
        for body in bodies * (1 + twice):
            self.run(receive(services, body, sign(gateway_of(services).key, body, services.now())))
        assert self.rows(query) == before, "INV-15"

    @rule()
    def delete_a_draft(self) -> None:
        """Delete the oldest draft that can be deleted."""

        async def delete() -> None:
            client = await self._signed_in()
            for draft in reversed((await client.drafts.list()).items):
                with suppress(Refused):
                    await client.drafts.delete(draft.id)
                    self.deleted.add(draft.id)
                    break
            await client.aclose()

        self.run(delete())

    @rule()
    def the_same_key_again(self) -> None:
        """INV-03: the same key and body get the same bytes; another body gets 422, and nothing happens."""
        calls = [call for desk in self.desks for call in desk.wire.kept.values()]
        known = {key for (key,) in self.rows("SELECT key FROM idempotency")}

        async def again() -> None:
            client = await self._signed_in()
            token = f"Bearer {client._keeper._access}"
            async with httpx.AsyncClient(base_url=self.insurer.services.url) as wire:
                for call in calls:
                    if call.key is None or call.key not in known or call.body is None:
                        continue
                    headers = {"Authorization": token, "Idempotency-Key": call.key, "Content-Type": "application/json"}
                    before = await self._books()
                    first, second = [await wire.post(call.path, content=call.body, headers=headers) for _ in range(2)]
                    assert first.content == second.content, "INV-03: other bytes"
                    assert (first.status_code, first.headers["idempotent-replayed"]) == (second.status_code, "true")
                    other = canonical({**_decoded(call.body), "country_of_residence": "DEU", "draft_ids": ["x"]})
                    refused = await wire.post(call.path, content=other, headers=headers)
                    assert refused.status_code == 422, "INV-03: another body"
                    assert await self._books() == before, "INV-03: an effect"
            await client.aclose()

        self.run(again())

    @rule(desk=DESKS)
    def something_else_than_was_confirmed(self, desk: int) -> None:
        """INV-08: a body that is not what the fingerprint stands for is refused, and nothing happens."""
        bodies = [call.body for call in self.desks[desk].wire.kept.values() if call.path == "/v1/drafts"]

        async def send() -> None:
            client = await self._signed_in()
            headers = {"Authorization": f"Bearer {client._keeper._access}", "Content-Type": "application/json"}
            async with httpx.AsyncClient(base_url=self.insurer.services.url, headers=headers) as wire:
                for body in bodies:
                    assert body is not None
                    changed = canonical({**_decoded(body), "country_of_residence": "DEU"})
                    before = await self._books()
                    answer = await wire.post("/v1/drafts", content=changed, headers={"Idempotency-Key": new_id()})
                    assert (answer.status_code, answer.json()["code"]) == (422, "contract.fingerprint"), "INV-08"
                    assert await self._books() == before, "INV-08: an effect"
            await client.aclose()

        self.run(send())

    @rule(phone=st.integers(1, 9))
    def two_desks_edit_one_profile(self, phone: int) -> None:
        """INV-18: one wins, the other sees both versions."""

        async def edit() -> None:
            programs = [await desk.open() for desk in self.desks]
            journeys = []
            for number, (workplace, _face) in enumerate(programs):
                await (await workplace.insurer()).sessions.sign_in(LOGIN, PASSWORD)
                journey = ProfileJourney(workplace)
                await journey.enter()
                form = journey.view().form
                assert form is not None
                form.answer("address", f"ul. {'Lipowa' if number else 'Nowa'} {phone}{number}, Minsk")
                journeys.append(journey)
            first, second = journeys
            with suppress(Conflict):
                await first.act("continue")
            await second.act("continue")
            view = second.view()
            assert view.id == "conflict", "INV-18: the other one overwrote it"
            seen = repr(view)
            assert f"Nowa {phone}0" in seen, "INV-18: the winner's version"
            assert f"Lipowa {phone}1" in seen, "INV-18: one's own version"
            for workplace, _face in programs:
                await workplace.close()
                workplace.journal.close()
            await self.insurer.at_rest()

        self.run(edit())

    @rule(desk=DESKS)
    def sign_out(self, desk: int) -> None:
        """The session ends at the insurer; whoever works there has to sign in again."""

        async def leave() -> None:
            workplace, _face = await self.desks[desk].open()
            await (await workplace.insurer()).sessions.sign_out()
            await workplace.close()
            workplace.journal.close()

        self.run(leave())

    # what holds after every step

    @invariant()
    def inv_01_one_confirmation_one_draft(self) -> None:
        for person in self.persons:
            (traveller,) = person.travellers
            found = self.rows("SELECT id FROM drafts WHERE last_name_latin = ?", traveller.last_name)
            assert len(found) <= 1, f"INV-01: {found}, {person.trail}"

    @invariant()
    def inv_02_05_06_07_the_books_agree(self) -> None:
        self.run(gateway_of(self.insurer.services).deliver())
        for name, query in BOOKS.items():
            found = self.rows(query)
            assert not found, f"{name}: {found}"

    @invariant()
    def inv_04_no_old_key_without_a_look(self) -> None:
        assert [key for desk in self.desks for key in desk.wire.stale] == [], "INV-04"

    @invariant()
    def inv_08_what_was_typed_is_what_is_there(self) -> None:
        for person in self.persons:
            (traveller,) = person.travellers
            query = (
                "SELECT first_name_latin, passport_number, begin_date, end_date FROM drafts WHERE last_name_latin = ?"
            )
            for row in self.rows(query, traveller.last_name):
                assert row == (traveller.first_name, traveller.passport, person.begin(traveller), person.end(traveller))

    @invariant()
    def inv_10_no_kept_answer_is_lost(self) -> None:
        assert [lost for person in self.persons for lost in person.lost] == [], "INV-10"

    @invariant()
    def inv_11_what_was_shown_is_there(self) -> None:
        there = {draft for (draft,) in self.rows("SELECT id FROM drafts")} | self.deleted
        assert {draft for person in self.persons for draft in person.formed.values()} <= there, "INV-11"

    async def _signed_in(self) -> Insurer:
        services = self.insurer.services
        client = Insurer(services.url, Secrets(trusted=()), control_token=services.control_token, sleep=_at_once)
        await client.sessions.sign_in(LOGIN, PASSWORD)
        return client

    async def _books(self) -> list[tuple[Any, ...]]:
        counts = " UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in ("drafts", "orders", "policies"))
        return await self.insurer.rows(counts)


def test_the_model_and_the_insurer_agree(tmp_path: Path) -> None:
    """INV-01 INV-02 INV-03 INV-04 INV-05 INV-06 INV-07 INV-08 INV-10 INV-11 INV-15 INV-18, after every step."""

    async def begin(stack: list[Any]) -> None:
        world = insurer_in_loop()
        stack.append(world)
        Machine.insurer = await world.__aenter__()
        Machine.before = await Machine.insurer.keep()

    loop = Machine.loop = asyncio.new_event_loop()
    Machine.folder = tmp_path / "desks"
    stack: list[Any] = []
    loop.run_until_complete(begin(stack))
    try:
        with killable(loop):
            run_state_machine_as_test(
                Machine,
                settings=settings(
                    max_examples=EXAMPLES,
                    stateful_step_count=STEPS,
                    deadline=None,
                    derandomize=True,
                    phases=[Phase.generate],
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    finally:
        loop.run_until_complete(stack[0].__aexit__(None, None, None))
        loop.close()
    sys.stdout.write(f"state machine: {Machine.examples} examples\n")


def _decoded(body: bytes) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(body)
    return decoded
