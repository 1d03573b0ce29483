"""A keyed call is done once: which failures leave its end open, and what is on disk at each moment."""

import pytest

from omi_tui.client.errors import (
    BadAnswer,
    ClientError,
    Overloaded,
    SessionEnded,
    TimedOut,
    Unreachable,
    refusal,
)
from omi_tui.client.insurer import Insurer
from omi_tui.journeys.application import Holder
from omi_tui.journeys.once import Unsettled, may_have_arrived, never_left, refused_for_good, send_once
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.record import facts
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.problem import Problem
from tests.journeys.test_purchase import at_check, conclude


def refused(status: int, code: str = "validation") -> ClientError:
    return refusal(Problem(status=status, code=code))


def unsure(error: ClientError) -> ClientError:
    error.unsure = True
    return error


UNKNOWN = (
    Unreachable("reset", sent=True),
    TimedOut("read", sent=True),
    TimedOut("deadline", sent=True),
    BadAnswer("json"),
    BadAnswer("content_type", status=200),
    Overloaded(503),
    refused(500),
    refused(409, "operation.running"),
    unsure(refused(422)),
    unsure(refused(403)),
    unsure(Overloaded(429)),
    unsure(Unreachable("refused", sent=False)),
)
NOTHING_DONE = (Unreachable("refused", sent=False), Unreachable("tls", sent=False), TimedOut("connect", sent=False))
REFUSED = (refused(422), refused(404), refused(409, "contract.overlap"))
PUT_OFF = (Overloaded(429), SessionEnded("expired"), unsure(SessionEnded("expired")), refused(401))


def name(error: ClientError) -> str:
    return f"{type(error).__name__}-{error.kind}{'-unsure' if error.unsure else ''}"


async def end_of(workplace: Workplace, error: ClientError) -> tuple[type[BaseException], str]:
    """What is raised for *error*, and the state of the operation afterwards."""

    async def send(insurer: Insurer, key: str) -> str:
        assert workplace.journal.operation(key).state == "intent", "on disk before the first byte"
        assert workplace.sending == key
        raise error

    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one it is, is what is asked
        await send_once(workplace, "order", "f", send, lambda number: number)
    assert workplace.sending == ""
    (operation,) = workplace.journal.begun_since("order", 0)
    return raised.type, operation.state


@pytest.mark.parametrize("error", UNKNOWN, ids=name)
async def test_what_may_have_arrived_is_unsettled_and_stays_open(agents_desk: Workplace, error: ClientError) -> None:
    assert may_have_arrived(error)
    assert await end_of(agents_desk, error) == (Unsettled, "intent")


@pytest.mark.parametrize("error", NOTHING_DONE, ids=name)
async def test_what_never_left_is_over(agents_desk: Workplace, error: ClientError) -> None:
    assert never_left(error)
    assert await end_of(agents_desk, error) == (type(error), "failed")


@pytest.mark.parametrize("error", REFUSED, ids=name)
async def test_what_is_refused_for_good_is_over(agents_desk: Workplace, error: ClientError) -> None:
    assert refused_for_good(error)
    assert await end_of(agents_desk, error) == (type(error), "failed")


@pytest.mark.parametrize("error", PUT_OFF, ids=name)
async def test_what_is_put_off_keeps_its_key_for_the_next_try(agents_desk: Workplace, error: ClientError) -> None:
    assert await end_of(agents_desk, error) == (type(error), "intent")
    (operation,) = agents_desk.journal.open_operations()
    assert agents_desk.put_off == operation.key


async def test_inv_11_a_result_is_on_disk_before_anybody_sees_it(agents_desk: Workplace) -> None:
    async def send(insurer: Insurer, key: str) -> str:
        return "208047"

    assert await send_once(agents_desk, "order", "f", send, lambda number: number) == "208047"
    (operation,) = agents_desk.journal.begun_since("order", 0)
    assert (operation.state, operation.server_id) == ("done", "208047")


async def test_a_call_whose_end_is_open_is_not_sent_before_it_was_looked_up(agents_desk: Workplace) -> None:
    key = agents_desk.journal.intent("order", "f", agents_desk.login)
    sent: list[str] = []

    async def send(insurer: Insurer, key: str) -> str:
        sent.append(key)
        return "208047"

    with pytest.raises(Unsettled):
        await send_once(agents_desk, "order", "f", send, lambda number: number)
    assert sent == []
    await send_once(agents_desk, "order", "f", send, lambda number: number, looked_up=True)
    assert sent == [key]


def shown(journey: PurchaseJourney) -> dict[str, str]:
    return {row.label: row.value for row in journey.view().rows}


@pytest.mark.parametrize("other", [True, False])
async def test_inv_08_what_was_confirmed_is_what_the_insurer_has(agents_desk: Workplace, other: bool) -> None:
    journey = await at_check(agents_desk, other=other)
    confirmed = shown(journey)
    assert isinstance(journey.holder, Holder)
    await conclude(journey)
    assert journey.draft is not None
    draft = await (await agents_desk.insurer()).drafts.get(journey.draft.id)
    kept = {row.label: row.value for row in facts(draft)}
    for label in ("Insured person", "Insurance premium"):
        assert kept[label] == confirmed[label]
    assert confirmed["Passport"].startswith(kept["Passport"])
    assert kept["Citizenship"] in confirmed["Citizenship, residence"]
    assert kept["Policyholder"] in confirmed["Policyholder"]
    assert confirmed["Term of insurance"].split(",")[0] == kept["Term of insurance"].split(",")[0]
