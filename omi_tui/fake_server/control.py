"""The fake's own calls under ``/_omi``: mailbox, clock, snapshots, request log, test cards. No insurer has these."""

import asyncio
import sqlite3
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlalchemy import Connection, delete

from omi_tui import __version__
from omi_tui.fake_server import mailbox, scenarios, seeds
from omi_tui.fake_server.auth import Insurer, in_control
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.clock import BackwardsError, Clock, ClockSetting, Mode
from omi_tui.fake_server.problems import field, not_found, problems, refused_fields
from omi_tui.fake_server.schema import mail
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.base import Answer, Request
from omi_tui.model.money import AMOUNT

open_router = APIRouter(prefix="/_omi", tags=["fake"])
router = APIRouter(
    prefix="/_omi",
    tags=["fake"],
    route_class=StrictRoute,
    dependencies=[Depends(in_control)],
    responses=problems(401),
)
Address = Annotated[str | None, Query(max_length=254, description="The recipient; everybody's if left out.")]


class ClockView(Answer):
    """What the clock shows; ``offset_seconds``: ahead of the machine's; ``step_seconds``: on with every request."""

    mode: Mode
    now: datetime
    offset_seconds: float
    step_seconds: float


class About(Answer):
    """Which fake this is."""

    fake: Literal[True] = True
    version: str
    seed: int
    scenario: str | None = None
    data: str
    clock: ClockView


class Mails(Answer):
    """The mailbox, oldest first."""

    items: list[mailbox.Message]


class Snapshot(Answer):
    """A kept state of everything but the clock."""

    id: str


class LogEntry(Answer):
    """A request as the log has it: no address, no body, no name.

    ``status`` is 0 where no answer began; ``nearest`` names calls that a wrong address may have meant.
    """

    at: datetime
    id: int
    operation: str
    nearest: str | None
    status: int
    code: str | None
    fault: str | None
    account_id: str | None
    request_id: str | None
    operation_id: str | None
    attempt: str | None


class Log(Answer):
    """The last requests, oldest first."""

    items: list[LogEntry]


class Card(Request):
    """A test card's number, or its last four digits."""

    card: Annotated[str, Field(min_length=4, max_length=32)]
    taken: Annotated[str | None, Field(pattern=f"^{AMOUNT.pattern}$", description="Another amount, by mistake.")] = None


class Paid(Answer):
    """The order's state at the gateway after the try."""

    state: str


def _clock(clock: Clock) -> ClockView:
    return ClockView(
        mode=clock.mode, now=clock.now(), offset_seconds=clock.offset_seconds, step_seconds=clock.step_seconds
    )


@open_router.get("/about")
async def about(services: Insurer) -> About:
    """Say that this is the fake, and how it was started."""
    clock = _clock(services.clock)
    return About(version=__version__, seed=services.seed, scenario=services.scenario, data=services.data, clock=clock)


@router.get("/mail", responses=problems(422))
async def list_mail(services: Insurer, to: Address = None) -> Mails:
    """What the insurer has mailed."""
    if services.transitions.mail.polls:
        await services.store.write(lambda conn: mailbox.look(conn, services))
    return Mails(items=await services.store.read(lambda conn: mailbox.messages(conn, to, services.now())))


@router.get("/mail/wait", responses=problems(422))
async def wait_for_mail(
    services: Insurer,
    to: Address = None,
    timeout: Annotated[float, Query(ge=0, le=60, description="Seconds of the machine's clock.")] = 10,  # noqa: ASYNC109  (a parameter on the wire)
    after: Annotated[int, Query(ge=0, le=2**62, description="Only mail with a greater id counts.")] = 0,
) -> Mails:
    """Answer as soon as there is mail, or with an empty list when the time is over, whatever the clock shows."""
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    while True:
        pulse = services.store.pulse
        arrived = await services.store.read(lambda conn: mailbox.messages(conn, to, services.now()))
        found = [message for message in arrived if message.id > after]
        if found or loop.time() >= end:
            return Mails(items=found)
        try:
            await asyncio.wait_for(pulse.wait(), end - loop.time())
        except TimeoutError:
            continue


@router.delete("/mail", status_code=204)
async def empty_mailbox(services: Insurer) -> None:
    """Throw all mail away."""
    await services.store.write(lambda conn: conn.execute(delete(mail)).rowcount)


@router.get("/clock")
async def get_clock(services: Insurer) -> ClockView:
    """What the clock shows."""
    return _clock(services.clock)


@router.put("/clock", responses=problems(400, 422))
async def put_clock(body: ClockSetting, services: Insurer) -> ClockView:
    """Freeze, step, shift or release the clock. It never goes backwards."""
    clock = services.clock
    try:
        body.apply(clock)
    except BackwardsError:
        pointer = "/now" if body.mode in ("frozen", "step") else "/offset_seconds" if body.mode == "offset" else "/mode"
        raise refused_fields([field(pointer, "backwards")], "clock.backwards") from None
    return _clock(clock)


@router.get("/requests", responses=problems(422))
async def list_requests(
    services: Insurer,
    operation: Annotated[str | None, Query(max_length=200, description="Such as POST /v1/drafts.")] = None,
    after: Annotated[int | None, Query(ge=0, le=2**62, description="Only entries with a greater id.")] = None,
    timeout: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for one.")] = 0,  # noqa: ASYNC109  (a parameter on the wire)
) -> Log:
    """The last requests, without anything personal; with ``after`` the next ones, waiting for them a while."""
    found = await services.log.read(services.store, operation, after, timeout)
    return Log(items=[LogEntry(**entry) for entry in found])


@router.post("/reset", status_code=204)
async def reset(services: Insurer) -> None:
    """Go back to the data set and the scenario that the server was started with, on the machine's time."""
    services.clock.restart()
    services.log.clear()
    played = scenarios.load(services.scenario) if services.scenario else scenarios.NONE
    played.begin(services)

    def work(conn: Connection) -> None:
        seeds.restart(conn, services)
        played.alter(conn, services)

    await services.store.write(work)


@router.post("/snapshots", status_code=201)
async def take_snapshot(services: Insurer) -> Snapshot:
    """Keep a copy of everything in memory; the last ten are kept."""
    copies = services.snapshots
    copy = await services.store.snapshot()
    name = str(max((int(key) for key in copies), default=0) + 1)
    copies[name] = copy
    if len(copies) > 10:
        copies.pop(next(iter(copies))).close()
    return Snapshot(id=name)


@router.put("/snapshots/{snapshot_id}", status_code=204, responses=problems(404))
async def restore_snapshot(snapshot_id: str, services: Insurer) -> None:
    """Go back to a kept copy. The clock stays."""
    copy: sqlite3.Connection | None = services.snapshots.get(snapshot_id)
    if copy is None:
        raise not_found("snapshot")
    await services.store.restore(copy)


@router.post("/pay/{order_number}", responses=problems(400, 404, 409, 422))
async def pay(order_number: str, body: Card, services: Insurer) -> Paid:
    """Pay an order with a test card, without a page: for training and tests."""
    return Paid(state=await gateway_of(services).pay_with_test_card(order_number, body.card, taken=body.taken))
