"""The input ends, at every line of a whole purchase and within every line: nothing is accepted for the person (A07)."""

import asyncio
import os

import httpx
import pytest
from sqlalchemy import Connection, func, select

from omi_tui.exit_codes import SAVED
from omi_tui.fake_server import schema
from omi_tui.fake_server.services import Services
from tests.plain.scripts import CONCLUDE, SELF, TO_PAY
from tests.plain.talking import SIGN_IN, Desk, converse

LINES = (*SIGN_IN, *SELF, *TO_PAY, "4", "1")
CONCLUDED, ORDERED, PAID = (len(SIGN_IN) + len(SELF), len(LINES) - 2, len(LINES))
"""After how many lines the whole script has done it."""
LIMIT = 20.0
"""Seconds; a talk that waits for more than its input never ends."""
ALL = os.environ.get("OMI_SWEEP") == "full"


def made(services: Services) -> tuple[int, int, int]:
    """How many drafts, orders and policies the insurer has."""

    def count(conn: Connection) -> tuple[int, int, int]:
        tables = (schema.drafts, schema.orders, schema.policies)
        drafts, orders, policies = (
            conn.execute(select(func.count()).select_from(each)).scalar_one() for each in tables
        )
        return drafts, orders, policies

    return services.store.write_now(count)


async def begin(url: str, services: Services) -> tuple[int, int, int]:
    async with httpx.AsyncClient() as http:
        path = f"{url}/_omi/snapshots/1"
        (await http.put(path, headers={"Omi-Control": services.control_token})).raise_for_status()
    return made(services)


def test_a07_the_script_is_a_whole_purchase() -> None:
    assert LINES[CONCLUDED - len(CONCLUDE) : CONCLUDED] == CONCLUDE
    assert LINES[ORDERED - len(TO_PAY) : ORDERED] == TO_PAY


@pytest.mark.parametrize("within", [False, True], ids=["after a line", "within a line"])
async def test_a07_input_that_ends_accepts_nothing(desk: Desk, standing: tuple[str, Services], within: bool) -> None:
    """All cuts with OMI_SWEEP=full; else every second one, so that both kinds together meet every line."""
    url, services = standing
    cuts = [cut for cut in range(PAID) if ALL or cut % 2 == within or cut in (CONCLUDED - 1, ORDERED - 1, PAID - 1)]
    for cut in cuts:
        drafts, orders, policies = await begin(url, services)
        script = "".join(f"{line}\n" for line in LINES[:cut]) + (LINES[cut] if within else "")
        async with asyncio.timeout(LIMIT):
            workplace = desk()
            said = await converse(workplace, script)
        assert said.code == SAVED, f"cut {cut}: {said.text[-500:]}"
        assert said.lines[-1].lower().endswith("nothing was decided for you.")
        now = made(services)
        assert now[0] == drafts + (cut >= CONCLUDED), f"cut {cut}: a draft that nobody wanted"
        assert now[1] == orders + (cut >= ORDERED), f"cut {cut}: an order that nobody wanted"
        assert now[2] == policies, f"cut {cut}: a policy that nobody wanted"
        workplace.vault.wipe()  # what was typed is kept, and the next program would go on with it


async def test_a07_enter_alone_never_concludes_nor_pays(desk: Desk, standing: tuple[str, Services]) -> None:
    """F05: whoever answers everything with Enter stands before the tick, and before the question, for ever."""
    _url, services = standing
    before = made(services)
    for lines in (LINES[: CONCLUDED - 3], LINES[: CONCLUDED - 1], LINES[: ORDERED - 1]):
        said = await converse(desk(), [*lines, *[""] * 20])
        assert said.code == SAVED
    assert made(services) == (before[0] + 1, before[1], before[2]), "the one whose conclusion was meant"
