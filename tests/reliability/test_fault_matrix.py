"""The fault matrix: every operation under every kind of fault in every phase ends in its class, and nothing is doubled.

INV-01, INV-02, INV-17. ``OMI_SWEEP=sample`` (the default) plays every tenth cell, ``OMI_SWEEP=full`` all of them.
"""

import asyncio
import os
from collections.abc import Iterator
from itertools import product
from typing import Any

import httpx
import pytest

from omi_tui.client.errors import ClientError, Refused, SessionEnded
from omi_tui.client.insurer import Insurer
from omi_tui.client.links import read_ticket
from omi_tui.desk.secrets import Secrets
from omi_tui.fake_server.faults import Rule
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.checking import CheckingJourney
from omi_tui.journeys.failures import understand
from omi_tui.journeys.once import refused_for_good
from omi_tui.journeys.view import Enter, Leave
from omi_tui.model.account import SignUp
from omi_tui.text.i18n import set_language
from tests.reliability.fault_acts import ACTS, Try
from tests.reliability.fault_cells import CLASSES, KINDS, PHASES, REASONS, Cell, cells
from tests.reliability.fault_world import AGENT, NEWCOMER, PASSWORD, Desk, World, at_once, world
from tests.reliability.person import BOOKS

FULL = os.environ.get("OMI_SWEEP") == "full"
HAPPENING = [cell for cell in cells() if cell.happens]
PLAYED = HAPPENING if FULL else HAPPENING[::10]
WRONG_TURNS = ("refused", "dns", "tls")
DETAILS: dict[str, dict[str, Any]] = {
    "status_500": {"kind": "status", "status": 500},
    "refusal": {"kind": "status", "status": 422},
    "retry_after": {"kind": "status", "status": 429, "retry_after": 2},
    "dribble": {"size": 9, "seconds": 0},
}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("matrix")) as there:
        prepare(there)
        yield there


def prepare(there: World) -> None:
    """Sign the agent in, leave one draft in the cart, one beside it and one in an order, and a mail unanswered."""

    async def run() -> None:
        secrets = Secrets(trusted=())
        insurer = Insurer(there.services.url, secrets, control_token=there.services.control_token, sleep=at_once)
        request = SignUp(email=NEWCOMER, password=PASSWORD, residence_country="POL", adult_confirmed=True)
        await insurer.accounts.sign_up(request, "00000000-0000-4000-8000-000000000001")
        there.facts["link"] = (await insurer.fake.mail(NEWCOMER))[-1].links[0]
        assert read_ticket(there.facts["link"])
        await insurer.sessions.sign_in(AGENT, PASSWORD)
        held, loose = [item.id for item in (await insurer.drafts.list()).items]
        there.facts |= {"held": held, "loose": loose}
        policy = (await insurer.policies.list("active")).items[0]
        there.facts["policy"] = policy.id
        if held not in [item.draft_id for item in (await insurer.cart.get()).items]:
            there.facts |= {"held": loose, "loose": held}
        there.facts["session"] = there.rows("SELECT id FROM sessions")[0][0]
        there.facts["refresh"] = secrets.load(there.services.url) or ""
        await insurer.aclose()

    asyncio.run(run())
    there.state = there.control("POST", "snapshots").json()["id"]


def rule(cell: Cell) -> Rule:
    """The rule that makes *cell* happen."""
    details = {"kind": cell.kind, "times": cell.times} | DETAILS.get(cell.kind, {})
    if cell.kind == "retry_after" and cell.phase == "before_commit":
        details["retry_after_as"] = "date"
    if cell.kind.startswith("notice"):
        return Rule.model_validate(details | {"phase": "notice"})
    return Rule.model_validate(details | {"phase": cell.phase, "operation": ACTS[cell.act][0]})


async def outcome(desk: Desk, attempt: Try) -> str:
    """Take the last step under the fault, then go on in peace until its effect is there; the class of it all."""
    typed = dict(attempt.form.texts) if attempt.form else {}
    try:
        effect = await attempt.step()
    except FormRejected:
        return "refused"
    except ClientError as error:  # anything else is no typed error, and fails the cell
        told = understand(error).sentence
        assert told.endswith("."), told
        assert "program made a mistake" not in told
        if attempt.form:
            assert attempt.form.texts == typed, "what was typed is not kept"
        await desk.calm()
        definite = isinstance(error, Refused) and refused_for_good(error)
        await again(desk, attempt, signed_out=isinstance(error, SessionEnded))
        return "refused" if definite else "asked-user"
    await desk.calm()
    if isinstance(effect, Enter) and isinstance(effect.journey, CheckingJourney):
        await resolve(attempt, effect)
        return "unknown-then-resolved"
    return "retried-ok"


async def again(desk: Desk, attempt: Try, *, signed_out: bool) -> None:
    """Do by hand what did not succeed, signed in again where that is asked; a form may say that it is done already."""
    if signed_out:
        await (await desk.insurer()).sessions.sign_in(AGENT, PASSWORD)
    try:
        effect = await attempt.step()
    except SessionEnded:
        assert not signed_out
        await again(desk, attempt, signed_out=True)
        return
    except FormRejected:
        assert attempt.done()
        return
    if isinstance(effect, Enter) and isinstance(effect.journey, CheckingJourney):
        await resolve(attempt, effect)


async def resolve(attempt: Try, effect: Enter) -> None:
    """Look until the end is known, and go on with it."""
    checking = effect.journey
    for _look in range(8):
        left = await checking.act("again:yes" if checking.step == "nothing" else "look")
        if isinstance(left, Leave):
            break
    else:
        raise AssertionError(f"never resolved: {checking.step}")
    assert attempt.journey is not None
    await attempt.journey.act(effect.then, left.result)


@pytest.mark.parametrize("cell", PLAYED, ids=str)
async def test_inv_01_02_17_every_cell_ends_in_its_class(
    there: World, cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("en")
    desk = there.begin(str(cell))
    try:
        attempt = await ACTS[cell.act][1](desk)
        if cell.kind == "hang":
            monkeypatch.setattr(httpx, "Timeout", _impatient)
        if cell.act == "refresh":
            desk.restart()
        if cell.kind in WRONG_TURNS:
            await desk.lose_the_way(cell.kind)
        else:
            there.services.faults.set([rule(cell)])
        found = await outcome(desk, attempt)
        if cell.act == "sign_out" and not attempt.done():
            desk.restart()  # the insurer is told when the program starts next
            await desk.insurer()
            for _turn in range(5000):
                if attempt.done():
                    break
                await asyncio.sleep(0)
        assert attempt.done(), "the effect is not there, or there twice"
        assert {name: rows for name, query in BOOKS.items() if (rows := there.rows(query))} == {}
        assert found == cell.expected
    finally:
        await desk.close()


def test_the_matrix_is_whole() -> None:
    """Sixteen operations and three that last, under each kind, in each phase; every class and every reason occurs."""
    found = cells()
    assert {cell.act for cell in found} == set(ACTS)
    operations = {cell.operation for cell in found}
    assert len(operations) == 19
    assert {(cell.operation, cell.kind, cell.phase) for cell in found} == set(product(operations, KINDS, PHASES))
    assert len(found) == 19 * len(KINDS) * len(PHASES)
    assert {cell.expected for cell in found} == {*CLASSES, *REASONS}


_TRUE_TIMEOUT = httpx.Timeout


def _impatient(**seconds: float) -> httpx.Timeout:
    """A silence is known after half a second instead of fifteen."""
    return _TRUE_TIMEOUT(**(seconds | {"read": 0.5}))
